"""The parts of the columnar engine, each against the one of the row engine that it stands for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from rows import HEAD
from test_table import OWN, laws

from detainer import DetainerError
from detainer.arrow import engine as engines
from detainer.arrow import known as knowns
from detainer.arrow.answers import NOT, Answers
from detainer.arrow.cells import PAD, Cells, grouped
from detainer.arrow.ends import NEVER, Ends
from detainer.arrow.engine import Engine
from detainer.arrow.known import Known
from detainer.arrow.search import Sorted
from detainer.arrow.times import DATE, FIXED, INSTANT, NONE, ODD, read
from detainer.arrow.words import Worded
from detainer.arrow.zone import Zones
from detainer.clock import Clock, Start, offsets
from detainer.table.columns import columns
from detainer.table.row import Rows
from detainer.table.stamps import DAY, Stamps
from detainer.table.timed import BOOKING, MOMENT, OFFENSE
from detainer.times import read_instant
from detainer.zones import load

NY = "America/New_York"


def cells(texts: Sequence[str]) -> Cells:
    held = [text.encode("utf-8", "surrogateescape") for text in texts]
    sizes = np.array([len(text) for text in held], np.int64)
    ends = np.cumsum(sizes)
    data = np.frombuffer(b"".join(held) + bytes(PAD), np.uint8)
    return Cells(data, ends - sizes, ends)


# ---- times ----

#: (cell, what it tells, as ISO)
SHAPES = [
    ("", NONE, ""), ("2024-02-29", DATE, "2024-02-29"), ("2023-02-29", ODD, ""), ("2100-01-01", ODD, ""), ("1970-12-31", ODD, ""),
    ("2099-12-31", DATE, "2099-12-31"), ("2024-02-29T15:04", INSTANT, "2024-02-29T15:04:00"), ("2024-02-29 15:04", INSTANT, "2024-02-29T15:04:00"),
    ("2024-02-29_15:04", ODD, ""), ("2024-02-29T24:00", ODD, ""), ("2024-02-29T15:60", ODD, ""), ("2024-02-29T15:04:05", INSTANT, "2024-02-29T15:04:05"),
    ("2024-02-29T15:04:60", ODD, ""), ("2024-02-29T15:04Z", FIXED, "2024-02-29T15:04:00"), ("2024-02-29T15:04X", ODD, ""),
    ("2024-02-29 15:04:05Z", FIXED, "2024-02-29T15:04:05"), ("2024-02-29T15:04-05:00", FIXED, "2024-02-29T20:04:00"),
    ("2024-02-29T15:04:05+05:30", FIXED, "2024-02-29T09:34:05"), ("2024-02-29 15:04-05:00", ODD, ""), ("2024-02-29T15:04+14:01", ODD, ""),
    ("2024-02-29T15:04*05:00", ODD, ""), ("2024-02-29T15:04-05:60", ODD, ""), ("2O24-02-29T15:04", ODD, ""), ("2024-02-29T15:04\u00e9", ODD, ""),
    ("x" * 40, ODD, ""), ("never?", ODD, ""),
]  # fmt: skip


def test_the_shapes_of_times() -> None:
    found = read(cells([text for text, _, _ in SHAPES]), MOMENT)
    for (text, state, iso), told, value in zip(SHAPES, found.state, found.value, strict=True):
        assert told == state, text
        if iso:
            unit = "D" if state == DATE else "s"
            assert str(np.datetime64(int(value), unit)) == iso, text


def test_what_may_stand_where() -> None:
    words = cells(["never", "in-time", "release", "Never"])
    assert [read(words, MOMENT).at(row) for row in range(3)] == ["never", "in-time", "release"]
    assert read(words, MOMENT).state[3] == ODD
    assert set(read(words, BOOKING).state) == {ODD}
    assert set(read(cells(["2024-02-29", "2024-02-28"]), BOOKING).state) == {ODD}, "an hour is needed"
    assert set(read(cells(["2024-02-29T10:00"]), OFFENSE).state) == {ODD}, "a date is wanted"
    assert read(cells(["2024-02-29"]), OFFENSE).at(0) == date(2024, 2, 29)
    assert len(read(cells([]), MOMENT).state) == 0


# ---- zones ----

ZONES = (NY, "America/Phoenix", "Pacific/Apia", "Pacific/Kwajalein", "Africa/Casablanca", "Antarctica/Troll", "Australia/Lord_Howe",
         "America/Scoresbysund", "Asia/Pyongyang", "America/Caracas", "Europe/Dublin", "Pacific/Guam", "UTC")  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_hours_that_are_skipped_or_shown_twice(zone: str) -> None:
    """Around every change of the years counted, to the second, and on days between."""
    chance, tz = random.Random(zone), load(zone)
    changes = [low for low, _, _ in offsets(tz, 400 * DAY, 47_400 * DAY)][1:]
    around = [
        at + datetime.fromtimestamp(at + side, tz).utcoffset().total_seconds() + step  # type: ignore[union-attr]
        for at in chance.sample(changes, min(len(changes), 40))
        for side in (-1, 0)
        for step in (-DAY, -1, 0, 1, 1800, DAY - 1, DAY)
    ]
    walls = [int(wall) for wall in around] + [chance.randrange(400 * DAY, 47_400 * DAY) for _ in range(40)]
    zones, stamps = Zones(), Stamps(zone)
    zones.number("Asia/Tokyo")
    numbers = np.full(len(walls), zones.number(zone))
    at, once = zones.instants(np.array(walls), numbers)
    east = zones.east(at, numbers)
    texts = zones.text(at, east).view("S25")
    for place, wall in enumerate(walls):
        try:
            moment = read_instant(str(np.datetime64(wall, "s")), zone, "")
        except DetainerError:
            assert not once[place], "that hour never was"
            continue
        assert once[place] != moment.ambiguous
        if once[place]:
            assert at[place] == moment.at
            assert east[place] == stamps.offset(moment.at)
            assert texts[place].decode() == stamps.text(moment.at)


# ---- clocks ----

CLOCKS = [
    Clock("regulation", 48, None, Start("one", ("release_at",)), ("saturday", "sunday", "federal-holiday")),
    Clock("long", 9_000, None, Start("one", ("release_at",)), ("saturday", "sunday")),
    Clock("odd", 4.1, None, Start("one", ("release_at",)), ("saturday", "sunday", "federal-holiday")),
    Clock("none", 0, None, Start("one", ("release_at",)), ("sunday",)),
    Clock("straight", 48, None, Start("one", ("release_at",))),
    Clock("evening", None, "20:00", Start("one", ("release_at",))),
    Clock("skipped", None, "02:30", Start("one", ("release_at",))),
]


@pytest.mark.parametrize("clock", CLOCKS, ids=[clock.id for clock in CLOCKS])
def test_ends_are_the_clocks_own(clock: Clock) -> None:
    chance = random.Random(5)
    ends = Ends(Zones())
    for first, last in ((2020, 2021), (2016, 2017), (1975, 2090)):
        low, high = (int(datetime(year, 1, 1).timestamp()) for year in (first, last))
        starts = [chance.randrange(low // 900, high // 900) * 900 for _ in range(300)]
        midnights = [day * DAY + 5 * 3600 for day in range(low // DAY, low // DAY + 400)]  # of winter
        starts += [at - back + step for at in midnights for back in (0, 14_760) for step in (-1, 0, 1)]
        found = ends.of(clock, np.array(starts), NY)
        assert found.tolist() == [clock.end(start, NY) for start in starts]


def test_hours_that_are_never_full() -> None:
    clock = Clock(
        "regulation", 48, None, Start("one", ("release_at",)), ("saturday", "sunday", "federal-holiday")
    )
    days = (datetime(2100, 12, day, 15, tzinfo=UTC) for day in (8, 31))
    starts = np.array([int(at.timestamp()) for at in days])
    found = Ends(Zones()).of(clock, starts, NY)
    assert found[0] == clock.end(int(starts[0]), NY)
    assert found[1] == NEVER
    with pytest.raises(DetainerError):
        clock.end(int(starts[1]), NY)


def test_searching_is_numpys() -> None:
    chance = np.random.default_rng(1)
    for size, most in ((3, 10**6), (500, 10**9), (500, 10**4), (500, 10**15)):
        numbers = np.sort(chance.integers(0, most, size))
        values = np.concatenate((numbers, numbers + 1, numbers - 1, chance.integers(-most, 2 * most, 500)))
        table = Sorted(numbers)
        assert (table.passed(values) == np.searchsorted(numbers, values, "right")).all()


# ---- groups ----


def test_rows_are_grouped_whatever_the_numbers() -> None:
    chance = np.random.default_rng(2)
    for size in (2, 1 << 20, 1 << 40):
        parts = [(chance.integers(0, 2, 300) * (size - 1), size) for _ in range(5)]
        alike, first = grouped(parts)
        keys = [tuple(int(numbers[row]) for numbers, _ in parts) for row in range(300)]
        assert [keys[row] for row in first[alike]] == keys
        assert len({keys[row] for row in first}) == len(first) == len(set(keys))


def test_groups_met_again_have_their_number_whatever_else_was_met() -> None:
    """Of more keys than a table of four places holds, of parts whose sizes change, and of parts too large to pack."""
    chance, known = np.random.default_rng(4), Known()
    made: list[tuple[int, ...]] = []

    def make(key: tuple[int, ...], row: int) -> int:
        made.append(key)
        assert key == tuple(int(numbers[row]) for numbers, _ in parts)
        return len(made) - 1 if key[0] else -1

    with patch.object(knowns, "_SHIFT", np.uint64(62)):
        for size in (16, 16, 32, 1 << 40, 16, 64, 128, 256, 16):
            parts = [(chance.integers(0, 6, 300), size) for _ in range(2)]
            found = known.of(parts, make)
            assert made == list(dict.fromkeys(made)), "each is made once"
            for row, number in enumerate(found.tolist()):
                key = tuple(int(numbers[row]) for numbers, _ in parts)
                assert number == (made.index(key) if key[0] else -1)
    assert len(known) == len(made) == 36


def test_words_keep_their_numbers_from_block_to_block() -> None:
    """Short and long ones, the empty one, one that ends with what a shorter one is marked by, a NUL."""
    chance, worded = random.Random(6), Worded()
    short = [
        b"",
        b"a",
        b"a\0",
        b"yes",
        b"I-247A",
        b"1234567",
        b"12345678",
        b"1234567\xff",
        b"1234567\0",
        b"\0",
    ]
    numbers: dict[int, bytes] = {}
    for pool in (short[:4], short[:7], short, [*short, b"national of the United States"], short[:5]):
        texts = [chance.choice(pool) for _ in range(200)]
        read = cells([text.decode("utf-8", "surrogateescape") for text in texts])
        found, room = worded.of(read)
        assert max(found) < room
        for text, number in zip(texts, found.tolist(), strict=True):
            assert numbers.setdefault(number, text) == text
        codes, count = read.codes()
        assert (
            len(set(zip(texts, codes.tolist(), strict=True)))
            == len(set(texts))
            == len(set(codes.tolist()))
            <= count
        )
    assert len(set(numbers.values())) == len(numbers)


def test_words_have_a_number_each() -> None:
    chance = random.Random(3)
    for kinds in (1, 2, 5, 6, 9):
        for width in (2, 11):
            pool = [f"{number}".rjust(width, "x") for number in range(kinds)] + [""]
            texts = [chance.choice(pool) for _ in range(200)]
            codes, count = cells(texts).codes()
            assert (
                len(set(zip(texts, codes.tolist(), strict=True)))
                == len(set(texts))
                == len(set(codes.tolist()))
            )
            assert max(codes) < count
    assert len(cells([]).codes()[0]) == 0


# ---- whole rows ----


def answers_of(read: Engine, table: list[list[str]]) -> Answers:
    return read.answer({place: cells([row[place] for row in table]) for place in read.places}, len(table))


def told(answers: Answers, zones: Zones, row: int) -> Any:
    words = answers.words[answers.told[row]]
    times = (answers.release_by, answers.straight, answers.regulation, answers.held, answers.out)
    at = [None if found[row] == NOT else int(found[row]) for found in times]
    return (words.hold, words.applies, *at[:3], words.notify, at[3], words.rests, words.missing, words.warnings,
            int(answers.start[row]), zones.names[answers.zone[row]], at[4], bool(answers.taken[row]))  # fmt: skip


def compare(engine: Engine, table: list[list[str]], rows: Rows, names: list[str]) -> int:
    """Compare with the row engine; return how many rows were left to it."""
    answer, found = rows.reader(columns(names, {})), answers_of(engine, table)
    for number, row in enumerate(table):
        if not found.slow[number]:
            assert told(found, engine.zones, number) == answer(row)[:14], dict(zip(names, row, strict=True))
    return int(found.slow.sum())


def own_rows(path: Path, seed: int, count: int) -> tuple[list[str], list[list[str]]]:
    """Return rows for clocks that start at an answer, at one of several moments, or end in the evening."""
    chance = random.Random(seed)
    names = [*HEAD, "answers.told", "answers.heard", "answers.listed"]
    table = []
    for _ in range(count):
        row = dict.fromkeys(names, "")
        day = chance.choice((20, 27, 28))
        release = f"2026-02-{day}T{chance.randrange(24):02}:{chance.choice(('00', '30'))}"
        row.update(
            profile=str(path),
            release_at=release,
            form="I-247A",
            box="1",
            citizenship="none",
            agreement="none",
        )
        for name in ("received_at", "served_at", "warrant_served_at", "cancelled_at"):
            near = f"2026-02-{chance.choice((19, 26, 27, 28))}"
            row[name] = chance.choice(
                (
                    "",
                    "never",
                    "in-time",
                    "release",
                    near,
                    f"{near}T10:00",
                    f"{near}T{chance.randrange(24):02}:30",
                )
            )
        row["booked_at"] = chance.choice(("", f"2026-02-{day - 1}T{chance.randrange(24):02}:00"))
        row["taken_at"] = chance.choice(("", "2026-03-02T10:00"))
        for paper in ("I-200", "I-205", "I-203"):
            row[paper] = chance.choice(("yes", "no", ""))
        row["answers.told"] = chance.choice(("", "", "never", "2026-02-27T12:00"))
        row["answers.heard"] = chance.choice(("", "", "never", "2026-02-20"))
        row["answers.listed"] = chance.choice(("", "yes", "no"))
        table.append(list(row.values()))
    return names, table


@pytest.mark.parametrize(("seed", "assume"), [(1, "nothing"), (2, "ordinary")])
def test_clocks_of_every_kind(seed: int, assume: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN)
    names, table = own_rows(path, seed, 600)
    engine = Engine(Rows(laws(), assume=assume), columns(names, {}))
    slow = compare(engine, table, Rows(laws(), assume=assume), names)
    assert slow < 500, "those whose profile asks a time, and those that are no rows"


def test_nothing_is_kept_for_longer_than_it_is_of_use(tmp_path: Path) -> None:
    names = ["release_at", "I-200", "form"]
    chance = random.Random(1)
    rows = Rows(laws("honors", NY))
    engine = Engine(rows, columns(names, {}, ["profile"]))
    answer = rows.reader(columns(names, {}, ["profile"]))
    with patch.object(engines, "MOST", 2), patch.object(engines, "_GROUPS", 3):
        for _ in range(6):
            table = [
                ["2026-11-25T15:00", chance.choice(("yes", "no", "")), chance.choice(("I-247A", "I-247"))]
                for _ in range(9)
            ]
            found = answers_of(engine, table)
            for number, row in enumerate(table):
                assert told(found, engine.zones, number) == answer(row)[:14]


def test_a_table_without_words_or_without_one_good_row() -> None:
    engine = Engine(Rows(laws("honors", NY)), columns(["release_at"], {}, ["profile"]))
    assert answers_of(engine, [["2026-11-25T15:00"], ["2026-11-25"], [""]]).slow.tolist() == [
        False,
        True,
        True,
    ]
    assert answers_of(engine, [["soon"], [""]]).slow.all()
    assert answers_of(engine, [["1970-01-05T10:00"]]).slow.all(), "too near to the first year counted"
    twice = answers_of(engine, [["2026-11-01T01:30"], ["2026-11-01T03:30"]])
    assert not twice.slow.any()
    assert ["AMBIGUOUS_HOUR" in twice.words[number].warnings for number in twice.told] == [True, False]
    engine = Engine(Rows(laws("honors", NY)), columns(["release_at", "form"], {}, ["profile"]))
    assert answers_of(engine, [["2001-11-25T15:00", "I-247A"]]).slow.all(), "there was no such form yet"
    alike = answers_of(
        engine,
        [["2026-11-25T15:00", "I-247A"], ["2026-11-25T15:00", "i-247a"], ["2001-11-25T15:00", "I-247A"]],
    )
    assert (alike.slow.tolist(), alike.told[0]) == ([False, False, True], alike.told[1])
    engine = Engine(Rows(laws("honors", NY)), columns(["release_at", "cancelled_at"], {}, ["profile"]))
    assert not answers_of(engine, [["1972-06-01T10:00", "1972-05-01T10:00"]]).slow.any()
    assert answers_of(engine, [["1972-06-01T10:00", "1972-01-05T10:00"]]).slow.all(), "that is too near"
    engine = Engine(Rows(laws("us-xx", NY)), columns(["release_at", "form"], {}, ["profile"]))
    assert answers_of(engine, [["2026-11-25T15:00", "I-247A"]]).slow.all(), "there is no such profile"
