"""Laws of reading times: no text breaks it, and what is written in full reads back as itself."""

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from detainer import zones
from detainer.errors import DetainerError, Problem
from detainer.times import (
    Moment,
    looks_like_date,
    read_date,
    read_instant,
)

ZONES = [
    "America/New_York",
    "America/Chicago",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Indiana/Petersburg",  # changed its zone and its clocks more than once
    "America/Puerto_Rico",
    "Pacific/Honolulu",
    "Pacific/Guam",
    "Africa/Monrovia",  # offset with seconds until 1972
]
WORDS = """
    5/10/2019 5/10 25/12/2026 2026-11-25 20261125 10.5.2019 2/30/2026 1/2/3 May Sept. 10 10th
    2019 '19 of 5:00 17:00 1700 2400 24:00 25:00 5pm PM a.m. hrs noon midnight 12 at on @ ,
    Fri Friday, Thu today tomorrow yesterday now EST EDT CST UTC GMT Z x -0500 +05:30 T
    2026-11-01 2026-03-08 01:30 02:30 0 00 - / : . 99999999999999999999
"""
FIRST, LAST = datetime(1970, 1, 2), datetime(2100, 12, 30)

instants = st.datetimes(FIRST, LAST).map(lambda d: int((d - datetime(1970, 1, 1)) // timedelta(seconds=1)))
zone_names = st.sampled_from(ZONES)
words = st.sampled_from(WORDS.split())
texts = (
    st.text(max_size=70)
    | st.lists(words, max_size=6).map(" ".join)
    | st.lists(words, max_size=4).map("".join)
    | st.text("0123456789/-:. TZapmAPM+", max_size=30)
)


@st.composite
def doubled(draw: st.DrawFn) -> tuple[int, str]:
    """An instant of an hour that happened twice: within an hour of a clock set back."""
    zone = draw(st.sampled_from(["America/New_York", "America/Chicago", "America/Los_Angeles"]))
    year = draw(st.integers(2007, 2100))  # since 2007: the first Sunday of November, at 2:00
    first = datetime(year, 11, 1)
    day = first + timedelta(days=(6 - first.weekday()) % 7)
    start = zones.seconds((day + timedelta(hours=1)).replace(tzinfo=zones.load(zone)))
    return start + draw(st.integers(0, 2 * 3600 - 1)), zone


def problems(reader: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        reader()
    except DetainerError as error:
        return error.problems
    return ()


@given(texts, st.none() | instants, zone_names)
def test_any_text_is_read_or_refused_with_a_printable_reason(text: str, now: int | None, zone: str) -> None:
    readers = (
        lambda: read_instant(text, zone, "release_at", now=now),
        lambda: read_date(text, "offense_on"),
    )
    for reader in readers:
        for problem in problems(reader):
            assert problem.field
            assert problem.message.isprintable()
            assert problem.hint
            assert problem.hint.isprintable()
    assert looks_like_date(text) in (True, False)


@given(texts)
def test_a_date_is_never_read_as_an_instant(text: str) -> None:
    if looks_like_date(text):
        assert problems(lambda: read_instant(text, "America/New_York", "received_at", now=0))


@given(texts)
def test_what_reads_as_a_date_looks_like_one(text: str) -> None:
    if not problems(lambda: read_date(text, "offense_on")):
        assert looks_like_date(text)


@given(texts, zone_names)
def test_reading_is_repeatable_and_in_range(text: str, zone: str) -> None:
    try:
        moment = read_instant(text, zone, "release_at")
    except DetainerError:
        return
    assert moment == read_instant(text, zone, "release_at")
    assert 1970 <= zones.local(moment.at, zone).year <= 2100


@given(instants, zone_names)
def test_iso_with_an_offset_reads_back(at: int, zone: str) -> None:
    written = zones.local(at, zone)
    text = written.isoformat()
    assert read_instant(text, "America/New_York", "release_at") == Moment(at, ambiguous=False)


def as_typed(at: int, zone: str, form: str) -> str:
    written = zones.local(at, zone)
    return f"{written.strftime(form)} {written.tzname()}"


FORMS = [
    "%a %m/%d/%Y %I:%M:%S %p",
    "%A, %B %d, %Y at %H:%M:%S",
    "%a %d %b %Y %H:%M:%S",
    "%d%b%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%I:%M:%S %p on %b. %d, %Y",
]


@given(instants, zone_names.filter(lambda z: z != "Africa/Monrovia"), st.sampled_from(FORMS))
def test_as_typed_with_an_abbreviation_reads_back(at: int, zone: str, form: str) -> None:
    moment = read_instant(as_typed(at, zone, form), zone, "release_at")
    assert moment == Moment(at, ambiguous=False)


@given(doubled(), st.sampled_from(FORMS))
def test_both_instants_of_a_doubled_hour_read_back(which: tuple[int, str], form: str) -> None:
    at, zone = which
    written = zones.local(at, zone)
    assert written.hour == 1
    assert read_instant(as_typed(at, zone, form), zone, "release_at") == Moment(at, False)
    assert read_instant(written.isoformat(), zone, "release_at") == Moment(at, False)
    bare = written.replace(tzinfo=None).isoformat()
    earlier = at - 3600 * written.fold
    assert read_instant(bare, zone, "release_at") == Moment(earlier, ambiguous=True)


@given(instants, zone_names)
def test_local_time_reads_back_or_is_ambiguous(at: int, zone: str) -> None:
    written = zones.local(at, zone)
    moment = read_instant(written.replace(tzinfo=None).isoformat(), zone, "release_at")
    assert moment.at == at or (moment.ambiguous and written.fold == 1 and moment.at < at)


@given(instants, zone_names, st.sampled_from(["%m/%d/%Y %H%M", "%B %d, %Y %I:%M %p"]))
def test_another_order_of_day_and_month_is_never_understood(at: int, zone: str, form: str) -> None:
    written = zones.local(at, zone)
    moment = read_instant(written.strftime(form), zone, "release_at")
    assert zones.local(moment.at, zone).date() == written.date()
