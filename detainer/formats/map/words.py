"""The words of the map, the same in the picture, the page and the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ...atlas import FIRST, Doubt, Kind, Said, Tile
from ...errors import show
from ...forms import form_of
from ..text import LAST_LINE, ORDINARY

__all__ = [
    "KIND_WORDS",
    "MARKS",
    "SHORT",
    "Row",
    "because",
    "day_of",
    "fine_print",
    "grouped",
    "heading",
    "looked_at",
    "marks",
    "named",
    "papers",
    "row",
    "said_of",
    "span",
    "turn",
]

#: on the tile, and in the legend
KIND_WORDS: dict[Kind, tuple[str, str]] = {
    "required": ("required", "the state's law requires a hold"),
    "allowed": ("allowed", "the state's law allows a hold"),
    "holds": ("a hold", "required or allowed: facts decide which"),
    "open": ("needs facts", "facts not given decide on a hold"),
    "not_allowed": ("not allowed", "no hold: release is due"),
    "due": ("release due", "no hold, whatever the facts are"),
    "silent": ("no rule", "none read authorizes a hold: release is due"),
    "other_custody": ("custody", "ordinary custody: no detainer clock runs"),
    "unread": ("not read", "no law was read for this place"),
}
#: where a tile is small
SHORT: dict[Kind, str] = {
    "required": "must", "allowed": "may", "holds": "hold", "open": "if", "not_allowed": "no", "due": "due",
    "silent": "\u2013", "other_custody": "other", "unread": "",
}  # fmt: skip
#: a mark, in a few words and in full
MARKS = {
    "?": ("unsettled law", "that decides about the hold"),
    "*": ("law in flux", "a suit or a bill may change it"),
    "\u2020": ("words not read", "the outcome rests on them"),
}


def marks(item: Tile) -> str:
    """Return the marks of a tile: ``?`` unsettled law, ``*`` law in flux, a dagger for words not read."""
    return ("?" if item.doubts else "") + ("*" if item.notes else "") + ("\u2020" if item.is_unseen else "")


def day_of(day: date) -> str:
    """Return a date as ``Mon 1 Jul 2019``."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def heading(day: date) -> str:
    """Return the title of the map of one date."""
    return f"State law on ICE holds past release, {day_of(day)}"


def papers(day: date | None) -> str:
    """Say in a sentence what ordinary papers are on a date; on any, for None."""
    form = f"Form {form_of(day)}" if day else "the detainer form of the date"
    return f"For a person with ordinary papers: {form} and {ORDINARY}"


def looked_at(found: Iterable[Tile]) -> tuple[date, date] | None:
    """Return the oldest and the newest day on which the law of a tile was looked at."""
    days = [item.checked for item in found if item.checked]
    return (min(days), max(days)) if days else None


def fine_print(found: Iterable[Tile], day: date | None) -> Iterator[str]:
    """Yield what the map does not show, and how old its law is; ``day`` is its date if it has one."""
    yield (
        "State law alone. A county's policy, an agreement under 8 U.S.C. 1357(g), a conviction or a judge's "
        "paper may make another answer: detainer check has them"
    )
    yield "\u201cNo rule\u201d means that none was read for this date, not that there is none"
    if seen := looked_at(found):
        low, high = seen
        late = "; this date is after that" if day and day > low else ""
        yield f"Sources were last looked at {f'on {high}' if low == high else f'from {low} to {high}'}{late}"
    yield LAST_LINE


def grouped(found: Iterable[Tile]) -> dict[Kind, list[Tile]]:
    """Return the tiles by kind, in the order of the legend; the usual kinds even if there are none."""
    always: tuple[Kind, ...] = ("required", "allowed", "open", "not_allowed", "silent", "unread")
    groups: dict[Kind, list[Tile]] = {kind: [] for kind in KIND_WORDS}
    for item in found:
        groups[item.kind].append(item)
    return {kind: group for kind, group in groups.items() if group or kind in always}


def named(item: Tile) -> str:
    """Return a place's name, with what does not print escaped."""
    return show(item.name, 200)


def said_of(item: Tile, sign: str) -> str:
    """Return a place's name and, of unsettled law, what may be so instead."""
    if sign != "?":
        return named(item)
    others = dict.fromkeys(_said(outcome) for doubt in item.doubts for outcome, _ in doubt.otherwise)
    return f"{named(item)} (else {' or '.join(others)})"


class Row(NamedTuple):
    """A tile's row of the table. ``rules`` has a rule, its source and how well it was seen."""

    place: str
    outcome: str
    rules: tuple[tuple[str, str, str], ...]
    more: tuple[str, ...]


def row(item: Tile) -> Row:
    """Return what the table says of a tile."""
    rules = tuple(
        (_rule(said, item), show(source.cite, 400), source.seen)
        for said in item.rules
        for source in said.rule.sources[:1]
    )
    return Row(named(item), _outcome(item), rules, tuple(because(item)))


def _outcome(item: Tile) -> str:
    word = KIND_WORDS[item.kind][0]
    if len(item.possible) > 1:
        return f"{word}: {' or '.join(_said(outcome) for outcome in item.possible)}"
    return word


def _rule(said: Said, item: Tile) -> str:
    rule = said.rule
    text = show(f"{said.layer}/{rule.id}", 200)
    if len(item.possible) > 1:
        text += f", {_said(rule.outcome)}"
    return text if rule.basis == "text" else f"{text} ({rule.basis})"


def because(item: Tile) -> Iterator[str]:
    """Yield what stands under a tile's outcome: facts that decide, unsettled law, words not read."""
    if item.kind == "unread":
        yield show(item.profile.covers, 400) if item.profile and item.profile.covers else "no profile"
    elif item.kind == "silent" and not item.rules and not item.doubts:
        yield (
            "no period of the profile covers this date" if _is_gap(item) else "no rule of the profile speaks"
        )
    if item.asks:
        yield "needs: " + "; ".join(show(f"{ask.ask} ({ask.fact})", 400) for ask in item.asks)
    for doubt in item.doubts:
        yield _doubt(doubt)
    for note in item.notes:
        yield f"* {show(note.text, 400)}"
    for source in dict.fromkeys(s for said in item.rules for s in said.rule.sources):
        if source.seen == "unverified":
            yield f"\u2020 not read: {show(source.cite, 400)}"


def _is_gap(item: Tile) -> bool:
    from ..profile import in_force

    return item.profile is not None and not any(in_force(p, item.day) for p in item.profile.periods)


def _doubt(doubt: Doubt) -> str:
    said = []
    for outcome, rule in doubt.otherwise:
        source = f" ({show(rule.rule.sources[0].cite, 400)})" if rule else ""
        said.append(_said(outcome) + source)
    text = f"? otherwise {' or '.join(said)}: {show(doubt.question, 400)}"
    return f"{text} Awaited: {show(doubt.pending, 400)}" if doubt.pending else text


def _said(outcome: str) -> str:
    return "no rule" if outcome == "silent" else outcome.replace("_", " ")


def turn(before: Tile, after: Tile) -> str:
    """Say in a few words how a place's tile changed."""
    old, new = KIND_WORDS[before.kind][0], KIND_WORDS[after.kind][0]
    if old != new:
        said = f"{old} \u2192 {new}"
    elif before.doubts != after.doubts:
        said = f"{new}, {'law unsettled' if after.doubts else 'no longer unsettled'}"
    elif before.notes != after.notes:
        said = f"{new}, {'law in flux' if after.notes else 'law no longer in flux'}"
    else:
        said = f"{new}, by another rule"
    return f"{named(after)}: {said}"


def span(since: date, until: date | None) -> str:
    """Return in words the release dates from ``since`` until, not with, ``until``."""
    if since <= FIRST:
        return f"before {day_of(until)}" if until else "any date"
    if until is None:
        return f"from {day_of(since)}"
    last = date.fromordinal(until.toordinal() - 1)
    return day_of(since) if last == since else f"{day_of(since)} to {day_of(last)}"
