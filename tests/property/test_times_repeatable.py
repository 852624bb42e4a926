"""A text is read the same each time, and into the years that are counted.

Source: docs/codes.md, `YEAR_OUT_OF_RANGE`: the holidays of 1970 to 2100 are known.
"""

from __future__ import annotations

from hypothesis import given
from typed import texts, zone_names

from detainer import zones
from detainer.errors import DetainerError
from detainer.times import read_instant


@given(texts, zone_names)
def test_reading_is_repeatable_and_in_range(text: str, zone: str) -> None:
    try:
        moment = read_instant(text, zone, "release_at")
    except DetainerError:
        return
    assert moment == read_instant(text, zone, "release_at")
    assert 1970 <= zones.local(moment.at, zone).year <= 2100
