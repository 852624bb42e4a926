"""How an answer came about, as tables: the rules weighed, and the hours counted."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ... import answer
from ...profiles import ANY_DATE
from ...steps import Step
from ...ways import Basis
from ..hours import apart, closing, counted, length, opening
from ..story import known, mark, questions, so
from ..text import ACTS
from .markup import Html, facts, joined, section, table, tag
from .sources import Sources

if TYPE_CHECKING:
    from ...decision import Decision

__all__ = ["asked", "hours", "is_met", "is_printed", "rules"]

#: a window of more days than this is folded, and not printed
_DAYS = 12
_Rows = list[tuple[str, list[str]]]


def is_met(step: Step) -> bool:
    """Whether a rule was met, or may be: what the answer rests on, and what is printed."""
    return step.result in ("yes", "unknown")


# ---- the rules ----


def rules(decision: Decision, weighed: list[Step], sources: Sources) -> Html:
    """Return the rules weighed for each act, those not met folded away."""
    parts = [
        _act(decision, act, list(group), sources)
        for act, group in groupby(weighed, key=lambda step: step.act)
    ]
    return section("weighed", "Every rule weighed", *parts, _questions(asked(decision.basis, weighed)))


def _act(decision: Decision, act: str, group: list[Step], sources: Sources) -> Html:
    heads = ("no.", "rule", "outcome", "result", "what is known", "sources")
    met: _Rows = []
    rest: _Rows = []
    for number, step in enumerate(group, 1):
        look = "decides" if step.spoke else ""
        (met if is_met(step) else rest).append((look, _step(number, step, sources)))
    name = ACTS[act]
    title = tag("summary", tag("h3", f"{name[0].upper()}{name[1:]}"), " ", tag("span", so(decision, act)))
    shown = table(f"met-{act}", f"{name}: rules met, or open", heads, met, "rules") if met else Html()
    return tag("details", title, shown, _rest(act, heads, rest), open="open")


def _rest(act: str, heads: tuple[str, ...], rows: _Rows) -> Html:
    if not rows:
        return Html()
    title = tag("summary", f"{len(rows)} not met or not reached")
    held = table(f"unmet-{act}", f"{ACTS[act]}: rules not met, or not reached", heads, rows, "rules")
    return tag("details", title, held, class_="screen")


def _step(number: int, step: Step, sources: Sources) -> list[str]:
    dates = "" if step.dates == ANY_DATE else f" ({step.dates})"
    period = tag("span", f"period {step.period}{dates}", class_="soft block")
    rule = joined([f"{step.layer}/{step.rule}", period], " ")
    why: list[str] = []
    if step.result != "not reached" and step.facts:
        why = [tag("code", step.when), tag("span", known(step), class_="block")]
    return [
        str(number),
        rule,
        step.outcome.replace("_", " "),
        tag("b", mark(step)) if step.spoke else mark(step),
        joined(why, " ") if why else "always" if not step.facts else "",
        sources.cited(step.sources),
    ]


def asked(basis: Basis, weighed: list[Step]) -> list[tuple[str, str]]:
    """Return the questions that the conditions of rules weighed name: shown, but not printed."""
    return questions(basis, [step for step in weighed if step.result != "not reached"])


def _questions(rows: list[tuple[str, str]]) -> Html:
    if not rows:
        return Html()
    return tag("div", tag("h3", "The questions named above"), facts(rows, "facts small"), class_="screen")


# ---- the hours ----


def hours(basis: Basis) -> Html:
    """Return each reading's hours, day by day; long ones are folded, and only what governs is printed."""
    found = apart(answer.readings(basis))
    look = "" if any(map(is_printed, found)) else "screen"
    parts = [_reading(basis, number, item) for number, item in enumerate(found, 1)]
    return section("hours", "The hours, day by day", *parts, class_=look)


def is_printed(item: answer.Reading) -> bool:
    """Whether the hours of a reading are printed: those of what governs, if they are not many days."""
    return item.governs and not _is_long(item)


def _is_long(item: answer.Reading) -> bool:
    return item.starts is not None and item.ends is not None and item.ends - item.starts > _DAYS * 86_400


def _reading(basis: Basis, number: int, item: answer.Reading) -> Html:
    name = item.clock.id
    title = [tag("h3", name), " ", tag("span", opening(basis, item))]
    look = "" if is_printed(item) else "screen"
    if item.ends is None:
        return tag("div", *title, class_=look)
    days = list(counted(basis, item))
    rows = [
        (
            "skips" if part.why else "",
            [
                part.day,
                part.span,
                part.length or "not counted",
                part.total,
                part.why or _changes(part.changes),
            ],
        )
        for part in days
    ]
    heads = ("day", "from, until", "counts", "total", "why")
    held = table(f"hours-{number}", f"Local days of {name}", heads, rows, "days")
    ends = tag("p", closing(basis, item, days[-1].total if days else length(0)))
    folded = "" if _is_long(item) else "open"
    return tag("details", tag("summary", *title), held, ends, class_=look, open=folded)


def _changes(changes: bool) -> str:
    return "clocks change" if changes else ""
