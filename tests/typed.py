"""Random texts and instants: what the laws of reading times are asked of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import strategies as st

from detainer import zones
from detainer.errors import DetainerError, Problem

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
