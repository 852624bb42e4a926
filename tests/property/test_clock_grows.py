"""A later start never ends earlier.

Source: that the answers between two corners of an unknown instant lie between the answers at
them rests on it (docs/design.md, "Then the times"). "23:59 of the start's day" keeps it but in
a zone that set its clocks back over midnight: there the minute that came first ends last.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from instants import every_zone, hour_clocks, laws, starts, wall_clocks, zone_names

from detainer.clock import Clock


@laws
@given(hour_clocks, starts, st.integers(0, 5 * 86_400), every_zone)
def test_a_later_start_never_ends_earlier(clock: Clock, start: int, later: int, zone: str) -> None:
    assert clock.end(start, zone) <= clock.end(start + later, zone)


@laws
@given(wall_clocks, starts, st.integers(0, 3 * 86_400), zone_names)
def test_a_later_start_never_ends_earlier_by_the_wall_clock(
    clock: Clock, start: int, later: int, zone: str
) -> None:
    first, second = clock.end(start, zone), clock.end(start + later, zone)
    assert start <= first <= second
