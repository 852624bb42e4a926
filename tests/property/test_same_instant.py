"""The same instants written in another zone give the same answer, to the last byte.

Source: none in law: an instant is one wherever it is written. What counts is the facility's
local day, whatever the zone of the clerk who wrote the time down.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from instants import hour_clocks, starts, wall_clocks, zone_names
from ordinary import asked, ids, laws, releases

from detainer import zones
from detainer.clock import Clock


@laws
@given(hour_clocks | wall_clocks, starts, zone_names, zone_names)
def test_a_window_is_the_same(clock: Clock, start: int, zone: str, other: str) -> None:
    window = clock.window(start, zone)
    assert clock.window(zones.local(start, other), zone) == window
    assert zones.seconds(window.ends_at) == clock.end(start, zone)


@laws
@given(ids, releases, zone_names, st.integers(0, 5 * 24 * 60))
def test_an_answer_is_the_same(name: str, release: datetime, other: str, minutes: int) -> None:
    before = release - timedelta(minutes=minutes)
    times = {"received_at": before, "served_at": before, "booked_at": before, "freed_at": release}
    written = {fact: at.astimezone(zones.load(other)) for fact, at in times.items()}
    here = asked(name, release, **times)
    there = asked(name, release.astimezone(zones.load(other)), **written)
    assert here.to_dict() == there.to_dict()
