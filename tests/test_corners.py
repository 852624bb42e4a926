"""Where an instant that is not known may lie, once a way has asked about it.

Release is Monday 2 March 2026 10:00 UTC; days are those of UTC. Seconds are counted from it.
"""

from datetime import UTC, date, datetime

import pytest

from detainer.corners import EARLIEST, LATEST, Frame, Span, spans_of
from detainer.space import Place

AT = int(datetime(2026, 3, 2, 10, tzinfo=UTC).timestamp())
DAY = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp())
MARCH_1, MARCH_2, MARCH_3 = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)
ANY = Span(EARLIEST, LATEST, never=True)
SECOND = Span(DAY, DAY + 86_399)  # "on 2 March", the hour not given

BY, AFTER, NEVER = Place(True, None, None), Place(False, None, None), Place(None, None, None)

SPANS: list[tuple[str, Span, tuple[Place, ...] | None, Span | None]] = [
    ("not asked about: as given", ANY, None, ANY),
    ("by release, so it came", ANY, (BY,), Span(EARLIEST, AT)),
    ("not by release: later, or never", ANY, (AFTER,), Span(AT + 1, LATEST, never=True)),
    ("either: as given", ANY, (BY, AFTER), ANY),
    ("never, and nothing else", ANY, (NEVER,), None),
    ("by release or never", ANY, (BY, NEVER), Span(EARLIEST, AT, never=True)),
    ("on the day, by release", SECOND, (BY,), Span(DAY, AT)),
    ("on the day, after release", SECOND, (AFTER,), Span(AT + 1, DAY + 86_399)),
    ("before 1 March", ANY, (Place(True, None, MARCH_1),), Span(EARLIEST, DAY - 86_401)),
    (
        "on 1 March, or after release on the 2nd: what lies between is not ruled out",
        ANY,
        (Place(True, MARCH_1, MARCH_2), Place(False, MARCH_2, MARCH_3)),
        Span(DAY - 86_400, DAY + 86_399, never=True),
    ),
    ("a place that leaves no room adds nothing", SECOND, (BY, Place(True, MARCH_1, MARCH_2)), Span(DAY, AT)),
    ("no room at all: as given", SECOND, (Place(True, MARCH_1, MARCH_2),), SECOND),
]


@pytest.mark.parametrize(("why", "span", "places", "expected"), SPANS, ids=[s[0] for s in SPANS])
def test_a_way_places_an_instant(
    why: str, span: Span, places: tuple[Place, ...] | None, expected: Span | None
) -> None:
    frame = Frame({"received_at": span}, AT, "UTC", {"received_at": span.earliest})
    asked = {} if places is None else {"received_at": places}
    assert spans_of(("received_at",), asked, frame) == {"received_at": expected}, why


def test_what_is_known_or_no_instant_at_all_has_no_span() -> None:
    frame = Frame({"received_at": Span(AT, AT)}, AT, "UTC", {"received_at": AT})
    assert spans_of(("received_at", "served_at"), {}, frame) == {}
