"""What a class of ways comes to at one choice of the open instants. Instants are seconds; release is due at 1,000,000."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import HEAD, PERIOD, known, rule, written

from detainer.cases import Case, Result
from detainer.clock import Clock, Start
from detainer.corners import Corner, Frame
from detainer.profiles import ClockEntry
from detainer.ways import Way, at_corners, ends, resolve

START, HOUR = 1_000_000, 3_600
RELEASE, RECEIPT = Start("one", ("release_at",)), Start("one", ("received_at",))


def clock(name: str, hours: float, starts: Start = RELEASE) -> ClockEntry:
    return ClockEntry(Clock(name, hours, None, starts), ())


FOUR, ALSO_FOUR, EIGHT, NONE = clock("four", 4), clock("also-four", 4), clock("eight", 8), clock("none", 0)
TEN_FROM_RECEIPT = clock("ten", 10, RECEIPT)


def case(outcome: str, *clocks: ClockEntry) -> Case:
    return Case(outcome, clocks, None, ())


def way(*cases: Case, **instants: int) -> Way:
    exact = {"release_at": START, **instants}
    return resolve(7, Result(cases, cases, (), {}), exact, Frame({}, START, "UTC", exact), ())


# ---- one reading of the law ----

ONE: list[tuple[str, Case, dict[str, int], tuple[str, int, str | None, bool]]] = [
    # the case, the instants, the hold, seconds from release until the person is free, what governs, spent
    ("a hold to the end of its clock", case("required", FOUR), {}, ("required", 4 * HOUR, "four", False)),
    ("the clock that ends first governs", case("allowed", EIGHT, FOUR), {}, ("allowed", 4 * HOUR, "four", False)),
    ("of two that end together the first", case("allowed", FOUR, ALSO_FOUR), {}, ("allowed", 4 * HOUR, "four", False)),
    ("whichever that is", case("allowed", ALSO_FOUR, FOUR), {}, ("allowed", 4 * HOUR, "also-four", False)),
    ("a clock that never starts does not govern", case("allowed", TEN_FROM_RECEIPT, FOUR), {}, ("allowed", 4 * HOUR, "four", False)),
    ("nor where it stands last", case("allowed", FOUR, TEN_FROM_RECEIPT), {}, ("allowed", 4 * HOUR, "four", False)),
    ("without a clock that starts no hold stands", case("allowed", TEN_FROM_RECEIPT), {}, ("not_allowed", 0, None, True)),
    ("nor without any", case("allowed"), {}, ("not_allowed", 0, None, True)),
    ("over as release is due", case("allowed", TEN_FROM_RECEIPT), {"received_at": START - 10 * HOUR}, ("not_allowed", 0, "ten", True)),
    ("long before", case("allowed", TEN_FROM_RECEIPT), {"received_at": START - 90 * HOUR}, ("not_allowed", 0, "ten", True)),
    ("a second later", case("allowed", TEN_FROM_RECEIPT), {"received_at": START - 10 * HOUR + 1}, ("allowed", 1, "ten", False)),
    ("no hours from release", case("required", NONE), {}, ("not_allowed", 0, "none", True)),
    ("no hold, so no hours", case("not_allowed", FOUR), {}, ("not_allowed", 0, None, False)),
    ("silence", case("silent", FOUR), {}, ("silent", 0, None, False)),
    ("another's custody", case("other_custody"), {}, ("other_custody", 0, None, False)),
    ("cancelled in the window", case("allowed", FOUR), {"cancelled_at": START + HOUR}, ("allowed", HOUR, "four", False)),
    ("cancelled before it", case("allowed", FOUR), {"cancelled_at": START - HOUR}, ("allowed", 0, "four", False)),
    ("cancelled after it", case("allowed", FOUR), {"cancelled_at": START + 9 * HOUR}, ("allowed", 4 * HOUR, "four", False)),
    ("cancelled, where none stands", case("silent"), {"cancelled_at": START + HOUR}, ("silent", 0, None, False)),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "instants", "expected"), ONE, ids=[row[0] for row in ONE])
def test_one_reading(
    why: str, one: Case, instants: dict[str, int], expected: tuple[str, int, str | None, bool]
) -> None:
    found = way(one, **instants)
    assert (found.hold, found.release - START, found.clock and found.clock.id, found.spent) == expected, why
    assert (found.number, found.case) == (7, one)


def test_a_way_has_the_bounds_of_its_window() -> None:
    found = way(case("allowed", TEN_FROM_RECEIPT), received_at=START - HOUR, cancelled_at=START + HOUR)
    assert (found.starts, found.ends) == (START - HOUR, START + 9 * HOUR)
    spent = way(case("allowed", TEN_FROM_RECEIPT), received_at=START - 20 * HOUR)
    assert (spent.starts, spent.ends) == (START - 20 * HOUR, START - 10 * HOUR)
    assert (way(case("silent")).starts, way(case("silent")).ends) == (START, START)


# ---- unsettled law: the reading that releases first ----

TIES: list[tuple[str, tuple[Case, ...], tuple[str, int]]] = [
    ("the earlier release", (case("allowed", EIGHT), case("allowed", FOUR)), ("allowed", 4)),
    ("whichever stands first", (case("allowed", FOUR), case("allowed", EIGHT)), ("allowed", 4)),
    ("none at all before a hold", (case("required", FOUR), case("silent")), ("silent", 0)),
    ("of a tie: not_allowed before silent", (case("silent"), case("not_allowed")), ("not_allowed", 0)),
    ("silent before other_custody", (case("other_custody"), case("silent")), ("silent", 0)),
    ("not_allowed before other_custody", (case("other_custody"), case("not_allowed")), ("not_allowed", 0)),
    ("allowed before required", (case("required", FOUR), case("allowed", FOUR)), ("allowed", 4)),
]


@pytest.mark.parametrize(("why", "cases", "expected"), TIES, ids=[row[0] for row in TIES])
def test_the_reading_that_releases_first(
    why: str, cases: tuple[Case, ...], expected: tuple[str, int]
) -> None:
    found = way(*cases)
    assert (found.hold, (found.release - START) // HOUR) == expected, why


def test_other_custody_goes_before_a_hold_that_ends_with_it() -> None:
    """Cancelled by release, a hold ends as release is due; a court's warrant keeps the person then too."""
    cancelled = START - HOUR
    assert way(case("allowed", FOUR), case("other_custody"), cancelled_at=cancelled).hold == "other_custody"


# ---- at several corners ----


def corner(**instants: int) -> tuple[Corner, dict[str, int]]:
    return tuple(instants.items()), {"release_at": START, **instants}


def free_at(*cases: Case, places: list[tuple[Corner, dict[str, int]]]) -> list[tuple[str, int, Corner]]:
    frame = Frame({}, START, "UTC", {"release_at": START})
    found: list[Way] = []
    at_corners(3, Result(cases, cases, (), {}), places, frame, {}, found)
    assert {item.number for item in found} == {3}
    return [(item.hold, item.release - START, item.corner) for item in found]


def test_a_cancellation_cuts_each_window_where_it_ends() -> None:
    """Received just now or eight hours ago, and cancelled an hour after release or long after."""
    places = [
        corner(received_at=received, cancelled_at=cancelled)
        for received in (START, START - 8 * HOUR, START - 20 * HOUR)
        for cancelled in (START + HOUR, START + 90 * HOUR, START - HOUR)
    ]
    expected = [("allowed", HOUR), ("allowed", 10 * HOUR), ("allowed", 0)]
    expected += [("allowed", HOUR), ("allowed", 2 * HOUR), ("allowed", 0)]
    expected += [("not_allowed", 0)] * 3  # the ten hours were over before release
    found = free_at(case("allowed", TEN_FROM_RECEIPT), places=places)
    assert found == [(*said, place) for said, (place, _) in zip(expected, places, strict=True)]


def test_a_corner_without_a_cancellation_is_its_own() -> None:
    places = [corner(received_at=START), corner(received_at=START - HOUR)]
    assert [after for _, after, _ in free_at(case("allowed", TEN_FROM_RECEIPT), places=places)] == [10 * HOUR, 9 * HOUR]  # fmt: skip


def test_readings_are_held_against_each_other_at_each_corner() -> None:
    """Ten hours from receipt against four from release: the receipt decides which is over first."""
    places = [corner(received_at=START), corner(received_at=START - 8 * HOUR)]
    cases = case("required", TEN_FROM_RECEIPT), case("allowed", FOUR)
    assert [said[:2] for said in free_at(*cases, places=places)] == [("allowed", 4 * HOUR), ("required", 2 * HOUR)]  # fmt: skip


# ---- an instant that is open ----

CLOCKS = "".join(
    f'[clock.{name}]\nhours = {hours}\nstarts = "{starts}"\n'
    for name, hours, starts in (
        ("ten", 10, "received_at"),
        ("twenty", 20, "received_at"),
        ("four", 4, "release_at"),
    )
)


def possible(folder: Path, *rules: str) -> set[str]:
    """What may be where a detainer came by release, nobody knows when."""
    profile = written(folder, HEAD + CLOCKS + PERIOD + "".join(rules))
    return set(known(profile, received_at="in-time").possible)


def test_of_one_reading_the_ends_of_an_open_instant_are_enough(tmp_path: Path) -> None:
    """Ten hours from a receipt at release are the latest end; from one long ago they were over."""
    profile = written(tmp_path, HEAD + CLOCKS + PERIOD + rule("r", "required", 'clock = ["ten"]'))
    ways = known(profile, received_at="in-time").basis.ways
    assert [(item.hold, item.release - ways[0].release) for item in ways] == [
        ("not_allowed", 0),
        ("required", 10 * HOUR),
    ]


def test_of_two_readings_it_is_told_where_one_overtakes_the_other(tmp_path: Path) -> None:
    """A receipt long ago: the ten hours are over. A late one: four hours from release are over first. Between: the ten."""
    ten = rule("r", "required", 'when = "stands"\nclock = ["ten"]')
    four = rule("s", "allowed", 'clock = ["four"]')
    assert possible(tmp_path, ten, four) == {"not_allowed", "required", "allowed"}


def test_each_class_of_two_readings_has_its_own_overtakings(tmp_path: Path) -> None:
    """With `a` ten hours against four; without it twenty against four, where a duty is met only between."""
    rules = (
        rule("r", "allowed", 'when = "a and stands"\nclock = ["ten"]'),
        rule("s", "allowed", 'when = "a"\nclock = ["four"]'),
        rule("t", "required", 'when = "stands"\nclock = ["twenty"]'),
        rule("u", "allowed", 'clock = ["four"]'),
    )
    assert possible(tmp_path, *rules) == {"not_allowed", "required", "allowed"}


def test_each_clock_that_starts_has_its_end() -> None:
    found = ends(case("allowed", FOUR, TEN_FROM_RECEIPT, EIGHT), {"release_at": START}, "UTC")
    assert [(item.id, low, high) for item, low, high in found] == [
        ("four", START, START + 4 * HOUR),
        ("eight", START, START + 8 * HOUR),
    ]
