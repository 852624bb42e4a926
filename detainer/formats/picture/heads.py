"""Above a picture's bars: dates, hours, the names of holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .. import labels
from ..wrap import wrap
from .canvas import Canvas, Frame

__all__ = ["Heads"]

#: a holiday's name takes no more lines below its date
_LINES = 3


class Heads:
    """The lines above the marks; ``named`` has the dates of holidays whose names stand in them."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.named: set[date] = set()

    def lines(self) -> Iterator[str]:
        """Yield the lines."""
        scale, paint = self.frame.scale, self.frame.paint
        first = [group[0] for group in scale.groups]
        form = next(
            (f for f in (labels.full, labels.short) if max(len(f(day)) for day in first) <= scale.cells), None
        )
        if form:
            canvas = self.frame.canvas()
            for number, day in enumerate(first):
                month = form is labels.short and day.date.day == 1 and number
                canvas.put(number * (scale.cells + 1) + 1, f"1 {day.date:%b}" if month else form(day))
            yield canvas.text(paint)
            yield self._hours().text(paint)
        else:
            yield self._weeks().text(paint)
            yield self._numbers().text(paint)
        yield from self._holidays()

    def _weeks(self) -> Canvas:
        """No room for every date: the first, and each Monday (of grouped days each) that has some."""
        canvas, scale = self.frame.canvas(), self.frame.scale
        for number, group in enumerate(scale.groups):
            head, at = labels.full(group[0]), number * (scale.cells + 1) + 1
            wanted = number == 0 or group[0].date.weekday() == 0 or len(group) > 1
            if wanted and at + len(head) <= canvas.width and canvas.free(max(0, at - 2), at + len(head)):
                canvas.put(at, head)
        return canvas

    def _numbers(self) -> Canvas:
        """The day of the month in each column that has room for it."""
        canvas, scale = self.frame.ruled(), self.frame.scale
        for number, group in enumerate(scale.groups if scale.cells >= 2 else ()):
            canvas.put(number * (scale.cells + 1) + 1, f"{group[0].date.day:>2}", "faint")
        return canvas

    def _hours(self) -> Canvas:
        """Full hours, as many as there is room for."""
        canvas, scale, line = self.frame.ruled(), self.frame.scale, self.frame.line
        step = next((s for s in (1, 2, 3, 6, 12) if scale.cells * s >= 24 * 3), 24)
        for day in line.days if len(scale.groups) == len(line.days) else ():
            for hour, instant in line.hours(day, step):
                at = scale.first(instant)
                if canvas.free(at, at + 2):
                    canvas.put(at, f"{hour:02}", "faint")
        return canvas

    def _holidays(self) -> Iterator[str]:
        """The names of holidays below their dates, in words that fit the day's width."""
        scale, placed = self.frame.scale, []
        for day, why in labels.holidays(self.frame.line):
            names = self.frame.clean(why)
            lines = wrap(names, width=scale.cells)
            if len(lines) <= _LINES and max(len(word) for word in names.split()) <= scale.cells:
                placed.append((scale.first(day.starts), lines))
                self.named.add(day.date)
        for number in range(max((len(lines) for _, lines in placed), default=0)):
            canvas = self.frame.ruled()
            for at, lines in placed:
                canvas.put(at, lines[number] if number < len(lines) else "")
            yield canvas.text(self.frame.paint)
