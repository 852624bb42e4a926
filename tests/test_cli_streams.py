"""Files, folders, pipes, terminals and the environment."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import stat
import subprocess
import sys
import threading
from contextlib import redirect_stderr
from pathlib import Path

import pytest
from made import PLAIN
from shell import AS_OF, HONORS, NY, RELEASE, at_a_terminal, do, outside

from detainer.cli import run

NO_HOLD = [*HONORS, "--no-paper", "I-200"]
WRONG = [*HONORS, "--form", "X"]


def test_python_m_detainer() -> None:
    ran = outside(*HONORS)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("RELEASE BY")
    assert ran.out == do(*HONORS).out


# ---- the answer in a file ----


def test_the_answer_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text("old" * 10_000)
    assert do(*HONORS, "--json", "-o", str(path)).out == ""
    assert json.loads(path.read_text("utf-8"))["hold"] == "allowed"
    assert do(*HONORS, "-f", "text", "-o", str(path)).out == ""
    assert path.read_text("utf-8") == do(*HONORS).out
    assert sorted(tmp_path.iterdir()) == [path]
    assert do(*HONORS, "-o", "-").out.startswith("RELEASE BY")


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    for bad in (tmp_path, tmp_path / "no" / "where.txt", tmp_path / ("x" * 300), "", "a\x00b"):
        ran = do(*HONORS, "-o", str(bad), "--json")
        assert (ran.code, ran.codes) == (2, ["OUTPUT_FAILED"]), bad
        assert ran.json["errors"][0]["field"] == "output"
    assert "no file was named" in do(*HONORS, "-o", "").err
    assert list(tmp_path.iterdir()) == []


def test_a_failed_run_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    path.write_text("old")
    assert do(*WRONG, "-o", str(path)).code == 2
    assert path.read_text() == "old"
    assert do(*WRONG, "-o", str(tmp_path / "new.txt")).code == 2
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "answer.txt"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *a: False)  # root, who may be running this, may write all
    assert "may not be written" in do(*HONORS, "-o", str(path)).err
    assert path.read_text() == "old"


def test_a_name_of_the_longest_kind(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    assert do(*HONORS, "-o", str(path)).code == 0
    assert path.read_text("utf-8").startswith("RELEASE BY")


def test_links_and_permissions_of_a_file_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "answer.txt", tmp_path / "link.txt"
    path.write_text("old")
    path.chmod(0o600)
    link.symlink_to(path)
    assert do(*HONORS, "-o", str(link)).code == 0
    assert link.is_symlink()
    assert path.read_text("utf-8").startswith("RELEASE BY")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_named_pipe_is_written_into_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append(path.read_text("utf-8")))
    reader.start()
    assert do(*HONORS, "-o", str(path)).code == 0
    reader.join(10)
    assert heard[0].startswith("RELEASE BY")
    assert stat.S_ISFIFO(path.stat().st_mode)


# ---- pipes and closed streams ----


@pytest.mark.parametrize("argv", [HONORS, [*HONORS, "--json"], WRONG, [*WRONG, "--json"], ["profiles", "list"],
                                  ["check", "--help"], ["schema"], []])  # fmt: skip
def test_a_reader_that_goes_early_is_no_fault(argv: list[str]) -> None:
    ran = outside(*argv, shell="{} 2>&1 | head -1")
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == 1


@pytest.mark.parametrize(
    ("argv", "code"),
    [(HONORS, 0), ([*HONORS, "--json"], 0), ([*WRONG, "--json"], 2), (["profiles", "list"], 0),
     ([*HONORS, "--exit-code"], 0), ([*NO_HOLD, "--exit-code"], 3), ([*NO_HOLD, "--exit-code", "--json"], 3)],
)  # fmt: skip
def test_a_pipe_nobody_reads(argv: list[str], code: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen(
        [sys.executable, "-m", "detainer", *argv], stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert process.communicate(timeout=60)[1] == b""
    assert process.returncode == code, "a reader that went early turns no answer into another"


def test_streams_that_are_closed() -> None:
    assert outside(*HONORS, shell="{} <&-").out.startswith("RELEASE BY")
    assert outside(*HONORS, shell="{} 2>&-").out.startswith("RELEASE BY")
    for argv in (HONORS, [*HONORS, "--json"], ["profiles", "list"], ["schema"], []):
        ran = outside(*argv, shell="{} >&-")
        assert ran.code == 2
        assert "OUTPUT_FAILED: there is no standard output" in ran.err
    for argv in (WRONG, [*WRONG, "--json"]):
        assert "VALUE_UNKNOWN --form" in outside(*argv, shell="{} >&-").err
        assert outside(*argv, shell="{} <&- >&- 2>&-").code == 2


def test_an_answer_in_a_file_needs_no_stdout(tmp_path: Path) -> None:
    ran = outside(*HONORS, "-o", str(tmp_path / "a.txt"), shell="{} <&- >&- 2>&-")
    assert ran.code == 0
    assert (tmp_path / "a.txt").read_text("utf-8").startswith("RELEASE BY")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full")
def test_a_full_disk() -> None:
    for argv in (HONORS, [*HONORS, "--json"], ["check", "--help"], []):
        ran = outside(*argv, shell="{} >/dev/full")
        assert ran.code == 2
        assert "OUTPUT_FAILED: No space left on device" in ran.err
    assert "VALUE_UNKNOWN --form" in outside(*WRONG, "--json", shell="{} >/dev/full").err
    assert outside(*WRONG, shell="{} 2>/dev/full").code == 2


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    lost = f"cd {tmp_path}/x && rmdir ../x && {{}}"
    where = os.path.dirname(os.path.dirname(__file__))
    assert outside(*HONORS, shell=lost, PYTHONPATH=where).out.startswith("RELEASE BY")
    (tmp_path / "x").mkdir()
    assert "OUTPUT_FAILED --output" in outside(*HONORS, "-o", "a", shell=lost, PYTHONPATH=where).err


def test_interrupted() -> None:
    for place in ("detainer.cli.main.main.main", "detainer.cli.options.load_profile"):
        module, name = place.rsplit(".", 1)
        script = (
            "import os, signal, detainer.cli, detainer.cli.main, detainer.cli.options\n"
            f"{module}.{name} = lambda *a, **k: os.kill(os.getpid(), {int(signal.SIGINT)})\n"
            f"detainer.cli.run({HONORS!r})\n"
        )
        ran = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
        assert (ran.returncode, ran.stdout, ran.stderr.strip()) == (130, b"", b"")


def test_a_fault_of_the_program_is_a_coded_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise RuntimeError("a \x1b[31m fault\nof two lines")

    monkeypatch.setattr("detainer.cli.main.main.main", fault)
    err = io.StringIO()
    with redirect_stderr(err), pytest.raises(SystemExit) as caught:
        run(["check"])
    assert caught.value.code == 2
    assert "INTERNAL: RuntimeError: a \\x1b[31m fault of two lines" in err.getvalue()


# ---- terminals ----


def test_a_terminal_has_colour_where_it_can_and_may() -> None:
    assert at_a_terminal(*HONORS).startswith("\x1b[1mRELEASE BY")
    assert at_a_terminal(*HONORS, NO_COLOR="").startswith("\x1b[1m"), "an empty NO_COLOR asks for nothing"
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in at_a_terminal(*HONORS, **environment)
    for argv in ([*HONORS, "--json"], WRONG, ["--help"], ["profiles", "list"]):
        assert "\x1b" not in at_a_terminal(*argv)


def test_colour_stays_out_of_a_file(tmp_path: Path) -> None:
    at_a_terminal(*HONORS, "-o", str(tmp_path / "a.txt"))
    assert (tmp_path / "a.txt").read_text("utf-8") == do(*HONORS).out


def test_now_and_today_are_known_at_a_terminal_and_echoed() -> None:
    now = at_a_terminal("check", "-p", "honors", *NY, "-r", "now")
    assert "(48 h left)" in now
    assert re.search(
        r"^release +\w{3} \d{1,2} \w{3} \d{4} \d\d:\d\d E[SD]T, America/New_York$", now, re.MULTILINE
    )
    today = at_a_terminal("check", "-p", "honors", *NY, "-r", "today 0140")
    assert re.search(r"^release .* 01:40 E[SD]T, America/New_York$", today, re.MULTILINE)
    for word in ("now", "today 0140", "tomorrow 8:00"):
        ran = do("check", "-p", "honors", *NY, "-r", word)
        assert ran.code == 2
        assert "NOW_NOT_KNOWN --release" in ran.err
        assert "-> write " in ran.err


def test_the_release_as_understood_is_echoed() -> None:
    assert "Fri 6 Mar 2026 18:00 EST, America/New_York" in do("check", "-p", "honors", *NY, *AS_OF,
                                                             "-r", "Fri 3/6/2026 6:00 PM").out  # fmt: skip
    for width in ("1", "-5", "x", "500"):
        ran = outside(*HONORS, COLUMNS=width, TERM="dumb")
        assert max(map(len, ran.out.splitlines())) <= 80
        assert max(map(len, outside("check", "--help", COLUMNS=width).out.splitlines())) <= 80


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_stream_that_cannot_carry_every_character(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    text = PLAIN.format("x", "us").replace('name = "x"', 'name = "Doña Ana § \u2014 \U0001f600"')
    path.write_text(text, "utf-8")
    base = ["check", "-p", str(path), *NY, *RELEASE, *AS_OF]
    poor = {"PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0"}
    raw = subprocess.run(
        [sys.executable, "-m", "detainer", *base, "--json"], capture_output=True, timeout=60, env=os.environ | poor
    )  # fmt: skip
    assert json.loads(raw.stdout)["profile"]["name"] == "Doña Ana § \u2014 \U0001f600"
    text = subprocess.run([sys.executable, "-m", "detainer", *base], capture_output=True, timeout=60, env=os.environ | poor)  # fmt: skip
    assert (text.returncode, text.stderr) == (0, b"")
    assert b"a Ana" in text.stdout
    wrong = subprocess.run(
        [sys.executable, "-m", "detainer", *base, "--form", "ñ\u2014", "--json"], capture_output=True, timeout=60,
        env=os.environ | poor | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert "ñ" in json.loads(wrong.stdout)["errors"][0]["message"]


def test_stdout_that_is_no_file() -> None:
    assert do(*HONORS).code == 0  # here it is a StringIO


# ---- the environment ----


def test_the_environment_names_a_zone_and_a_profile() -> None:
    around = {"DETAINER_TIMEZONE": "America/Chicago", "DETAINER_PROFILE": "honors"}
    assert do("check", *RELEASE, "--json", **around).json["timezone"] == "America/Chicago"
    assert do("check", *RELEASE, *NY, "--json", **around).json["timezone"] == "America/New_York"
    assert do("check", *RELEASE, "-p", "wso", "--json", **around).json["profile"]["id"] == "wso"
    # a profile's own single zone is never overridden: a county's days are its own
    assert do("check", "-p", "us-ma", *RELEASE, "--json", **around).json["timezone"] == "America/New_York"
    assert do("check", "-p", "us-fl", *RELEASE, "--json", **around).json["timezone"] == "America/Chicago"


def test_a_wrong_environment_is_named() -> None:
    ran = do("check", *RELEASE, DETAINER_PROFILE="honers", DETAINER_TIMEZONE="Chicago")
    assert "PROFILE_NOT_FOUND --profile" in ran.err
    assert "(from DETAINER_PROFILE)" in " ".join(ran.err.split())
    assert "did you mean honors?" in ran.err
    assert "(from DETAINER_TIMEZONE)" in " ".join(ran.err.split())
    ran = do("check", *RELEASE, "-p", "us-fl", DETAINER_TIMEZONE="America/Denver")
    assert "ZONE_NOT_HERE" in ran.err
    assert "(from DETAINER_TIMEZONE)" in " ".join(ran.err.split())
    assert "DETAINER" not in do("check", *RELEASE, "-p", "honers", DETAINER_PROFILE="honors").err


def test_an_empty_environment_says_nothing_and_an_empty_flag_is_no_default() -> None:
    around = {"DETAINER_TIMEZONE": "", "DETAINER_PROFILE": "", "DETAINER_PROFILES": ""}
    assert do("check", "--json", *RELEASE, **around).codes == ["PROFILE_NEEDED"]
    assert do("check", "--json", *RELEASE, "-p", "honors", **around).codes == ["ZONE_NEEDED"]
    around = {"DETAINER_TIMEZONE": "America/Chicago", "DETAINER_PROFILE": "honors"}
    assert do("check", "--json", *RELEASE, "-p", "", **around).codes == ["PROFILE_NEEDED"]
    assert do("check", "--json", *RELEASE, "-z", "", **around).codes == ["ZONE_UNKNOWN"]
    for flag in ("--assume", "--format", "--form", "--box", "--received", "--as-of", "--agency", "--offense"):
        assert do("check", *RELEASE, flag, "", **around).code == 2, flag


# ---- profiles that cannot be read ----

BROKEN = [
    (None, "PROFILE_NOT_FOUND", "missing"),
    (b"= 1", "PROFILE_NOT_TOML", "no TOML"),
    (b"\xff\xfe", "PROFILE_NOT_TOML", "no UTF-8"),
    (b"\x00", "PROFILE_NOT_TOML", "a NUL"),
    (b"a = " + b"[" * 200_000, "PROFILE_NOT_TOML", "nested without end"),
    (b'id = "x"\nparent = "x"', "PROFILE_CYCLE", "its own parent"),
    (b'parent = "us"\nkey = 1\n"\\u001b[31m" = 2', "PROFILE_KEY_UNKNOWN", "unknown keys, one with an escape code"),
    (b'parent = "us-zz"', "PROFILE_NOT_FOUND", "no such parent"),
    (b"", "PROFILE_KEY_MISSING", "nothing in it"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code", "why"), BROKEN, ids=[why for _, _, why in BROKEN])
def test_a_profile_that_cannot_be_read(content: bytes | None, code: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    if content is not None:
        path.write_bytes(content)
    for argv in (["check", "-p", str(path), *NY, *RELEASE], ["profiles", "show", str(path)]):
        ran = do(*argv)
        assert (ran.code, ran.out) == (2, ""), why
        assert code in ran.err, why
    assert code in do("check", "-p", str(path), *NY, *RELEASE, "--json").codes


def test_a_profile_that_is_too_large_a_folder_or_a_pipe(tmp_path: Path) -> None:
    with (tmp_path / "large.toml").open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    for name, code in (
        ("large", "PROFILE_TOO_LARGE"),
        ("folder", "PROFILE_UNREADABLE"),
        ("pipe", "PROFILE_UNREADABLE"),
    ):
        ran = do("check", "-p", str(tmp_path / f"{name}.toml"), *NY, *RELEASE, "--json")
        assert ran.codes == [code]
    (tmp_path / "a.toml").write_text(PLAIN.format("a", "b"))
    (tmp_path / "b.toml").write_text(PLAIN.format("b", "a"))
    assert do("check", "-p", str(tmp_path / "a.toml"), *NY, *RELEASE, "--json").codes == ["PROFILE_CYCLE"]


def test_profiles_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "us-ma-own.toml").write_text(PLAIN.format("us-ma-own", "us-ma"))
    own = ["--profiles", str(tmp_path)]
    for name in ("us-ma-own", "ma-own", "MA-OWN"):
        assert do("check", "-p", name, *own, *RELEASE, "--json").json["profile"]["layers"][-1] == "us-ma-own"
    assert do("check", "-p", "us-ma-own", *RELEASE, "--json").codes == ["PROFILE_NOT_FOUND"]
    ran = do("check", "-p", "us-ma-owm", *own, *RELEASE, "--json")
    assert "us-ma-own" in ran.json["errors"][0]["hint"]
    assert do("check", "-p", "us-ma-own", *RELEASE, "--json", DETAINER_PROFILES=str(tmp_path)).code == 0


def test_one_profile_by_its_names() -> None:
    for name in ("ma", "MA", "us-ma", "US-MA", " us-ma "):
        assert do("check", "-p", name, *RELEASE, "--json").json["profile"]["id"] == "us-ma"
    assert "us-ny" in do("check", "-p", "us-nyc", *RELEASE, "--json").json["errors"][0]["hint"]
    for name in ("fl", "FL", "us-fl"):
        assert (
            do("check", "-p", name, *RELEASE, "-z", "America/Chicago", "--json").json["profile"]["id"]
            == "us-fl"
        )
