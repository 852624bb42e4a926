"""``detainer audit``: people counted against each end, worked by hand."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from schemas import faults
from shell import Ran, do, outside
from test_batch import HONORS, table

#: Released Wed 25 Nov 2026 15:00. 48 straight hours end Fri 27 15:00. By the regulation Thanksgiving (Thu 26), Sat
#: and Sun do not count: 9 h of Wed, 24 h of Fri, 15 h of Mon, so Mon 30 15:00.
PEOPLE = """id,place,release_at,taken_at,freed_at
1,North,2026-11-25T15:00,2026-11-27T15:00,
2,North,2026-11-25T15:00,2026-11-27T15:01,
3,South,2026-11-25T15:00,,2026-11-30T15:00
4,South,2026-11-25T15:00,,2026-12-01T15:00
5,South,2026-11-25T15:00,2026-11-25T14:59,
6,South,2026-11-25T15:00,,
7,South,soon,,
"""
ORDINARY = [*HONORS, "--assume", "ordinary"]
HOUR, DAY = 3600, 86_400


def audit(path: str, *more: str) -> dict[str, Any]:
    """Return the report as JSON, which keeps to its schema."""
    ran = do("audit", path, *more, "--to", "json")
    assert ran.code in (0, 1), ran
    assert faults("audit", ran.json) == []
    return ran.json


@pytest.fixture
def people(tmp_path: Path) -> str:
    return table(tmp_path, PEOPLE)


def outcomes(figures: dict[str, Any], end: str) -> dict[str, list[int]]:
    return {name: pair for name, pair in figures["ends"][end]["outcomes"].items() if pair != [0, 0]}


# ---- times of day are known: one figure each ----


def test_what_became_of_six_people(people: str) -> None:
    found = audit(people, *ORDINARY)
    assert [(step["step"], step["records"]) for step in found["funnel"]] == [
        ("rows", 7),
        ("error:TIME_UNREADABLE", -1),
        ("counted", 6),
    ]
    total = found["total"]
    assert total["counted"] == 6
    assert total["holds"] == {"allowed": 6}
    assert outcomes(total, "straight") == {
        "taken_inside": [1, 1],  # taken at the very end: "not to exceed 48 hours"
        "taken_late": [1, 1],  # a minute after it
        "freed_late": [2, 2],
        "before_release": [1, 1],
        "unknown": [1, 1],
    }
    assert outcomes(total, "regulation") == {
        "taken_inside": [2, 2],
        "freed_inside": [1, 1],
        "freed_late": [1, 1],
        "before_release": [1, 1],
        "unknown": [1, 1],
    }
    assert total["ends"]["release_by"] == total["ends"]["straight"], "I-247A asks for the straight hours"


def test_how_long_they_were_held(people: str) -> None:
    ends = audit(people, *ORDINARY)["total"]["ends"]
    # past release: 48 h, 48 h and a minute, 5 days, 6 days. Of four the median by nearest rank is the second, the
    # ninetieth percentile the fourth
    assert ends["release"]["measured"] == 4
    assert ends["release"]["late"] == [4, 4]
    assert ends["release"]["seconds"] == {
        "median": [48 * HOUR + 60] * 2,
        "ninetieth": [6 * DAY] * 2,
        "longest": [6 * DAY] * 2,
        "total": [2 * 48 * HOUR + 60 + 5 * DAY + 6 * DAY] * 2,
    }
    assert ends["release"]["late_by_day"] == [0, 0, 2, 0, 0, 1, 1], (
        "past the second day, the fifth, the sixth"
    )
    # past the straight end: none, a minute, Fri 15:00 to Mon 15:00, Fri 15:00 to Tue 15:00
    assert ends["straight"]["seconds"] == {
        "median": [60, 60],
        "ninetieth": [4 * DAY] * 2,
        "longest": [4 * DAY] * 2,
        "total": [60 + 3 * DAY + 4 * DAY] * 2,
    }
    assert (ends["straight"]["inside"], ends["straight"]["late"]) == ([1, 1], [3, 3])
    assert ends["straight"]["late_by_day"] == [1, 0, 0, 1, 1, 0, 0]
    # past the regulation's end: only the last, from Mon 15:00 to Tue 15:00
    assert ends["regulation"]["seconds"] == {
        "median": [0, 0],
        "ninetieth": [DAY] * 2,
        "longest": [DAY] * 2,
        "total": [DAY] * 2,
    }
    assert (ends["regulation"]["inside"], ends["regulation"]["late"]) == ([3, 3], [1, 1])


def test_groups(people: str) -> None:
    by = audit(people, *ORDINARY, "--by", "place,year", "--by", "profile, place")["by"]
    assert list(by) == ["place", "year", "profile"]
    north, south = by["place"]
    assert (north["group"], north["counted"], south["group"], south["counted"]) == ("North", 2, "South", 4)
    assert (north["ends"]["straight"]["inside"], north["ends"]["straight"]["measured"]) == ([1, 1], 2)
    assert (south["ends"]["regulation"]["inside"], south["ends"]["regulation"]["measured"]) == ([1, 1], 2)
    assert [(group["group"], group["counted"]) for group in by["year"]] == [("2026", 6)]
    assert [(group["group"], group["counted"]) for group in by["profile"]] == [("honors", 6)]


def test_the_year_of_a_group_is_that_of_the_facility(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at,z\n2027-01-01T02:00Z,\n2027-01-01T06:00Z,  \n")
    by = audit(path, *HONORS, "--by", "year,z")["by"]
    assert [group["group"] for group in by["year"]] == ["2026", "2027"], "2 h UTC is 21 h of New Year's Eve"
    assert [(group["group"], group["counted"]) for group in by["z"]] == [("(empty)", 2)]


def test_groups_beyond_a_number_are_one(tmp_path: Path) -> None:
    rows = "".join(f"2026-11-25T15:00,{number}\n" for number in range(2_003))
    groups = audit(table(tmp_path, f"release_at,n\n{rows}"), *HONORS, "--by", "n")["by"]["n"]
    assert len(groups) == 2_001
    assert (groups[-1]["group"], groups[-1]["counted"]) == ("(others)", 3)


def test_every_profile_that_was_used_is_named(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at,profile,timezone\n2016-01-05T10:00,us-ma,\n2026-11-25T15:00,honors,America/Denver\n"
                           "2026-11-26T15:00,honors,America/Denver\n")  # fmt: skip
    found = audit(path, "--by", "profile")
    assert [
        (used["id"], used["records"], used["released"], used["timezone"]) for used in found["profiles"]
    ] == [
        ("honors", 2, ["2026-11-25", "2026-11-26"], "America/Denver"),
        ("us-ma", 1, ["2016-01-05", "2016-01-05"], "America/New_York"),
    ]
    rules = {(rule["layer"], rule["rule"]) for rule in found["profiles"][0]["rules"]}
    assert ("honors", "with-warrant") in rules
    assert all(clock["sources"] for clock in found["profiles"][0]["clocks"])
    in_force = {rule["in_force"] for rule in found["profiles"][1]["rules"] if rule["layer"] == "us-ma"}
    assert all("2017" not in dates.split(" until ")[0] for dates in in_force), "Lunn came in July 2017"


def test_the_longest_held_show_only_what_was_asked_for(people: str) -> None:
    found = audit(people, *ORDINARY, "--keep", "id", "--longest", "2")["longest"]
    assert [(item["row"], item["cells"], item["past_release_seconds"], item["taken"]) for item in found] == [
        (5, {"id": "4"}, [6 * DAY] * 2, False),
        (4, {"id": "3"}, [5 * DAY] * 2, False),
    ]
    assert found[0]["released_between"] == ["2026-11-25T15:00:00-05:00"] * 2
    assert found[0]["left_between"] == ["2026-12-01T15:00:00-05:00"] * 2
    for form in ("text", "json", "csv"):
        out = do("audit", people, *ORDINARY, "--to", form).out
        assert "North" not in out
        assert "South" not in out
        assert audit(people, *ORDINARY)["longest"] == []


def test_what_is_told_only_by_the_booking_has_no_release(tmp_path: Path) -> None:
    path = table(tmp_path, "booked_at,taken_at\n2026-11-25T15:00,2026-11-27T16:00\n")
    ends = audit(path, *ORDINARY)["total"]["ends"]
    assert outcomes({"ends": ends}, "release") == {"unknown": [1, 1]}
    assert ends["straight"]["seconds"]["longest"] == [HOUR, HOUR], (
        "hours that could run from booking at the earliest"
    )


def test_the_earlier_of_freed_and_taken_counts(tmp_path: Path) -> None:
    path = table(
        tmp_path, "release_at,taken_at,freed_at\n2026-11-25T15:00,2026-11-28T15:00,2026-11-26T15:00\n"
    )
    assert outcomes(audit(path, *ORDINARY)["total"], "straight") == {"freed_inside": [1, 1]}


def test_whom_a_court_holds_is_held_past_no_end(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at,taken_at,criminal-warrant\n2026-11-25T15:00,2026-12-25T15:00,yes\n")
    total = audit(path, *ORDINARY)["total"]
    assert total["holds"] == {"other_custody": 1}
    for end in ("release", "straight", "regulation", "release_by"):
        assert outcomes(total, end) == {"other_custody": [1, 1]}
        assert total["ends"][end]["measured"] == 0


def test_without_a_reading_nothing_is_measured_by_it(tmp_path: Path) -> None:
    """No detainer, no 48 hours: only how long past release is known."""
    path = table(tmp_path, "release_at,taken_at,form\n2026-11-25T15:00,2026-11-26T15:00,none\n")
    total = audit(path, *ORDINARY)["total"]
    assert total["ends"]["straight"]["measured"] == total["ends"]["regulation"]["measured"] == 0
    assert total["ends"]["release_by"]["seconds"]["longest"] == [DAY, DAY]
    assert do("audit", path, *ORDINARY).out.startswith("NO 48 HOURS MEASURED")


# ---- dates alone: at least, at most ----

#: Chicago, released on Mon 2 Mar 2026, at some hour: 48 straight hours end at some hour of Wed 4 Mar
DATES = """release_at,taken_at
2026-03-02,2026-03-02
2026-03-02,2026-03-04
2026-03-02,2026-03-05
"""
CHICAGO = ["-p", "honors", "-z", "America/Chicago", "--assume", "ordinary"]


def test_dates_alone_give_pairs(tmp_path: Path) -> None:
    found = audit(table(tmp_path, DATES), *CHICAGO)
    assert found["date_only_records"] == 3
    assert found["made"]["date_only"] == "bounds", "without being asked"
    straight = found["total"]["ends"]["straight"]
    # the first for certain inside, the second perhaps, the third for certain not (a second after midnight, released at
    # 23:59:59 at the latest)
    assert straight["outcomes"]["taken_inside"] == [1, 2]
    assert straight["outcomes"]["taken_late"] == [1, 2]
    assert (straight["inside"], straight["late"]) == ([1, 2], [1, 2])
    # past it, the second: none, or released 00:00:00 and taken 23:59:59; the third a day more
    assert straight["seconds"]["longest"] == [1, DAY + DAY - 1]
    assert straight["seconds"]["total"] == [1, (DAY - 1) + (2 * DAY - 1)]
    assert straight["seconds"]["median"] == [0, (DAY - 1) // 60 * 60], "to the minute"
    release = found["total"]["ends"]["release"]
    assert release["late"] == [2, 3], "the first may have left at once"
    assert release["seconds"]["longest"] == [2 * DAY + 1, 4 * DAY - 1]
    assert release["late_by_day"] == [0, 1, 1, 0, 0, 0, 0], "by the least that it was: 1 d 1 s, 2 d 1 s"


@pytest.mark.parametrize(("how", "longest"), [("earliest", 3 * DAY), ("latest", 3 * DAY)])
def test_an_hour_may_be_taken_instead(how: str, longest: int, tmp_path: Path) -> None:
    """Both times then stand at the same end of their days: from Mon to Thu three days, 24 h past the straight end."""
    found = audit(table(tmp_path, DATES), *CHICAGO, "--date-only", how)
    assert found["date_only_records"] == 0
    assert found["total"]["ends"]["release"]["seconds"]["longest"] == [longest, longest]
    assert found["total"]["ends"]["straight"]["seconds"]["longest"] == [DAY, DAY]
    assert found["warnings"]["DATE_ONLY"] == 3
    assert not any(note["code"] == "DATE_ONLY" for note in found["notes"])


@pytest.mark.parametrize("seed", range(5))
def test_whatever_the_hours_were_every_figure_lies_in_its_pair(seed: int, tmp_path: Path) -> None:
    """A table with its hours, and the same with dates alone."""
    chance = random.Random(seed)
    exact, dated = [], []
    for _ in range(200):
        release = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(365 * 1440))
        left = release + timedelta(minutes=int(chance.expovariate(1 / 3_000)))
        who = chance.choice(["{},", ",{}"])
        exact.append(f"{release:%Y-%m-%dT%H:%M},{who.format(f'{left:%Y-%m-%dT%H:%M}')}")
        dated.append(f"{release:%Y-%m-%d},{who.format(f'{left:%Y-%m-%d}')}")
    head = "release_at,taken_at,freed_at\n"
    zone = [
        "-p",
        "honors",
        "-z",
        "America/Phoenix",
        "--assume",
        "ordinary",
    ]  # no hour there is missing or twice
    true, told = (audit(table(tmp_path, head + "\n".join(rows)), *zone)["total"] for rows in (exact, dated))
    for end, found in told["ends"].items():
        for name, (least, most) in found["outcomes"].items():
            assert least <= true["ends"][end]["outcomes"][name][0] <= most, (end, name)
        for name, pair in [*found["seconds"].items(), ("inside", found["inside"]), ("late", found["late"])]:
            value = true["ends"][end].get(name) or true["ends"][end]["seconds"][name]
            assert value[0] == value[1]
            assert pair[0] <= value[0] <= pair[1], (end, name)


# ---- assumptions turned ----


def test_assumptions_turned(people: str) -> None:
    """Past the straight end three of four; where no hold is lawful, past release by all four."""
    found = {turn["fact"]: turn for turn in audit(people, *ORDINARY, "--sensitivity")["sensitivity"]}
    for fact, instead in (("form", "none"), ("I-200", "no"), ("served", "never"), ("received", "never"),
                          ("cancelled", "release"), ("citizenship", "claimed")):  # fmt: skip
        assert found[fact]["instead"] == instead
        assert found[fact]["ends"]["release_by"]["late"] == [4, 4], fact
        assert found[fact]["holds"] == {"not_allowed": 6}
    for fact in ("issuer", "I-205", "I-203", "judge-order", "agreement"):
        assert found[fact]["ends"]["release_by"]["late"] == [3, 3], fact
    assert found["criminal-warrant"]["holds"] == {"other_custody": 6}
    assert found["criminal-warrant"]["ends"]["release_by"]["measured"] == 0
    # box 2 of I-247A asks something nobody here has read
    assert found["box"]["holds"] == {"unknown": 6}


def test_what_is_told_is_not_turned(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at,taken_at,I-200\n2026-11-25T15:00,2026-11-26T15:00,yes\n"
                           "2026-11-25T15:00,2026-11-26T15:00,\n2026-11-25T15:00,2026-11-26T15:00,unknown\n")  # fmt: skip
    found = {turn["fact"]: turn for turn in audit(path, *ORDINARY, "--sensitivity")["sensitivity"]}
    assert found["I-200"]["holds"] == {"allowed": 1, "not_allowed": 2}


def test_papers_in_a_list_are_not_turned_beside_it(tmp_path: Path) -> None:
    """A list tells each of its papers; of the others a column of their own may tell."""
    path = table(tmp_path, "release_at,taken_at,papers\n2026-11-25T15:00,2026-11-26T15:00,I-200\n"
                           "2026-11-25T15:00,2026-11-26T15:00,\n")  # fmt: skip
    found = {turn["fact"]: turn for turn in audit(path, *ORDINARY, "--sensitivity")["sensitivity"]}
    assert found["I-200"]["holds"] == {"allowed": 1, "not_allowed": 1}


def test_what_a_profile_assumes_is_turned_too(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at,taken_at\n2026-11-25T15:00,2026-11-26T15:00\n")
    wso = ["-p", "wso", "-z", "America/New_York", "--assume", "ordinary", "--sensitivity"]
    found = {turn["fact"]: turn["instead"] for turn in audit(path, *wso)["sensitivity"]}
    assert found["warrant-served"] == "never"


def test_the_questions_a_profile_assumes_are_turned_too(tmp_path: Path) -> None:
    """North Carolina from 1 Oct 2025: a hold is required under a judicial official's order, else its law is silent."""
    path = table(tmp_path, "release_at,taken_at\n2025-11-06T14:00,2025-11-07T14:00\n")
    more = ["-p", "us-nc", "--assume", "ordinary", "--sensitivity"]
    found = audit(path, *more)
    assert found["total"]["holds"] == {"required": 1}
    turned = {turn["fact"]: turn for turn in found["sensitivity"]}
    assert (turned["judicial-order"]["instead"], turned["judicial-order"]["holds"]) == ("no", {"silent": 1})
    assert "judicial-order = no" in do("audit", path, *more).out


def test_without_a_profile_for_all_the_usual_assumptions_are_turned(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at,profile\n2025-11-06T14:00,us-nc\n")
    found = {turn["fact"] for turn in audit(path, "--assume", "ordinary", "--sensitivity")["sensitivity"]}
    assert "form" in found
    assert "judicial-order" not in found


# ---- what to be careful with ----


def test_notes(tmp_path: Path) -> None:
    rows = "2026-11-25T15:00,2026-11-26T15:00\n" * 2  # twice, cell for cell
    rows += "".join(f"2026-11-{day} 00:00,2026-11-26T15:00\n" for day in range(10, 16))
    rows += "1900-01-01 10:00,2026-11-26T15:00\n2026-11-25T15:00,2026-11-24T15:00\n"
    notes = {
        note["code"]: note
        for note in audit(table(tmp_path, f"release_at,taken_at\n{rows}"), *ORDINARY)["notes"]
    }
    assert list(notes) == ["MIDNIGHT_SPIKE", "SENTINEL_DATE", "NEGATIVE_GAP", "ROW_DOUBLED"]
    assert (notes["MIDNIGHT_SPIKE"]["records"], notes["SENTINEL_DATE"]["records"]) == (6, 1)
    assert (notes["NEGATIVE_GAP"]["records"], notes["ROW_DOUBLED"]["records"]) == (1, 1)
    assert notes["ROW_DOUBLED"]["text"].startswith("1 row stands")
    assert "6 of 20 times of day" in notes["MIDNIGHT_SPIKE"]["text"]


def test_nothing_to_be_careful_with(tmp_path: Path) -> None:
    found = audit(table(tmp_path, "release_at,taken_at\n2025-03-03T15:00,2025-03-04T00:00\n"), *ORDINARY)
    assert found["notes"] == []


# ---- how it is made again ----


def test_the_report_says_how_to_make_it_again(people: str, tmp_path: Path) -> None:
    made = audit(people, *ORDINARY, "--by", "place", "--keep", "id")["made"]
    assert made["input"] == "in.csv"
    assert made["sha256"].startswith("sha256:")
    command = " ".join(made["arguments"])
    assert command.split() == [
        "detainer", "audit", people, "--to", "json", "--profile", "honors", "--timezone", "America/New_York",
        "--assume", "ordinary", "--by", "place", "--keep", "id",
    ]  # fmt: skip
    again = outside(*command.split()[1:])
    assert again.out == do("audit", people, *ORDINARY, "--by", "place", "--keep", "id", "--to", "json").out
    piped = outside("audit", "-", *ORDINARY, "--to", "json", shell=f"cat {people} | {{}}").json
    assert (piped["made"]["input"], piped["made"]["sha256"]) == ("standard input", None)
    assert piped["total"] == audit(people, *ORDINARY)["total"]


def test_the_text(people: str) -> None:
    out = do("audit", people, *ORDINARY, "--by", "place", "--keep", "id", "--sensitivity").out
    assert " ".join(out.split("\n\n")[0].split()) == (
        "OF 4 RECORDS MEASURED: the person left within 48 straight hours of release in 25.0 %, within 48 hours as "
        "8 CFR 287.7(d) counts them in 75.0 %."
    )
    for line in (
        "  taken by ICE late                     1                  0                  1",
        "  regulation         4             1         0.0          24.0             24.0",
        "  North                      2   █████·····     50 %       ██████████    100 %",
        "  form = none                               0                 4 of 4, 100.0 %",
        "  row 5: 144.0 h, released Wed 25 Nov 2026 15:00 EST, freed Tue 1 Dec 2026 15:00",
    ):
        assert line in out.splitlines(), line
    assert max(map(len, out.splitlines())) <= 80
    ascii_only = outside("audit", people, *ORDINARY, "--by", "place", PYTHONIOENCODING="ascii").out
    assert (
        "  North                      2   #####.....     50 %       ##########    100 %"
        in ascii_only.splitlines()
    )


def test_labels_that_are_too_long_stand_above_their_figures(tmp_path: Path) -> None:
    long = "The detention center of a county with a long name"
    path = table(
        tmp_path,
        f"release_at,taken_at,place\n2026-11-25T15:00,2026-11-26T15:00,{long}\n2026-11-25T15:00,,B\n",
    )
    lines = do("audit", path, *ORDINARY, "--by", "place").out.splitlines()
    at = lines.index(f"  {long}")
    assert lines[at + 1] == "                             1   ██████████    100 %       ██████████    100 %"
    assert lines[at - 1] == "  B                          1   -                         -"
    lines = do("audit", path, "-p", "us-ga", "--assume", "ordinary", "--sensitivity").out.splitlines()
    assert max(map(len, lines)) <= 80


def test_the_text_of_a_pipe_and_of_nothing_that_counts(tmp_path: Path) -> None:
    ran = outside(
        "audit", "-", *ORDINARY, "--by", "year", "--sensitivity", shell="printf 'release_at\nsoon\n' | {}"
    )
    assert "input: standard input\n" in ran.out
    assert ran.out.startswith("NO 48 HOURS MEASURED")
    assert "\n         0  counted\n" in ran.out


def test_the_text_of_dates_alone_shows_no_hour(tmp_path: Path) -> None:
    rows = DATES.replace("\n", ",x\n").replace("taken_at,x", "taken_at,id")
    out = do("audit", table(tmp_path, rows), *CHICAGO, "--keep", "id", "--by", "year").out
    assert "At least - at most: of some only dates are known." in " ".join(out.split())
    assert "released Mon 2 Mar 2026, taken Thu 5 Mar 2026" in " ".join(out.split())
    assert "███▒▒▒▒···  33-67 %" in out
    assert ":00" not in out.split("MADE FROM")[0]


def test_figures_as_csv(people: str, tmp_path: Path) -> None:
    out = tmp_path / "figures.csv"
    assert do("audit", people, *ORDINARY, "--by", "place", "--sensitivity", "-o", str(out)).code == 1
    rows = {
        (row["table"], row["group"], row["end"], row["figure"]): (row["at_least"], row["at_most"])
        for row in csv.DictReader(io.StringIO(out.read_text("utf-8")))
    }
    assert rows["funnel", "rows were read", "", "rows"] == ("7", "7")
    assert rows["total", "", "straight", "taken_late"] == ("1", "1")
    assert rows["total", "", "straight", "total_seconds"] == (str(60 + 7 * DAY),) * 2
    assert rows["by place", "South", "regulation", "late"] == ("1", "1")
    assert rows["sensitivity", "form=none", "release_by", "late"] == ("4", "4")
    assert rows["by place", "North", "", "hold allowed"] == ("2", "2")


def test_formats_by_name_and_by_flag(people: str, tmp_path: Path) -> None:
    for name, begin in (("a.json", "{"), ("a.csv", "table,group"), ("a.txt", "OF 4 RECORDS"), ("a", "OF 4")):
        out = tmp_path / name
        ran = do("audit", people, *ORDINARY, "-o", str(out))
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == "detainer: 1 rejected (TIME_UNREADABLE 1)\n"
        assert out.read_text("utf-8").startswith(begin)


def test_json_lines_and_columns_that_come_late(tmp_path: Path) -> None:
    lines = [
        {"release_at": "2026-11-25T15:00"},
        {"release_at": "2026-11-25T15:00", "taken_at": "2026-11-26T15:00"},
        [],
    ]
    found = audit(table(tmp_path, "\n".join(map(json.dumps, lines)), "a.jsonl"), *ORDINARY)
    assert outcomes(found["total"], "straight") == {"taken_inside": [1, 1], "unknown": [1, 1]}
    assert found["funnel"][1]["step"] == "error:ROW_UNREADABLE"


# ---- what is refused ----


def said(ran: Ran) -> set[str]:
    assert ran.code == 2, ran
    return {
        line.split()[0].rstrip(":") for line in ran.err.splitlines() if line[:2] == "  " and line[2].isupper()
    }


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        (["--by", "plaice"], {"COLUMN_MISSING"}),
        (["--keep", "name"], {"COLUMN_MISSING"}),
        (["--to", "pdf"], {"VALUE_UNKNOWN"}),
        (["--longest", "many", "--keep", "id"], {"VALUE_UNKNOWN"}),
        (["--longest", "0", "--keep", "id"], {"VALUE_UNKNOWN"}),
        (["--longest", "5"], {"CONTRADICTION"}),
        (["--sensitivity"], {"CONTRADICTION"}),
        (["--pickup", "x"], {"GROUP_INCOMPLETE"}),
        (["--group", "id"], {"GROUP_INCOMPLETE"}),
        (["--group", "no", "--pickup", "x"], {"COLUMN_MISSING"}),
        (["--group", "id", "--pickup", "x", "--detainer-rows", "kind"], {"VALUE_UNKNOWN"}),
        (["--date-only", "noon", "--assume", "much", "--to", "pdf", "--freeing", "x"], {"VALUE_UNKNOWN", "GROUP_INCOMPLETE"}),
    ],
)  # fmt: skip
def test_options_that_cannot_be(more: list[str], codes: set[str], people: str) -> None:
    assert said(do("audit", people, *HONORS, *more)) == codes


def test_a_column_is_found_whatever_its_capitals(people: str, tmp_path: Path) -> None:
    assert audit(people, *ORDINARY, "--by", "PLACE", "--keep", " Id")["longest"][0]["cells"] == {" Id": "4"}
    twice = table(tmp_path, "release_at,Place,PLACE\n2026-11-25T15:00,a,b\n", "b.csv")
    assert said(do("audit", twice, *ORDINARY, "--by", "place")) == {"COLUMN_MISSING"}
    assert "did you mean" in do("audit", people, *ORDINARY, "--by", "plaice").err


def test_the_input_is_not_written_over(people: str) -> None:
    assert said(do("audit", people, *ORDINARY, "-o", people)) == {"SAME_FILE"}
    assert Path(people).read_text("utf-8") == PEOPLE


def test_a_reader_that_has_seen_enough(people: str) -> None:
    ran = outside("audit", people, *ORDINARY, "--to", "json", shell="{} | head -1")
    assert ran.out == "{\n"
