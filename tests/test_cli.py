"""The command line: every flag, every exit code, every way to get it wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shell import AS_OF, HONORS, NY, RELEASE, at_a_terminal, do, outside

# ---- answers ----


def test_text_and_json_say_the_same() -> None:
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
    (["--form", "I-247", "--received", "in-time"], "allowed", "an old form needs no warrant"),
    (["--form", "I-247"], "unknown", "it may be today's form, called by the old name"),
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
def test_every_fact_has_its_flag(flags: list[str], hold: str, why: str) -> None:
    ran = do(*HONORS, *flags, "--json")
    assert ran.code == 0
    assert ran.json["hold"] == hold, why


def test_not_designated_is_no_service() -> None:
    wso = ["check", "-p", "wso", *NY, *RELEASE, *AS_OF, "--json"]
    assert do(*wso).json["hold"] == "allowed"
    assert do(*wso, "--not-designated").json["hold"] == "not_allowed"
    early = do(*wso, "--warrant-served", "2026-11-25T10:00").json
    assert early["release_by"] == "2026-11-27T10:00:00-05:00"  # 48 h from the earlier of the two
    assert "SERVED_EARLY" in [item["code"] for item in early["warnings"]]


def test_a_profiles_own_questions() -> None:
    base = ["check", "-p", "us-nc", "-r", "2025-11-06T14:00", *AS_OF, "--json"]
    assert do(*base).json["hold"] == "required"
    assert do(*base, "-a", "judicial-order=no").json["hold"] == "silent"
    ran = do(*base, "-a", "judicial-oder=no")
    assert (ran.code, ran.codes) == (2, ["ANSWER_UNKNOWN"])
    assert "did you mean judicial-order" in ran.json["errors"][0]["hint"]


def test_an_hour_that_happened_twice_is_the_earlier() -> None:
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
def test_exit_codes(flags: list[str], code: int, why: str) -> None:
    base = [item for item in HONORS if item not in AS_OF] if "--as-of" in flags else HONORS
    assert do(*base, *flags, "--exit-code").code == code, why
    assert do(*base, *flags).code == 0, "without --exit-code an answer is an answer"


def test_no_way_that_lets_a_hold_stand_is_no_hold_for_the_exit_code() -> None:
    """Silent or not allowed, whichever: release is due in every case."""
    either = [
        "check",
        "-p",
        "us-pa",
        "-r",
        "2026-11-25T15:00",
        *AS_OF,
        "--assume",
        "nothing",
        "--agreement",
        "none",
        "--no-paper",
        "criminal-warrant",
    ]
    assert do(*either, "--json").json["hold"] == "unknown"
    assert do(*either, "--exit-code").code == 3


ALL_AT_ONCE: list[tuple[list[str], list[str], str]] = [
    (["-p", "us-nj", "-r", "garbage", "-a", "zz=1"], ["TIME_UNREADABLE", "ANSWER_UNKNOWN"], "no date to hold the rest against"),
    (["-p", "honors", "-z", "Foo/Bar", "-r", "2026-03-03 10:00", "-a", "zz=1"], ["ZONE_UNKNOWN", "ANSWER_UNKNOWN"], "no zone"),
    (["-p", "us-fl", "-r", "2026-03-03 10:00", "-a", "zz=1", "--form", "I-247G", "--received", "2025-01-01", "--paper", "foo"],
     ["ZONE_NEEDED", "VALUE_UNKNOWN", "ANSWER_UNKNOWN", "FORM_NOT_IN_USE"], "a date of receipt needs no zone"),
]  # fmt: skip


@pytest.mark.parametrize(("argv", "codes", "why"), ALL_AT_ONCE, ids=[why for *_, why in ALL_AT_ONCE])
def test_all_errors_at_once(argv: list[str], codes: list[str], why: str) -> None:
    assert do("check", *argv, "--json").codes == codes, why


def test_times_out_of_order_are_shown_as_they_were_given() -> None:
    (found,) = do("check", "-p", "us-ma", "-r", "2026-03-03 10:00", "-b", "2026-03-03 11:00", "--json").json[
        "errors"
    ]
    assert (
        found["message"] == "release_at Tue 3 Mar 2026 10:00 EST is before booked_at Tue 3 Mar 2026 11:00 EST"
    )


def test_silence_is_no_hold_for_the_exit_code() -> None:
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
    (["check", "-p", "honors", *NY, "-r", "2100-12-31T12:00", "--form", "I-247"], ["YEAR_OUT_OF_RANGE"], "past the table"),
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
    ([*HONORS, "--paper", "none", "--no-paper", "none"], ["VALUE_UNKNOWN"], "no paper is called none"),
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
def test_a_wrong_input_is_a_coded_error(argv: list[str], codes: list[str], why: str) -> None:
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


def test_all_errors_of_one_call_come_together() -> None:
    argv = ["check", "-p", "honers", "-z", "Chicago", "-r", "25/12/2026 9:00", "--form", "X", "--paper", "Y",
            "--offense", "soon", "--designated", "--not-designated", "-a", "q", "--agreement", "Z", "--box", "3",
            "--paper", "I-200", "--no-paper", "I-200", "--as-of", "then", "--assume", "all", "-f", "xml"]  # fmt: skip
    ran = do(*argv, "--json")
    found = {(item["code"], item["field"]) for item in ran.json["errors"]}
    assert found == {
        ("PROFILE_NOT_FOUND", "profile"), ("ZONE_UNKNOWN", "timezone"), ("DAY_FIRST", "release_at"),
        ("VALUE_UNKNOWN", "form"), ("VALUE_UNKNOWN", "papers"), ("CONTRADICTION", "papers"),
        ("TIME_UNREADABLE", "offense_on"), ("CONTRADICTION", "designated"), ("VALUE_UNKNOWN", "answers"),
        ("VALUE_UNKNOWN", "agreement"), ("VALUE_UNKNOWN", "box"), ("TIME_UNREADABLE", "as_of"),
        ("VALUE_UNKNOWN", "assume"), ("CONTRADICTION", "format"),
    }  # fmt: skip
    assert len(ran.json["errors"]) == len(found), "each is said once"
    text = do(*argv)
    assert f"detainer: {len(found)} problems, no answer" in text.err
    for flag in ("--profile", "--timezone", "--release", "--form", "--paper", "--offense", "--designated",
                 "--answer", "--agreement", "--box", "--as-of", "--assume", "--format"):  # fmt: skip
        assert re.search(rf"^  [A-Z_]+ {flag}:", text.err, re.MULTILINE), flag


def test_what_only_the_whole_record_shows_comes_with_the_rest() -> None:
    ran = do(*HONORS, "--form", "I-247G", "--received", "2024-01-01", "--offense", "2026-12-01", "-a", "q=yes",
             "--issuer", "FBI", "--json")  # fmt: skip
    assert set(ran.codes) == {"VALUE_UNKNOWN", "FORM_NOT_IN_USE", "ORDER_IMPOSSIBLE", "ANSWER_UNKNOWN"}
    assert len(ran.codes) == 4


def test_none_twice_is_none() -> None:
    assert do(*HONORS, "--paper", "none", "--paper", "none", "--json").json["hold"] == "not_allowed"
    assert do(*HONORS, "--agreement", "none", "--agreement", "none", "--json").code == 0
    assert do(*HONORS, "--paper", "none", "--no-paper", "I-200", "--json").json["hold"] == "not_allowed"


def test_an_option_without_its_value_says_where_to_look() -> None:
    ran = do("check", "-r")
    assert "USAGE: Option '-r' requires an argument." in ran.err
    assert "see: detainer check --help" in ran.err
    assert do("check", "--json", "-r").codes == ["USAGE"]
    assert do("check", "-f", "json", "--what").codes == ["USAGE"]
    assert do("check", "-fjson", "--what").codes == ["USAGE"]
    assert do("check", "--format=json", "--what").codes == ["USAGE"]


def test_a_misspelt_command_gets_a_hint() -> None:
    assert "Did you mean check?" in do("chekc").err.replace("\n", " ")


# ---- the calendar ----


def test_a_calendar_file_from_the_command_line(tmp_path: Path) -> None:
    """The window of 48 hours from Wed 15:00 EST, an alarm two hours before its end."""
    path = tmp_path / "a.ics"
    assert do(*HONORS, "-f", "ics", "--alarm", "2h", "--uid", "2026-001234", "-o", str(path)).out == ""
    lines = path.read_bytes().decode().split("\r\n")
    assert "DTEND;TZID=America/New_York:20261127T150000" in lines
    assert "TRIGGER;VALUE=DATE-TIME:20261127T180000Z" in lines
    assert "UID:2026-001234" in lines
    assert outside(*HONORS, "-f", "ics").out.startswith("BEGIN:VCALENDAR\n")


def test_options_of_a_calendar_want_one() -> None:
    ran = do(*HONORS, "--alarm", "2x", "--uid", "7", "--json")
    assert [(e["code"], e["field"]) for e in ran.json["errors"]] == [
        ("ALARM_UNKNOWN", "alarm"), ("CONTRADICTION", "alarm"), ("CONTRADICTION", "uid")]  # fmt: skip


# ---- the timeline ----


def test_the_timeline_stands_under_the_times_at_a_terminal_or_where_it_is_asked_for() -> None:
    assert "TIMELINE" not in do(*HONORS).out, "nothing is drawn for another program"
    assert "\u2588" in at_a_terminal(*HONORS)
    assert "TIMELINE" in do(*HONORS, "--explain").out
    drawn = do(*HONORS, "--ascii").out
    assert drawn.isascii()
    assert drawn.index("release       Wed") < drawn.index("TIMELINE") < drawn.index("READINGS")
    # of the regulation's window Thanksgiving, Saturday and Sunday do not count
    assert "=====|not counted.|=======" in drawn
    shown = at_a_terminal(*HONORS, "--ascii", NO_COLOR="1")
    assert shown.isascii()
    assert "TIMELINE" in shown
    assert "TIMELINE" not in at_a_terminal(*HONORS, "--json")


def test_a_stream_that_cannot_carry_more_is_drawn_in_ascii() -> None:
    assert outside(*HONORS, "--explain", PYTHONIOENCODING="ascii").out.isascii()


def test_a_picture_from_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    assert do(*HONORS, "-f", "svg", "-o", str(path)).code == 0
    assert path.read_text("utf-8") == do(*HONORS, "-f", "svg").out
    assert path.read_text("utf-8").startswith("<svg ")


# ---- as people type ----


def test_papers_and_forms_are_taken_as_people_write_them() -> None:
    said = do(
        *HONORS, "--form", "i247a", "--paper", "i200", "--no-paper", "I 205", "--agreement", "wso", "--json"
    ).json
    assert said["custody"]["form"] == "I-247A"
    assert said["custody"]["papers"]["I-200"] is True
    assert said["custody"]["papers"]["I-205"] is False
    assert said["custody"]["agreement"] == ["WSO"]


def test_the_paper_that_does_not_ask_for_custody_is_box_2() -> None:
    """Box 1 asks for custody, so whoever says that it is not asked for has box 2."""
    ran = do(*HONORS, "--no-asks-custody", "--json").json
    assert (ran["custody"]["box"], ran["hold"]) == (2, "not_allowed")


@pytest.mark.parametrize("zone", ["EST", "MST", "HST", "EST5EDT", "Etc/GMT+5"])
def test_a_zone_that_is_no_place_is_refused(zone: str) -> None:
    assert do("check", "-p", "honors", "-z", zone, *RELEASE, "--json").codes == ["ZONE_NO_PLACE"]


NEAR = [
    ("florida", "us-fl"),
    ("New Mexico", "us-nm"),
    ("pinellas", "us-fl-pinellas"),
    ("us-fl-pinelas", "us-fl-pinellas"),
]


@pytest.mark.parametrize(("typed", "meant"), NEAR)
def test_a_profile_is_found_by_what_people_call_it(typed: str, meant: str) -> None:
    (error,) = do("check", "-p", typed, *RELEASE, "--json").json["errors"]
    assert error["hint"].startswith(f"did you mean {meant}")


def test_states_are_listed_by_name_too() -> None:
    assert (
        do("profiles", "list", "--state", "florida").out == do("profiles", "list", "--state", "FL").out != ""
    )
    assert do("profiles", "list", "--state", "Floridia").code == 2


def test_a_time_of_several_words_wants_quotes() -> None:
    ran = do("check", "-p", "us-ma", "-r", "11/24/2026", "1:40", "am")
    assert 'in quotes: -r "11/24/2026' in " ".join(ran.err.split())


def test_a_files_name_says_what_it_is(tmp_path: Path) -> None:
    for ending, start in (
        ("svg", "<svg "),
        ("html", "<!doctype html>"),
        ("ics", "BEGIN:VCALENDAR"),
        ("json", "{"),
        ("txt", "RELEASE BY"),
    ):
        path = tmp_path / f"a.{ending}"
        assert do(*HONORS, "-o", str(path)).code == 0
        assert path.read_text("utf-8").startswith(start)
    own = tmp_path / "us-xx.toml"
    own.write_text(
        'format = 1\nid = "us-xx"\nname = "X"\nparent = "us"\nstance = "none"\nzones = ["America/New_York"]\n'
    )
    assert do("check", "-p", str(own), *RELEASE, "-o", str(own), "--json").codes == ["CONTRADICTION"]
    assert own.read_text().startswith("format = 1")


def test_the_story_lists_its_sources_with_their_addresses() -> None:
    out = do(*HONORS, "--explain").out
    listed = out.split("THE SOURCES\n")[1]
    assert (
        "  8 CFR 287.7(d) (verbatim, looked at 2026-11-24)\n    https://www.ecfr.gov/current/title-8/section-287.7\n"
        in listed
    )


def test_the_headline_is_seen_at_a_terminal_of_any_height() -> None:
    shown = at_a_terminal(*HONORS, NO_COLOR="1")
    assert shown.count("RELEASE BY Fri 27 Nov 2026 15:00 EST unless") == 2
