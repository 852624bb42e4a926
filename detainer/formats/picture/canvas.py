"""A canvas of characters for the picture of a timeline: where instants lie, and what is written there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from ...errors import show
from ...timeline import Day, Timeline

__all__ = ["ASCII", "UTF8", "Canvas", "Frame", "Scale", "Signs", "Style", "scale"]

Style = Callable[[str, str], str]


class Signs(NamedTuple):
    """The characters of a picture."""

    governs: str
    counts: str
    skips: str
    open: str
    day: str
    due: str
    mark: str
    stem: str
    before: str
    after: str


UTF8 = Signs("█", "░", "·", "?", "│", "┃", "▼", "│", "←", "→")
ASCII = Signs("#", "=", ".", "?", "|", "!", "v", "|", "<", ">")


class Scale(NamedTuple):
    """Where instants lie: groups of days, each as wide as the next, a rule of one column before each."""

    groups: tuple[tuple[Day, ...], ...]
    cells: int

    @property
    def width(self) -> int:
        """All columns, the last rule among them."""
        return len(self.groups) * (self.cells + 1) + 1

    def _place(self, at: int) -> tuple[int, int, int]:
        """Return an instant's group, the cells' worth of seconds into it, and its length."""
        number = 0
        while number + 1 < len(self.groups) and at >= self.groups[number + 1][0].starts:
            number += 1
        group = self.groups[number]
        return number, (at - group[0].starts) * self.cells, group[-1].ends - group[0].starts

    def column(self, at: int) -> int:
        """Return the column of an instant; of one at midnight it is the rule between the days."""
        number, into, length = self._place(at)
        return number * (self.cells + 1) + (0 if into == 0 else 1 + into // length)

    def first(self, at: int) -> int:
        """Return the column in which what starts at an instant begins."""
        number, into, length = self._place(at)
        return number * (self.cells + 1) + 1 + into // length

    def last(self, at: int) -> int:
        """Return the column in which what ends at an instant has its last second."""
        number, into, length = self._place(at - 1)
        return number * (self.cells + 1) + 1 + into // length


def scale(days: tuple[Day, ...], width: int) -> Scale:
    """Return the widest scale that fits; where a day has no column of its own days are grouped."""
    size = 1
    while (cells := (width - 1) // -(-len(days) // size) - 1) < 1:
        size += 1
    return Scale(tuple(days[n : n + size] for n in range(0, len(days), size)), cells)


class Canvas:
    """One line of characters, each with the name of its style."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.signs = [" "] * width
        self.names = [""] * width

    def put(self, at: int, text: str, name: str = "") -> None:
        """Write a text from a column on; what would lie outside is left out."""
        for column, sign in enumerate(text, at):
            if 0 <= column < self.width:
                self.signs[column], self.names[column] = sign, name

    def free(self, low: int, high: int) -> bool:
        """Say whether nothing is written from one column up to another."""
        return low >= 0 and high <= self.width and all(sign == " " for sign in self.signs[low:high])

    def text(self, paint: Style) -> str:
        """Return the line, coloured, without blanks at its end."""
        full = len("".join(self.signs).rstrip())
        cells = zip(self.signs[:full], self.names[:full], strict=True)
        parts = []
        for name, run in groupby(cells, key=lambda cell: cell[1]):
            part = "".join(sign for sign, _ in run)
            parts.append(paint(part, name) if name and part.strip() else part)
        return "".join(parts)


class Frame(NamedTuple):
    """What every part of a picture is drawn with."""

    line: Timeline
    width: int
    signs: Signs
    scale: Scale
    paint: Style

    def canvas(self) -> Canvas:
        """Return an empty line."""
        return Canvas(self.width)

    def ruled(self) -> Canvas:
        """Return a line with a rule where each day begins."""
        canvas = self.canvas()
        for number in range(len(self.scale.groups) + 1):
            canvas.put(number * (self.scale.cells + 1), self.signs.day, "faint")
        return canvas

    def clean(self, text: str) -> str:
        """Return a text from a profile or calendar safe to print, in ASCII where the picture is."""
        safe = show(text)
        return safe.encode("ascii", "backslashreplace").decode() if self.signs is ASCII else safe
