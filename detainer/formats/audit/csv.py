"""An audit's figures as a table: a row a figure, at least and at most."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ...audit.figures import Figures, Pair
from ...audit.report import Report
from ...errors import escaped
from ..tables.model import inert

__all__ = ["render"]

_HEADER = ("table", "group", "end", "figure", "at_least", "at_most")


def render(report: Report) -> str:
    """Return the figures as CSV; seconds are whole."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    for step in report.steps:
        writer.writerow(("funnel", _cell(step.text), "", step.name, step.number, step.number))
    for table, group, figures in _tables(report):
        for end, figure, pair in _rows(figures):
            writer.writerow((_cell(table), _cell(group), end, figure, *(pair or ("", ""))))
    return text.getvalue()


def _cell(text: str) -> str:
    """Return words of others inert, with what does not show escaped."""
    return str(inert(escaped(text)))


def _tables(report: Report) -> Iterator[tuple[str, str, Figures]]:
    yield "total", "", report.total
    for name, groups in report.by.items():
        for group, figures in groups.items():
            yield f"by {name}", group, figures
    for turn in report.turns:
        yield "sensitivity", f"{turn.fact}={turn.value}", turn.figures


def _rows(figures: Figures) -> Iterator[tuple[str, str, Pair | None]]:
    yield "", "counted", Pair(figures.counted, figures.counted)
    for hold, number in figures.holds.items():
        yield "", f"hold {hold}", Pair(number, number)
    for end, found in figures.ends.items():
        for outcome, pair in found.outcomes.items():
            if end != "release":  # nobody is late or inside at the release itself
                yield end, outcome, pair
        yield end, "measured", Pair(found.measured, found.measured)
        yield end, "inside", found.inside
        yield end, "late", found.late
        yield end, "median_seconds", found.median
        yield end, "ninetieth_seconds", found.ninetieth
        yield end, "longest_seconds", found.longest
        yield end, "total_seconds", found.total
