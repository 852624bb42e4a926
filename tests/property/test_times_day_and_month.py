"""Day and month are never understood the other way round.

Source: docs/codes.md, `DAY_FIRST`: month first, or ISO.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from typed import instants, zone_names

from detainer import zones
from detainer.times import read_instant


@given(instants, zone_names, st.sampled_from(["%m/%d/%Y %H%M", "%B %d, %Y %I:%M %p"]))
def test_another_order_of_day_and_month_is_never_understood(at: int, zone: str, form: str) -> None:
    written = zones.local(at, zone)
    moment = read_instant(written.strftime(form), zone, "release_at")
    assert zones.local(moment.at, zone).date() == written.date()
