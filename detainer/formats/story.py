"""How an answer came about, for ``--explain``: every rule weighed in order, then every hour counted.

A reader can redo both by hand: each name of a condition stands with what is known of it and
whence, each rule with its source; each local day of a window with its hours and their total.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from .. import answer, explain
from ..clock import Stretch
from ..days import LAST_YEAR, law_of
from ..profiles import Source
from ..steps import Known, Step, steps
from ..ways import Basis
from ..zones import local, seconds
from .text import FROM, Style, count
from .wrap import wrap

if TYPE_CHECKING:
    from ..decision import Decision

__all__ = ["story"]

_ACTS = {
    "hold": "HOLD: THE RULES IN ORDER",
    "notify": "TELL ICE: THE RULES IN ORDER",
    "transfer": "HAND OVER: THE RULES IN ORDER",
}
_MARKS = {"yes": "met", "no": "not met", "unknown": "unknown"}
_ORIGINS = {
    "given": "given",
    "assumed": "assumed",
    "profile": "the profile's agreement",
    "implied": "follows from another fact",
    "law": "unsettled law, both ways are walked",
    "open": "not given",
}


def story(decision: Decision, style: Style | None = None) -> str:
    """Return the steps and the hours of an answer as text of at most 80 columns."""
    paint = style or (lambda text, _: text)
    basis = decision.basis
    lines: list[str] = []
    weighed = steps(basis)
    for act, group in groupby(weighed, key=lambda step: step.act):
        lines += ["", paint(_ACTS[act], "label"), *_weighed(basis, list(group)), *_so(decision, act)]
    named = {fact.name for step in weighed for fact in step.facts if step.result != "not reached"}
    asked = [(name, ask.text) for name, ask in basis.chain.asks.items() if name in named]
    if asked:
        lines += ["", paint("THE QUESTIONS NAMED ABOVE", "label")]
        lines += [line for name, text in asked for line in wrap(f"{name}: {text}", "  ", "    ")]
    for reading in _apart(answer.readings(basis)):
        title = f"THE HOURS OF {reading.clock.id}"
        lines += ["", paint(title, "label"), *_hours(basis, reading)]
    return "\n".join(lines) + "\n"


# ---- the rules ----


def _weighed(basis: Basis, found: list[Step]) -> Iterator[str]:
    names = {item.profile.id: item.profile.name for item in basis.chain.layers}
    for (layer, period, dates), group in groupby(found, key=lambda s: (s.layer, s.period, s.dates)):
        yield from wrap(f"{layer}: {names[layer]}; the period {period} ({dates})", "  ", "    ")
        rest: list[str] = []
        for step in group:
            if step.result == "not reached":
                rest.append(step.rule)
            else:
                yield from _rule(step)
        if rest:
            yield from wrap(f"not reached, a rule above spoke: {', '.join(rest)}", "    ", "      ")


def _rule(step: Step) -> Iterator[str]:
    mark = _MARKS[step.result] + (", and it decides" if step.spoke else "")
    outcome = step.outcome.replace("_", " ")
    yield from wrap(f"{step.rule} ({outcome}): {mark}", "    ", "      ")
    if step.facts:
        yield from wrap(f"when {step.when}", "      ", "        ")
        yield from wrap("; ".join(_known(fact) for fact in step.facts), "      ", "        ")
    for source in step.sources:
        yield from _source(source, quoted=step.result != "no")


def _known(fact: Known) -> str:
    return f"{fact.name}: {fact.value} ({_ORIGINS[fact.origin]})"


def _source(source: Source, quoted: bool) -> Iterator[str]:
    words = f': "{source.quote}"' if quoted and source.quote else ""
    yield from wrap(f"{source.cite} ({source.seen}){words}", "      ", "        ")


def _so(decision: Decision, act: str) -> Iterator[str]:
    outcome = decision.hold if act == "hold" else answer.told(decision.basis, act).outcome
    spoke = ", ".join(f"{layer.profile.id}/{rule.id}" for layer, rule in answer.speakers(decision.basis, act))
    by = f": {spoke}" if spoke else ": no rule read speaks"
    yield from wrap(f"So: {outcome.replace('_', ' ')}{by}", "  ", "    ")


# ---- the hours ----


def _apart(found: tuple[answer.Reading, ...]) -> list[answer.Reading]:
    """Return the readings, each that counts the same hours of the same days once."""
    kept: dict[object, answer.Reading] = {}
    for item in found:
        key = (item.starts, item.ends, item.clock.excludes) if item.starts is not None else item.clock.id
        kept.setdefault(key, item)
    return list(kept.values())


def _hours(basis: Basis, item: answer.Reading) -> Iterator[str]:
    begins = FROM.get(item.starts_from, item.starts_from)
    if item.starts is None or item.ends is None:
        why = "not known when" if item.starts is None else f"no holiday is known after {LAST_YEAR}"
        yield from wrap(f"{count(item)} from {begins}: {why}, so nothing is counted", "  ", "  ")
        return
    when = f"{explain.stamp(basis, item.starts)}{' at the earliest' if item.earliest else ''}"
    yield from wrap(f"{count(item)} from {begins}, {when}", "  ", "  ")
    total = 0
    for stretch in item.clock.stretches(item.starts, item.ends, basis.zone):
        length = seconds(stretch.ends_at) - seconds(stretch.starts_at)
        total += 0 if stretch.why else length
        yield from _line(basis, item, stretch, length, total)
    ends = explain.stamp(basis, item.ends)
    governs = ", and it governs" if item.governs else ""
    yield from wrap(f"full after {_length(total)}: {ends}{governs}", "  ", "  ")


def _line(basis: Basis, item: answer.Reading, stretch: Stretch, length: int, total: int) -> Iterator[str]:
    begins, ends = (local(seconds(at), basis.zone) for at in (stretch.starts_at, stretch.ends_at))
    until = "24:00" if ends.date() != begins.date() else f"{ends:%H:%M}"
    lead = f"  {begins:%a} {begins.day} {begins:%b}".ljust(13) + f"{begins:%H:%M}-{until}  "
    if stretch.why:
        law = law_of(item.clock.excludes, begins.date())
        yield from wrap("; ".join((stretch.why, *law)), f"{lead}not counted  ", " " * 39)
        return
    changed = "  (clocks change)" if begins.utcoffset() != ends.utcoffset() else ""
    yield f"{lead}{_length(length):<11}  total {_length(total)}{changed}"


def _length(length: int) -> str:
    hours, rest = divmod(length, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{hours} h"] if hours or not rest else []
    parts += [f"{minutes} min"] if minutes else []
    parts += [f"{left} s"] if left else []
    return " ".join(parts)
