"""An audit as one page, to read on a screen, to print or to file: it needs nothing but itself.

The headline and what to be careful of come first, then each figure as a bar and, beside it,
in numbers. No script, no outside font or image, and a policy that forbids them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...audit.figures import EndFigures, Figures, Pair
from ...audit.judge import CLASSES, ENDS
from ...audit.report import Report
from ...errors import show
from ..html.frame import document
from ..html.markup import Html, facts, joined, listed, section, table, tag
from ..text import LAST_LINE, ORDINARY
from . import charts
from .made import made, sources_of
from .style import STYLE
from .words import END_NAMES, OUTCOME_NAMES, applies, counted, headline, hours, moment, number, part

__all__ = ["render"]

#: the ends by which it is told who was inside
_READINGS = ("straight", "regulation", "release_by")
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
_HEADS = ("1", "2", "3", "4", "5", "6", "7+")
#: characters of a cell that are shown: of one that makes a group, and of one that was asked for
_GROUP, _CELL = 100, 200


def render(report: Report, *, ascii_only: bool = False) -> str:
    """Return the report as an HTML document, to be written as UTF-8; ``ascii_only``: of ASCII alone.

    Text is escaped, what does not print is shown escaped; only addresses of http and https
    are links.
    """
    parts = [(ident, title, part) for ident, title, part in _parts(report) if part]
    title = f"Detainer audit of {report.made.input}"
    top = tag(
        "header",
        tag("p", title, class_="of"),
        tag("h1", headline(report)[0]),
        tag("p", _pairs(report), class_="pairs"),
        facts(_top(report)),
    )
    contents = listed(tag("a", title, href=f"#{ident}") for ident, title, _ in parts)
    page = document(
        title,
        STYLE,
        top,
        tag("nav", contents, aria_label="On this page", class_="screen"),
        tag("main", charts.patterns(), *(part for *_, part in parts)),
        tag("footer", tag("p", LAST_LINE)),
    )
    return page.encode("ascii", "xmlcharrefreplace").decode() if ascii_only else page


def _top(report: Report) -> Iterator[tuple[str, str]]:
    yield f"{counted(report)} counted", f"{report.total.counted:,}"
    if report.used:
        since, until = min(used.since for used in report.used), max(used.until for used in report.used)
        yield "released", f"{since} to {until}"
        named = [f"{used.law.profile.name} ({used.law.profile.id})" for used in report.used[:3]]
        more = f" and {len(report.used) - 3} more" if report.used[3:] else ""
        yield "by the law of", f"{'; '.join(named)}{more}"
    if report.assumed:
        papers = f"the detainer form of the date and {ORDINARY}"
        yield (
            "papers assumed",
            f"of {report.assumed:,} {counted(report, report.assumed)}, where nothing was said: {papers}",
        )


def _pairs(report: Report) -> str:
    if not report.dated:
        if report.made.dates in ("earliest", "latest"):
            return f"Each figure is one number: a date without its hour was read as the {report.made.dates} of its day."
        return f"Each figure is one number: of all {counted(report)} the hours are known."
    return (
        f"Of {report.dated:,} of the {report.total.counted:,} {counted(report)} only dates are known, not hours: "
        "a figure is a pair, at least - at most, or one number where both are the same."
    )


def _parts(report: Report) -> Iterator[tuple[str, str, Html]]:
    """Yield the parts of the page: name, heading, and what is there, if anything."""
    sources = sources_of(report)
    for ident, title, inside in (
        ("careful", "Be careful", _careful(report)),
        ("counted", "What was counted", _funnel(report)),
        ("became", "What became of them", _outcomes(report)),
        ("past", "How long past each end", _durations(report)),
        *((f"by-{n}", f"By {show(name, 40)}", _groups(report, n, name)) for n, name in enumerate(report.by)),
        ("turned", "If an assumption were otherwise", _turns(report)),
        ("longest", "Held longest past release", _longest(report)),
        ("made", "Made from", made(report, sources)),
    ):
        yield ident, title, section(ident, title, *inside, class_="beware" if ident == "careful" else "")
    yield "sources", "Sources", sources.listed()


def _careful(report: Report) -> Iterator[Html]:
    items = [joined([tag("b", note.code), f": {note.text}"]) for note in report.notes]
    for said, found in (
        ("Warnings of the answers", report.warnings),
        ("Facts that would settle answers", report.missing),
    ):
        if found:
            told = ", ".join(f"{name} {count:,}" for name, count in found.items())
            items.append(joined([tag("b", said), f": {told}"]))
    yield listed(items)


# ---- what was counted ----


def _funnel(report: Report) -> Iterator[Html]:
    """Return the way from the rows to the records counted: what is left is whole, what falls away hatched."""
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


def _outcomes(report: Report) -> Iterator[Html]:
    ends = {name: report.total.ends[name] for name in _READINGS}
    rows: list[tuple[str, list[str]]] = []
    for name in CLASSES:
        cells = [end.outcomes[name] for end in ends.values()]
        if any(pair.most for pair in cells):
            rows.append(("", [OUTCOME_NAMES[name], *map(number, cells)]))
    rows.append(("", ["measured", *(f"{end.measured:,}" for end in ends.values())]))
    rows.append(("", ["of these inside", *(number(end.inside) for end in ends.values())]))
    rows.append(("governs", ["in percent", *(part(end.inside, end.measured) for end in ends.values())]))
    heads = (counted(report), *(END_NAMES[name] for name in _READINGS))
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


def _durations(report: Report) -> Iterator[Html]:
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
    heads = ("past it by", *(END_NAMES[name] for name in found))
    numbers = table("days", caption, heads, rows, "numbers")
    told = tag(
        "p", f"{what} past each end for certain, by the day past it on which the person left", class_="soft"
    )
    return tag(
        "div", tag("div", told, tag("div", *pictures, class_="multiples")), numbers, class_="beside keep"
    )


# ---- groups, assumptions, people ----


def _groups(report: Report, place: int, name: str) -> Iterator[Html]:
    groups = report.by[name]
    if not groups:
        return
    yield charts.legend(figures.ends[end] for figures in groups.values() for end in _READINGS)
    rows = [
        (look, [group, f"{figures.counted:,}", *(_barred(figures.ends[end]) for end in _READINGS)])
        for look, group, figures in (
            ("governs", "all", report.total),
            *(("", show(group, _GROUP), figures) for group, figures in groups.items()),
        )
    ]
    heads = (show(name, 40), "counted", *(END_NAMES[end] for end in _READINGS))
    yield table(
        f"groups-{place}",
        "Who was inside each end, in percent of the measured",
        heads,
        rows,
        "numbers grouped",
    )


def _barred(end: EndFigures) -> str:
    if not end.measured:
        return "-"
    said = tag(
        "span",
        tag("span", part(end.inside, end.measured)),
        " ",
        _of(end.inside, end),
        class_="figure",
    )
    return joined([charts.bar(end), said])


def _of(pair: Pair, end: EndFigures) -> Html:
    return tag("span", f"{number(pair)} of {end.measured:,}", class_="of")


def _turns(report: Report) -> Iterator[Html]:
    if not report.turns:
        return
    moved = [turn for turn in report.turns if turn.figures != report.total]
    rows = [("governs", _turn("as assumed", report.total))]
    rows += [("", _turn(f"{turn.fact} = {turn.value}", turn.figures)) for turn in moved]
    heads = ("assumption", "a hold applies", "held past the end by the law read", "inside that end")
    caption = "Every record counted again with one assumption turned wherever it was made"
    yield charts.legend(figures.ends["release_by"] for figures in (report.total, *(t.figures for t in moved)))
    yield table("turns", caption, heads, rows, "numbers turned")
    same = [turn.fact for turn in report.turns if turn not in moved]
    if same:
        yield tag("p", f"No figure moves with: {', '.join(same)}.")


def _turn(label: str, figures: Figures) -> list[str]:
    end = figures.ends["release_by"]
    late = f"{number(end.late)} of {end.measured:,}" if end.measured else "-"
    return [label, f"{applies(figures):,}", late, _barred(end)]


def _longest(report: Report) -> Iterator[Html]:
    if not report.longest:
        return
    rows = []
    for item in report.longest:
        answer, late = item.answer, item.answer.latest
        assert answer.out is not None
        rows.append(
            (
                "",
                [
                    f"{item.row:,}",
                    hours(Pair(item.least, item.most)),
                    moment(answer.start, late and late.start, answer.zone),
                    f"{'taken' if answer.taken else 'freed'} {moment(answer.out, late and late.out, answer.zone)}",
                    *(show(cell, _CELL) for cell in item.cells),
                ],
            )
        )
    heads = ("row", "hours past release", "released", "left", *(show(name, 60) for name in report.kept))
    yield table("kept", "The longest first; of the table only the columns asked for", heads, rows, "kept")
