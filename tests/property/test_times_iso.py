"""ISO 8601 with an offset names one instant, in whatever zone it is read.

Source: ISO 8601; docs/counting.md.
"""

from __future__ import annotations

from hypothesis import given
from typed import instants, zone_names

from detainer import zones
from detainer.times import Moment, read_instant


@given(instants, zone_names)
def test_iso_with_an_offset_reads_back(at: int, zone: str) -> None:
    written = zones.local(at, zone)
    text = written.isoformat()
    assert read_instant(text, "America/New_York", "release_at") == Moment(at, ambiguous=False)
