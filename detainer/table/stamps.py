"""Instants of one zone, read from text and written as text, by the million.

Every text is read by :mod:`detainer.times` when it is first seen, and a date or a time of
day of a plain shape is remembered: the next row that has it only adds the two. On a day on
which the zone's clocks change nothing is remembered.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from ..clock import offsets
from ..times import Moment, looks_like_date, read_date, read_instant
from ..times.guard import quote, refuse
from ..times.place import Wall, place
from ..zones import load

__all__ = ["DAY", "EPOCH", "Stamps"]

DAY = 86_400
EPOCH = date(1970, 1, 1).toordinal()
_MOST = 200_000  # what is remembered at most, of each kind
_HOUR = re.compile(r"%-?[HIcXT]")
_WEEKDAY = re.compile(r"%[aAc]")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}")
_ISO_CLOCK = re.compile(r"T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?")
_CLOCK = re.compile(r"\d\d?:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?|\d{4}")


class Stamps:
    """Reads and writes the instants of one zone.

    ``forms`` are ``strptime`` formats by fact, for clocks that write otherwise; the name
    ``None`` stands for all facts.

    >>> stamps = Stamps("America/New_York")
    >>> at = stamps.instant("5/10/2019 5:00 PM", "release_at")
    >>> at, stamps.text(at), stamps.day(at) - EPOCH
    (1557522000, '2019-05-10T17:00:00-04:00', 18026)
    """

    def __init__(self, zone: str, forms: dict[str | None, str] | None = None) -> None:
        self.zone = zone
        self.forms = forms or {}
        #: whether an hour that happened twice was read since this was last set to False
        self.twice = False
        #: whether of a time only the date was given, since this was last set to False
        self.dated = False
        self._tz = load(zone)
        self._read_days: dict[str, date] = {}
        self._days: dict[str, int] = {}
        self._iso_days: dict[str, tuple[int, int]] = {}
        self._clocks: dict[str, int] = {}
        self._iso_clocks: dict[str, tuple[int, bool]] = {}
        self._offsets: dict[int, int | None] = {}
        self._dates: dict[int, str] = {}
        self._ends: dict[tuple[int, int], str] = {}

    # ---- reading ----

    def instant(self, text: str, fact: str) -> int:
        """Return the instant that a text says.

        :raises DetainerError: as :func:`~detainer.times.read_instant`.
        """
        form = self.forms.get(fact) or self.forms.get(None)
        if form:
            return self._by_form(text, fact, form)
        found: Moment = read_instant(text, self.zone, fact)
        self.twice = self.twice or found.ambiguous
        self._remember(text)
        return found.at

    def quick(self, text: str) -> int | None:
        """Return the instant of a text whose date and time of day are remembered, else None."""
        try:
            if text[10:11] == "T":
                past, fixed = self._iso_clocks[text[10:]]
                return self._iso_days[text[:10]][fixed] + past
            head, _, tail = text.partition(" ")
            return self._days[head] + self._clocks[tail]
        except KeyError:
            return None

    def whole_day(self, text: str, fact: str) -> date | None:
        """Return the date that a text says; None where it is no date alone.

        :raises DetainerError: as :func:`~detainer.times.read_date`.
        """
        form = self.forms and (self.forms.get(fact) or self.forms.get(None))
        if form:  # what was read of another fact does not count here
            return None if _HOUR.search(form) else self._parsed(text, fact, form).date()
        known = self._read_days.get(text)
        if known is None:
            if not looks_like_date(text):
                return None
            if len(self._read_days) >= _MOST:
                self._read_days.clear()
            known = self._read_days[text] = read_date(text, fact)
        return known

    def _by_form(self, text: str, fact: str, form: str) -> int:
        wall = self._parsed(text, fact, form)
        if not _HOUR.search(form):
            raise refuse("TIME_MISSING", fact, f"{quote(text)} was understood as the date {wall:%Y-%m-%d}")
        shift = wall.utcoffset()
        east = None if shift is None else shift.days * DAY + shift.seconds
        found = place(Wall(wall.replace(tzinfo=None, microsecond=0), east), self.zone, text, fact)
        self.twice = self.twice or found.ambiguous
        return found.at

    @staticmethod
    def _parsed(text: str, fact: str, form: str) -> datetime:
        try:
            wall = datetime.strptime(text.strip(), form)
        except ValueError:
            raise refuse(
                "TIME_UNREADABLE", fact, f"{quote(text)} is not written as {quote(form)}", "see --time-format"
            ) from None
        if _WEEKDAY.search(form) and f"{wall:%a}".lower() not in text.lower():  # strptime does not look
            raise refuse("WEEKDAY_WRONG", fact, f"{quote(text)}: that is a {wall:%A}", "mend one of them")
        return wall

    def _remember(self, text: str) -> None:
        """Remember a date and a time of day of plain shape, where the two are but added."""
        iso = text[10:11] == "T"
        head, tail = (text[:10], text[10:]) if iso else text.partition(" ")[::2]
        if not (_ISO_DAY if iso else _DAY).fullmatch(head) or not (_ISO_CLOCK if iso else _CLOCK).fullmatch(
            tail
        ):
            return
        for kept in (self._days, self._iso_days, self._clocks, self._iso_clocks):
            if len(kept) >= _MOST:
                kept.clear()
        if tail not in (self._iso_clocks if iso else self._clocks):
            clock = read_instant(f"2001-02-03{tail if iso else ' ' + tail}", "UTC", "").at - _WITNESS
            fixed = iso and (tail[-1] == "Z" or tail[-6] in "+-")
            if not fixed and not 0 <= clock < DAY:  # 24:00 is another day's
                return
            if iso:
                self._iso_clocks[tail] = clock, fixed
            else:
                self._clocks[tail] = clock
        if head not in (self._iso_days if iso else self._days):
            utc = (read_date(head, "").toordinal() - EPOCH) * DAY
            offset = self._steady(utc // DAY)
            if offset is None or not _FIRST < utc < _LAST:
                return
            if iso:
                self._iso_days[head] = utc - offset, utc
            else:
                self._days[head] = utc - offset

    # ---- the zone's days ----

    def offset(self, at: int) -> int:
        """Return the zone's offset at an instant, in seconds east of UTC."""
        number = at // DAY
        try:
            known = self._offsets[number]
        except KeyError:
            known = self._learn(number)
        return self._offset(at) if known is None else known

    def _learn(self, number: int) -> int | None:
        """Learn the offset of each UTC day of the year around one, None where it changes; return the one's."""
        first, last = number - 183, number + 184
        known: dict[int, int | None] = dict.fromkeys(range(first, last))
        for low, high, offset in offsets(self._tz, first * DAY, last * DAY):
            known.update(dict.fromkeys(range(-(-low // DAY), high // DAY), offset))
        self._offsets.update(known)
        return known[number]

    def _steady(self, number: int) -> int | None:
        """Return the zone's offset on a local day; None where it changes then, or nearly."""
        found = set()
        for day in range(number - 1, number + 2):
            self.offset(day * DAY)
            found.add(self._offsets[day])
        return found.pop() if len(found) == 1 else None

    def _offset(self, at: int) -> int:
        shift = datetime.fromtimestamp(at, self._tz).utcoffset()
        assert shift is not None
        return shift.days * DAY + shift.seconds

    def day(self, at: int) -> int:
        """Return the ordinal of the local date of an instant."""
        return (at + self.offset(at)) // DAY + EPOCH

    # ---- writing ----

    def text(self, at: int) -> str:
        """Return an instant in local time with its offset, as the JSON answers have it."""
        offset = self.offset(at)
        number, past = divmod(at + offset, DAY)
        day = self._dates.get(number)
        if day is None:
            day = self._dates[number] = f"{date.fromordinal(number + EPOCH)}T"
        end = self._ends.get((past, offset))
        if end is None:
            end = datetime.fromtimestamp(at, self._tz).isoformat(timespec="seconds")[11:]
            if len(self._ends) < _MOST // 10:
                self._ends[past, offset] = end
        return day + end


#: at either end of the years counted an offset may lead out of them
_FIRST, _LAST = ((date(year, 1, 1).toordinal() - EPOCH) * DAY for year in (1971, 2100))
_WITNESS = (date(2001, 2, 3).toordinal() - EPOCH) * DAY
