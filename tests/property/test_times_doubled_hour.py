"""Both instants of an hour that happened twice can be written; bare, it is the earlier, and said to be unclear.

Source: docs/codes.md, `AMBIGUOUS_HOUR`: the earlier never holds a person longer.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from typed import FORMS, as_typed, doubled

from detainer import zones
from detainer.times import Moment, read_instant


@given(doubled(), st.sampled_from(FORMS))
def test_both_instants_of_a_doubled_hour_read_back(which: tuple[int, str], form: str) -> None:
    at, zone = which
    written = zones.local(at, zone)
    assert written.hour == 1
    assert read_instant(as_typed(at, zone, form), zone, "release_at") == Moment(at, False)
    assert read_instant(written.isoformat(), zone, "release_at") == Moment(at, False)
    bare = written.replace(tzinfo=None).isoformat()
    earlier = at - 3600 * written.fold
    assert read_instant(bare, zone, "release_at") == Moment(earlier, ambiguous=True)
