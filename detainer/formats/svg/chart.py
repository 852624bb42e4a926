"""The chart of an SVG picture: days, marks and bars, time to scale."""

from __future__ import annotations

from typing import NamedTuple

from ...timeline import Row, Timeline
from .. import labels
from ..wrap import wrap
from .sheet import MARGIN, RIGHT, SPAN, Sheet, safe, width_of

__all__ = ["Chart"]

_BAR = 26
#: a day at least so wide has its holiday's name under its date
_NAMED = 90
_MARK = 14.5


class _Placed(NamedTuple):
    """A mark with room found for its words: on which line above the bars, and from where."""

    x: float
    words: str
    look: str
    right: bool
    label: float
    level: int


class Chart:
    """A chart being drawn on a sheet."""

    def __init__(self, line: Timeline, sheet: Sheet) -> None:
        self.line = line
        self.sheet = sheet
        self.room = SPAN / len(line.days)

    @property
    def names_holidays(self) -> bool:
        """Whether days are wide enough to have their holidays' names in them."""
        return self.room >= _NAMED

    def draw(self) -> None:
        """Draw the whole."""
        line, sheet = self.line, self.sheet
        top = sheet.y
        self._heads()
        uprights = self._marks()
        for row in line.rows:
            self._row(row)
        if line.between:
            self._band(*line.between)
        sheet.y += 12
        for at in [*(day.starts for day in line.days), line.ends]:
            sheet.upright("rule", self._x(at), top, sheet.y)
        for day in line.days:
            if day.closed:
                sheet.ground(
                    "closed", self._x(day.starts), self._x(day.ends) - self._x(day.starts), top, sheet.y
                )
        for look, x, start in uprights:
            sheet.upright(look, x, start, sheet.y)
        self._legend()

    def _x(self, at: int) -> float:
        """Return where an instant lies, at the edge if it lies outside."""
        line = self.line
        at = max(line.starts, min(at, line.ends))
        return MARGIN + SPAN * (at - line.starts) / (line.ends - line.starts)

    # ---- heads ----

    def _heads(self) -> None:
        sheet, days = self.sheet, self.line.days
        forms = (labels.full, labels.short)
        form = next((f for f in forms if max(width_of(f(day), 15, True) for day in days) < self.room), None)
        if form is not labels.full:  # the weeks and their months above
            sheet.y += 17
            free = 0.0
            for day in days:
                x = self._x(day.starts) + 6
                if (day is days[0] or day.date.weekday() == 0) and free <= x < RIGHT - 80:
                    sheet.text(x, labels.full(day), 13, "soft")
                    free = x + 90
        sheet.y += 18
        for day in days:
            head, inset = (form(day), 6) if form else (f"{day.date.day}", 3)
            sheet.text(self._x(day.starts) + inset, head, 14, "ink strong")
        if self.names_holidays:
            self._holidays()
        self._ticks()
        sheet.y += 6

    def _holidays(self) -> None:
        sheet, letters = self.sheet, int((self.room - 8) / width_of("x", 12))
        top = bottom = sheet.y
        for day, names in labels.holidays(self.line):
            sheet.y = top
            for part in wrap(safe(names), width=letters):
                sheet.y += 15
                sheet.text(self._x(day.starts) + 6, part, 12)
            bottom = max(bottom, sheet.y)
        sheet.y = bottom

    def _ticks(self) -> None:
        sheet = self.sheet
        step = next((s for s in (1, 2, 3, 6, 12) if self.room * s / 24 >= 26), None)
        if step is None:
            return
        sheet.y += 16
        for day in self.line.days:
            for hour, at in self.line.hours(day, step):
                sheet.text(self._x(at), f"{hour:02}", 10.5, "soft", "middle")
                sheet.upright("tick", self._x(at), sheet.y + 2, sheet.y + 7)
        sheet.y += 6

    # ---- marks ----

    def _marks(self) -> list[tuple[str, float, float]]:
        """Write the marks above the bars; return the look, place and top of the line of each."""
        sheet, line = self.sheet, self.line
        placed: list[_Placed] = []
        levels: list[list[tuple[float, float]]] = []
        for at, words, kinds in reversed(labels.marked(line)):
            due = kinds[0] in labels.DUE
            if side := line.side(at):
                self._far(side, labels.afar(at, words, line), due)
            else:
                look = "release" if due else "now" if kinds == ("now",) else "line"
                placed.append(_place(levels, self._x(at), f"{words} {labels.brief(at, line)}", look))
        top, step = sheet.y, _MARK * 1.45
        uprights = []
        for mark in placed:
            sheet.y = top + step * (len(levels) - mark.level)
            look = "on due strong" if mark.look == "release" else "on"
            sheet.text(mark.label, mark.words, _MARK, look, "start" if mark.right else "end")
            uprights.append((mark.look, mark.x, sheet.y - _MARK * 0.9))
        sheet.y = top + step * len(levels) + 4
        return uprights

    def _far(self, side: int, words: str, due: bool) -> None:
        self.sheet.y += _MARK * 1.4
        look = "on due strong" if due else "on"
        if side < 0:
            self.sheet.text(MARGIN, f"\u2190 {words}", _MARK, look)
        else:
            self.sheet.text(RIGHT, f"{words} \u2192", _MARK, look, "end")

    # ---- bars ----

    def _row(self, row: Row) -> None:
        line, sheet = self.line, self.sheet
        standing = labels.standing(row, line)
        words = labels.named(row, line) + (f", {standing}" if standing else "")
        self._label(words, "on strong" if row.governs else "on")
        until = labels.governed(row, line)
        for stretch in row.stretches:
            if stretch.why:
                self._skipped(stretch.starts, stretch.ends, safe(stretch.why))
                continue
            middle = max(stretch.starts, min(stretch.ends, until))
            self._box("governs", stretch.starts, middle)
            self._box("counts", middle, stretch.ends)
        self._now()
        self._edges(row.starts, row.ends)
        end, said = self._x(row.ends) + 8, f"ends {labels.brief(row.ends, line)}"
        if not line.side(row.ends) and end + width_of(said, 13) <= RIGHT:
            self._on_bar(end, said, 13, "start")
        sheet.y += _BAR

    def _label(self, words: str, look: str) -> None:
        self.sheet.y += 6
        self.sheet.lines(words, 14, look, 6)
        self.sheet.y += 7

    def _box(self, look: labels.Look, starts: int, ends: int) -> None:
        low, high = max(starts, self.line.starts), min(ends, self.line.ends)
        if low < high:
            self.sheet.box(look, self._x(low), max(1.5, self._x(high) - self._x(low)), _BAR)

    def _on_bar(self, x: float, words: str, size: float, anchor: str) -> None:
        self.sheet.y += 18
        self.sheet.text(x, words, size, "on", anchor)
        self.sheet.y -= 18

    def _skipped(self, starts: int, ends: int, why: str) -> None:
        """Draw a stretch that does not count, with the reason on it."""
        self._box("skips", starts, ends)
        low, high = self._x(starts), self._x(ends)
        said = next((words for words in (why, "not counted") if width_of(words, 12.5) + 10 <= high - low), "")
        if said:
            self._on_bar((low + high) / 2, said, 12.5, "middle")

    def _now(self) -> None:
        """Draw the present once more over a bar, whose solid parts hide it."""
        for mark in self.line.marks:
            if mark.kind == "now" and not self.line.side(mark.at):
                for look in ("halo", "now"):
                    y = self.sheet.y
                    self.sheet.upright(look, self._x(mark.at), y - 2, y + _BAR + 2, behind=False)

    def _edges(self, starts: int, ends: int) -> None:
        """Point to what lies outside the days drawn."""
        if starts < self.line.starts:
            self.sheet.point(MARGIN, self.sheet.y + _BAR / 2, -1)
        if ends > self.line.ends:
            self.sheet.point(RIGHT, self.sheet.y + _BAR / 2, 1)

    def _band(self, low: int, high: int) -> None:
        self._label(labels.band(self.line) or "", "on strong")
        self._box("open", low, high)
        self._edges(low, high)
        self.sheet.y += _BAR

    def _legend(self) -> None:
        """Show each look that is drawn beside what it means."""
        sheet, x = self.sheet, float(MARGIN)
        looks = labels.looks(self.line)
        sheet.y += 8
        for look, words in looks:
            sheet.box(look, x, 30, 14)
            sheet.y += 12
            sheet.text(x + 38, words, 13)
            sheet.y -= 12
            x += 62 + width_of(words, 13)
        sheet.y += 16 if looks else 0


def _place(levels: list[list[tuple[float, float]]], x: float, words: str, look: str) -> _Placed:
    """Find the lowest line that has room for a mark's words, right of its instant or else left of it."""
    width = width_of(words, _MARK, look == "release") + 8
    right = x + width <= RIGHT or x - width < MARGIN
    low = max(float(MARGIN), min(x if right else x - width, RIGHT - width))
    level = next(
        (n for n, taken in enumerate(levels) if all(low + width < a or low > b for a, b in taken)),
        len(levels),
    )
    if level == len(levels):
        levels.append([])
    levels[level].append((low, low + width))
    return _Placed(x, words, look, right, low + 6 if right else low + width - 6, level)
