"""The bars of a picture: one for each reading, one for a release that is not settled."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from ...timeline import Row
from ...zones import local
from .. import labels
from .canvas import Canvas, Frame

__all__ = ["Bars"]


class Bars:
    """The bars; what does not count is gathered where a bar had no room to say why.

    ``named`` has the dates whose holidays are named elsewhere.
    """

    def __init__(self, frame: Frame, named: Set[date]) -> None:
        self.frame = frame
        self._named = named
        self._unsaid: dict[str, int] = {}
        line = frame.line
        due = (at for at, _, kinds in labels.marked(line) if kinds[0] in labels.DUE and not line.side(at))
        #: the column of the moment of release; none where nothing is due, or not in the days drawn
        self._due_at = next((frame.scale.column(at) for at in due), -1)

    def unsaid(self) -> list[str]:
        """Return what does not count and no bar has said, weekends first, then holidays by date."""
        return sorted(self._unsaid, key=lambda text: self._unsaid[text])

    def row(self, row: Row) -> str:
        """Return the bar of a reading."""
        frame, scale, line = self.frame, self.frame.scale, self.frame.line
        canvas = frame.ruled()
        until = labels.governed(row, line)
        for stretch in row.stretches:
            low, high = max(stretch.starts, line.starts), min(stretch.ends, line.ends)
            if low >= high:
                continue
            first, last = scale.first(low), scale.last(high)
            if stretch.why:
                self._skip(canvas, first, last, stretch.starts, stretch.why)
                continue
            canvas.put(first, frame.signs.counts * (last - first + 1))
            if low < until:
                solid = scale.last(min(high, until)) - first + 1
                canvas.put(first, frame.signs.governs * solid, "headline")
        self._edges(canvas, row.starts, row.ends)
        self._due(canvas, scale.last(until) if row.starts < until else -1)
        self._end(canvas, row)
        return canvas.text(frame.paint)

    def open(self, low: int, high: int) -> str:
        """Return the bar of a release between two instants."""
        scale, line = self.frame.scale, self.frame.line
        canvas = self.frame.ruled()
        if low < line.ends and high > line.starts:
            first, last = scale.first(max(low, line.starts)), scale.last(min(high, line.ends))
            canvas.put(first, self.frame.signs.open * (last - first + 1), "warning")
        self._edges(canvas, low, high)
        return canvas.text(self.frame.paint)

    def tell(self, at: int, why: str) -> None:
        """Have it said below that the local day of an instant does not count."""
        here = local(at, self.frame.line.zone)
        names = [name for name in why.split(", ") if name not in labels.WEEKEND]
        text = f"{here:%a} {here.day} {here:%b} {', '.join(names)}" if names else f"{why}s"
        self._unsaid[text] = here.toordinal() if names else 0

    def _skip(self, canvas: Canvas, first: int, last: int, at: int, reason: str) -> None:
        """Draw what does not count, with the reason in it, or else have it said below."""
        signs = self.frame.signs
        while first <= last and canvas.signs[first] in (signs.governs, signs.counts):
            first += 1  # a column that counts in part is drawn as counted
        why = self.frame.clean(reason)
        room = last - first + 1
        shown = next((text for text in (why, "not counted") if len(text) <= room), "")
        canvas.put(first, signs.skips * room, "faint")
        places = (first + (room - len(shown)) // 2, first, last + 1 - len(shown))
        free = (at for at in places if not at <= self._due_at < at + len(shown))
        canvas.put(next(free, places[0]), shown)
        if shown != why and local(at, self.frame.line.zone).date() not in self._named:
            self.tell(at, why)

    def _due(self, canvas: Canvas, bar_ends: int) -> None:
        """Let the moment of release stand out through every bar but the one that it ends."""
        if self._due_at > bar_ends and not canvas.signs[self._due_at].isalpha():
            canvas.put(self._due_at, self.frame.signs.due, "headline")

    def _edges(self, canvas: Canvas, starts: int, ends: int) -> None:
        """Point to what lies outside the days drawn."""
        if starts < self.frame.line.starts:
            canvas.put(0, self.frame.signs.before)
        if ends > self.frame.line.ends:
            canvas.put(self.frame.scale.width - 1, self.frame.signs.after)

    def _end(self, canvas: Canvas, row: Row) -> None:
        """Write the time of the end after the bar, where there is room."""
        line = self.frame.line
        if line.side(row.ends) or row.ends == line.starts:
            return
        at, text = self.frame.scale.last(row.ends) + 1, f" ends {labels.brief(row.ends, line)}"
        if at + len(text) <= self.frame.width:
            canvas.put(at, text)
