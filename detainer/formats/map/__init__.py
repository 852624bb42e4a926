"""The map of a date as a picture: one SVG file that needs nothing else, to print or to put in a page.

A tile has its state's postal code and its outcome in words; patterns tell outcomes apart in
grey, colour only helps. What is unsettled, in flux or not read has a mark. Below the tiles
the states are listed by outcome, and ``<desc>`` has all of it for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from zlib import crc32

from ...atlas import Tile
from ..svg.sheet import MARGIN, Sheet
from .tiles import LOOKS, PLACED, STEP, badge, drawn, swatch
from .words import KIND_WORDS, MARKS, fine_print, grouped, heading, marks, named, papers, said_of

__all__ = ["grid", "height_of", "render"]

#: how far the lists stand in from their labels
_INSET = 150


def render(found: Sequence[Tile], day: date) -> str:
    """Return the map of a date as an SVG document.

    ``<title>`` has the heading and ``<desc>`` every state's outcome. Text is escaped, what
    does not print is shown escaped. No script, no outside font.
    """
    title, below = heading(day), papers(day)
    lists, fine = list(_lists(found)), list(fine_print(found, day))
    told = [f"{label}: {names}" for label, names in lists]
    described = ". ".join(part.rstrip(".") for part in [title, below, *told, *fine]) + "."
    sheet = Sheet(f"{crc32(described.encode()):08x}", LOOKS)
    sheet.lines(title, 23, "ink strong")
    sheet.y += 2
    sheet.lines(below, 14, "soft")
    sheet.y += 14
    for part in grid(found, sheet.tag, sheet.y):
        sheet.add(part)
    for part in _legend(found, sheet.tag, sheet.y):
        sheet.add(part)
    sheet.y += height_of(found) + 2
    for label, names in lists:
        above = sheet.y
        sheet.lines(names, 13, "ink", _INSET)
        below_names, sheet.y = sheet.y, above + 13 * 1.3
        sheet.text(MARGIN, label, 13, "ink strong")
        sheet.y = below_names + 4
    sheet.y += 6
    for part in fine:
        sheet.lines(part, 12.5, "soft")
        sheet.y += 3
    return sheet.document(title, described)


def grid(found: Sequence[Tile], tag: str, top: float) -> Iterator[str]:
    """Yield the tiles of a grid that begins at ``top``, row by row as a reader goes."""
    for item in sorted(found, key=lambda item: PLACED[item.code][::-1]):
        yield drawn(item, tag, top)


def height_of(found: Sequence[Tile]) -> float:
    """Return the height of the grid."""
    return (1 + max((PLACED[item.code][1] for item in found), default=0)) * STEP


def _legend(found: Sequence[Tile], tag: str, top: float) -> Iterator[str]:
    """Yield the kinds, in the free room between Alaska and Maine, and the marks, south of Texas."""
    groups = grouped(found)
    left, rows = MARGIN + STEP + 16, (len(groups) + 1) // 2
    room = min(52.0, 2 * STEP / rows)
    for number, (kind, group) in enumerate(groups.items()):
        column, row = divmod(number, rows)
        x, y = left + column * 326, top + 4 + row * room
        word, meaning = KIND_WORDS[kind]
        yield swatch(kind, tag, x, y, 34, 30)
        yield _text(x + 44, y + 12, 14, "ink strong", f"{word}: {len(group)}")
        yield _text(x + 44, y + 28, 12, "soft", meaning)
    x, y = MARGIN + 4 * STEP + 10, top + 7 * STEP + 22
    for sign, (word, meaning) in MARKS.items():
        if any(sign in marks(item) for item in found):
            yield badge(sign, x + 8, y - 4)
            yield _text(x + 24, y, 13, "ink strong", word)
            yield _text(x + 24, y + 16, 12, "soft", meaning)
            y += 42


def _text(x: float, y: float, size: float, look: str, words: str) -> str:
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}" font-size="{size}">{words}</text>'


def _lists(found: Sequence[Tile]) -> Iterator[tuple[str, str]]:
    """Yield each outcome and each mark, with the states that have it."""
    for kind, group in grouped(found).items():
        if group:
            yield f"{KIND_WORDS[kind][0]} {len(group)}", ", ".join(named(item) for item in group)
    for sign, (word, _) in MARKS.items():
        group = [item for item in found if sign in marks(item)]
        if group:
            yield f"{sign} {word} {len(group)}", ", ".join(said_of(item, sign) for item in group)
