"""The order in which instants are asked for changes no end.

Source: none in law. The table of a zone grows a year at a time as it is asked (docs/design.md,
"Counting hours"), and what it held before may not show in an answer.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from instants import RELEASE, excludes, instants, zone_names

from detainer import clock as clock_module
from detainer.clock import Clock


@settings(deadline=None, max_examples=25)
@given(st.data(), excludes, zone_names, st.lists(instants(2016, 2032), min_size=2, max_size=5))
def test_a_table_grown_in_any_order_gives_the_same_ends(
    data: st.DataObject, words: tuple[str, ...], zone: str, starts: list[int]
) -> None:
    clock = Clock("hours", 48, None, RELEASE, words)

    def ends(order: list[int]) -> dict[int, int]:
        clock_module._TABLES.clear()
        return {start: clock.end(start, zone) for start in order}

    alone = {start: ends([start])[start] for start in starts}
    assert ends(starts) == alone
    assert ends(data.draw(st.permutations(starts))) == alone
