"""The command line: every flag, every way to get it wrong, nothing raw on a terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detainer.cli import run

NY = ["-z", "America/New_York"]
RELEASE = ["-r", "2026-11-25T15:00"]
AS_OF = ["--as-of", "2026-11-25T16:00"]
HONORS = ["check", "-p", "honors", *NY, *RELEASE, *AS_OF]
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in out + err
        assert "INTERNAL" not in out + err
        assert not RAW.search(out + err)

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def codes(self) -> list[str]:
        return [item["code"] for item in self.json["errors"]]


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DETAINER_TIMEZONE", "DETAINER_PROFILE", "DETAINER_PROFILES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def do(capsys: pytest.CaptureFixture[str]) -> Any:
    def go(*argv: str) -> Ran:
        with pytest.raises(SystemExit) as caught:
            run(list(argv))
        out, err = capsys.readouterr()
        return Ran(int(caught.value.code or 0), out, err)

    return go


def outside(*argv: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "detainer", *argv], capture_output=True, text=True, timeout=60, **more
    )


# ---- answers ----


def test_text_and_json_say_the_same(do: Any) -> None:
    text, answer = do(*HONORS), do(*HONORS, "--json").json
    assert text.code == 0
    assert text.out.startswith(
        "RELEASE BY Fri 27 Nov 2026 15:00 EST unless ICE takes custody first (47 h left)\n"
    )
    assert answer["release_by"] == "2026-11-27T15:00:00-05:00"
    assert answer["now"] == {
        "as_of": "2026-11-25T16:00:00-05:00",
        "status": "running",
        "seconds_left": 47 * 3600,
    }
    assert all(len(line) <= 80 for line in text.out.splitlines())
    assert do(*HONORS, "-f", "json").json == answer
    assert "ONLY IF CONFIRMED" in text.out
    assert text.out.endswith("other charges and\nholds are not judged.\n")


FLAGS = [
    (["--form", "none"], "not_allowed", "no detainer asks for a hold"),
    (["--form", "I-247"], "allowed", "an old form needs no warrant"),
    (["--form", "I-247G"], "not_allowed", "notice only"),
    (["--box", "2", "--no-asks-custody"], "not_allowed", "the paper does not ask for custody"),
    (["--box", "2", "--asks-custody"], "allowed", "it does"),
    (["--issuer", "CBP"], "allowed", "the policy does not look at the issuer"),
    (["--received", "never"], "not_allowed", "never received"),
    (["--received", "2026-11-24"], "allowed", "received the day before"),
    (["--received", "2026-11-25T15:01"], "not_allowed", "received a minute too late"),
    (["--served", "never"], "not_allowed", "an I-247A takes effect when served"),
    (["--served", "11/25/2026 2:59 PM"], "allowed", "served a minute before"),
    (["--cancelled", "2026-11-25T14:00"], "not_allowed", "withdrawn before release"),
    (["--cancelled", "2026-11-26T14:00"], "allowed", "withdrawn inside the window"),
    (["--paper", "none"], "not_allowed", "no warrant with an I-247A"),
    (["--paper", "I-205", "--no-paper", "I-200"], "allowed", "an I-205 will do"),
    (["--paper", "criminal-warrant"], "other_custody", "a court's criminal warrant"),
    (["--citizenship", "claimed"], "not_allowed", "a claim that is not resolved"),
    (["--citizenship", "resolved"], "allowed", "looked into, not a citizen"),
    (["--agreement", "WSO", "--warrant-served", "release", "--designated"], "allowed", "the layer adds a way"),
    (["--agreement", "none"], "allowed", "no agreement is needed"),
    (["--offense", "2026-01-02"], "allowed", "the offense decides nothing here"),
    (["--booked", "2026-11-20T10:00"], "allowed", "the release leads"),
    (["--freed", "2026-11-28T10:00"], "allowed", "what happened changes no rule"),
    (["--taken", "2026-11-26T10:00"], "allowed", "nor does this"),
    (["--assume", "nothing"], "unknown", "nothing was said and nothing is assumed"),
]  # fmt: skip


@pytest.mark.parametrize(("flags", "hold", "why"), FLAGS, ids=[why for _, _, why in FLAGS])
def test_every_fact_has_its_flag(do: Any, flags: list[str], hold: str, why: str) -> None:
    ran = do(*HONORS, *flags, "--json")
    assert ran.code == 0
    assert ran.json["hold"] == hold, why


def test_not_designated_is_no_service(do: Any) -> None:
    wso = ["check", "-p", "wso", *NY, *RELEASE, *AS_OF, "--json"]
    assert do(*wso).json["hold"] == "allowed"
    assert do(*wso, "--not-designated").json["hold"] == "not_allowed"
    early = do(*wso, "--warrant-served", "2026-11-25T10:00").json
    assert early["release_by"] == "2026-11-27T10:00:00-05:00"  # 48 h from the earlier of the two
    assert "SERVED_EARLY" in [item["code"] for item in early["warnings"]]


def test_a_profiles_own_questions(do: Any) -> None:
    base = ["check", "-p", "us-nc", "-r", "2025-11-06T14:00", *AS_OF, "--json"]
    assert do(*base).json["hold"] == "required"
    assert do(*base, "-a", "judicial-order=no").json["hold"] == "silent"
    ran = do(*base, "-a", "judicial-oder=no")
    assert (ran.code, ran.codes) == (2, ["ANSWER_UNKNOWN"])
    assert "did you mean judicial-order" in ran.json["errors"][0]["hint"]


def test_an_hour_that_happened_twice_is_the_earlier(do: Any) -> None:
    answer = do("check", "-p", "honors", *NY, "-r", "2026-11-01 01:30", *AS_OF, "--json").json
    assert answer["release_at"] == "2026-11-01T01:30:00-04:00"
    assert "AMBIGUOUS_HOUR" in [item["code"] for item in answer["warnings"]]
    answer = do(*HONORS, "--received", "2026-11-01 01:30", "--json").json
    assert "AMBIGUOUS_HOUR" in [item["code"] for item in answer["warnings"]]


# ---- exit codes ----

EXITS = [
    ([], 0, "open"),
    (["--as-of", "2026-11-25T14:00"], 0, "ahead"),
    (["--as-of", "2026-11-27T14:59"], 0, "the last minute"),
    (["--as-of", "2026-11-27T15:00"], 3, "it has ended"),
    (["--no-paper", "I-200"], 3, "no hold"),
    (["--paper", "criminal-warrant"], 3, "other custody"),
    (["--assume", "nothing"], 4, "cannot say"),
]


@pytest.mark.parametrize(("flags", "code", "why"), EXITS, ids=[why for _, _, why in EXITS])
def test_exit_codes(do: Any, flags: list[str], code: int, why: str) -> None:
    base = [item for item in HONORS if item not in AS_OF] if "--as-of" in flags else HONORS
    assert do(*base, *flags, "--exit-code").code == code, why
    assert do(*base, *flags).code == 0, "without --exit-code an answer is an answer"


def test_silence_is_no_hold_for_the_exit_code(do: Any) -> None:
    assert do("check", "-p", "us-ma", "-r", "2016-01-05T10:00", *AS_OF, "--exit-code").code == 3


# ---- errors, all at once ----

WRONG = [
    (["check"], ["PROFILE_NEEDED", "RELEASE_NEEDED"], "nothing"),
    (["check", "-p", "honors", *NY], ["RELEASE_NEEDED"], "no release"),
    (["check", *RELEASE], ["PROFILE_NEEDED"], "no profile"),
    (["check", "-p", "honors", *RELEASE], ["ZONE_NEEDED"], "no zone"),
    (["check", "-p", "us-fl", *RELEASE], ["ZONE_NEEDED"], "two zones"),
    (["check", "-p", "us-ma", *RELEASE, "-z", "America/Chicago"], ["ZONE_NOT_HERE"], "another zone"),
    (["check", "-p", "honors", *RELEASE, "-z", "America/NewYork"], ["ZONE_UNKNOWN"], "no such zone"),
    (["check", "-p", "honers", *NY, *RELEASE], ["PROFILE_NOT_FOUND"], "a typo"),
    (["check", "-p", "honors", *NY, "-r", "2026-11-25"], ["TIME_MISSING"], "no time of day"),
    (["check", "-p", "honors", *NY, "-r", "17:00"], ["DATE_MISSING"], "no date"),
    (["check", "-p", "honors", *NY, "-r", ""], ["TIME_UNREADABLE"], "nothing typed"),
    (["check", "-p", "honors", *NY, "-r", "now"], ["NOW_NOT_KNOWN"], "now, away from a terminal"),
    (["check", "-p", "honors", *NY, "-r", "3/8/2026 2:30 AM"], ["HOUR_NEVER_HAPPENED"], "skipped"),
    (["check", "-p", "honors", *NY, "-r", "25/12/2026 17:00"], ["DAY_FIRST"], "day first"),
    (["check", "-p", "honors", *NY, "-r", "Thu 11/25/2026 15:00"], ["WEEKDAY_WRONG"], "wrong weekday"),
    (["check", "-p", "honors", *NY, "-r", "11/25/2026 15:00 PDT"], ["ZONE_ABBREVIATION"], "another zone's"),
    (["check", "-p", "honors", *NY, "-r", "0001-01-01T00:00"], ["YEAR_OUT_OF_RANGE"], "year 1"),
    (["check", "-p", "honors", *NY, "-r", "9999-12-31T23:59"], ["YEAR_OUT_OF_RANGE"], "year 9999"),
    (["check", "-p", "honors", *NY, "-r", "2100-12-31T12:00"], ["YEAR_OUT_OF_RANGE"], "past the table"),
    (["check", "-p", "honors", *NY, "-r", "2026-11-25T15:00\x00"], ["CONTROL_CHARACTER"], "a NUL"),
    (["check", "-p", "honors", *NY, "-r", "\x1b[31m2026-11-25"], ["CONTROL_CHARACTER"], "an escape code"),
    (["check", "-p", "ho\x00nors", *NY, *RELEASE], ["PROFILE_NOT_FOUND"], "a NUL in a name"),
    (["check", "-p", "a\x00b/c.toml", *NY, *RELEASE], ["PROFILE_NOT_FOUND"], "a NUL in a path"),
    (["check", "-p", "honors", "-z", "\u202eAmerica", *RELEASE], ["ZONE_UNKNOWN"], "bidirectional"),
    ([*HONORS, "--form", "I-247G", "--received", "2024-01-01"], ["FORM_NOT_IN_USE"], "before its time"),
    ([*HONORS, "--form", "I-248"], ["VALUE_UNKNOWN"], "no such form"),
    ([*HONORS, "--box", "3"], ["VALUE_UNKNOWN"], "no such box"),
    ([*HONORS, "--issuer", "FBI"], ["VALUE_UNKNOWN"], "no such issuer"),
    ([*HONORS, "--citizenship", "yes"], ["VALUE_UNKNOWN"], "no such word"),
    ([*HONORS, "--agreement", "XYZ"], ["VALUE_UNKNOWN"], "no such model"),
    ([*HONORS, "--paper", "I-999"], ["VALUE_UNKNOWN"], "no such paper"),
    ([*HONORS, "--assume", "all"], ["VALUE_UNKNOWN"], "no such assumption"),
    ([*HONORS, "--format", "xml"], ["VALUE_UNKNOWN"], "no such format"),
    ([*HONORS, "--offense", "2026-12-01"], ["ORDER_IMPOSSIBLE"], "offense after release"),
    ([*HONORS, "--booked", "2026-11-26T10:00"], ["ORDER_IMPOSSIBLE"], "released before booked"),
    ([*HONORS, "--offense", "2026-11-01 10:00"], ["TIME_NOT_EXPECTED"], "a date is wanted"),
    ([*HONORS, "-a", "x"], ["VALUE_UNKNOWN"], "no value"),
    ([*HONORS, "-a", "=yes"], ["VALUE_UNKNOWN"], "no question"),
    ([*HONORS, "-a", "x=yes"], ["ANSWER_UNKNOWN"], "not asked here"),
    ([*HONORS, "-a", "x=yes", "-a", "x=no"], ["CONTRADICTION"], "answered twice"),
    ([*HONORS, "-r", "2026-11-25T16:00"], ["CONTRADICTION"], "two releases"),
    ([*HONORS, "--form", "I-247A", "--form", "I-247"], ["CONTRADICTION"], "two forms"),
    ([*HONORS, "--designated", "--not-designated"], ["CONTRADICTION"], "both"),
    ([*HONORS, "--asks-custody", "--no-asks-custody"], ["CONTRADICTION"], "both"),
    ([*HONORS, "--paper", "I-200", "--no-paper", "I-200"], ["CONTRADICTION"], "in hand and not"),
    ([*HONORS, "--paper", "none", "--paper", "I-200"], ["CONTRADICTION"], "none and one"),
    ([*HONORS, "--agreement", "none", "--agreement", "WSO"], ["CONTRADICTION"], "none and one"),
    ([*HONORS, "--json", "--format", "text"], ["CONTRADICTION"], "--json and another format"),
    ([*HONORS, "--what"], ["USAGE"], "no such option"),
    (["chek", *HONORS[1:]], ["USAGE"], "no such command"),
    ([*HONORS, "-r"], ["USAGE"], "no value"),
    (["schema", "decisions"], ["VALUE_UNKNOWN"], "no such schema"),
    (["profiles", "list", "--stance", "kind"], ["VALUE_UNKNOWN"], "no such stance"),
    (["profiles", "show", "us-zz"], ["PROFILE_NOT_FOUND"], "no such profile"),
    (["profiles", "show", "us-nc", "--on", "soon"], ["TIME_UNREADABLE"], "no date"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "codes", "why"), WRONG, ids=[f"{n}-{why}" for n, (_, _, why) in enumerate(WRONG)]
)
def test_a_wrong_input_is_a_coded_error(do: Any, argv: list[str], codes: list[str], why: str) -> None:
    if "--json" not in argv:
        text = do(*argv)
        assert text.code == 2, why
        assert text.out == ""
        assert codes[0] in text.err
        assert all(len(line) <= 80 for line in text.err.splitlines())
    if argv[0] == "check" and argv[-1] not in ("check", "xml"):
        ran = do("check", "--json", *argv[1:])
        assert (ran.code, ran.err) == (2, "")
        assert set(codes) <= set(ran.codes), why
        assert ran.json["schema"] == 1


def test_all_errors_of_one_call_come_together(do: Any) -> None:
    ran = do("check", "-p", "honers", "-z", "Chicago", "-r", "25/12/2026 9:00", "--form", "X", "--paper", "Y",
             "--offense", "soon", "--designated", "--not-designated", "-a", "q", "--json")  # fmt: skip
    assert ran.codes == ["PROFILE_NOT_FOUND", "DAY_FIRST", "CONTRADICTION", "TIME_UNREADABLE", "VALUE_UNKNOWN",
                         "VALUE_UNKNOWN", "VALUE_UNKNOWN"] or set(ran.codes) >= {
        "PROFILE_NOT_FOUND", "DAY_FIRST", "CONTRADICTION", "VALUE_UNKNOWN"}  # fmt: skip
    fields = {item["field"] for item in ran.json["errors"]}
    assert {"profile", "release_at", "designated", "form", "answers"} <= fields


def test_a_misspelt_command_gets_a_hint(do: Any) -> None:
    assert "Did you mean check?" in do("chekc").err.replace("\n", " ")


# ---- files, folders, pipes, the environment ----


@pytest.mark.parametrize("what", ["missing", "folder", "no toml", "50 MB", "cycle", "unknown key"])
def test_a_profile_that_cannot_be_read(do: Any, what: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    code = {"missing": "PROFILE_NOT_FOUND", "folder": "PROFILE_UNREADABLE", "no toml": "PROFILE_NOT_TOML",
            "50 MB": "PROFILE_TOO_LARGE", "cycle": "PROFILE_CYCLE", "unknown key": "PROFILE_KEY_UNKNOWN"}[what]  # fmt: skip
    if what == "folder":
        path.mkdir()
    elif what == "50 MB":
        with path.open("wb") as file:
            file.truncate(50_000_000)
    elif what != "missing":
        path.write_text(
            {"no toml": "= 1", "cycle": 'id = "x"\nparent = "x"', "unknown key": 'parent = "us"\nkey = 1'}[
                what
            ]
        )
    ran = do("check", "-p", str(path), *NY, *RELEASE, "--json")
    assert code in ran.codes


def test_the_answer_in_a_file(do: Any, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text("old")
    assert do(*HONORS, "--json", "-o", str(path)).out == ""
    assert json.loads(path.read_text("utf-8"))["hold"] == "allowed"
    assert sorted(tmp_path.iterdir()) == [path]
    assert do(*HONORS, "-o", "-").out.startswith("RELEASE BY")
    for bad in (tmp_path, tmp_path / "no" / "where.txt"):
        ran = do(*HONORS, "-o", str(bad), "--json")
        assert (ran.code, ran.codes) == (2, ["OUTPUT_FAILED"])
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_closed_pipe_ends_quietly() -> None:
    for more in ([], ["--json"], ["--what"]):
        line = " ".join([sys.executable, "-m", "detainer", *HONORS, *more])
        ran = subprocess.run(
            ["sh", "-c", f"{line} 2>&1 | head -1"], capture_output=True, text=True, timeout=60
        )
        assert "Traceback" not in ran.stdout + ran.stderr
        assert "BrokenPipe" not in ran.stdout + ran.stderr
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen(
        [sys.executable, "-m", "detainer", *HONORS, "--json"], stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert process.communicate(timeout=60)[1] == b""
    assert process.returncode == 0


def test_a_terminal_that_cannot_show_a_character() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    ran = outside("profiles", "show", "wso", env=environment)
    assert ran.returncode == 0
    assert "287.5(e)(3)" in ran.stdout


def test_the_environment_names_a_zone_and_a_profile(do: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETAINER_TIMEZONE", "America/Chicago")
    monkeypatch.setenv("DETAINER_PROFILE", "honors")
    assert do("check", *RELEASE, "--json").json["timezone"] == "America/Chicago"
    assert do("check", *RELEASE, *NY, "--json").json["timezone"] == "America/New_York"
    # a profile's own single zone is never overridden: a county's days are its own
    assert do("check", "-p", "us-ma", *RELEASE, "--json").json["timezone"] == "America/New_York"
    assert do("check", "-p", "us-fl", *RELEASE, "--json").json["timezone"] == "America/Chicago"


def test_one_profile_by_its_names(do: Any) -> None:
    for name in ("ma", "MA", "us-ma", "US-MA", " us-ma "):
        assert do("check", "-p", name, *RELEASE, "--json").json["profile"]["id"] == "us-ma"
    assert "us-ny" in do("check", "-p", "us-nyc", *RELEASE, "--json").json["errors"][0]["hint"]


def at_a_terminal(argv: list[str], **environment: str) -> str:
    """Run under a pseudo-terminal and return what was shown."""
    shown = b""
    pid, master = pty.fork()
    if pid == 0:  # pragma: no cover
        os.execvpe(
            sys.executable,
            [sys.executable, "-m", "detainer", *argv],
            {**os.environ, "TERM": "xterm", **environment},
        )
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.waitpid(pid, 0)
    os.close(master)
    return shown.decode()


def test_a_terminal_has_colour_and_knows_now() -> None:
    shown = at_a_terminal([*HONORS])
    assert "\x1b[1m" in shown
    assert "\x1b" not in at_a_terminal([*HONORS], NO_COLOR="1")
    now = at_a_terminal(["check", "-p", "honors", *NY, "-r", "now"])
    assert "RELEASE BY" in now
    assert "America/New_York" in now  # the time as understood is echoed
    assert "(48 h left)" in now


def test_interrupted() -> None:
    script = (
        "import os, signal, detainer.cli.main as m\n"
        "m.main.main = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT)\n"
        "m.run(['check'])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE)
    assert process.communicate(timeout=60)[1] == b""
    assert process.returncode == 130


# ---- the other commands ----


def test_help_fits_a_terminal(do: Any) -> None:
    commands = [[], ["check"], ["profiles"], ["profiles", "list"], ["profiles", "show"], ["profiles", "validate"],
                ["profiles", "new"], ["profiles", "coverage"], ["agencies"], ["agencies", "import"], ["agencies", "find"], ["schema"]]  # fmt: skip
    for command in commands:
        ran = do(*command, "--help")
        assert ran.code == 0
        assert all(len(line) <= 80 for line in ran.out.splitlines()), command
    assert "detainer check -p fl" in do("--help").out
    assert do("--version").out.startswith("detainer 0.")


def test_a_group_named_alone_shows_what_it_can_do(do: Any) -> None:
    for group in ([], ["profiles"], ["agencies"]):
        ran = do(*group)
        assert (ran.code, ran.err) == (0, "")
        assert "Usage: detainer" in ran.out


def test_profiles_list_and_show(do: Any) -> None:
    listed = do("profiles", "list").out
    assert "us-nc                      honors     North Carolina" in listed
    assert do("profiles", "list", "--state", "NJ").out.split() == ["us-nj", "sanctuary", "New", "Jersey"]
    assert "no rule of its own" in do("profiles", "list", "--state", "ma", "--on", "2016-01-01").out
    shown = " ".join(do("profiles", "show", "us-ma", "--on", "2018-01-01").out.split())
    assert "a hold past release is not allowed" in shown
    assert "(verbatim, " in shown
    assert (
        "No rule of this layer is known for 2016-01-01"
        in do("profiles", "show", "us-ma", "--on", "2016-01-01").out
    )


def test_profiles_validate(do: Any, tmp_path: Path) -> None:
    assert re.search(r"\d+ profiles and \d+ examples, no problems", do("profiles", "validate").out)
    (tmp_path / "a.toml").write_text('format = 2\nparent = "us"\n')
    (tmp_path / "b.toml").write_text("= 1")
    ran = do("profiles", "validate", str(tmp_path))
    assert ran.code == 2
    assert "a.toml: format" in ran.err
    assert "a.toml: id" in ran.err
    assert "PROFILE_NOT_TOML" in ran.err
    listed = do("profiles", "list", "--profiles", str(tmp_path))
    assert listed.code == 2
    assert "us-nc" in listed.out  # what can be read is listed all the same


def test_profiles_new_validates_and_its_examples_hold(do: Any, tmp_path: Path) -> None:
    folder = str(tmp_path / "own")
    assert do("profiles", "new", "us-pa-york", "--parent", "us-pa", "-o", folder).code == 0
    assert "1 profile and 2 examples, no problems" in do("profiles", "validate", folder).out
    assert "OUTPUT_FAILED" in do("profiles", "new", "us-pa-york", "--parent", "us-pa", "-o", folder).err
    assert "VALUE_UNKNOWN" in do("profiles", "new", "Us/Pa", "--parent", "us-pa", "-o", folder).err
    answer = do(
        "check",
        "-p",
        "us-pa-york",
        "--profiles",
        folder,
        "-r",
        "2026-03-02T10:00",
        "-a",
        "listed-charge=yes",
        "--json",
    )
    assert answer.json["release_by"] == "2026-03-04T10:00:00-05:00"
    broken = Path(folder, "examples", "us-pa-york.toml")
    broken.write_text(broken.read_text("utf-8").replace('"2026-03-04T10:00"', '"2026-03-05T10:00"'), "utf-8")
    assert "EXAMPLE_FAILED" in do("profiles", "validate", folder).err


def test_profiles_from_the_environment(do: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    do("profiles", "new", "us-pa-york", "--parent", "us-pa", "-o", str(tmp_path))
    monkeypatch.setenv("DETAINER_PROFILES", str(tmp_path))
    assert do("check", "-p", "us-pa-york", *RELEASE, "--json").json["profile"]["id"] == "us-pa-york"
    monkeypatch.setenv("DETAINER_PROFILES", str(tmp_path / "nowhere"))
    assert "PROFILE_UNREADABLE" in do("profiles", "list").err


def test_coverage(do: Any) -> None:
    text = do("profiles", "coverage").out
    assert re.search(r"^us-dc +\d+ +\d+ +\d+", text, re.MULTILINE)
    rows = do("profiles", "coverage", "--json").json
    assert {row["profile"] for row in rows} >= {"us", "us-nc", "us-dc"}


def test_a_fault_of_the_program_is_an_error_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detainer.cli.main.main.main", lambda *a, **k: 1 / 0)
    with pytest.raises(SystemExit) as caught:
        run(["check"])
    assert caught.value.code == 2
    assert "INTERNAL: ZeroDivisionError: division by zero" in capsys.readouterr().err


def test_python_m_detainer() -> None:
    ran = outside(*HONORS)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("RELEASE BY")


def test_stdout_that_is_no_file(do: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    with pytest.raises(SystemExit) as caught:
        run([*HONORS])
    assert caught.value.code == 0
