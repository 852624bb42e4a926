"""A second detainer for the same person never moves release later.

The record tells of one detainer's receipt. Lodged at any other moment by release, the answer
is the same; lodged after release it opens no window, and release is due at once. So whichever
of two is written down, release is never later than by the one that was there in time.

Not so where a law counts from the receipt itself: North Carolina's does, and under it a later
receipt ends later. Whether a second detainer is one more "receipt" no source says; the record
must tell the first. Those profiles are named, and no other may have such a clock.

Source: 8 CFR 287.7(d) and Form I-247A count from the time the person "would otherwise have been
released", which no paper moves.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ordinary import FROM_RECEIPT, asked, ids, laws, loaded, releases, said

from detainer.profiles import built_in_ids

minutes = st.integers(0, 20 * 24 * 60)
others = ids.filter(lambda name: name not in FROM_RECEIPT)


@laws
@given(others, releases, minutes, minutes)
def test_lodged_by_release(name: str, release: datetime, first: int, second: int) -> None:
    once, twice = (
        asked(name, release, received_at=release - timedelta(minutes=before)) for before in (first, second)
    )
    assert said(once) == said(twice)


@laws
@given(ids, releases, minutes, st.integers(1, 20 * 24 * 60))
def test_lodged_after_release(name: str, release: datetime, before: int, after: int) -> None:
    first = asked(name, release, received_at=release - timedelta(minutes=before))
    second = asked(name, release, received_at=release + timedelta(minutes=after))
    assert second.hold_applies is not True
    assert second.release_by == release
    assert first.release_by is None or second.release_by <= first.release_by


@pytest.mark.parametrize("name", built_in_ids())
def test_no_other_profile_counts_from_receipt(name: str) -> None:
    counted = any("received_at" in entry.clock.starts.names for entry in loaded(name).clocks.values())
    assert counted == (name in FROM_RECEIPT)
