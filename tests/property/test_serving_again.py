"""Serving the papers again changes nothing.

Of the detainer on the person: any moment of service by release gives the same answer, so that
a second service by then, whichever of the two is written down, moves nothing. Of the warrant,
from whose service agreements count where it comes before release: a service after release,
whichever is written down, never gives a later release than the one at release did.

Not so of a *first* service after release: the detainer then had no effect at release
(`SERVED_LATE`), and no window ever opens.

Nor of a warrant served twice *before* release under an agreement: its hours start with the
first service, and the record must tell the first.

Source: ICE's guidance on Form I-247A, "a copy of the form must be served on the alien in order
for the detainer to take effect": service gives effect, and starts no hours. The agreements
count from the earlier of service of the warrant and release.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from ordinary import asked, ids, laws, releases, said

minutes = st.integers(0, 20 * 24 * 60)


@laws
@given(ids, releases, minutes, minutes)
def test_a_detainer_served_again_by_release(name: str, release: datetime, first: int, again: int) -> None:
    once, twice = (
        asked(name, release, served_at=release - timedelta(minutes=before)) for before in (first, again)
    )
    assert said(once) == said(twice)


@laws
@given(ids, releases, minutes)
def test_a_warrant_served_again_after_release(name: str, release: datetime, after: int) -> None:
    """Served at release, as agreements have it; what is written down may be the second service."""
    once = asked(name, release, warrant_served_at="release", papers={"I-200": True})
    later = release + timedelta(minutes=after)
    twice = asked(name, release, warrant_served_at=later, papers={"I-200": True})
    if once.hold_applies and twice.hold_applies:
        assert twice.release_by == once.release_by
    if once.release_by is not None and twice.release_by is not None:
        assert twice.release_by <= once.release_by, "never later"
