"""What became of the records of a file: as text, and as JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from ..errors import show
from ..recheck import Cause, Finding, Record, Result
from .wrap import wrap

__all__ = ["RESULTS", "lines", "summary", "summary_line", "to_dict"]

#: in the order in which they are counted
RESULTS: tuple[Result, ...] = get_args(Result)
_LONGEST = 200
_SAID = {
    "same": "the same",
    "moved": "moved",
    "altered": "altered",
    "unchecked": "not checked",
}


def lines(number: int, record: Record | None, finding: Finding) -> Iterator[str]:
    """Yield the lines of text on the record in line ``number``: what moved, and what changed since."""
    yield f"line {number} {finding.result}{_which(record)}"
    for what, before, after in finding.changes:
        yield from wrap(f"{show(what, 60)}: {_value(before)} -> {_value(after)}", "  ", "      ")
    for problem in finding.problems:
        where = f" {problem.field}" if problem.field else ""
        yield from wrap(f"{problem.code}{where}: {problem.message}", "  ", "      ")
    if finding.causes:
        causes = ", ".join(map(_cause, finding.causes))
        several = "; which of them moved it is not known" if len(finding.causes) > 1 else ""
        yield from wrap(f"changed since: {causes}{several}", "  ", "      ")
    elif record is not None and finding.result == "altered":
        why = "nothing changed since: the record does not match its own input"
        yield from wrap(why, "  ", "      ")


def summary(counted: Mapping[str, int]) -> str:
    """Return the sum of a file in a line.

    >>> summary({"same": 2, "moved": 1})
    '3 records: 2 the same, 1 moved'
    """
    count = sum(counted.values())
    found = ", ".join(f"{counted[name]:,} {_SAID[name]}" for name in RESULTS if counted.get(name))
    return f"{count:,} record{'s' * (count != 1)}: {found}"


def to_dict(number: int, record: Record | None, finding: Finding) -> dict[str, Any]:
    """Return one finding as JSON values; what is not known of a line that is no record is null."""
    return {
        "line": number,
        "result": finding.result,
        "recorded_at": record and record.recorded_at,
        "row": record and record.row,
        "profile": record and record.profile,
        "release_at": record and record.decision["release_at"],
        "changes": [{"what": what, "from": old, "to": new} for what, old, new in finding.changes],
        "causes": [
            {"cause": cause, "what": what, "from": old, "to": new} for cause, what, old, new in finding.causes
        ],
        "errors": [problem.to_dict() for problem in finding.problems],
    }


def summary_line(counted: Mapping[str, int]) -> dict[str, Any]:
    """Return the sum of a file as JSON values, the last line of all."""
    return {"records": sum(counted.values()), **{name: counted.get(name, 0) for name in RESULTS}}


def _which(record: Record | None) -> str:
    if record is None:
        return ""
    release = record.decision["release_at"] or record.given.get("booked_at")
    row = "" if record.row is None else f", row {record.row}"
    return f": {show(record.profile, 60)}, release {show(release, 40)}{row}"


def _value(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(show(item, 60) for item in value) or "nothing"
    return show(value, _LONGEST)


def _cause(cause: Cause) -> str:
    name, what, before, after = cause
    if name != "law":
        return f"{name} ({show(what, 40)} {_value(before)} -> {_value(after)})"
    how = " is new" if before is None else " is gone" if after is None else ""
    return f"law ({show(what, 60)}{how})"
