"""Laws of counting hours: a window holds its hours and no less, and nothing but the instant matters."""

from datetime import datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from detainer import clock as clock_module
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
excludes = st.lists(st.sampled_from(WORDS), unique=True).map(tuple)
counts = st.integers(0, 240) | st.integers(0, 240 * 60).map(lambda minutes: minutes / 60)
hour_clocks = st.builds(lambda count, words: Clock("hours", count, None, RELEASE, words), counts, excludes)
wall_clocks = st.builds(
    lambda hour, minute: Clock("day", None, f"{hour:02}:{minute:02}", RELEASE),
    st.integers(0, 23),
    st.integers(0, 59),
)

laws = settings(deadline=None, max_examples=150)


@laws
@given(hour_clocks, instants(2005, 2035), zone_names | st.just(ST_JOHNS))
def test_a_window_counts_exactly_its_hours_and_none_that_ends_earlier_does(
    clock: Clock, start: int, zone: str
) -> None:
    assert clock.hours is not None
    length = round(clock.hours * 3600)
    end = clock.end(start, zone)
    assert end >= start + length
    assert clock.counted(start, end, zone) == length
    if length:
        assert clock.counted(start, end - 1, zone) == length - 1


@laws
@given(hour_clocks, instants(2005, 2035), zone_names | st.just(ST_JOHNS), st.integers(0, 10**6))
def test_what_is_excluded_and_what_is_counted_make_up_the_window(
    clock: Clock, start: int, zone: str, further: int
) -> None:
    until = start + further
    spans = list(clock.spans(start, until, zone))
    out = sum(int((span.ends_at - span.starts_at).total_seconds()) for span in spans)
    assert out + clock.counted(start, until, zone) == further
    assert all(span.starts_at < span.ends_at for span in spans)
    assert all(a.ends_at <= b.starts_at for a, b in pairwise(spans))


@laws
@given(hour_clocks, instants(2005, 2035), st.integers(0, 5 * 86_400), zone_names | st.just(ST_JOHNS))
def test_a_later_start_never_ends_earlier(clock: Clock, start: int, later: int, zone: str) -> None:
    assert clock.end(start, zone) <= clock.end(start + later, zone)


@laws
@given(wall_clocks, instants(2005, 2035), st.integers(0, 3 * 86_400), zone_names)
def test_a_later_start_never_ends_earlier_by_the_wall_clock(
    clock: Clock, start: int, later: int, zone: str
) -> None:
    first, second = clock.end(start, zone), clock.end(start + later, zone)
    assert start <= first <= second


@laws
@given(hour_clocks | wall_clocks, instants(2005, 2035), zone_names, zone_names)
def test_a_start_is_the_same_in_whatever_zone_it_is_written(
    clock: Clock, start: int, zone: str, other: str
) -> None:
    window = clock.window(start, zone)
    assert clock.window(zones.local(start, other), zone) == window
    assert zones.seconds(window.ends_at) == clock.end(start, zone)


@laws
@given(counts, instants(2005, 2035), zone_names | st.just(ST_JOHNS), zone_names)
def test_hours_without_excluded_days_end_alike_in_every_zone(
    count: float, start: int, zone: str, other: str
) -> None:
    clock = Clock("straight", count, None, RELEASE)
    assert clock.end(start, zone) == clock.end(start, other) == start + round(count * 3600)


@laws
@given(hour_clocks, instants(2005, 2035), zone_names, st.integers(-86_400, 10**6))
def test_what_is_left_goes_down_to_nothing_at_the_end(
    clock: Clock, start: int, zone: str, after: int
) -> None:
    at, end = start + after, clock.end(start, zone)
    left, counted_left = clock.left(start, at, zone), clock.counted_left(start, at, zone)
    assert 0 <= counted_left <= left
    assert (left == 0) == (at >= end or start == end)
    assert left == 0 or max(start, at) + left == end
    assert counted_left == clock.counted(max(start, at), end, zone)


@settings(deadline=None, max_examples=25)
@given(st.data(), excludes, zone_names, st.lists(instants(2016, 2032), min_size=2, max_size=5))
def test_a_table_grown_in_any_order_gives_the_same_ends(
    data: st.DataObject, words: tuple[str, ...], zone: str, starts: list[int]
) -> None:
    clock = Clock("hours", 48, None, RELEASE, words)

    def ends(order: list[int]) -> dict[int, int]:
        clock_module._TABLES.clear()
        return {start: clock.end(start, zone) for start in order}

    alone = {start: ends([start])[start] for start in starts}
    assert ends(starts) == alone
    assert ends(data.draw(st.permutations(starts))) == alone
