"""The parts of an audit's page that are about all records: the funnel, the outcomes, the hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...audit.figures import EndFigures
from ...audit.judge import CLASSES, ENDS
from ...audit.report import Report
from ..html.markup import Html, facts, table, tag
from . import charts
from .words import END_NAMES, OUTCOME_NAMES, counted, hours, number, part

__all__ = ["READINGS", "durations", "funnel", "outcomes"]

#: the ends by which it is told who was inside
READINGS = ("straight", "regulation", "release_by")
#: the day past an end on which a person left: see ``EndFigures.days``
_DAYS = (
    "under 24 h",
    "24 to 48 h",
    "48 to 72 h",
    "72 to 96 h",
    "96 to 120 h",
    "120 to 144 h",
    "144 h or more",
)
#: the ends, over narrow columns
_SHORT = {
    "release": "release due",
    "straight": "48 straight",
    "regulation": "regulation",
    "release_by": "law read",
}
_HEADS = ("1", "2", "3", "4", "5", "6", "7+")

# ---- what was counted ----


def funnel(report: Report) -> Iterator[Html]:
    """Yield the way from the rows to the records counted: what is left is whole, what falls away hatched."""
    most = max(abs(step.number) for step in report.steps)
    rows: list[tuple[str, list[str]]] = []
    left = 0  # of the number above: what falls away is at its end
    for step in report.steps:
        if step.number < 0:
            left = max(0, left + step.number)
            bar = charts.step("out", f"{-step.number:,} left out", left, -step.number, most)
        else:
            left = step.number
            bar = charts.step("all", f"{step.number:,}", 0, step.number, most)
        rows.append(("" if step.number < 0 else "whole", [step.text, f"{step.number:,}", bar]))
    whole = report.total.counted
    told = [(f"a hold is {hold.replace('_', ' ')}", found) for hold, found in report.total.holds.items()]
    if report.assumed:
        told.append(("rest on assumed papers", report.assumed))
    for words, found in told:
        bar = charts.step("all", f"{found:,} of {whole:,}", 0, found, most)
        rows.append(("sub", [f"of these {words}", f"{found:,}", bar]))
    caption = (
        f"From the rows that were read to the {counted(report)} counted; hatched: what was left out, and why"
    )
    yield table("funnel", caption, ("step", "number", "as a bar"), rows, "numbers funnel")


# ---- what became of them ----


def outcomes(report: Report) -> Iterator[Html]:
    """Yield who was inside each end, as bars over one scale and in numbers, and what the words mean."""
    ends = {name: report.total.ends[name] for name in READINGS}
    rows: list[tuple[str, list[str]]] = []
    for name in CLASSES:
        cells = [end.outcomes[name] for end in ends.values()]
        if any(pair.most for pair in cells):
            rows.append(("", [OUTCOME_NAMES[name], *map(number, cells)]))
    rows.append(("", ["measured", *(f"{end.measured:,}" for end in ends.values())]))
    rows.append(("", ["of these inside", *(number(end.inside) for end in ends.values())]))
    rows.append(("governs", ["in percent", *(part(end.inside, end.measured) for end in ends.values())]))
    heads = (counted(report), *(END_NAMES[name] for name in READINGS))
    numbers = table("outcomes", "What became of each person, at each end", heads, rows, "numbers")
    drawn = [(END_NAMES[name], end) for name, end in ends.items() if end.measured]
    if drawn:
        title = "Who was inside each end, in percent of the measured"
        picture = charts.stacked("inside", title, drawn)
        look = tag("figure", tag("figcaption", title), picture, charts.legend(end for _, end in drawn))
        yield tag("div", look, numbers, class_="beside keep")
    else:
        yield numbers
    yield facts(_terms(), "facts small terms keep")


def _terms() -> Iterator[tuple[str, str]]:
    yield END_NAMES["straight"], "from release on, every hour counted"
    yield (
        END_NAMES["regulation"],
        "from release on, Saturdays, Sundays and federal holidays left out (8 CFR 287.7(d))",
    )
    yield (
        END_NAMES["release_by"],
        "the earliest end of the rules below; release itself where they let no hold stand",
    )
    yield "inside", "the person left at the end or before it, never before release"
    yield "measured", "of these both the end and the day the person left are known"


# ---- how long ----


def durations(report: Report) -> Iterator[Html]:
    """Yield how long people were held past each end, and how many by the day past it."""
    found = {name: end for name in ENDS if (end := report.total.ends[name]).measured}
    if not found:
        return
    rows = [
        (
            "",
            [
                END_NAMES[name],
                f"{end.measured:,}",
                number(end.late),
                hours(end.median),
                hours(end.ninetieth),
                hours(end.longest),
                hours(end.total),
            ],
        )
        for name, end in found.items()
    ]
    heads = ("past", "measured", "past it", "median", "9 in 10", "longest", "all together")
    caption = "Hours past each end, of all measured: who was not past it was past it for no time"
    yield tag("div", table("hours", caption, heads, rows, "numbers"), class_="keep")
    if any(any(end.days) for end in found.values()):
        yield _days(found, counted(report).capitalize())


def _days(found: Mapping[str, EndFigures], what: str) -> Html:
    """Return who was past each end by the day past it on which they left, over one scale."""
    most = max(max(end.days) for end in found.values())
    pictures = []
    for name, end in found.items():
        title = f"{END_NAMES[name]}, by the day past it"
        said = tag("figcaption", tag("b", END_NAMES[name]))
        pictures.append(tag("figure", said, charts.columns(f"days-{name}", title, end.days, _HEADS, most)))
    rows = [
        ("", [words, *(f"{end.days[place]:,}" for end in found.values())])
        for place, words in enumerate(_DAYS)
    ]
    rows.append(("governs", ["past it for certain", *(f"{sum(end.days):,}" for end in found.values())]))
    if any(end.late.most > end.late.least for end in found.values()):
        perhaps = (f"{end.late.most - end.late.least:,}" for end in found.values())
        rows.append(("", ["past it perhaps", *perhaps]))
    caption = "The bars in numbers, by the least that it was"
    heads = ("past it by", *(_SHORT[name] for name in found))
    numbers = table("days", caption, heads, rows, "numbers")
    told = tag(
        "p", f"{what} past each end for certain, by the day past it on which the person left", class_="soft"
    )
    return tag(
        "div", tag("div", told, tag("div", *pictures, class_="multiples")), numbers, class_="beside keep"
    )
