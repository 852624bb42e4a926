"""A local time is read back as its instant, or as the earlier of two and said to be unclear.

Source: docs/counting.md: a time without a zone is the facility's.
"""

from __future__ import annotations

from hypothesis import given
from typed import instants, zone_names

from detainer import zones
from detainer.times import read_instant


@given(instants, zone_names)
def test_local_time_reads_back_or_is_ambiguous(at: int, zone: str) -> None:
    written = zones.local(at, zone)
    moment = read_instant(written.replace(tzinfo=None).isoformat(), zone, "release_at")
    assert moment.at == at or (moment.ambiguous and written.fold == 1 and moment.at < at)
