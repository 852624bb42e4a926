"""Whatever is typed, in any option: an answer or coded errors, and nothing raw on the terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import rule, xanadu
from shell import HONORS, NY, RELEASE, Ran, do, outside

BASE = {"-p": "honors", "-r": RELEASE[1], "-z": NY[1]}
ONE = ["-p", "-r", "-b", "-z", "--form", "--box", "--issuer", "--received", "--served", "--cancelled",
       "--warrant-served", "--citizenship", "--offense", "--freed", "--taken", "--assume", "--as-of",
       "--format", "--agency", "--uid"]  # fmt: skip
MANY = ["--paper", "--no-paper", "--agreement", "--answer", "--profiles", "--alarm"]
ODD = ["", " ", "\x00", "a\x00b", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\u202egnp.exe", "\u2066x", "\u200b", "\ufeff",
       "\ud8ff", "x\udcffy", "\n", "x\ny", "\r", "\t", "\x7f", "\x9b31m", "\u2028", "\u0085", "9" * 5000, "x" * 200_000,
       "-", "--", "=", "=yes", "none", "null", "[]", "{}", "%s", "../../etc/passwd", "/", ".", "..", "~", "x/..",
       "a" * 300 + ".toml", "/dev/zero", "/proc/self/mem", "\u0661", "é", "\U0001f600", "nan", "1e9", "0", "-1", "İ",
       "now", "never", "posixrules", "tzdata.zi", "Europe/Ber\nlin", "*", "0001-01-01T00:00", "9999-12-31T23:59",
       "2026-11-25T15:00+99:99", "2026-02-30T10:00"]  # fmt: skip


def sound(ran: Ran, argv: list[str]) -> None:
    """Check what holds of every run; the rest is checked as it is made."""
    assert ran.code in (0, 2), argv
    if "--json" in argv:
        assert ran.err == ""
        assert ("errors" in ran.json) == (ran.code == 2)
        if ran.code == 2:
            assert len(ran.out) < 10_000, "what is shown of a long value is cut"
    elif ran.code == 2:
        assert ran.out == ""
        assert max(map(len, ran.err.splitlines())) <= 80
        assert len(ran.err) < 10_000


def with_option(option: str, value: str) -> list[str]:
    others = [word for flag, typed in BASE.items() if flag != option for word in (flag, typed)]
    return ["check", *others, option, value]


@pytest.mark.parametrize("option", [*ONE, *MANY])
def test_odd_values_in_every_option(option: str) -> None:
    for value in ODD:
        for more in ([], ["--json"]):
            argv = with_option(option, value)
            sound(do(*argv, *more), [*argv, *more])


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True)
@given(st.sampled_from([*ONE, *MANY]), st.text(st.characters(), max_size=40), st.booleans())
def test_any_text_in_any_option(option: str, value: str, as_json: bool) -> None:
    argv = [*with_option(option, value), *(["--json"] if as_json else [])]
    sound(do(*argv), argv)


@pytest.mark.parametrize("option", ONE)
def test_twice_with_different_values(option: str) -> None:
    argv = ["check", *(w for flag, typed in BASE.items() if flag != option for w in (flag, typed))]
    ran = do(*argv, option, "one", option, "two", "--json")
    assert ran.code == 2
    twice = [item for item in ran.json["errors"] if item["code"] == "CONTRADICTION"]
    assert "given twice: 'one' and 'two'" in [item["message"] for item in twice]
    value = BASE.get(option, "I-247A")
    if option in (*BASE, "--form"):
        assert do(*argv, option, value, option, value).code == 0, "the same twice is no contradiction"


def test_every_flag_of_check_is_in_these_tables() -> None:
    from detainer.cli.check import check

    known = {option for param in check.params for option in param.opts}
    switches = {
        "--asks-custody",
        "--no-asks-custody",
        "--designated",
        "--not-designated",
        "--json",
        "--exit-code",
        "--explain",
        "--ask",
        "--ascii",
    }
    short = {"-p": "--profile", "-r": "--release", "-b": "--booked", "-z": "--timezone"}
    written = {"-a", "-f", "-o", "--output", "--record", *short.values(), *switches}
    assert known == {*ONE, *MANY, *written}
    for flag, long in short.items():
        value = {"-b": "2026-11-20T10:00"}.get(flag) or BASE[flag]
        assert do(*with_option(flag, value), "--json").json["custody"] == do(*with_option(long, value), "--json").json["custody"]  # fmt: skip


@pytest.mark.parametrize(
    "word", ["\x1b[31mred", "\u202egnp", "x\udcff", "\x00", "", " ", "x" * 100_000, "help", "-", "é"]
)
def test_odd_commands_options_and_arguments(word: str, tmp_path: Path) -> None:
    new = ["profiles", "new", "-o", str(tmp_path), "--parent"]
    for argv in ([word], [word, "--json"], ["check", word, "--json"], ["check", f"--{word}x", "--json"],
                 ["profiles", word], ["profiles", "show", word], ["profiles", "show", "us-ma", "--on", word],
                 ["profiles", "list", "--state", word], ["profiles", "list", "--stance", word], ["profiles", "validate", word],
                 [*new, "us", f"{word}/"], [*new, word, "us-ma-x"],
                 ["agencies", "find", word], ["agencies", "import", word], ["schema", word]):  # fmt: skip
        ran = do(*argv, XDG_DATA_HOME="/nowhere")
        if argv[:3] != ["profiles", "list", "--state"]:
            assert ran.code == 2, argv
        sound(ran, argv)
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_are_no_text_in_a_process_of_its_own() -> None:
    odd = os.fsdecode(b"ho\xffnors")
    for argv in (
        [odd],
        ["check", "-p", odd],
        ["check", f"--{odd}"],
        ["check", *NY, "-p", f"/{odd}/x.toml", "-r", odd],
    ):
        for more in ([], ["--json"]):
            sound(outside(*argv, *more), [*argv, *more])


def test_words_in_other_cases_and_spaces() -> None:
    assert do(*HONORS, "--received", " NEVER ", "--json").json["hold"] == "not_allowed"
    nc = ["check", "-p", "us-nc", "-r", "2025-11-06T14:00", "--json"]
    assert do(*nc, "-a", " judicial-order = NO ").json["hold"] == "silent"


def test_answers_that_do_not_fit_their_question() -> None:
    nc = ["check", "-p", "us-nc", "-r", "2025-11-06T14:00", "--json"]
    for value in ("maybe", "", "2025-11-06", "1"):
        ran = do(*nc, "-a", f"judicial-order={value}")
        assert ran.codes == ["VALUE_UNKNOWN"]
        assert ran.json["errors"][0]["hint"] == "yes or no"
    assert do(*nc, "-a", "judicial-order=never").codes == ["VALUE_UNKNOWN"]
    for value in ("maybe", "", "2025-11-06"):
        assert do(*nc, "-a", f"judicial-oder={value}").codes == ["ANSWER_UNKNOWN"]


def test_answers_to_a_question_for_a_time(tmp_path: Path) -> None:
    clock = '[clock.c]\nhours = 4\nstarts = "query"\n'
    path = xanadu(tmp_path, rule("r", "allowed", 'clock = ["c"]'), before=clock).path
    base = ["check", "-p", path, *RELEASE, "--json"]
    answer = do(*base, "-a", "query=11/25/2026 4:00 PM").json
    assert answer["release_by"] == "2026-11-25T20:00:00-05:00"
    assert answer["custody"]["answers"]["query"] == "2026-11-25T16:00:00-05:00"
    assert do(*base, "-a", "query=never").code == 0
    assert do(*base, "-a", "born=11/20/2026").code == 0
    for given_, codes in (
        ("query=yes", ["VALUE_UNKNOWN"]),
        ("query=2026-11-25", ["VALUE_UNKNOWN"]),
        ("query=soon", ["TIME_UNREADABLE"]),
        ("query=", ["TIME_UNREADABLE"]),
        ("born=no", ["VALUE_UNKNOWN"]),
        ("born=2026-11-25T10:00", ["TIME_NOT_EXPECTED"]),
    ):
        assert do(*base, "-a", given_).codes == codes, given_
