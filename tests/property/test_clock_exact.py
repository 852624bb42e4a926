"""The counted time of a window is exactly the hours of its clock.

Source: 8 CFR 287.7(d), "a period not to exceed 48 hours, excluding Saturdays, Sundays, and
holidays": of what is left when those are taken out there are 48 hours, no second more or less.
"""

from __future__ import annotations

from hypothesis import given
from instants import every_zone, hour_clocks, laws, starts

from detainer.clock import Clock


@laws
@given(hour_clocks, starts, every_zone)
def test_a_window_counts_exactly_its_hours(clock: Clock, start: int, zone: str) -> None:
    assert clock.hours is not None
    assert clock.counted(start, clock.end(start, zone), zone) == round(clock.hours * 3600)
