"""A time written in full, with weekday and abbreviation of the zone, is read back as itself.

Source: docs/counting.md: times are read as people here write them.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from typed import FORMS, as_typed, instants, zone_names

from detainer.times import Moment, read_instant


@given(instants, zone_names.filter(lambda z: z != "Africa/Monrovia"), st.sampled_from(FORMS))
def test_as_typed_with_an_abbreviation_reads_back(at: int, zone: str, form: str) -> None:
    moment = read_instant(as_typed(at, zone, form), zone, "release_at")
    assert moment == Moment(at, ambiguous=False)
