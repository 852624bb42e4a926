"""Hours of which none are left out end alike in every zone: they are elapsed hours.

Source: "a period not to exceed 48 hours" (Form I-247A) names no day and no clock on a wall.
"""

from __future__ import annotations

from hypothesis import given
from instants import RELEASE, counts, every_zone, laws, starts, zone_names

from detainer.clock import Clock


@laws
@given(counts, starts, every_zone, zone_names)
def test_hours_without_excluded_days_end_alike_in_every_zone(
    count: float, start: int, zone: str, other: str
) -> None:
    clock = Clock("straight", count, None, RELEASE)
    assert clock.end(start, zone) == clock.end(start, other) == start + round(count * 3600)
