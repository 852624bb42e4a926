"""The timeline for a terminal: local days side by side, a bar for each reading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ..errors import show
from ..timeline import Day, Row, Timeline, timeline
from ..zones import local
from . import labels
from .canvas import ASCII, UTF8, Canvas, Signs, Style, scale
from .wrap import wrap

if TYPE_CHECKING:
    from ..decision import Decision

__all__ = ["NARROWEST", "draw"]

#: with fewer columns nothing is drawn: what a picture shows is said in lines
NARROWEST = 40
_DUE = ("release_by", "release_due")


def draw(decision: Decision, width: int = 80, ascii_only: bool = False, style: Style | None = None) -> str:
    """Return the timeline of an answer as lines of at most ``width`` columns.

    Days are the facility's. Hours that count are drawn solid for a reading that governs
    and hatched for another; those that do not are dotted, with the reason in them where
    there is room. ``style`` takes a text and a name (``label``, ``headline`` for the time of
    release, ``warning`` for what is not known, ``faint`` for the scale) and returns it
    coloured; colour never says anything that the characters do not.
    """
    line = timeline(decision)
    picture = _Picture(line, width, ASCII if ascii_only else UTF8, style or (lambda text, _: text))
    text = "\n".join(picture.lines()) + "\n"
    return text.encode("ascii", "backslashreplace").decode() if ascii_only else text


class _Picture:
    """The parts of a picture, from the top down."""

    def __init__(self, line: Timeline, width: int, signs: Signs, paint: Style) -> None:
        self.line = line
        self.width = width
        self.signs = signs
        self.paint = paint
        self.drawn = width >= NARROWEST
        self.scale = scale(line.days, max(width, NARROWEST))
        #: whether every day has its date above it
        self.dated = True
        #: the dates of holidays whose names stand below the date
        self.named: set[date] = set()
        #: marks whose words have no room beside them
        self.wide: list[str] = []
        #: not counted, and the bar had no room to say why
        self.unsaid: dict[str, int] = {}

    def lines(self) -> Iterator[str]:
        yield self.paint("TIMELINE", "label") + self._wrapped_title()
        if self.drawn:
            yield from self._heads()
            yield from self._marks()
        else:
            for at, words, _ in labels.marked(self.line):
                yield from self._say(f"{words} {self.line.stamp(at)}")
        for row in self.line.rows:
            yield from self._named(row)
            if self.drawn:
                yield self._bar(row)
        yield from self._band()
        yield from self._notes()

    def _clean(self, text: str) -> str:
        """Return a text from a profile or calendar, safe to print, each of its characters one column."""
        safe = show(text)
        return safe.encode("ascii", "backslashreplace").decode() if self.signs is ASCII else safe

    def _wrapped_title(self) -> str:
        title = f" local days, {self.line.zone}"
        return title if len(title) + 8 <= self.width else ""

    def _say(self, text: str, lead: str = "  ") -> list[str]:
        return wrap(text, lead, lead + "  ", self.width)

    def _named(self, row: Row) -> list[str]:
        text, standing = labels.named(row, self.line), labels.standing(row, self.line)
        if row.governs:
            return [self.paint(part, "label") for part in self._say(f"{text} <- {standing}")]
        return self._say(f"{text}, {standing}" if standing else text)

    def _canvas(self) -> Canvas:
        return Canvas(self.width)

    # ---- heads ----

    def _heads(self) -> Iterator[str]:
        yield self._dates().text(self.paint)
        yield self._hours().text(self.paint)
        yield from self._holidays()

    def _dates(self) -> Canvas:
        canvas, ruler = self._canvas(), self.scale
        for form in (_full, _short):
            heads = [form(group[0]) for group in ruler.groups]
            if max(len(head) for head in heads) <= ruler.cells:
                break
        else:
            form, self.dated = _full, False  # no room for each: the first, and each Monday that has some
        for number, group in enumerate(ruler.groups):
            head, at = form(group[0]), number * (ruler.cells + 1)
            if number and form is _short and group[0].date.day == 1:
                head = f"{group[0].date.day} {group[0].date:%b}"
            if len(head) > ruler.cells and number and group[0].date.weekday() and len(group) == 1:
                continue
            if (
                canvas.free(max(0, at - 1), min(at + 1 + len(head), self.width))
                and at + 1 + len(head) <= self.width
            ):
                canvas.put(at + 1, head)
        return canvas

    def _hours(self) -> Canvas:
        """The line below the dates: where each day begins, with full hours or else the day's number."""
        canvas, ruler = self._canvas(), self.scale
        self._rule(canvas)
        if not self.dated and ruler.cells >= 2:
            for number, group in enumerate(ruler.groups):
                canvas.put(number * (ruler.cells + 1) + 1, f"{group[0].date.day:>2}", "faint")
        elif len(ruler.groups) == len(self.line.days):
            step = next((s for s in (1, 2, 3, 6, 12) if ruler.cells * s >= 24 * 3), None)
            for day in self.line.days if step else ():
                for hour, instant in self.line.hours(day, step or 24):
                    at = ruler.first(instant)
                    if canvas.free(at, at + 2):
                        canvas.put(at, f"{hour:02}", "faint")
        return canvas

    def _rule(self, canvas: Canvas) -> None:
        for number in range(len(self.scale.groups) + 1):
            canvas.put(number * (self.scale.cells + 1), self.signs.day, "faint")

    def _holidays(self) -> Iterator[str]:
        """The names of holidays below their dates, in words that fit the day's width."""
        room, placed = self.scale.cells, []
        for day, names in labels.holidays(self.line):
            names = self._clean(names)
            lines = wrap(names, width=room)
            if len(lines) <= 3 and max(len(word) for word in names.split()) <= room:
                placed.append((self.scale.first(day.starts), lines))
                self.named.add(day.date)
        for number in range(max((len(lines) for _, lines in placed), default=0)):
            canvas = self._canvas()
            self._rule(canvas)
            for at, lines in placed:
                canvas.put(at, lines[number] if number < len(lines) else "")
            yield canvas.text(self.paint)

    # ---- marks ----

    def _marks(self) -> Iterator[str]:
        levels: list[Canvas] = []
        far = []
        for at, words, kinds in reversed(labels.marked(self.line)):
            name = "headline" if kinds[0] in _DUE else ""
            side = self.line.side(at)
            if side:
                far.append((side, self._far(side, labels.afar(at, words, self.line)), name))
                continue
            self._level(levels, self.scale.column(at), f"{words} {labels.brief(at, self.line)}", name)
        for _, lines, name in sorted(far, key=lambda item: item[0]):
            yield from (self.paint(line, name) if name else line for line in lines)
        for text in reversed(self.wide):
            yield from self._say(text, "")
        yield from (canvas.text(self.paint) for canvas in reversed(levels))

    def _far(self, side: int, text: str) -> list[str]:
        if side < 0:
            return wrap(text, f"{self.signs.before} ", "  ", self.width)
        lines = wrap(f"{text} {self.signs.after}", width=self.scale.width)
        return [line.rjust(self.scale.width) for line in lines]

    def _level(self, levels: list[Canvas], column: int, text: str, name: str) -> None:
        """Write a mark on the lowest line that has room for it, with a stem down to the bars."""
        right = column + 2 + len(text) <= self.width
        low = column if right else column - 1 - len(text)
        sign = self.signs.mark
        if low < 0:  # room on neither side: the words in a line of their own
            self.wide.append(text)
            low, right, text = column, True, ""
        shown, high = (
            (f"{sign} {text}".rstrip(), low + len(text) + 2) if right else (f"{text} {sign}", column + 1)
        )
        number = 0
        while number < len(levels) and not levels[number].free(max(0, low - 1), min(high + 1, self.width)):
            number += 1
        if number == len(levels):
            levels.append(self._canvas())
        levels[number].put(low, shown, name)
        for below in levels[:number]:
            if below.free(column, column + 1):
                below.put(column, self.signs.due if name else self.signs.stem, name)

    # ---- bars ----

    def _bar(self, row: Row) -> str:
        canvas, ruler, line = self._canvas(), self.scale, self.line
        self._rule(canvas)
        until = labels.governed(row, line)
        for stretch in row.stretches:
            low, high = max(stretch.starts, line.starts), min(stretch.ends, line.ends)
            if low >= high:
                continue
            first, last = ruler.first(low), ruler.last(high)
            if not stretch.counts:
                self._skip(canvas, first, last, stretch.starts, stretch.why)
                continue
            canvas.put(first, self.signs.counts * (last - first + 1))
            if low < until:
                canvas.put(first, self.signs.governs * (ruler.last(min(high, until)) - first + 1), "headline")
        self._edges(canvas, row.starts, row.ends)
        self._due(canvas, ruler.last(until) if row.starts < until else -1)
        self._end(canvas, row)
        return canvas.text(self.paint)

    def _due(self, canvas: Canvas, bar_ends: int) -> None:
        """Let the moment of release stand out through every bar but the one that it ends."""
        for at, _, kinds in labels.marked(self.line):
            if kinds[0] in _DUE and not self.line.side(at) and (column := self.scale.column(at)) > bar_ends:
                canvas.put(column, self.signs.due, "headline")

    def _skip(self, canvas: Canvas, first: int, last: int, at: int, why: str) -> None:
        """Draw what does not count, with the reason in it, or else have it said below."""
        while first < last and canvas.signs[first] in (self.signs.governs, self.signs.counts):
            first += 1  # a column that counts in part is drawn as counted
        canvas.put(first, self.signs.skips * (last - first + 1), "faint")
        why = self._clean(why)
        room = last - first + 1
        here = local(at, self.line.zone)
        shown = next((text for text in (why, "not counted") if len(text) <= room), "")
        canvas.put(first + (room - len(shown)) // 2, shown, "faint")
        if shown == why:
            return
        if here.date() not in self.named:
            self._unsaid(at, why)

    def _unsaid(self, at: int, why: str) -> None:
        here = local(at, self.line.zone)
        names = [name for name in why.split(", ") if name not in labels.HOLIDAY_FREE]
        text = f"{here:%a} {here.day} {here:%b} {', '.join(names)}" if names else f"{why}s"
        self.unsaid[text] = here.toordinal() if names else 0

    def _edges(self, canvas: Canvas, starts: int, ends: int) -> None:
        """Point to what lies outside the days drawn."""
        if starts < self.line.starts:
            canvas.put(0, self.signs.before)
        if ends > self.line.ends:
            canvas.put(self.scale.width - 1, self.signs.after)

    def _end(self, canvas: Canvas, row: Row) -> None:
        """Write the time of the end after the bar, where there is room."""
        if self.line.side(row.ends) or row.ends == self.line.starts:
            return
        at, text = self.scale.last(row.ends) + 1, f" ends {labels.brief(row.ends, self.line)}"
        if at + len(text) <= self.width:
            canvas.put(at, text)

    def _band(self) -> Iterator[str]:
        words, line = labels.band(self.line), self.line
        if words is None or line.between is None:
            return
        yield from (self.paint(part, "warning") for part in self._say(words))
        if not self.drawn:
            return
        low, high = line.between
        canvas = self._canvas()
        self._rule(canvas)
        if low < line.ends and high > line.starts:
            first = self.scale.first(max(low, line.starts))
            last = self.scale.last(min(high, line.ends))
            canvas.put(first, self.signs.open * (last - first + 1), "warning")
        self._edges(canvas, low, high)
        yield canvas.text(self.paint)

    # ---- below ----

    def _notes(self) -> Iterator[str]:
        for item in self.line.waiting:
            yield from self._say(labels.waits(item))
        if not self.drawn:  # no bar has said what its hours leave out
            for row in self.line.rows:
                for stretch in row.stretches:
                    if stretch.why:
                        self._unsaid(stretch.starts, self._clean(stretch.why))
        if self.unsaid:
            told = sorted(self.unsaid, key=lambda text: self.unsaid[text])
            yield from self._say(f"not counted: {'; '.join(told)}")
        for text in labels.long_days(self.line):
            yield from self._say(text)
        if self.drawn and (legend := self._legend()):
            yield from self._say(legend)

    def _legend(self) -> str:
        signs, line = self.signs, self.line
        counted = [(row, stretch) for row in line.rows for stretch in row.stretches if stretch.counts]
        parts = []
        if any(stretch.starts < labels.governed(row, line) for row, stretch in counted):
            parts.append(f"{signs.governs} counts, governs")
        if any(stretch.ends > labels.governed(row, line) for row, stretch in counted):
            parts.append(f"{signs.counts} counts" + ("" if line.between else ", does not govern"))
        if any(stretch.why for row in line.rows for stretch in row.stretches):
            parts.append(f"{signs.skips} does not count")
        due = [
            words.split(",")[0] for _, words, kinds in labels.marked(line) if kinds[0] in _DUE and line.rows
        ]
        parts += [f"{signs.due} {words}" for words in due]
        if self.line.between:
            parts.append(f"{signs.open} may be due")
        size = len(self.scale.groups[0])
        if size > 1:
            parts.append(f"a column between rules is {size} days")
        return "; ".join(parts)


def _full(day: Day) -> str:
    return f"{day.weekday} {day.date.day} {day.date:%b}"


def _short(day: Day) -> str:
    return f"{day.weekday} {day.date.day}"
