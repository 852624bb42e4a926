"""The timeline for a terminal: local days side by side, a bar for each reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...timeline import Row, timeline
from .. import labels
from ..wrap import wrap
from .bars import Bars
from .canvas import ASCII, UTF8, Frame, Style, scale
from .heads import Heads
from .marks import marks

if TYPE_CHECKING:
    from ...decision import Decision

__all__ = ["NARROWEST", "draw"]

#: with fewer columns nothing is drawn: what a picture shows is said in lines
NARROWEST = 40
#: what is said needs as much
_LEAST = 12
_TITLE = "TIMELINE"


def draw(decision: Decision, width: int = 80, ascii_only: bool = False, style: Style | None = None) -> str:
    """Return the timeline of an answer as lines of at most ``width`` columns (of 12 if that is less).

    Days are the facility's. Hours that count are drawn solid for a reading that governs
    and light for another; those that do not are dotted, with the reason in them where
    there is room. ``style`` takes a text and a name (``label``, ``headline`` for the moment of
    release, ``warning`` for what is not known, ``faint`` for the scale) and returns it
    coloured; colour never says anything that the characters do not.
    """
    line, width = timeline(decision), max(width, _LEAST)
    signs = ASCII if ascii_only else UTF8
    paint = style or (lambda text, _: text)
    frame = Frame(line, width, signs, scale(line.days, max(width, NARROWEST)), paint)
    return "\n".join(_drawn(frame) if width >= NARROWEST else _told(frame)) + "\n"


def _drawn(frame: Frame) -> Iterator[str]:
    line = frame.line
    yield from _title(frame)
    heads = Heads(frame)
    yield from heads.lines()
    yield from marks(frame)
    bars = Bars(frame, heads.named)
    for row in line.rows:
        yield from _named(frame, row)
        yield bars.row(row)
    if line.between:
        yield from _band(frame)
        yield bars.open(*line.between)
    yield from _notes(frame, bars)
    if legend := _legend(frame):
        yield from _say(frame, legend)


def _told(frame: Frame) -> Iterator[str]:
    """Yield in words what there is no room to draw."""
    line, bars = frame.line, Bars(frame, frozenset())
    yield from _title(frame)
    for at, words, kinds in labels.marked(line):
        name = "headline" if kinds[0] in labels.DUE else ""
        yield from _say(frame, f"{words} {line.stamp(at)}", name)
    for row in line.rows:
        yield from _named(frame, row)
        for stretch in row.stretches:
            if stretch.why:
                bars.tell(stretch.starts, frame.clean(stretch.why))
    if line.between:
        yield from _band(frame)
    yield from _notes(frame, bars)


def _title(frame: Frame) -> Iterator[str]:
    first, *rest = wrap(f"local days, {frame.line.zone}", f"{_TITLE} ", "  ", frame.width)
    yield frame.paint(_TITLE, "label") + first.removeprefix(_TITLE)
    yield from rest


def _say(frame: Frame, text: str, name: str = "") -> list[str]:
    lines = wrap(text, "  ", "    ", frame.width)
    return [frame.paint(part, name) for part in lines] if name else lines


def _named(frame: Frame, row: Row) -> list[str]:
    text, standing = labels.named(row, frame.line), labels.standing(row, frame.line)
    if row.governs:
        return _say(frame, f"{text} <- {standing}", "label")
    return _say(frame, f"{text}, {standing}" if standing else text)


def _band(frame: Frame) -> list[str]:
    return _say(frame, labels.band(frame.line) or "", "warning")


def _notes(frame: Frame, bars: Bars) -> Iterator[str]:
    for item in frame.line.waiting:
        yield from _say(frame, labels.waits(item))
    if unsaid := bars.unsaid():
        yield from _say(frame, f"not counted: {'; '.join(unsaid)}")
    for text in labels.long_days(frame.line):
        yield from _say(frame, text)


def _legend(frame: Frame) -> str:
    """Return what each sign means that the bars have."""
    line, size = frame.line, len(frame.scale.groups[0])
    parts = [f"{getattr(frame.signs, look)} {words}" for look, words in labels.looks(line)]
    if line.rows:
        due = next((words for _, words, kinds in labels.marked(line) if kinds[0] in labels.DUE), None)
        parts += [f"{frame.signs.due} {due.split(',')[0]}"] if due else []
    if size > 1:
        parts.append(f"{size} days to a column between rules")
    return "; ".join(parts)
