"""The words and numbers that the text and the page of an audit share."""

from __future__ import annotations

from collections.abc import Mapping

from ...audit.figures import Figures, Pair
from ...audit.report import Report
from ...zones import local, shown

__all__ = [
    "END_NAMES",
    "OUTCOME_NAMES",
    "applies",
    "counted",
    "headline",
    "hours",
    "moment",
    "number",
    "part",
    "parts",
]

#: the ends, in words
END_NAMES: Mapping[str, str] = {
    "release": "release due",
    "straight": "48 straight hours",
    "regulation": "48 hours by the regulation",
    "release_by": "the end by the law read",
}
#: the classes, in words
OUTCOME_NAMES: Mapping[str, str] = {
    "taken_inside": "taken by ICE inside",
    "taken_late": "taken by ICE late",
    "freed_inside": "freed inside",
    "freed_late": "freed late",
    "before_release": "left before release",
    "other_custody": "on a court's warrant",
    "unknown": "not known",
}


def number(pair: Pair | None) -> str:
    """Return a figure, or its least and its most.

    >>> number(Pair(1200, 1200)), number(Pair(3, 1200)), number(None)
    ('1,200', '3-1,200', '-')
    """
    if pair is None:
        return "-"
    return f"{pair.least:,}" if pair.least == pair.most else f"{pair.least:,}-{pair.most:,}"


def hours(pair: Pair | None) -> str:
    """Return seconds as hours, to the tenth; what is more is not lost but rounded.

    >>> hours(Pair(90_000, 90_000)), hours(Pair(0, 3_600_000)), hours(None)
    ('25.0', '0.0-1,000.0', '-')
    """
    if pair is None:
        return "-"
    least, most = f"{pair.least / 3600:,.1f}", f"{pair.most / 3600:,.1f}"
    return least if least == most else f"{least}-{most}"


def parts(pair: Pair, whole: int) -> tuple[float, float]:
    """Return a figure as parts of a whole; of nothing both are none."""
    return (pair.least / whole, pair.most / whole) if whole else (0.0, 0.0)


def part(pair: Pair, whole: int) -> str:
    """Return a figure in percent of a whole.

    >>> part(Pair(383, 724), 1000), part(Pair(1, 1), 1), part(Pair(0, 0), 0)
    ('38.3-72.4 %', '100.0 %', '-')
    """
    if not whole:
        return "-"
    least, most = (f"{100 * share:.1f}" for share in parts(pair, whole))
    return f"{least} %" if least == most else f"{least}-{most} %"


def moment(first: int, last: int | None, zone: str) -> str:
    """Return a local time; its date alone where no more of it is known.

    >>> moment(0, None, "UTC"), moment(0, 86_399, "UTC")
    ('Thu 1 Jan 1970 00:00 UTC', 'Thu 1 Jan 1970')
    """
    text = shown(local(first, zone))
    return text if last in (None, first) else " ".join(text.split()[:4])


def counted(report: Report, number: int = 2) -> str:
    """Return what is counted, in a word: a row of its own, or one made of several."""
    return ("booking" if report.made.grouped else "record") + ("" if number == 1 else "s")


def applies(figures: Figures) -> int:
    """Return of how many a hold applies: required or allowed."""
    return figures.holds.get("required", 0) + figures.holds.get("allowed", 0)


def headline(report: Report) -> tuple[str, ...]:
    """Return what an audit comes to, in a sentence or two."""
    straight, regulation = (report.total.ends[end] for end in ("straight", "regulation"))
    if not straight.measured:
        return ("NO 48 HOURS MEASURED: of no record both their end and the time the person left are known.",)
    what = counted(report, straight.measured).upper()
    said = (
        f"OF {straight.measured:,} {what} MEASURED: the person left within 48 "
        f"straight hours of release in {part(straight.inside, straight.measured)}, within 48 hours as 8 CFR "
        f"287.7(d) counts them in {part(regulation.inside, regulation.measured)}."
    )
    return (said, "At least - at most: of some only dates are known.") if report.dated else (said,)
