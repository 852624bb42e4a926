"""An audit as one page, to read on a screen, to print or to file: it needs nothing but itself.

The headline and what to be careful of come first, then each figure as a bar and, beside it,
in numbers. No script, no outside font or image, and a policy that forbids them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...audit.figures import EndFigures, Figures, Pair
from ...audit.report import Report
from ...errors import show
from ..html.frame import document
from ..html.markup import Html, facts, joined, listed, section, table, tag
from ..text import LAST_LINE, ORDINARY
from . import charts
from .made import made, sources_of
from .overall import READINGS, durations, funnel, outcomes
from .style import STYLE
from .words import END_NAMES, applies, counted, headline, hours, moment, number, part

__all__ = ["render"]

#: characters of a cell that are shown: of one that makes a group, and of one that was asked for
_GROUP, _CELL = 100, 200
_PERCENT = re.compile(r"([\d.-]+ %)")
#: of groups with longer names the bars leave more room to these
_LONG = 24


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
        tag("h1", _unbroken(headline(report)[0])),
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


def _unbroken(words: str) -> Html:
    """Return words whose percents are not broken over two lines."""
    parts = _PERCENT.split(words)
    return joined(tag("span", part, class_="when") if place % 2 else part for place, part in enumerate(parts))


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
        ("counted", "What was counted", funnel(report)),
        ("became", "What became of them", outcomes(report)),
        ("past", "How long past each end", durations(report)),
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


# ---- groups, assumptions, people ----


def _groups(report: Report, place: int, name: str) -> Iterator[Html]:
    groups = report.by[name]
    if not groups:
        return
    yield charts.legend(figures.ends[end] for figures in groups.values() for end in READINGS)
    rows = [
        (look, [group, f"{figures.counted:,}", *(_barred(figures.ends[end]) for end in READINGS)])
        for look, group, figures in (
            ("governs", "all", report.total),
            *(("", show(group, _GROUP), figures) for group, figures in groups.items()),
        )
    ]
    heads = (show(name, 40), "counted", *(END_NAMES[end] for end in READINGS))
    caption = "Who was inside each end, in percent of the measured"
    look = "numbers grouped long" if max(map(len, groups)) > _LONG else "numbers grouped"
    yield table(f"groups-{place}", caption, heads, rows, look)


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
    yield tag("p", f"No figure moves with: {', '.join(same)}.") if same else Html()


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
