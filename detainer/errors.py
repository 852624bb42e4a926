"""Errors: a stable code, the field, what was understood, how to mend it.

Every fault of one input is collected and raised once, so that whoever typed it
mends all of them in one go.
"""

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["DetainerError", "Problem", "escaped", "show", "shows"]

#: what Python calls printable and nobody sees: fillers, joiners, variation selectors, which
#: Unicode says to ignore where they cannot be displayed (Default_Ignorable_Code_Point)
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)


class Problem(NamedTuple):
    """One fault of an input.

    ``code`` is stable and documented; ``field`` is the fact, flag or key path at
    fault (``None`` where the fault is of the whole input); ``message`` says what
    was understood; ``hint`` says how to mend it.
    """

    code: str
    field: str | None
    message: str
    hint: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """Return the problem as the JSON error object of schema 1.

        >>> Problem("RELEASE_NEEDED", "release_at", "no release time").to_dict()["hint"] is None
        True
        """
        return self._asdict()


class DetainerError(ValueError):
    """Raised with every :class:`Problem` of one input.

    >>> str(DetainerError([Problem("RELEASE_NEEDED", "release_at", "no release time")]))
    'RELEASE_NEEDED release_at: no release time'
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(_line(p) for p in self.problems))

    def __reduce__(self) -> tuple[type["DetainerError"], tuple[tuple[Problem, ...]]]:
        """Pickle by the problems: an exception is made again from its text otherwise."""
        return type(self), (self.problems,)

    def to_dict(self) -> dict[str, object]:
        """Return the JSON error answer (schema 1).

        >>> DetainerError([Problem("ZONE_UNKNOWN", "timezone", "no such zone")]).to_dict()["schema"]
        1
        """
        return {"schema": 1, "errors": [p.to_dict() for p in self.problems]}


def _line(problem: Problem) -> str:
    where = f" {problem.field}" if problem.field else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{problem.code}{where}: {problem.message}{hint}"


def show(text: object, limit: int = 80) -> str:
    r"""Return ``text`` safe to print: control, bidirectional and zero-width characters escaped.

    Longer than ``limit`` characters is cut, and says so.

    >>> show("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    try:
        raw = str(text)
    except ValueError:  # a number of more digits than Python will write
        raw = type(text).__name__
    cut = raw if len(raw) <= limit else raw[:limit]
    safe = cut if shows(cut) else escaped(cut)
    return safe if len(raw) <= limit else f"{safe}... ({len(raw)} characters)"


def shows(text: str) -> bool:
    r"""Say whether every character of ``text`` shows: none is a control, bidirectional or zero-width character.

    >>> shows("Doña Ana"), shows("a\u202eb"), shows("a\ufe0fb")
    (True, False, False)
    """
    return text.isprintable() and (text.isascii() or _UNSEEN.isdisjoint(text))


def escaped(text: str, but: str = "") -> str:
    r"""Return ``text`` with each character that does not show escaped, except those in ``but``.

    >>> escaped("a\u200bb\n", but="\n")
    'a\\u200bb\n'
    """
    return "".join(c if c in but or shows(c) else c.encode("unicode_escape").decode() for c in text)
