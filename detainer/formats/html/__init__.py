"""The answer as one page, to read on a screen, to print or to file: it needs nothing but itself.

No script, no outside font or image, and a policy that forbids them. Headings, landmarks,
captions and links serve those who do not see it. On paper it is one or two pages for an
ordinary answer: what the answer rests on is printed, the rules that were not met are not,
and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ... import answer, explain
from ...steps import Step, steps
from ...ways import Basis
from ...zones import seconds
from .. import svg
from ..hours import apart
from ..text import (
    ASSUMED,
    FROM,
    LAST_LINE,
    assumptions,
    count,
    facts,
    sections,
    statement,
    uncounted,
    withdrawn,
)
from . import record
from .frame import document
from .markup import Html, joined, listed, scrolling, section, table, tag
from .markup import facts as labelled
from .sources import Sources
from .style import STYLE
from .weighed import asked, hours, is_met, is_printed, rules

if TYPE_CHECKING:
    from ...decision import Decision

__all__ = ["render"]


def render(decision: Decision) -> str:
    """Return the answer as an HTML document, to be written as UTF-8.

    Text is escaped, what does not print is shown escaped; only addresses of http and https
    are links.

    >>> from datetime import UTC, datetime
    >>> from detainer import Custody, check
    >>> at = datetime(2026, 11, 25, 20, tzinfo=UTC)
    >>> page = render(check(Custody(release_at=at), "honors", assume="ordinary", timezone="America/New_York"))
    >>> page[:32], "<h1>RELEASE BY Fri 27 Nov 2026 15:00 EST" in page
    ('<!doctype html>\\n<html lang="en">', True)
    """
    basis = decision.basis
    weighed = list(steps(basis))
    sources = Sources.of_answer(basis, weighed)
    told = decision.to_dict()
    first, *below = statement(decision)
    top = tag(
        "header",
        tag("h1", sources.link(first)),
        *(tag("p", sources.link(line)) for line in below),
        labelled(_times(decision)),
    )
    made_from = tag("div", record.custody(decision, told), record.provenance(told), class_="pair")
    main = tag("main", *_parts(decision, sources, weighed), made_from)
    foot = tag("footer", _left_out(basis, weighed), tag("p", LAST_LINE))
    return document(first, STYLE, top, main, foot)


def _times(decision: Decision) -> Iterator[tuple[str, str]]:
    yield from facts(decision)
    if decision.as_of is not None:
        yield "time left as of", explain.stamp(decision.basis, seconds(decision.as_of))


def _parts(decision: Decision, sources: Sources, weighed: list[Step]) -> Iterator[Html]:
    """Yield the parts of the page, what is to be acted on first."""
    basis = decision.basis
    said = dict(sections(decision))
    yield _said("NEEDED TO SAY MORE", said, sources)
    picture = Html(svg.render(decision, alone=False))
    yield section("timeline", "Timeline", tag("figure", scrolling(picture, "timeline")))
    yield _readings(basis, sources)
    yield _said("WARNINGS", said, sources)
    if basis.assumed:
        yield section("assumed", ASSUMED, listed(assumptions(basis), "columns"))
    for title in ("RULES", "UNSETTLED LAW", "NOTES"):
        yield _said(title, said, sources)
    yield hours(basis)
    yield rules(decision, weighed, sources)
    yield sources.listed()


def _said(title: str, said: dict[str, list[str]], sources: Sources) -> Html:
    """Return what the text has under a title as a list; the lines set in there are set in here."""
    items = []
    for item in said[title]:
        first, *below = item.split("\n")
        code, colon, message = first.partition(": ") if title == "WARNINGS" else ("", "", first)
        lead = [tag("b", code), colon] if code else []
        lines = [tag("span", sources.link(line), class_="block") for line in below]
        items.append(joined([joined([*lead, sources.link(message)]), *lines], " "))
    ident = title.lower().replace(" ", "-")
    return section(ident, title.capitalize(), listed(items))


def _readings(basis: Basis, sources: Sources) -> Html:
    heads = ("clock", "ends", "governs", "counts", "from", "source")
    rows = []
    for item in answer.readings(basis):
        begins = FROM.get(item.starts_from, item.starts_from)
        at_least = " at the earliest" if item.earliest else ""
        ends = uncounted(item)
        if item.ends is not None:
            ends = tag("span", explain.stamp(basis, item.ends) + at_least, class_="when")
        starts = begins if item.starts is None else f"{begins}, {explain.stamp(basis, item.starts)}{at_least}"
        cells = [
            item.clock.id,
            ends,
            f"governs{withdrawn(basis)}" if item.governs else "",
            count(item).rstrip(","),
            starts,
            sources.cited(item.sources[:1]),
        ]
        rows.append(("governs" if item.governs else "", cells))
    if not rows:
        return Html()
    return section(
        "readings",
        "Readings",
        table("readings-table", "Every clock, whether or not it governs", heads, rows, "clocks"),
    )


def _left_out(basis: Basis, weighed: list[Step]) -> Html:
    """Say on paper what is not printed."""
    out = []
    if unmet := sum(not is_met(step) for step in weighed):
        out.append(f"{unmet} rules not met or not reached, with their sources")
    if names := [item.clock.id for item in apart(answer.readings(basis)) if not is_printed(item)]:
        out.append(f"the hours of {' and '.join(names)}, day by day")
    if asked(basis, weighed):
        out.append("the profile's questions in full")
    if basis.assumed:
        out.append("the facts assumed, once more in the record")
    out.append("when each source was looked at")
    return tag("p", f"Not printed: {'; '.join(out)}. They are in the file of this page.", class_="paper soft")
