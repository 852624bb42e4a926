"""How an answer came about, for ``--explain``: every rule weighed in order, then every hour counted.

A reader can redo both by hand: each name of a condition stands with what is known of it and
whence, each rule with its source; each local day of a window with its hours and their total.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from .. import answer
from ..profiles import Source
from ..steps import Step, steps
from ..ways import Basis
from .hours import apart, closing, counted, length, opening
from .text import Style
from .wrap import wrap

if TYPE_CHECKING:
    from ..decision import Decision

__all__ = ["ORIGINS", "known", "mark", "questions", "so", "story"]

_ACTS = {
    "hold": "HOLD: THE RULES IN ORDER",
    "notify": "TELL ICE: THE RULES IN ORDER",
    "transfer": "HAND OVER: THE RULES IN ORDER",
}
_MARKS = {"yes": "met", "no": "not met", "unknown": "unknown", "not reached": "not reached"}
#: whence a fact is known, in words
ORIGINS = {
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
        lines += [
            "",
            paint(_ACTS[act], "label"),
            *_weighed(basis, list(group)),
            *wrap(so(decision, act), "  ", "    "),
        ]
    asked = questions(basis, [step for step in weighed if step.result != "not reached"])
    if asked:
        lines += ["", paint("THE QUESTIONS NAMED ABOVE", "label")]
        lines += [line for name, text in asked for line in wrap(f"{name}: {text}", "  ", "    ")]
    for reading in apart(answer.readings(basis)):
        title = f"THE HOURS OF {reading.clock.id}"
        lines += ["", paint(title, "label"), *_hours(basis, reading)]
    lines += ["", paint("THE SOURCES", "label")]
    for source in _cited(basis, weighed):
        lines += wrap(f"{source.cite} ({source.seen}, looked at {source.checked})", "  ", "    ")
        lines += wrap(source.url or source.seen_at or "", "    ", "    ")
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
    outcome = step.outcome.replace("_", " ")
    yield from wrap(f"{step.rule} ({outcome}): {mark(step)}", "    ", "      ")
    if step.facts:
        yield from wrap(f"when {step.when}", "      ", "        ")
        yield from wrap(known(step), "      ", "        ")
    for source in step.sources:
        yield from _source(source, quoted=step.result != "no")


def _source(source: Source, quoted: bool) -> Iterator[str]:
    words = f': "{source.quote}"' if quoted and source.quote else ""
    yield from wrap(f"{source.cite} ({source.seen}){words}", "      ", "        ")


def _cited(basis: Basis, weighed: tuple[Step, ...]) -> list[Source]:
    """Return the sources of every rule that was met or may be, and of every clock, each once."""
    of_rules = (step.sources for step in weighed if step.result in ("yes", "unknown"))
    of_clocks = (item.sources for item in answer.readings(basis))
    return list(dict.fromkeys(source for found in (*of_rules, *of_clocks) for source in found))


def mark(step: Step) -> str:
    """Return what became of a rule: ``met, and it decides``."""
    return _MARKS[step.result] + (", and it decides" if step.spoke else "")


def known(step: Step) -> str:
    """Return what is known of each name in a rule's condition, and whence."""
    return "; ".join(f"{fact.name}: {fact.value} ({ORIGINS[fact.origin]})" for fact in step.facts)


def so(decision: Decision, act: str) -> str:
    """Return what came of the rules on an act, and which decided."""
    outcome = decision.hold if act == "hold" else answer.told(decision.basis, act).outcome
    spoke = ", ".join(f"{layer.profile.id}/{rule.id}" for layer, rule in answer.speakers(decision.basis, act))
    by = f": {spoke}" if spoke else ": no rule read speaks"
    return f"So: {outcome.replace('_', ' ')}{by}"


def questions(basis: Basis, found: list[Step]) -> list[tuple[str, str]]:
    """Return the chain's own questions that the conditions of some steps name: id and text."""
    named = {fact.name for step in found for fact in step.facts}
    return [(name, ask.text) for name, ask in basis.chain.asks.items() if name in named]


# ---- the hours ----


def _hours(basis: Basis, item: answer.Reading) -> Iterator[str]:
    yield from wrap(opening(basis, item), "  ", "  ")
    if item.ends is None:
        return
    total = length(0)
    for part in counted(basis, item):
        total = part.total
        lead = f"  {part.day}".ljust(13) + f"{part.span}  "
        if part.why:
            yield from wrap(part.why, f"{lead}not counted  ", " " * 39)
        else:
            changed = "  (clocks change)" if part.changes else ""
            yield f"{lead}{part.length:<11}  total {total}{changed}"
    yield from wrap(closing(basis, item, total), "  ", "  ")
