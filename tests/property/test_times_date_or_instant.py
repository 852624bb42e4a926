"""A date is never read as an instant, and what reads as a date looks like one.

Source: docs/counting.md: an hour that was not written is never made up.
"""

from __future__ import annotations

from hypothesis import given
from typed import problems, texts

from detainer.times import looks_like_date, read_date, read_instant


@given(texts)
def test_a_date_is_never_read_as_an_instant(text: str) -> None:
    if looks_like_date(text):
        assert problems(lambda: read_instant(text, "America/New_York", "received_at", now=0))


@given(texts)
def test_what_reads_as_a_date_looks_like_one(text: str) -> None:
    if not problems(lambda: read_date(text, "offense_on")):
        assert looks_like_date(text)
