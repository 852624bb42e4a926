"""The answer as a calendar file (iCalendar, RFC 5545): one event, its zone, its alarms.

**What the event is.**

- A hold applies: the governing window, from its start to ``release_by``.
- None applies: the release itself, an event without an end. RFC 5545 section 3.6.1 lets it
  end when it starts. (A made-up quarter of an hour would read as time left.)
- It cannot be said: the earliest release that is possible; the summary says ``CANNOT SAY``
  and what is needed.
- A court's criminal warrant holds the person: no release is known, but an event stands at
  the release time and says so. An error would leave the ``Release by`` of an earlier answer
  in the calendar. It has no alarm, nor has, outside a window, a release whose time was not
  given.

The words are those of the text; the time left is not told, since the file lies in a
calendar while it runs out.

**Which event it replaces.** Calendar programs go by ``UID``, then the higher ``SEQUENCE``,
then the later ``DTSTAMP``. The UID is made of what no corrected paper, form or answer
touches: the profile's id, the zone, and the booking time, else the release time. A booking
stays as it is when the release moves, and sets apart people who are released in the same
minute; without one, two such people are one event. So where no booking is given, or it is
added later, or the profile, zone or booking is itself corrected, name the record: ``uid``,
a number of the jail's own or the UID of the file to be replaced. No name of a person belongs in it: it is
written into the file as it stands.

**Alarms** are absolute instants. Outlook reads a duration as minutes before the *start* of
an event, whatever ``RELATED`` says ([MS-OXCICAL] 2.1.3.1.1.20.62), which for a window would
be two days early; it keeps one alarm, Google Calendar none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from .. import __version__
from ..errors import DetainerError, Problem, show, shows
from ..zones import local, seconds
from .observances import observances
from .text import LAST_LINE, facts, sections, statement

if TYPE_CHECKING:
    from ..decision import Decision

__all__ = ["parse_alarm", "render"]

_NAMESPACE = UUID("5b0f6a86-3f6f-4f0e-9f5e-2b6f5c1c2d47")
_LONGEST = timedelta(days=14)
_ALARM = re.compile(r"(?:([0-9]{1,6})d)? ?(?:([0-9]{1,6})h)? ?(?:([0-9]{1,6})m(?:in)?)?", re.IGNORECASE)
#: SEQUENCE is a signed number of 32 bits: counted in seconds from 1970 it would end in 2038
_SEQUENCE_FROM = datetime(2026, 1, 1, tzinfo=UTC)
_LAST_SEQUENCE = 2**31 - 1
#: of a UID, by RFC 7986 section 5.3
_LONGEST_UID = 255


def parse_alarm(text: str) -> timedelta:
    """Return how long before the end an alarm rings: ``2h``, ``90m``, ``1d``, ``1h30m``.

    :raises DetainerError: ``ALARM_UNKNOWN`` for anything else, ``ALARM_OUT_OF_RANGE`` for
        nothing at all and for more than 14 days.

    >>> parse_alarm("1h30m")
    datetime.timedelta(seconds=5400)
    """
    match = _ALARM.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        hint = "write 2h, 90m, 1d or 1h30m"
        raise DetainerError([Problem("ALARM_UNKNOWN", "alarm", f"'{show(text, 40)}' is no length", hint)])
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return _in_range(timedelta(days=days, hours=hours, minutes=minutes), text)


def render(
    decision: Decision,
    alarms: tuple[timedelta, ...] = (),
    *,
    stamped: datetime,
    sequence: int | None = None,
    uid: str | None = None,
) -> str:
    """Return the answer as a calendar file: lines end in CR LF, to be written as UTF-8.

    :param alarms: how long before the release each rings; see :func:`parse_alarm`.
    :param stamped: when the file was made (``DTSTAMP``), aware. It does not read ``as_of``.
    :param sequence: which correction of the answer this is, from 0; by default the seconds
        from 2026 to ``stamped``, which grow by themselves. One way or the other for a record,
        not both.
    :param uid: names the record, where the facts do not: see the top of this module.
    :raises DetainerError: ``ALARM_OUT_OF_RANGE``; ``NAIVE_TIME`` for ``stamped``;
        ``VALUE_UNKNOWN`` for a negative or too large ``sequence``, or a ``uid`` that is
        empty, longer than 255 bytes or does not print.

    >>> from detainer import Custody, check
    >>> at = datetime(2026, 11, 25, 20, tzinfo=UTC)
    >>> answer = check(Custody(release_at=at), "honors", assume="ordinary", timezone="America/New_York")
    >>> lines = render(answer, (parse_alarm("2h"),), stamped=at).split("\\r\\n")
    >>> [line for line in lines if line.startswith(("DTSTART;", "DTEND;", "TRIGGER"))]  # doctest: +NORMALIZE_WHITESPACE
    ['DTSTART;TZID=America/New_York:20261125T150000', 'DTEND;TZID=America/New_York:20261127T150000',
     'TRIGGER;VALUE=DATE-TIME:20261127T180000Z']
    """
    _refuse(alarms, stamped, sequence, uid)
    decision = replace(decision, as_of=None)
    entry = _entry(decision)
    event = Event()
    event.add("uid", _uid(decision) if uid is None else _safe(uid.strip()))
    event.add("dtstamp", stamped.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", _sequence(stamped) if sequence is None else sequence)
    event.add("dtstart", _moment(entry.starts, decision.timezone))
    if entry.ends is not None:
        event.add("dtend", _moment(entry.ends, decision.timezone))
    event.add("summary", _safe(entry.summary))
    event.add("description", "\n".join(_safe(line) for line in _description(decision, entry, bool(alarms))))
    event.add("transp", "TRANSPARENT")  # the window takes nobody's time
    if entry.due is not None:
        for before in dict.fromkeys(alarms):
            event.add_component(_alarm(entry.due, before, entry.summary))
    calendar = Calendar()
    calendar.add("prodid", f"-//detainer//detainer {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add_component(_timezone(decision.timezone, entry))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")


def _in_range(before: timedelta, text: object) -> timedelta:
    if timedelta() < before <= _LONGEST:
        return before
    message = f"an alarm '{show(text, 40)}' before the end"
    hint = "more than no time and at most 14d"
    raise DetainerError([Problem("ALARM_OUT_OF_RANGE", "alarm", message, hint)])


def _refuse(alarms: tuple[timedelta, ...], stamped: datetime, sequence: int | None, uid: str | None) -> None:
    for before in alarms:
        _in_range(before, before)
    problems = []
    if stamped.utcoffset() is None:
        problems.append(
            Problem("NAIVE_TIME", "stamped", "stamped has no time zone", "give an aware datetime")
        )
    if sequence is not None and not 0 <= sequence <= _LAST_SEQUENCE:
        problems.append(
            Problem("VALUE_UNKNOWN", "sequence", f"'{sequence}' is out of range", f"0 to {_LAST_SEQUENCE}")
        )
    if uid is not None and not (uid.strip() and shows(uid) and len(uid.encode()) <= _LONGEST_UID):
        problems.append(
            Problem(
                "VALUE_UNKNOWN",
                "uid",
                f"'{show(uid, 40)}' names no record",
                f"1 to {_LONGEST_UID} bytes that print, as 2026-001234",
            )
        )
    if problems:
        raise DetainerError(problems)


# ---- the event ----


class _Entry(NamedTuple):
    """What stands in the calendar, in seconds; ``due`` is what an alarm rings before."""

    summary: str
    starts: int
    ends: int | None
    due: int | None


def _entry(decision: Decision) -> _Entry:
    first, *below = statement(decision)
    first = first.replace("RELEASE BY", "Release by", 1).replace("RELEASE DUE", "Release due", 1)
    start, known = decision.basis.start, decision.release_at is not None
    booking = "" if known else " (counted from booking: no release time was given)"
    assumed = " (rests on assumptions)" if decision.rests_on_assumptions else ""
    if decision.hold == "other_custody":
        return _Entry(first + assumed, start, None, None)
    if decision.window is not None and decision.release_by is not None:
        starts, due = seconds(decision.window.starts_at), seconds(decision.release_by)
        summary = first + booking + assumed
        if due <= starts:  # withdrawn before a clock that starts after release had begun
            return _Entry(summary, due, None, due)
        return _Entry(summary, starts, due, due)
    if decision.release_between is not None:
        earliest = seconds(decision.release_between[0])
        return _Entry(f"{first}; {below[0]}{booking}{assumed}", earliest, None, earliest if known else None)
    return _Entry(first + assumed, start, None, start if known else None)


def _description(decision: Decision, entry: _Entry, alarms: bool) -> list[str]:
    lines = [*statement(decision), ""]
    lines += [f"{label}: {text}" for label, text in facts(decision)]
    if alarms and entry.due is None:
        lines.append("no alarm: there is no known release to ring before")
    for title, items in sections(decision):
        if items:
            lines += [
                "",
                title,
                *(line for item in items for line in f"- {item}".replace("\n", "\n  ").split("\n")),
            ]
    return [*lines, "", LAST_LINE]


def _safe(line: str) -> str:
    """Return a line with what does not print escaped; ``\\N`` too, which ``icalendar`` takes for a line's end."""
    return show(line, len(line)).replace(r"\N", r"\x5cN")


def _moment(at: int, key: str) -> datetime:
    """Return an instant in the facility's zone, in UTC where its local time comes twice.

    Such a time means the first of the two (RFC 5545 section 3.3.5), and not all programs
    take it so: an hour would be won or lost.
    """
    here = local(at, key)
    twice = here.utcoffset() != here.replace(fold=1 - here.fold).utcoffset()
    return here.astimezone(UTC) if twice else here


def _alarm(due: int, before: timedelta, summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    at = datetime.fromtimestamp(due, UTC) - before
    alarm.add("trigger", at, parameters={"value": "DATE-TIME"})  # the package leaves that out
    alarm.add("description", _safe(summary))
    return alarm


def _uid(decision: Decision) -> str:
    custody = decision.custody
    at = custody.booked_at or custody.release_at
    assert at is not None  # Custody refuses a record with neither
    which = "booked" if custody.booked_at else "release"
    return str(
        uuid5(_NAMESPACE, "\n".join((decision.profile.id, decision.timezone, which, str(seconds(at)))))
    )


def _sequence(stamped: datetime) -> int:
    return min(max(0, int((stamped - _SEQUENCE_FROM).total_seconds())), _LAST_SEQUENCE)


# ---- its zone ----


def _timezone(key: str, entry: _Entry) -> Timezone:
    zone = Timezone()
    zone.add("tzid", key)
    for item in observances(key, entry.starts, entry.ends or entry.starts):
        part = TimezoneDaylight() if item.daylight else TimezoneStandard()
        part.add("dtstart", item.onset)
        part.add("tzoffsetfrom", item.before)
        part.add("tzoffsetto", item.after)
        part.add("tzname", item.name)
        if item.byday is not None:
            rule: dict[str, object] = {"freq": "yearly", "bymonth": item.onset.month, "byday": item.byday}
            if item.until is not None:
                rule["until"] = item.until
            part.add("rrule", rule)
        zone.add_component(part)
    return zone
