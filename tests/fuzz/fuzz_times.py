"""The time reader: any text is an instant in range, a date, or a coded error."""

from __future__ import annotations

from sound import coded

from detainer import DetainerError
from detainer.times import looks_like_date, read_date, read_instant
from detainer.zones import local

ZONES = ("America/New_York", "America/Phoenix", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu")
NOW = 1_790_000_000  # in September 2026


def target(data: bytes) -> None:
    """The first byte says in which zone, and whether the present moment is known."""
    first, text = (data[0] if data else 0), data[1:].decode("utf-8", "surrogateescape")
    zone, now = ZONES[first % len(ZONES)], NOW if first & 0x80 else None
    date_like = looks_like_date(text)
    try:
        day = read_date(text, "offense_on")
    except DetainerError as error:
        coded(error)
    else:
        assert date_like, "what is read as a date looks like one"
        assert read_date(day.isoformat(), "offense_on") == day
    try:
        at = read_instant(text, zone, "release_at", now=now).at
    except DetainerError as error:
        coded(error)
        return
    assert not date_like, "a date alone is no instant"
    again = local(at, zone).isoformat()  # with its offset, so that there is one such instant
    assert read_instant(again, zone, "release_at").at == at, again
