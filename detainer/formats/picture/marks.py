"""The marks of a picture: when release is due, what happened, now."""

from __future__ import annotations

from collections.abc import Iterator

from .. import labels
from ..wrap import wrap
from .canvas import Canvas, Frame

__all__ = ["marks"]


def marks(frame: Frame) -> Iterator[str]:
    """Yield what lies outside the days drawn, then the marks, each pointing down to its instant."""
    line, signs, scale, paint = frame.line, frame.signs, frame.scale, frame.paint
    levels: list[Canvas] = []
    far: list[tuple[int, str, list[str]]] = []
    alone: list[tuple[str, list[str]]] = []
    for at, words, kinds in reversed(labels.marked(line)):
        name = "headline" if kinds[0] in labels.DUE else ""
        side = line.side(at)
        said = f"{words} {labels.brief(at, line)}"
        column = scale.column(at)
        if side < 0:
            lines = wrap(labels.afar(at, words, line), f"{signs.before} ", "  ", frame.width)
            far.append((side, name, lines))
        elif side > 0:
            lines = wrap(f"{labels.afar(at, words, line)} {signs.after}", width=scale.width)
            far.append((side, name, [part.rjust(scale.width) for part in lines]))
        elif column + 2 + len(said) <= frame.width:
            _place(frame, levels, column, column, f"{signs.mark} {said}", name)
        elif len(said) < column:
            _place(frame, levels, column, column - 1 - len(said), f"{said} {signs.mark}", name)
        else:  # room on neither side: the words in a line of their own
            _place(frame, levels, column, column, signs.mark, name)
            alone.append((name, wrap(said, width=frame.width)))
    for _, name, lines in sorted(far, key=lambda item: item[0]):
        yield from _painted(frame, name, lines)
    for name, lines in reversed(alone):
        yield from _painted(frame, name, lines)
    yield from (canvas.text(paint) for canvas in reversed(levels))


def _painted(frame: Frame, name: str, lines: list[str]) -> list[str]:
    return [frame.paint(part, name) for part in lines] if name else lines


def _place(frame: Frame, levels: list[Canvas], column: int, low: int, shown: str, name: str) -> None:
    """Write a mark on the lowest line that has room for it, with a stem down to the bars."""
    high = low + len(shown)
    number = 0
    while number < len(levels) and not levels[number].free(max(0, low - 1), min(high + 1, frame.width)):
        number += 1
    if number == len(levels):
        levels.append(frame.canvas())
    levels[number].put(low, shown, name)
    for below in levels[:number]:
        if below.free(column, column + 1):
            below.put(column, frame.signs.due if name else frame.signs.stem, name)
