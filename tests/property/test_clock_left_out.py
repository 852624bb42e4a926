"""What is left out and what is counted make up a window, with nothing twice.

Source: 8 CFR 287.7(d) takes days out of the time that passes and adds none; the spans that
``--explain`` prints are those days.
"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from instants import every_zone, hour_clocks, laws, starts

from detainer.clock import Clock


@laws
@given(hour_clocks, starts, every_zone, st.integers(0, 10**6))
def test_what_is_excluded_and_what_is_counted_make_up_the_window(
    clock: Clock, start: int, zone: str, further: int
) -> None:
    until = start + further
    spans = list(clock.spans(start, until, zone))
    out = sum(int((span.ends_at - span.starts_at).total_seconds()) for span in spans)
    assert out + clock.counted(start, until, zone) == further
    assert all(span.starts_at < span.ends_at for span in spans)
    assert all(a.ends_at <= b.starts_at for a, b in pairwise(spans))
