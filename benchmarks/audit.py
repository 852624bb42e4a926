"""An audit of millions of records whose figures are known beforehand: is it right, how fast, in how much memory.

Run it where the program and its extra ``arrow`` are installed: ``python benchmarks/audit.py``;
``python benchmarks/audit.py 10000000`` for other numbers of records.

Of every thousand records so many left inside the straight 48 hours, so many after them and by the
regulation's end, and so on: :data:`SHARES`. Each record is one of a pool that is made so: a
release, and a stay past it up to an end or beyond. The straight end is 48 hours on, that of
the regulation is counted minute by minute in ``tests/oracle.py``; the program's own clock is not
asked. What is true of the table follows from how often each of the pool was written.

Every figure of the report is held against that; a difference, or more memory than the bound,
leaves with 1. Time is that of the processor, start-up in it.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import batch as rows
import clock as peers

PROFILE = "honors"
SIZES = (1_000_000,)
MEMORY = 400  # megabytes
BY_ROW = 50_000  # of which the row engine's speed is taken
HOUR, DAY = 3600, 86_400
DAYS = 7
#: of every thousand records: what became of the person
SHARES = {
    "inside": 320,  # by the straight end
    "at straight": 10,  # at its very end: inside
    "between": 180,  # after it, and by the regulation's end
    "at regulation": 10,  # at its very end: inside by the regulation
    "late": 290,  # after both
    "again": 10,  # the line of one that was inside, once more
    "before": 30,  # before release
    "never": 100,  # at no known time
    "court": 40,  # a court's warrant holds them
    "soon": 10,  # release is no time
}
STRAIGHT = {
    "inside": "inside",
    "at straight": "inside",
    "between": "late",
    "at regulation": "late",
    "late": "late",
}
REGULATION = {**STRAIGHT, "between": "inside", "at regulation": "inside"}
OTHERWISE = {"before": "before_release", "never": "unknown", "court": "other_custody"}
PLACES = ("North", "South", "South", "East", "South")
STARTS, POOL = 4_000, 20_000
HEAD = "id,place,note,release_at,taken_at,freed_at,I-200,criminal-warrant"
ENDS = ("release", "straight", "regulation", "release_by")
CLASSES = (
    "taken_inside",
    "taken_late",
    "freed_inside",
    "freed_late",
    "before_release",
    "other_custody",
    "unknown",
)


class Person(NamedTuple):
    """One of the pool: what of a line is the same whenever it is written, and what is true of it.

    ``classes`` and ``past`` have, by end, what became of the person and the seconds past it.
    """

    line: str
    year: int
    hold: str
    classes: Mapping[str, str]
    past: Mapping[str, int]
    released: int
    left: int | None


def here(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(rows.HERE)


def written(at: int | None) -> str:
    """Return an instant in local time; one of the hour that clocks show twice in UTC."""
    if at is None:
        return ""
    local = here(at)
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{datetime.fromtimestamp(at, UTC):{rows.FORM}}Z" if twice else f"{local:{rows.FORM}}"


def person(chance: random.Random, kind: str, start: int, regulation: int) -> Person:
    """Make one: when that person left is drawn so that the kind is what became of them."""
    straight = start + 48 * HOUR
    left: int | None = {
        "inside": start + 60 * chance.randrange(48 * 60),
        "at straight": straight,
        "between": straight + 60 * chance.randrange(1, max(2, (regulation - straight) // 60)),
        "at regulation": regulation,
        "late": regulation + 60 * chance.randrange(1, chance.choice((600, 6_000, 30_000))),
        "before": start - 60 * chance.randrange(1, 3_000),
        "court": straight + 60 * chance.randrange(1, 100_000),
    }.get(kind)
    warrant, taken = chance.random() < 0.875, chance.random() < 0.7
    who = "taken" if taken else "freed"
    facts = "yes" if warrant else "no", "yes" if kind == "court" else "no"
    line = ",".join((written(start), written(left) if taken else "", "" if taken else written(left), *facts))
    hold = "other_custody" if kind == "court" else "allowed" if warrant else "not_allowed"
    if kind in OTHERWISE:
        return Person(line, here(start).year, hold, dict.fromkeys(ENDS, OTHERWISE[kind]), {}, start, left)
    assert left is not None
    past = {
        "release": left - start,
        "straight": max(0, left - straight),
        "regulation": max(0, left - regulation),
    }
    classes = {"release": f"{who}_{'late' if left > start else 'inside'}", "straight": f"{who}_{STRAIGHT[kind]}",
               "regulation": f"{who}_{REGULATION[kind]}"}  # fmt: skip
    governs = "straight" if warrant else "release"  # where no hold is lawful release is due
    past["release_by"], classes["release_by"] = past[governs], classes[governs]
    return Person(line, here(start).year, hold, classes, past, start, left)


def pool() -> dict[str, list[Person]]:
    """Make the people that records are of, by kind."""
    chance = random.Random(287)
    starts = []
    for release in rows.releases(STARTS):
        start = rows.seconds(release.replace(tzinfo=rows.HERE))
        starts.append((start, peers.oracle.end(peers.CLOCK, start, rows.ZONE)))
    longer = [(start, end) for start, end in starts if end > start + 49 * HOUR]
    some = [kind for kind in SHARES if kind not in ("again", "soon")]
    return {
        kind: [
            person(chance, kind, *chance.choice(longer if kind in ("between", "at regulation") else starts))
            for _ in range(POOL)
        ]
        for kind in some
    }


def table(path: Path, count: int) -> dict[str, Any]:
    """Write so many records; return what is true of them, as the report has it."""
    people = pool()
    kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
    random.Random(48).shuffle(kinds)
    written_: dict[tuple[str, str], list[int]] = {
        (kind, place): [0] * POOL for kind in people for place in set(PLACES)
    }
    soon = again = 0
    held: list[tuple[int, int, int]] = []
    longest: list[tuple[int, int, str]] = []
    last = ("", "", 0)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{HEAD}\n")
        for number in range(count):
            kind, place = kinds[number % 1000], PLACES[number % 5]
            if kind == "soon":
                file.write(f'{number},{place},"Doe, J.",soon,,,,\n')
                soon += 1
                continue
            if kind == "again" and last[0]:
                line, place, chosen = last
                kind = "inside"
                again += 1
            else:
                kind = "inside" if kind == "again" else kind
                chosen = (number * 7919 + number // 1000) % POOL  # each of them, in time
                line = f'{number},{place},"Doe, {number % 97}",{people[kind][chosen].line}\n'
            if kind == "inside":
                last = line, place, chosen
            file.write(line)
            written_[kind, place][chosen] += 1
            if kind == "late":
                held.append((people[kind][chosen].past["release"], -number, chosen))
                if len(held) > 10_000:
                    held = sorted(held, reverse=True)[:10]
    longest = [(past, 2 - negative, str(-negative)) for past, negative, _ in sorted(held, reverse=True)[:10]]

    def some(place: str | None = None, year: int | None = None) -> Iterator[tuple[Person, int]]:
        for (kind, where), numbers in written_.items():
            if place in (None, where):
                for one, many in zip(people[kind], numbers, strict=True):
                    if many and year in (None, one.year):
                        yield one, many

    years = sorted({one.year for one, _ in some()})
    return {
        "funnel": {"rows": count, "error:TIME_UNREADABLE": -soon, "counted": count - soon},
        "notes": {
            "NEGATIVE_GAP": sum(many for one, many in some() if one.classes["release"] == "before_release"),
            "ROW_DOUBLED": again,
        },
        "longest": longest,
        "total": figures(some()),
        "by year": {str(year): figures(some(year=year)) for year in years},
        "by place": {place: figures(some(place)) for place in sorted(set(PLACES))},
    }


def figures(some: Iterable[tuple[Person, int]]) -> dict[str, Any]:
    """Return the figures of people, each with how often they are there."""
    every, holds, counted = list(some), Counter[str](), 0
    for one, many in every:
        holds[one.hold] += many
        counted += many
    return {"counted": counted, "holds": dict(holds), "ends": {end: at(end, every) for end in ENDS}}


def at(end: str, every: list[tuple[Person, int]]) -> dict[str, Any]:
    """Return the figures of people at one end."""
    outcomes, minutes, days = dict.fromkeys(CLASSES, 0), Counter[int](), [0] * DAYS
    total = longest = late = 0
    for one, many in every:
        outcomes[one.classes[end]] += many
        past = one.past.get(end)
        if past is None:
            continue
        minutes[past // 60] += many
        if past:
            total += past * many
            late += many
            longest = max(longest, past)
            days[min(past // DAY, DAYS - 1)] += many
    measured = minutes.total()
    seconds = {
        "median": rank(minutes, 50),
        "ninetieth": rank(minutes, 90),
        "longest": longest,
        "total": total,
    }
    return {
        "outcomes": {name: [number] * 2 for name, number in outcomes.items()},
        "measured": measured,
        "inside": [measured - late] * 2,
        "late": [late] * 2,
        "seconds": {name: [number] * 2 for name, number in seconds.items()},
        "late_by_day": days,
    }


def rank(minutes: Counter[int], percent: int) -> int:
    """Return the nearest rank in seconds: the least of which so many in a hundred are no more."""
    wanted = -(-minutes.total() * percent // 100)
    values = sorted(minutes)
    for value, upto in zip(values, accumulate(minutes[value] for value in values), strict=True):
        if upto >= wanted:
            return 60 * value
    raise AssertionError


def found(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a report what is known beforehand."""
    groups = {
        f"by {name}": {
            group["group"]: {k: v for k, v in group.items() if k != "group"} for group in report["by"][name]
        }
        for name in ("year", "place")
    }
    return {
        "funnel": {step["step"]: step["records"] for step in report["funnel"]},
        "notes": {note["code"]: note["records"] for note in report["notes"]},
        "longest": [
            (item["past_release_seconds"][0], item["row"], item["cells"]["id"]) for item in report["longest"]
        ],
        "total": report["total"],
        **groups,
    }


def flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every figure by its name."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from flat(item, f"{name} {key}".strip())
    else:
        yield name, value


def differences(truth: Mapping[str, Any], report: Mapping[str, Any]) -> list[str]:
    """Say where a report differs from the truth."""
    one, two = dict(flat(truth)), dict(flat(found(report)))
    return [f"{name}: {one.get(name)}, the audit says {two.get(name)}"
            for name in {**one, **two} if one.get(name) != two.get(name)]  # fmt: skip


def arguments(source: Path, out: Path, *more: str) -> list[str]:
    return ["audit", str(source), "-p", PROFILE, "-z", rows.ZONE, "--assume", "ordinary", "--by", "year,place",
            "--keep", "id", "-o", str(out), *more]  # fmt: skip


def spent(source: Path, out: Path, *more: str) -> tuple[float, float, float]:
    """Audit a table in a process of its own; return its processor time, wall time and megabytes."""
    command = [sys.executable, "-m", "detainer", *arguments(source, out, *more)]
    began = time.perf_counter()
    child = os.posix_spawn(sys.executable, command, {**os.environ, "PYTHONWARNINGS": "ignore"})
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == 1, "some rows cannot be read"
    return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024


def shown(truth: Mapping[str, Any], report: Mapping[str, Any]) -> None:
    """Print the truth beside what the audit says."""
    total, told = truth["total"], report["total"]
    lines: list[tuple[str, Any, Any]] = [
        (f"{end} {name}", f"{figure(total['ends'][end]):,}", f"{figure(told['ends'][end]):,}")
        for end in ENDS
        for name, figure in FIGURES.items()
    ]
    for end in ("straight", "regulation"):
        shares = [f"{e['inside'][0] / e['measured']:.4%}" for e in (total["ends"][end], told["ends"][end])]
        lines.append((f"{end}: inside, of the measured", *shares))
    print(f"  {'':34}{'truth':>22}{'the audit':>22}")
    for name, true, audited in lines:
        print(f"  {name:34}{true:>22}{audited:>22}{'' if true == audited else '  DIFFERS'}")


FIGURES = {
    "inside": lambda end: end["inside"][0],
    "late": lambda end: end["late"][0],
    "median, s": lambda end: end["seconds"]["median"][0],
    "9 in 10, s": lambda end: end["seconds"]["ninetieth"][0],
    "longest, s": lambda end: end["seconds"]["longest"][0],
    "together, s": lambda end: end["seconds"]["total"][0],
}


def main(folder: Path, sizes: Iterable[int]) -> bool:
    source, out, good = folder / "in.csv", folder / "report.json", True
    for count in sizes:
        truth = table(source, count)
        used, wall, memory = spent(source, out, "--engine", "columnar")
        report = json.loads(out.read_text("utf-8"))
        wrong = differences(truth, report)
        print(
            f"{count:,} records, --engine columnar: {used:.2f} s of the processor ({wall:.2f} s), {count / used:,.0f} rows/s, {memory:.0f} MB"
        )
        shown(truth, report)
        number = len(dict(flat(truth)))
        print(
            f"  {number} figures, {len(wrong)} differ from the truth; memory under {MEMORY} MB: {'held' if memory < MEMORY else 'MISSED'}"
        )
        for line in wrong[:20]:
            print(f"    {line}")
        good &= not wrong and memory < MEMORY
    truth = table(source, BY_ROW)
    used = spent(source, out, "--engine", "row")[0]
    wrong = differences(truth, json.loads(out.read_text("utf-8")))
    print(
        f"{BY_ROW:,} records, --engine row: {BY_ROW / used:,.0f} rows/s, {len(wrong)} figures differ from the truth"
    )
    return good and not wrong


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        held_ = main(Path(scratch), [int(word) for word in sys.argv[1:]] or SIZES)
    sys.exit(0 if held_ else 1)
