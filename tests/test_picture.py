"""The timeline in a terminal: where things stand, what is said, and that no line is too long."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from test_timeline import WORKDAYS, decide, own

from detainer import Decision
from detainer.days import excluded
from detainer.formats.picture import NARROWEST, draw
from detainer.formats.picture.bars import Bars
from detainer.formats.picture.canvas import UTF8, Canvas, Frame, scale
from detainer.timeline import timeline

THANKSGIVING = "2026-11-25T15:00"  # a Wednesday, EST
#: of as many kinds as there are answers: facts, and the clock of an own profile if one is wanted
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "a hold": ("honors", {"as_of": "2026-11-25T16:48"}),
    "no hold": ("us-ma", {}),
    "unknown": ("honors", {"assume": "nothing"}),
    "other custody": ("honors", {"papers": {"criminal-warrant": True}}),
    "no detainer": ("honors", {"form": "none"}),
    "now long after": ("honors", {"as_of": "2027-02-01T10:00"}),
    "now long before": ("honors", {"as_of": "2026-01-01T10:00"}),
    "taken and freed": (
        "honors",
        {"cancelled_at": "2026-11-26T09:30", "taken_at": "2026-11-26T10:00", "as_of": "2026-11-26T10:01"},
    ),
    "two hours": ("own:hours = 2", {"as_of": "2026-11-25T15:30"}),
    "ten days": (f"own:hours = 240\n{WORKDAYS}", {}),
    "thirty days": ("own:hours = 720", {"assume": "ordinary", "taken_at": "2026-12-28T10:00"}),
    "a year": ("own:hours = 8760", {}),
    "from receipt": ('own:hours = 48\nstarts = "received_at"', {"received_at": "2026-10-01T10:00"}),
}


def made(kind: str, folder: Path, release: str = THANKSGIVING) -> Decision:
    profile, facts = KINDS[kind]
    where = own(folder, profile.removeprefix("own:")) if profile.startswith("own:") else profile
    return decide(where, release, **facts)


def test_the_picture_of_thanksgiving() -> None:
    # Six days of 12 columns, each of two hours; a rule before each day. Release at 15:00 lies in
    # the eighth column of Wednesday (14 to 16 h), the first end in the eighth of Friday, the other
    # in the eighth of Monday. What counts fills every column it touches.
    assert draw(made("a hold", Path()), 80) == (
        "TIMELINE local days, America/New_York\n"
        " Wed 25 Nov   Thu 26 Nov   Fri 27 Nov   Sat 28 Nov   Sun 29 Nov   Mon 30 Nov\n"
        "│   06 12 18 │   06 12 18 │   06 12 18 │   06 12 18 │   06 12 18 │   06 12 18 │\n"
        "│            │Thanksgiving│            │            │            │            │\n"
        "│            │Day         │            │            │            │            │\n"
        "        ▼ release Wed 15:00\n"
        "        │▼ now Wed 16:48          ▼ RELEASE BY Fri 15:00\n"
        "  straight: ends Fri 27 Nov 2026 15:00 EST <- governs\n"
        "│       ███████████████████████████ ends Fri 15:00  │            │            │\n"
        "  regulation: ends Mon 30 Nov 2026 15:00 EST, does not govern\n"
        "│       ░░░░░│not counted·│░░░░░░░┃░░░░│··Saturday··│···Sunday···│░░░░░░░░    │\n"
        "  █ counts, governs; ░ counts, does not govern; · does not count; ┃ RELEASE BY\n"
    )


def test_a_picture_in_ascii_says_the_same() -> None:
    assert draw(made("unknown", Path()), 80, ascii_only=True) == (
        "TIMELINE local days, America/New_York\n"
        " Wed 25 Nov   Thu 26 Nov   Fri 27 Nov   Sat 28 Nov   Sun 29 Nov   Mon 30 Nov\n"
        "|   06 12 18 |   06 12 18 |   06 12 18 |   06 12 18 |   06 12 18 |   06 12 18 |\n"
        "|            |Thanksgiving|            |            |            |            |\n"
        "|            |Day         |            |            |            |            |\n"
        "        v release Wed 15:00\n"
        "  straight: ends Fri 27 Nov 2026 15:00 EST\n"
        "|       =========================== ends Fri 15:00  |            |            |\n"
        "  regulation: ends Mon 30 Nov 2026 15:00 EST\n"
        "|       =====|not counted.|============|..Saturday..|...Sunday...|========    |\n"
        "  unknown: release is due between Wed 25 Nov 2026 15:00 EST and Mon 30 Nov 2026\n"
        "    15:00 EST\n"
        "|       ??????????????????????????????????????????????????????????????????    |\n"
        "  service: not drawn, the time of service of the warrant is not known\n"
        "  = counts; . does not count; ? release may be due\n"
    )


@pytest.mark.parametrize("width", [12, 39, 40, 41, 57, 80, 99, 132, 200, 400])
@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_longer_than_the_width(kind: str, width: int, tmp_path: Path) -> None:
    decision = made(kind, tmp_path)
    for ascii_only in (False, True):
        text = draw(decision, width, ascii_only)
        assert max(len(line) for line in text.split("\n")) <= width
        assert all(line == line.rstrip() for line in text.split("\n")), "no blanks at the end"
        assert text.isascii() or not ascii_only
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_a_width_of_nothing_is_twelve_columns() -> None:
    decision = made("a hold", Path())
    assert draw(decision, 0) == draw(decision, -5) == draw(decision, 12)


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("kind", KINDS)
def test_colour_adds_nothing_to_the_characters(kind: str, width: int, tmp_path: Path) -> None:
    decision = made(kind, tmp_path)
    names = set()

    def style(text: str, name: str) -> str:
        names.add(name)
        return f"\x1b[1m{text}\x1b[0m"

    coloured = draw(decision, width, style=style)
    assert re.sub(r"\x1b\[\dm", "", coloured) == draw(decision, width)
    assert names <= {"label", "headline", "warning", "faint"}
    assert "label" in names


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_every_end_and_mark_is_said(kind: str, width: int, tmp_path: Path) -> None:
    decision = made(kind, tmp_path)
    line = timeline(decision)
    said = " ".join(draw(decision, width).split())
    for row in line.rows:
        assert f"ends {line.stamp(row.ends)}" in said
    for mark in line.marks:
        words = {
            "release_by": "RELEASE BY", "release_due": "RELEASE DUE", "release": "release", "freed": "let go",
            "taken": "taken by ICE", "cancelled": "cancelled", "now": "now", "end": "ends",
        }[mark.kind]  # fmt: skip
        assert words in said or (mark.kind == "release" and "RELEASE DUE" in said)
        assert line.side(mark.at) == 0 or mark.kind == "end" or line.stamp(mark.at) in said


def rows(text: str) -> list[str]:
    """The lines that are bars: those between rules, below the marks."""
    lines = text.split("\n")
    below = next((n for n, line in enumerate(lines) if ": ends" in line), len(lines))
    return [line for line in lines[below:] if line[:1] in ("│", "←")]


def test_without_a_hold_no_bar_is_solid() -> None:
    for kind in ("no hold", "other custody", "unknown"):
        assert "█" not in draw(made(kind, Path()), 80)
    assert "RELEASE DUE Wed 15:00" in draw(made("no hold", Path()), 80)
    other = draw(made("other custody", Path()), 80)
    assert "RELEASE" not in other, "a court's warrant keeps the person"
    assert rows(draw(made("no detainer", Path()), 80)) == []


def test_a_withdrawn_detainer_ends_the_solid_bar() -> None:
    # Cancelled Thu 26 Nov 09:30: from there on the hours of the clock run, but hold nobody.
    bar = rows(draw(made("taken and freed", Path()), 80))[0]
    # 15:00 Wed is column 8 of day 1; Thu 09:30 lies in the fifth cell of day 2: 13 + 1 + 4 = 18
    assert bar[8:19] == "█" * 11
    assert bar[19:35] == "░" * 16


def test_what_is_far_off_is_said_with_an_arrow_and_not_drawn(tmp_path: Path) -> None:
    # From Wed 25 Nov 2026 15:00 to Mon 1 Feb 2027 10:00 are 67 days and 19 hours;
    # from Thu 1 Jan 2026 10:00 to the release 328 days and 5 hours.
    after = draw(made("now long after", Path()), 80).split("\n")
    assert "now Mon 1 Feb 2027 10:00 EST, 67 days after release →".rjust(79) in after
    before = draw(made("now long before", Path()), 80).split("\n")
    assert "← now Thu 1 Jan 2026 10:00 EST, 328 days before release" in before
    year = rows(draw(made("a year", tmp_path), 80))
    assert year[-1].endswith("░→"), "the bar runs on"
    receipt = rows(draw(made("from receipt", tmp_path), 80))
    assert receipt[-1].startswith("←"), "over before the days drawn"
    assert "░" not in receipt[-1]


def test_a_day_of_25_hours_is_named_and_its_times_have_their_zone() -> None:
    # Sat 31 Oct 2026 18:00 EDT + 48 h = Mon 2 Nov 17:00 EST
    text = draw(decide("honors", "2026-10-31T18:00"), 80)
    assert "Sun 1 Nov has 25 hours: clocks change" in text
    assert "release Sat 18:00 EDT" in text
    assert "RELEASE BY Mon 17:00 EST" in text


def test_narrow_days_have_their_number_and_each_week_its_date(tmp_path: Path) -> None:
    # Wed 25 Nov + 240 counted hours: Wed 9, Fri 24, Mon-Fri 120, Mon-Wed 72: 225; Thu 10 Dec 15:00
    text = draw(made("ten days", tmp_path), 80).split("\n")
    assert text[1].split() == ["Wed", "25", "Nov", "Mon", "30", "Nov", "Mon", "7", "Dec"]
    assert text[2].replace("│", " ").split() == [*(str(n) for n in range(25, 31)), *(str(n) for n in range(1, 11))]  # fmt: skip
    assert "not counted: Saturdays; Sundays; Thu 26 Nov Thanksgiving Day" in " ".join(" ".join(text).split())


def test_grouped_days_say_so(tmp_path: Path) -> None:
    # 720 h from Wed 25 Nov 15:00 end Fri 25 Dec; taken Mon 28 Dec: 34 days, in 39 columns two by two
    text = draw(made("thirty days", tmp_path), 40)
    assert "2 days to a column between rules" in " ".join(text.split())
    assert "days to a column" not in draw(made("thirty days", tmp_path), 80)


def test_a_column_of_two_days_that_counts_in_part_is_drawn_as_counted(tmp_path: Path) -> None:
    # Mon 21 Dec 2026 to Thu 21 Jan 2027, two by two in one column each. Wholly out are only
    # Fri 25 (Christmas) with Sat 26, Sat 2 with Sun 3, and Sat 16 with Sun 17: the third, the
    # seventh and the fourteenth. In the second Wed 23 15:00 is when release is due.
    decision = decide(
        own(tmp_path, f"hours = 480\n{WORKDAYS}"), "2026-12-21T15:00", form="I-247", received_at="in-time"
    )
    bar = rows(draw(decision, 40))[-1]
    assert bar[1::2] == "░┃·░░░·░░░░░░·░░"


@pytest.mark.parametrize("width", [40, 80, 200])
def test_instants_in_order_stand_in_order(width: int, tmp_path: Path) -> None:
    line = timeline(made("thirty days", tmp_path))
    ruler = scale(line.days, width)
    assert ruler.width <= width
    columns = [ruler.column(at) for at in range(line.starts, line.ends + 1, 1800)]
    assert columns == sorted(columns)
    assert columns[0] == 0
    assert columns[-1] == ruler.width - 1
    for day in line.days:
        assert ruler.first(day.starts) <= ruler.last(day.ends)


def test_the_reason_steps_aside_for_the_moment_of_release() -> None:
    # Fri 3 Jul 2026 12:00 + 48 h: Sunday noon, right where the word Sunday would stand
    bars = rows(draw(decide("honors", "2026-07-03T12:00"), 80))
    assert all("Sunday" in bar and "┃" in bar for bar in bars[1:])


def test_only_booking_known() -> None:
    text = draw(decide("honors", None, booked_at="2026-07-02T23:30"), 80)
    assert "▼ booked Thu 23:30" in text
    assert "release " not in text


def test_marks_without_room_beside_them_have_a_line_of_their_own() -> None:
    decision = decide("honors", "2026-12-23T00:00", cancelled_at="2026-12-24T09:30", as_of="2026-12-24T09:30")
    lines = draw(decision, NARROWEST).split("\n")
    assert "RELEASE BY, cancelled, now Thu 09:30" in lines
    # two days of 18 columns: 9.5 h are 7 columns of 80 minutes and some, the eighth after the rule at 19
    assert "▼ release Wed 00:00".ljust(27) + "▼" in lines


HOSTILE = "\x1b[31mSunday\u202e<&>\u200b"


@pytest.mark.parametrize("width", [20, 80, 200])
def test_what_does_not_print_is_shown_escaped(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    def hostile(words: tuple[str, ...], year: int) -> Any:
        return {day: why.replace("Sunday", HOSTILE) for day, why in excluded(words, year).items()}

    monkeypatch.setattr("detainer.clock.excluded", hostile)
    for ascii_only in (False, True):
        text = draw(decide("honors", "2026-11-27T15:00"), width, ascii_only)
        assert not set("\x1b\u202e\u200b") & set(text)
        assert "\\x1b[31mSunday\\u202e<&>\\u200b" in "".join(text.split())
        assert max(len(line) for line in text.split("\n")) <= width


def test_an_hour_has_no_room_where_the_clock_leaves_half_of_it() -> None:
    """Lord Howe, Sun 4 Oct 2026: 02:00 to 02:30 was jumped over, so 02 would touch 03 or 01."""
    drawn = draw(decide("honors", "2026-10-03T23:00", zone="Australia/Lord_Howe"), 300).split("\n")
    hours = next(line for line in drawn if " 03" in line)
    assert all(len(number) == 2 for number in re.findall(r"\d+", hours))


def test_a_reading_past_the_last_holidays_is_named_and_not_drawn() -> None:
    drawn = " ".join(draw(decide("honors", "2100-12-30T10:00"), 80).split())
    assert "regulation: not drawn, no holiday is known after 2100" in drawn


def test_what_lies_outside_is_left_out() -> None:
    canvas = Canvas(4)
    canvas.put(-1, "abc")
    canvas.put(3, "xyz")
    assert canvas.text(lambda text, _: text) == "bc x"
    line = timeline(decide("honors", THANKSGIVING, assume="nothing"))
    bars = Bars(Frame(line, 80, UTF8, scale(line.days, 80), lambda text, _: text), frozenset())
    assert line.between is not None
    assert UTF8.open in bars.open(*line.between)
    assert UTF8.open not in bars.open(line.ends, line.ends + 3600)
