"""Any text is read as a time or a date, or refused with a reason that prints.

Source: docs/codes.md: every error has the field, what was understood and how to mend it.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from typed import instants, problems, texts, zone_names

from detainer.times import looks_like_date, read_date, read_instant


@given(texts, st.none() | instants, zone_names)
def test_any_text_is_read_or_refused_with_a_printable_reason(text: str, now: int | None, zone: str) -> None:
    readers = (
        lambda: read_instant(text, zone, "release_at", now=now),
        lambda: read_date(text, "offense_on"),
    )
    for reader in readers:
        for problem in problems(reader):
            assert problem.field
            assert problem.message.isprintable()
            assert problem.hint
            assert problem.hint.isprintable()
    assert looks_like_date(text) in (True, False)
