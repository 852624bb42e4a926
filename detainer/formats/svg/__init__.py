"""The timeline as a picture for a brief or a web page: one SVG file that needs nothing else.

It has the headline and what was assumed in it, since a picture travels alone. Time runs to
scale, so that a day of 25 hours is wider than others. What a shape means is told by its
pattern and its words; colour only helps, and there is a set of colours for dark screens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zlib import crc32

from ...timeline import Timeline, timeline
from .. import labels
from ..text import ASSUMED, LAST_LINE, assumed, statement
from .chart import Chart
from .sheet import Sheet, safe

if TYPE_CHECKING:
    from ...decision import Decision

__all__ = ["render"]


def render(decision: Decision, *, alone: bool = True) -> str:
    """Return the timeline of an answer as an SVG document.

    Not ``alone``, but in a page that says the rest, it is the chart and what belongs to it:
    no headline, no assumptions, no last line.

    ``<title>`` has the headline and ``<desc>`` all that is drawn, for those who cannot see
    it. Text is escaped, what does not print is shown escaped. No script, no outside font.
    """
    line = timeline(decision)
    headline, *below = (safe(part) for part in statement(decision))
    fine = list(_fine_print(decision, line)) if alone else []
    told = [headline, *below, *_told(line), *fine] if alone else list(_told(line))
    described = ". ".join(part.rstrip(".") for part in told) + "."
    sheet = Sheet(f"{crc32(described.encode()):08x}")
    if alone:
        sheet.lines(headline, 23, "ink strong")
        sheet.y += 2
        for part in below:
            sheet.lines(part, 15, "soft")
        sheet.y += 14
    chart = Chart(line, sheet)
    chart.draw()
    sheet.y += 6
    for part in (*_notes(line, chart.names_holidays), *fine):
        sheet.lines(part, 12.5, "soft")
        sheet.y += 3
    return sheet.document(headline, described)


def _told(line: Timeline) -> Iterator[str]:
    """Yield in words what the chart shows."""
    for at, words, _ in labels.marked(line):
        yield f"{words} {line.stamp(at)}"
    for row in line.rows:
        standing = labels.standing(row, line)
        yield f"reading {labels.named(row, line)}" + (f", {standing}" if standing else "")
        skipped = [
            f"{line.stamp(part.starts)} to {line.stamp(part.ends)}, {safe(part.why)}"
            for part in row.stretches
            if part.why
        ]
        if skipped:
            yield f"not counted for {labels.name_of(row)}: {'; '.join(skipped)}"
    if band := labels.band(line):
        yield band
    yield from _notes(line, named=True)


def _notes(line: Timeline, named: bool) -> Iterator[str]:
    """Yield what the chart has no place for; ``named`` says that it names the holidays."""
    yield from (labels.waits(item) for item in line.waiting)
    days = [f"{labels.full(day)} {names}" for day, names in labels.holidays(line)]
    if days and not named:
        yield f"Holidays not counted: {'; '.join(days)}"
    yield from labels.long_days(line)


def _fine_print(decision: Decision, line: Timeline) -> Iterator[str]:
    """Yield whose law it is, what was assumed and what the answer is not."""
    profile = decision.profile
    yield safe(f"Profile {profile.id}: {profile.name}. Local days of {line.zone}")
    if decision.rests_on_assumptions:
        yield safe(f"{ASSUMED}: {assumed(decision.basis)}")
    yield LAST_LINE
