"""The report of an audit: figures, where they come from, and how to make them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..profiles import ClockEntry, Profile, Rule
from .figures import Figures
from .notes import Note
from .run import Audit, Kept, Turn, Used

__all__ = ["Grouped", "Made", "Report", "Step", "rules_of"]


class Step(NamedTuple):
    """A step from the rows that were read to the records counted: how many are left, or left out."""

    name: str
    number: int
    text: str


class Grouped(NamedTuple):
    """How rows were made into bookings: the columns, and which dispositions count as what."""

    key: str
    disposition: str
    pickup: tuple[str, ...]
    freeing: tuple[str, ...]
    detainer: str | None


class Made(NamedTuple):
    """What another needs to make the report again: the input's name and hash, flags, versions."""

    input: str
    sha256: str | None
    arguments: tuple[str, ...]
    assume: str
    dates: str | None
    detainer: str
    tzdata: str
    calendar: str
    grouped: Grouped | None


class Report(NamedTuple):
    """An audit, whole.

    ``steps`` lead from the rows read to the records counted. ``by`` has figures by what
    makes the groups, and by group. ``kept`` names the columns shown of the ``longest`` held.
    ``missing`` has the facts that
    would settle an answer, and how many wait for each. ``assumed`` records rest on assumptions. ``dated`` records have dates without hours; where
    there are none each pair has two equal members.
    """

    made: Made
    steps: tuple[Step, ...]
    total: Figures
    by: Mapping[str, Mapping[str, Figures]]
    turns: tuple[Turn, ...]
    kept: tuple[str, ...]
    longest: tuple[Kept, ...]
    notes: tuple[Note, ...]
    warnings: Mapping[str, int]
    missing: Mapping[str, int]
    used: tuple[Used, ...]
    assumed: int
    dated: int

    @classmethod
    def of(
        cls, audit: Audit, made: Made, steps: Iterable[Step], kept: Sequence[str], *, collapsed: bool
    ) -> Report:
        """Return the report of an audit that has seen its last record."""
        total = audit.total.figures()
        left_out = [
            Step(f"error:{code}", -number, f"cannot be answered: {code}")
            for code, number in audit.rejected.most_common()
        ]
        return cls(
            made,
            (*steps, *left_out, Step("counted", total.counted, "counted")),
            total,
            audit.by(),
            tuple(audit.turns()),
            tuple(kept),
            tuple(audit.longest()),
            tuple(audit.seen.notes(collapsed=collapsed)),
            dict(audit.warnings.most_common()),
            dict(audit.missing.most_common()),
            tuple(audit.used()),
            audit.assumed,
            audit.seen.dated,
        )


def rules_of(used: Used) -> Iterator[tuple[Profile, str, Rule]]:
    """Yield the rules on a hold that may have been in force for a profile's records: layer, dates, rule."""
    low, high = used.since.toordinal(), used.until.toordinal()
    for layer in used.law.profile.layers:
        for period in layer.periods:
            if any(kind == "release" and (a > high or b <= low) for kind, a, b in period.box):
                continue
            for rule in period.rules:
                if "hold" in rule.acts:
                    yield layer, period.dates(), rule


def clocks_of(used: Used) -> Mapping[str, ClockEntry]:
    """Return the two federal readings that every record is measured by."""
    federal = used.law.profile.layers[0].clocks
    return {name: federal[name] for name in ("straight", "regulation") if name in federal}
