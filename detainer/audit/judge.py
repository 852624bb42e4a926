"""What one answered record says of each end: taken or freed by then, or after, and by how long.

"Maintain custody ... for a period not to exceed 48 hours" (8 CFR 287.7(d)): who left at the
very end of a window left inside it. Someone who left before release was due was not held by
the detainer at all, nor is someone whom a court's criminal warrant holds: classes of their own.
"""

from __future__ import annotations

from typing import NamedTuple

from ..table.answer import Answer

__all__ = ["CLASSES", "ENDS", "Judged", "judge"]

#: what a person may be held past: release itself, the two federal readings, the end that governs
ENDS = ("release", "straight", "regulation", "release_by")
#: what may have become of a person, measured at one end
CLASSES = (
    "taken_inside",
    "taken_late",
    "freed_inside",
    "freed_late",
    "before_release",
    "other_custody",
    "unknown",
)


class Judged(NamedTuple):
    """What became of a person, at one end.

    ``classes`` has every class that it may have been: several only where dates alone are
    known. ``least`` and ``most`` are the seconds that the person was held past the end,
    None where that cannot be told or does not apply.
    """

    classes: tuple[str, ...]
    least: int | None = None
    most: int | None = None


_UNKNOWN, _BEFORE, _OTHER = Judged(("unknown",)), Judged(("before_release",)), Judged(("other_custody",))


def judge(answer: Answer) -> dict[str, Judged]:
    """Return what became of a person at each of :data:`ENDS`.

    A date alone stands for every hour of its day. Of a person who left on the day of
    release, neither time known, it is taken that they did not leave before it.
    """
    if answer.hold == "other_custody":
        return dict.fromkeys(ENDS, _OTHER)
    late = answer.latest
    booked = "BOOKING_AS_START" in answer.warnings  # the release is not known: only its window, if ever
    first = {
        "release": None if booked else answer.start,
        "straight": answer.straight,
        "regulation": answer.regulation,
        "release_by": answer.release_by,
    }
    last = first
    if late is not None:
        last = {
            "release": None if booked else late.start,
            "straight": late.straight,
            "regulation": late.regulation,
            "release_by": late.release_by,
        }
    if answer.out is None:
        return dict.fromkeys(ENDS, _UNKNOWN)
    left = answer.out, answer.out if late is None or late.out is None else late.out
    if left[1] < answer.start:
        return dict.fromkeys(ENDS, _BEFORE)
    who = "taken" if answer.taken else "freed"
    return {end: _at(who, left, first[end], last[end]) for end in ENDS}


def _at(who: str, left: tuple[int, int], first: int | None, last: int | None) -> Judged:
    if first is None or last is None:
        return _UNKNOWN
    least, most = max(0, left[0] - last), max(0, left[1] - first)
    classes = [f"{who}_inside"] if least == 0 else []
    classes += [f"{who}_late"] if most > 0 else []
    return Judged(tuple(classes), least, most)
