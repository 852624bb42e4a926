"""Tables of a TOML document: each key is taken once, with its kind; what is left over is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from ..errors import Problem, show, shows

__all__ = ["Faults", "Table", "called"]

_LIMIT = 1_000  # characters of one text
_T = TypeVar("_T")


def called(name: str) -> str:
    """Return a name that a file gives as a message has it: what does not print escaped, forty characters at most."""
    return show(name, 40)


class Faults:
    """Collects every problem of a file, each with its key path."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, code: str, path: str, message: str, hint: str | None) -> None:
        """Note one problem."""
        self.problems.append(Problem(code, path or None, message, hint))

    def wrong(self, path: str, value: object, what: str) -> None:
        """Note a value that is not what its key takes."""
        self.add("PROFILE_VALUE_WRONG", path, f"'{show(value, 60)}' is not {what}", None)


class Table:
    """One table of the document: takes its keys, and knows which were not asked for."""

    def __init__(self, reader: Faults, value: object, path: str) -> None:
        self.reader, self.path = reader, path
        self.left: dict[str, Any] = {}
        if isinstance(value, Mapping):
            self.left = dict(value)
        else:
            reader.wrong(path, value, "a table")

    def at(self, key: str) -> str:
        """Return the key path of one of the keys."""
        return f"{self.path}.{key}" if self.path else key

    def take(self, key: str, kind: type[_T] | tuple[type[_T], ...], what: str, need: bool = False) -> Any:
        """Take a key of a kind; None where it is absent or wrong."""
        value = self.left.pop(key, None)
        if value is None:
            if need:
                self.reader.add("PROFILE_KEY_MISSING", self.at(key), f"{key} is missing", f"{key} = {what}")
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.reader.wrong(self.at(key), value, what)
            return None
        return value

    def text(self, key: str, need: bool = False) -> str | None:
        """Take a printable text."""
        value = self.take(key, str, "a text", need)
        if value is not None and (len(value) > _LIMIT or not value.strip()):
            self.reader.wrong(self.at(key), value, f"a text of 1 to {_LIMIT} characters")
            return None
        if value is not None and not shows(value):
            self.reader.add(
                "CONTROL_CHARACTER",
                self.at(key),
                f"'{show(value)}' has characters that do not print",
                "take them out",
            )
            return None
        return str(value) if value is not None else None

    def one_of(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """Take one of several words."""
        value = self.take(key, str, f"one of {', '.join(known)}", default is None)
        if value is not None and value not in known:
            self.reader.wrong(self.at(key), value, f"one of {', '.join(known)}")
        return value if value in known else default or next(iter(known))

    def texts(self, key: str, need: bool = False) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self.take(key, list, "a list of texts", need)
        if value is None:
            return ()
        good = [item for item in value if isinstance(item, str)]
        if len(good) < len(value) or (need and not value):
            self.reader.wrong(self.at(key), value, "a list of texts")
        return tuple(good)

    def day(self, key: str, need: bool = False) -> date | None:
        """Take a date without a time."""
        value = self.take(key, date, "a date, as 2026-01-31", need)
        if isinstance(value, datetime):
            self.reader.wrong(self.at(key), value, "a date without a time")
            return None
        return value if isinstance(value, date) else None

    def tables(self, key: str) -> list[Table]:
        """Take an array of tables."""
        value = self.take(key, list, "an array of tables") or []
        return [Table(self.reader, item, f"{self.at(key)}[{n}]") for n, item in enumerate(value)]

    def named(self, key: str) -> dict[str, Table]:
        """Take a table of named tables."""
        value = self.take(key, dict, "a table") or {}
        return {
            name: Table(self.reader, item, self.at(f"{key}.{called(name)}")) for name, item in value.items()
        }

    def done(self) -> None:
        """Note every key that nobody took."""
        for key in self.left:
            self.reader.add("PROFILE_KEY_UNKNOWN", self.at(called(key)), "this key is not known", None)
