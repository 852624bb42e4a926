"""No instant before a window's end has its hours full.

Source: "not to exceed" (8 CFR 287.7(d); ICE's guidance on Form I-247A) means the earliest
instant: hours that are full as a day ends, end there, though days that do not count follow.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from instants import every_zone, hour_clocks, laws, starts

from detainer.clock import Clock


@laws
@given(hour_clocks, starts, every_zone, st.floats(0, 1, exclude_max=True))
def test_before_the_end_the_hours_are_not_full(clock: Clock, start: int, zone: str, share: float) -> None:
    assert clock.hours is not None
    length, end = round(clock.hours * 3600), clock.end(start, zone)
    if length:
        assert clock.counted(start, end - 1, zone) == length - 1, "the last second is one that counts"
        assert clock.counted(start, start + int((end - start) * share), zone) < length
