"""Random instants, zones and clocks: what the laws of counting are asked of."""

from __future__ import annotations

from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st

from detainer import zones
from detainer.clock import Clock, Start

ZONES = [
    "America/New_York",
    "America/Chicago",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "America/Havana",  # midnight skipped in spring, twice in autumn
    "America/Sao_Paulo",  # midnight skipped until 2018, 23:00 twice
    "Africa/Casablanca",
    "Asia/Beirut",
    "Pacific/Apia",  # without 2011-12-30
]
#: set back at 00:01 until 2011: a date that came, went and came again. Instants are counted there as
#: anywhere; "23:59 of the start's day" is not in order for the minute that came first.
ST_JOHNS = "America/St_Johns"
WORDS = [
    "saturday",
    "sunday",
    "federal-holiday",
    "federal-holiday-observed",
    "federal-closure",
    "holiday:US-DC",
]
RELEASE = Start("one", ("release_at",))


def instants(first: int, last: int) -> st.SearchStrategy[int]:
    """Return seconds of the years, about half of them at or beside a whole hour, where days begin."""
    low, high = (zones.seconds(datetime.fromisoformat(f"{year}-01-02T00:00Z")) for year in (first, last))
    near = st.builds(
        lambda hour, off: hour * 3600 + off,
        st.integers(low // 3600, high // 3600),
        st.sampled_from((-60, -1, 0, 1, 60)),
    )
    return st.integers(low, high) | near


zone_names = st.sampled_from(ZONES)
every_zone = zone_names | st.just(ST_JOHNS)
excludes = st.lists(st.sampled_from(WORDS), unique=True).map(tuple)
counts = st.integers(0, 240) | st.integers(0, 240 * 60).map(lambda minutes: minutes / 60)
hour_clocks = st.builds(lambda count, words: Clock("hours", count, None, RELEASE, words), counts, excludes)
wall_clocks = st.builds(
    lambda hour, minute: Clock("day", None, f"{hour:02}:{minute:02}", RELEASE),
    st.integers(0, 23),
    st.integers(0, 59),
)

starts = instants(2005, 2035)

laws = settings(deadline=None, max_examples=150)
