"""The names of a profile: sources, asks, defines, clocks, its own and its ancestors'."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from ..clock import Clock, Start
from ..custody import CHOICES, INSTANTS, MOMENT_WORDS, MOMENTS, YES_NO
from ..days import check_words
from ..errors import DetainerError, Problem, show
from ..forms import REQUESTS_HOLD
from ..when import MAX_ATOMS, Atom, Node, parse, replace, size
from .model import Ask, ClockEntry, Define, Profile, Source, implied
from .table import Faults, Table, called

__all__ = ["BUILT_IN", "MAX_HOURS", "Names", "is_name"]

SEEN = ("paraphrase", "verbatim", "unverified")
#: Every name a condition may use without a profile defining it.
BUILT_IN = frozenset((*CHOICES, *YES_NO, "requests-hold"))
#: The longest a clock may run, in hours: a year.
MAX_HOURS = 8_760

_T = TypeVar("_T")


class Names(Faults):
    """Reads what a file names, and knows what its conditions may use."""

    def __init__(self, document: Mapping[str, Any], parents: tuple[Profile, ...], orphan: bool) -> None:
        super().__init__()
        self.top = Table(self, document, "")
        self.parents = parents
        #: its parent could not be read, so that a name not known here may be the parent's
        self.orphan = orphan
        self.asks: dict[str, Ask] = self.inherited("asks")
        self.defines: dict[str, Define] = self.inherited("defines")
        self.clocks: dict[str, ClockEntry] = self.inherited("clocks")
        self.sources: dict[str, Source] = self.inherited("sources")

    def inherited(self, kind: str) -> dict[str, Any]:
        """Return what the ancestors name of a kind, the nearer one winning."""
        return {name: item for layer in self.parents for name, item in getattr(layer, kind).items()}

    def add_named(self, key: str, read: Callable[[str, Table], _T], known: dict[str, _T]) -> dict[str, _T]:
        """Read every table of a kind (``[source.x]``), each a new name."""
        own: dict[str, _T] = {}
        for name, table in self.top.named(key).items():
            self.check_new(name, table.path)
            item = read(name, table)
            table.done()
            own[name] = known[name] = item
        return own

    def check_new(self, name: str, path: str) -> None:
        """Refuse a name that is badly written or means something already."""
        kind = path.partition(".")[0]
        if not is_name(name):
            self.wrong(path, name, "a name of letters, digits and hyphens")
        taken: tuple[Container[str], ...] = (self.asks, self.defines, BUILT_IN)
        if kind in ("source", "clock"):
            taken = (self.sources if kind == "source" else self.clocks,)
        if any(name in names for names in taken):
            self.add(
                "PROFILE_NAME_TAKEN",
                path,
                f"{called(name)} means something already",
                "choose another name",
            )

    def source(self, name: str, table: Table) -> Source:
        """Read one ``[source.x]``."""
        cite = table.text("cite", need=True) or ""
        url, seen_at, quote = table.text("url"), table.text("seen_at"), table.text("quote")
        seen = table.one_of("seen", SEEN)
        checked = table.day("checked", need=True) or date.min
        if url is None and seen_at is None:
            self.add("PROFILE_KEY_MISSING", table.path, "neither url nor seen_at", 'url = "https://..."')
        if seen == "verbatim" and quote is None:
            self.add(
                "QUOTE_MISSING",
                table.at("quote"),
                "a source seen verbatim needs the words",
                'quote = "..."',
            )
        return Source(name, cite, url, seen_at, quote, seen, checked)

    def ask(self, name: str, table: Table) -> Ask:
        """Read one ``[ask.x]``."""
        text = table.text("text", need=True) or ""
        kind = table.one_of("type", ("yes-no", "date", "time"), "yes-no")
        about = table.one_of("about", ("person", "paper", "law"), "person")
        pending = table.text("pending")
        if about == "law" and (kind != "yes-no" or pending is None):
            self.add(
                "PROFILE_KEY_MISSING",
                table.path,
                "a question about the law is yes-no and says what is pending",
                'pending = "..."',
            )
        return Ask(name, text, kind, about, table.texts("implies"), pending)

    def check_implies(self, own: Mapping[str, Ask]) -> None:
        """Refuse an implication of what is no yes-no question, and a circle of them."""
        for name, ask in own.items():
            path = f"ask.{called(name)}.implies"
            for target in ask.implies:
                other = self.asks.get(target)
                if not (
                    (self.orphan and other is None)
                    or target in YES_NO
                    or (other is not None and other.about != "law")
                ):
                    self.add(
                        "PROFILE_NAME_UNKNOWN",
                        path,
                        f"{called(target)} is no yes-no fact or question",
                        None,
                    )
            if ask.implies and (ask.type != "yes-no" or ask.about == "law"):
                self.add(
                    "PROFILE_VALUE_WRONG",
                    path,
                    "only a yes-no question about a person or paper implies",
                    None,
                )
            if name in implied(self.asks, [name]):
                self.add("IMPLIES_CYCLE", path, "this question implies itself", None)

    def condition(self, table: Table, key: str = "when") -> tuple[Node | None, str]:
        """Read a condition, bound to what its names mean; also its text."""
        text = table.take(key, str, "a condition")
        if text is None:
            return None, ""
        return self.bound(text, table.at(key)), text

    def bound(self, text: str, path: str) -> Node | None:
        """Return the condition in ``text``; None, its faults noted, where it has any."""
        try:
            return self.bind(parse(text, path), text, path)
        except DetainerError as error:
            self.problems.extend(error.problems)
            return None

    def bind(self, node: Node, text: str, path: str) -> Node:
        """Return the condition with names defined elsewhere put in place, all names checked."""
        problems: list[Problem] = []

        def swap(atom: Atom) -> Node:
            if atom.name == "requests-hold" and not atom.values:
                return REQUESTS_HOLD
            defined = self.defines.get(atom.name)
            if defined is not None and not atom.values:
                return defined.node
            why, column = self.fault(atom, defined is not None or atom.name == "requests-hold")
            if why:
                problems.append(
                    Problem("CONDITION_BROKEN", path, f"'{show(text, 60)}': column {column}: {why}", None)
                )
            return Atom(atom.name, atom.values)  # where it stood says nothing more

        bound = replace(node, swap)
        if size(bound) > MAX_ATOMS:
            problems.append(Problem("CONDITION_BROKEN", path, f"more than {MAX_ATOMS} questions", None))
        if problems:
            raise DetainerError(problems)
        return bound

    def fault(self, atom: Atom, defined: bool) -> tuple[str | None, int]:
        """Return what is wrong with one question of a condition, or None, and at which column."""
        here = atom.column
        if atom.name in CHOICES:
            known = CHOICES[atom.name]
            if not atom.values:
                return f"{atom.name} needs 'is' or 'in' and one of {', '.join(known)}", here
            for value, column in zip(atom.values, atom.columns, strict=True):
                if value not in known:
                    return f"{called(value)} is no {atom.name}: one of {', '.join(known)}", column
            return None, here
        if atom.name in YES_NO or atom.name in self.asks or defined:
            wrong = f"{atom.name} is yes or no: write it alone or with 'not'"
            return wrong if atom.values else None, here
        return None if self.orphan else f"{called(atom.name)} is not known here", here

    def read_defines(self) -> dict[str, Define]:
        """Read ``[define]``; a define may use those above it."""
        table = Table(self, self.top.take("define", dict, "a table") or {}, "define")
        texts = {name: table.take(name, str, "a condition") for name in list(table.left)}
        own: dict[str, Define] = {}
        for name, text in texts.items():
            self.check_new(name, table.at(called(name)))
            if text is not None:
                path = table.at(called(name))
                node = self.bound(text, path)
                if node is not None:  # a define may use those above it
                    own[name] = self.defines[name] = Define(node, text)
        return own

    def read_assume(self, own_asks: Mapping[str, Ask]) -> dict[str, str]:
        """Read ``[assume]``: only facts, and questions about papers."""
        table = Table(self, self.top.take("assume", dict, "a table") or {}, "assume")
        assume: dict[str, str] = {}
        for name in list(table.left):
            ask = self.asks.get(name)
            known: tuple[str, ...] = ()
            if name in CHOICES and name != "form":
                known = CHOICES[name]
            elif YES_NO.get(name) in MOMENTS:
                known = MOMENT_WORDS
            elif name in YES_NO or (ask and ask.about == "paper" and ask.type == "yes-no"):
                known = ("yes", "no")
            if not known and self.orphan and ask is None:
                del table.left[name]
            elif not known:
                self.add(
                    "PROFILE_NAME_UNKNOWN",
                    table.at(called(name)),
                    "only facts and questions about papers may be assumed",
                    None,
                )
            else:
                assume[name] = table.one_of(name, known)
        return assume

    def refer(self, names: Iterable[str], known: Mapping[str, _T], path: str, what: str) -> tuple[_T, ...]:
        """Return the things of these names; one that is not known is a fault."""
        for name in names:
            if name not in known and not self.orphan:
                self.add("PROFILE_NAME_UNKNOWN", path, f"no {what} is called {called(name)}", None)
        return tuple(known[name] for name in names if name in known)

    def references(self, table: Table, need: bool = True) -> tuple[Source, ...]:
        """Return the sources that a table refers to."""
        names = table.texts("source", need)
        return self.refer(names, self.sources, table.at("source"), "source")

    def clock(self, name: str, table: Table) -> ClockEntry:
        """Read one ``[clock.x]``."""
        hours = table.take("hours", (int, float), "a number of hours")
        ends_at = table.take("ends_at", str, 'a local time, as "23:59"')
        if (hours is None) == (ends_at is None):
            self.add(
                "PROFILE_VALUE_WRONG",
                table.path,
                "a clock has either hours or ends_at",
                "hours = 48",
            )
        if hours is not None and not 0 <= hours <= MAX_HOURS:
            self.wrong(table.at("hours"), hours, f"between 0 and {MAX_HOURS}")
        if ends_at is not None and not is_wall_time(ends_at):
            self.wrong(table.at("ends_at"), ends_at, 'a local time, as "23:59"')
        excludes = table.texts("excludes")
        for message in check_words(excludes, calendars=False):
            self.add("PROFILE_VALUE_WRONG", table.at("excludes"), message, None)
        start = self.start(table)
        return ClockEntry(Clock(name, hours, ends_at, start, excludes), self.references(table, need=False))

    def check_calendars(self, clocks: Mapping[str, ClockEntry]) -> None:
        """Refuse a calendar that is not known. A file without other faults is spared the look."""
        for name, entry in clocks.items():
            for message in check_words([w for w in entry.clock.excludes if w.startswith("holiday:")]):
                self.add("CALENDAR_UNKNOWN", f"clock.{called(name)}.excludes", message, "holiday:US-DC")

    def start(self, table: Table) -> Start:
        """Read from when a clock runs."""
        value = table.left.pop("starts", "release_at")
        pick, names = "one", [value]
        if isinstance(value, Mapping) and len(value) == 1 and next(iter(value)) in ("earliest", "latest"):
            pick, names = next(iter(value.items()))
        if not isinstance(names, list) or not names or not all(self.is_instant(name) for name in names):
            self.wrong(
                table.at("starts"),
                value,
                "a time fact, a time question, or { earliest = [...] } or { latest = [...] } of them",
            )
            return Start("one", ("release_at",))
        return Start(pick, tuple(names))  # type: ignore[arg-type]

    def is_instant(self, name: object) -> bool:
        """Say whether a name is of an instant that a clock may run from."""
        ask = self.asks.get(name) if isinstance(name, str) else None
        return name in MOMENTS or name in INSTANTS[:2] or (ask.type == "time" if ask else self.orphan)


def is_name(text: str) -> bool:
    """Say whether a text is letters, digits and single hyphens, of at most 60 characters."""
    parts = text.split("-")
    return len(text) <= 60 and text.isascii() and all(part.isalnum() for part in parts)


def is_wall_time(text: str) -> bool:
    hour, colon, minute = text.partition(":")
    digits = len(hour) == len(minute) == 2 and (hour + minute).isdigit() and text.isascii()
    return bool(colon) and digits and int(hour) < 24 and int(minute) < 60
