"""The map as a list: for a terminal, and for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ...atlas import Said, Tile
from ...forms import form_of
from ..json import source_of
from ..wrap import WIDTH, wrap
from .words import KIND_WORDS, MARKS, because, fine_print, heading, marks, named, papers, row

__all__ = ["lines", "to_dict"]


def lines(found: Sequence[Tile], day: date) -> Iterator[str]:
    """Yield the map of a date as lines of at most 80 columns: a state a line, then what is behind the marks."""
    yield heading(day)
    yield from wrap(papers(day))
    yield ""
    for item in found:
        said = row(item)
        line = f"{item.code} {_cut(said.place, 24):<24} {KIND_WORDS[item.kind][0]:<11} {marks(item):<3} "
        sources = " or ".join(dict.fromkeys(source for _, source, _ in said.rules))
        yield _cut(line + sources, WIDTH).rstrip()
    for sign, (word, meaning) in MARKS.items():
        if any(sign in marks(item) for item in found):
            yield ""
            yield f"{sign} {word}: {meaning}"
            for item in found:
                for text in because(item):
                    if text.startswith(sign):
                        yield from wrap(
                            f"{named(item)}: {text[1:].strip().removeprefix('not read: ')}", "  ", "    "
                        )
    facts = [(item, text) for item in found for text in because(item) if text.startswith("needs: ")]
    if facts:
        yield ""
        yield "Needs facts"
        for item, text in facts:
            yield from wrap(f"{named(item)}: {text.removeprefix('needs: ')}", "  ", "    ")
    yield ""
    for text in fine_print(found, day):
        yield from wrap(f"{text.rstrip('.')}.")


def to_dict(found: Sequence[Tile], day: date, before: date | None, after: date | None) -> dict[str, Any]:
    """Return the map of a date for JSON (schema 1).

    ``before`` is the last date, not after ``day``, on which a tile changed and ``after`` the
    next on which one will; None where there is none.
    """
    return {
        "schema": 1,
        "on": day.isoformat(),
        "form": form_of(day),
        "changed": before and before.isoformat(),
        "changes": after and after.isoformat(),
        "places": [_place(item) for item in found],
    }


def _place(item: Tile) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "profile": item.profile and item.profile.id,
        "outcome": item.kind,
        "possible": list(item.possible),
        "rules": [_said(said) for said in item.rules],
        "missing": [{"fact": ask.fact, "ask": ask.ask, "flag": ask.flag} for ask in item.asks],
        "contested": [
            {
                "question": doubt.question,
                "pending": doubt.pending,
                "otherwise": [
                    {"outcome": outcome, "rule": rule and _said(rule)} for outcome, rule in doubt.otherwise
                ],
            }
            for doubt in item.doubts
        ],
        "in_flux": [note.text for note in item.notes],
        "unverified": item.is_unseen,
        "checked": item.checked and item.checked.isoformat(),
    }


def _said(said: Said) -> dict[str, Any]:
    rule = said.rule
    return {
        "layer": said.layer,
        "rule": rule.id,
        "outcome": rule.outcome,
        "basis": rule.basis,
        "sources": [source_of(source) for source in rule.sources],
    }


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 3]}..."
