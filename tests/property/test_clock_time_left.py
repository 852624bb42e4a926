"""The time left of a window goes down to nothing at its end, and counted time never exceeds it.

Source: the time left is what an officer reads off the answer (docs/counting.md); past the end
nothing is left of a period that is "not to exceed" its hours.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from instants import hour_clocks, laws, starts, zone_names

from detainer.clock import Clock


@laws
@given(hour_clocks, starts, zone_names, st.integers(-86_400, 10**6))
def test_what_is_left_goes_down_to_nothing_at_the_end(
    clock: Clock, start: int, zone: str, after: int
) -> None:
    at, end = start + after, clock.end(start, zone)
    left, counted_left = clock.left(start, at, zone), clock.counted_left(start, at, zone)
    assert 0 <= counted_left <= left
    assert (left == 0) == (at >= end or start == end)
    assert left == 0 or max(start, at) + left == end
    assert counted_left == clock.counted(max(start, at), end, zone)
