"""From a TOML document to a :class:`Profile`: validated whole, every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from .. import zones
from ..clock import Clock, Start
from ..custody import (
    AGREEMENTS,
    CHOICES,
    INSTANTS,
    MOMENT_WORDS,
    MOMENTS,
    REQUESTS_HOLD,
    YES_NO,
)
from ..days import check_words
from ..errors import DetainerError, Problem, show
from ..when import MAX_ATOMS, Atom, Node, parse, replace, size
from .model import (
    ACTS,
    OUTCOMES,
    STANCES,
    Agreement,
    Ask,
    ClockEntry,
    Due,
    Note,
    Period,
    Profile,
    Rule,
    Source,
)

__all__ = ["BUILT_IN", "read_profile"]

DIMENSIONS = ("release", "offense", "booking", "receipt")
SEEN = ("verbatim", "paraphrase", "unverified")
BASES = ("text", "holding", "guidance", "agreement", "inference")
#: Every name a condition may use without a profile defining it.
BUILT_IN = frozenset((*CHOICES, *YES_NO, "requests-hold"))
#: The longest a clock may run, in hours: a year.
MAX_HOURS = 8_760

_LIMIT = 1_000  # characters of one text
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_T = TypeVar("_T")


def read_profile(
    document: Mapping[str, Any], parents: tuple[Profile, ...], content: bytes, path: str
) -> Profile:
    """Return the profile that a parsed TOML document describes.

    :raises DetainerError: every problem of the file, each with its key path.
    """
    reader = _Reader(document, parents)
    profile = reader.profile(content, path)
    if reader.problems:
        raise DetainerError(reader.problems)
    return profile


class _Table:
    """One table of the document: takes its keys, and knows which were not asked for."""

    def __init__(self, reader: _Reader, value: object, path: str) -> None:
        self.reader, self.path = reader, path
        self.left: dict[str, Any] = {}
        if isinstance(value, Mapping):
            self.left = dict(value)
        else:
            reader.wrong(path, value, "a table")

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def take(
        self, key: str, kind: type[_T] | tuple[type[_T], ...], what: str, need: bool = False
    ) -> Any:
        value = self.left.pop(key, None)
        if value is None:
            if need:
                self.reader.add(
                    "PROFILE_KEY_MISSING", self.at(key), f"{key} is missing", f"{key} = {what}"
                )
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.reader.wrong(self.at(key), value, what)
            return None
        return value

    def text(self, key: str, need: bool = False) -> str | None:
        value = self.take(key, str, "a text", need)
        if value is not None and (len(value) > _LIMIT or not value.strip()):
            self.reader.wrong(self.at(key), value, f"a text of 1 to {_LIMIT} characters")
            return None
        if value is not None and not value.isprintable():
            self.reader.add("CONTROL_CHARACTER", self.at(key),
                            f"{show(value)!r} has characters that do not print", "take them out")  # fmt: skip
            return None
        return str(value) if value is not None else None

    def one_of(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        value = self.take(key, str, f"one of {', '.join(known)}", default is None)
        if value is not None and value not in known:
            self.reader.wrong(self.at(key), value, f"one of {', '.join(known)}")
        return value if value in known else default or next(iter(known))

    def texts(self, key: str, need: bool = False) -> tuple[str, ...]:
        present = key in self.left
        value = self.take(key, list, "a list of texts", need) or []
        good = [item for item in value if isinstance(item, str)]
        if len(good) < len(value) or (need and present and not value):
            self.reader.wrong(self.at(key), value, "a list of texts")
        return tuple(good)

    def day(self, key: str, need: bool = False) -> date | None:
        value = self.take(key, date, "a date, as 2026-01-31", need)
        if isinstance(value, datetime):
            self.reader.wrong(self.at(key), value, "a date without a time")
            return None
        return value if isinstance(value, date) else None

    def tables(self, key: str) -> list[_Table]:
        value = self.take(key, list, "an array of tables") or []
        return [_Table(self.reader, item, f"{self.at(key)}[{n}]") for n, item in enumerate(value)]

    def named(self, key: str) -> dict[str, _Table]:
        value = self.take(key, dict, "a table") or {}
        return {
            name: _Table(self.reader, item, self.at(f"{key}.{show(name, 40)}"))
            for name, item in value.items()
        }

    def done(self) -> None:
        for key in self.left:
            self.reader.add(
                "PROFILE_KEY_UNKNOWN", self.at(show(key, 40)), "this key is not known", None
            )


class _Reader:
    def __init__(self, document: Mapping[str, Any], parents: tuple[Profile, ...]) -> None:
        self.problems: list[Problem] = []
        self.top = _Table(self, document, "")
        self.parents = parents
        self.asks = self.inherited("asks")
        self.defines: dict[str, Node] = self.inherited("defines")
        self.clocks: dict[str, ClockEntry] = self.inherited("clocks")
        self.sources: dict[str, Source] = self.inherited("sources")

    def inherited(self, kind: str) -> dict[str, Any]:
        return {name: item for layer in self.parents for name, item in getattr(layer, kind).items()}

    def add(self, code: str, path: str, message: str, hint: str | None) -> None:
        self.problems.append(Problem(code, path or None, message, hint))

    def wrong(self, path: str, value: object, what: str) -> None:
        self.add("PROFILE_VALUE_WRONG", path, f"{show(value, 60)!r} is not {what}", None)

    def attempt(self, work: Callable[[], _T], default: _T) -> _T:
        try:
            return work()
        except DetainerError as error:
            self.problems.extend(error.problems)
            return default

    # ---- the whole ----

    def profile(self, content: bytes, path: str) -> Profile:
        top = self.top
        if top.take("format", int, "1", need=True) not in (1, None):
            self.add("PROFILE_VALUE_WRONG", "format", "only format 1 is known", "format = 1")
        name_of_file = top.text("id", need=True) or ""
        if name_of_file and (not _is_name(name_of_file) or name_of_file != name_of_file.lower()):
            self.wrong("id", name_of_file, "lower-case letters, digits and hyphens")
        top.take("parent", str, "an id")
        top.take("overrides", bool, "true or false")
        name = top.text("name", need=True) or ""
        stance = top.one_of("stance", STANCES)
        covers = top.text("covers") or ""
        own_zones = top.texts("zones")
        for number, key in enumerate(own_zones):
            if not zones.exists(key):
                self.wrong(f"zones[{number}]", key, "a time zone's name")
        own_sources = self.add_named("source", self.source, self.sources)
        own_asks = self.add_named("ask", self.ask, self.asks)
        self.check_implies(own_asks)
        own_defines = self.read_defines()
        own_clocks = self.add_named("clock", self.clock, self.clocks)
        assume = self.read_assume(own_asks)
        periods = self.read_periods(is_us=not self.parents and name_of_file == "us")
        agreements = tuple(self.agreement(table) for table in top.tables("agreement"))
        top.done()
        return Profile(
            name_of_file, name, stance, covers, self.parents, own_zones, own_asks, assume,
            own_defines, own_clocks, own_sources, periods, agreements, content, path,
        )  # fmt: skip

    def add_named(
        self, key: str, read: Callable[[str, _Table], _T], known: dict[str, _T]
    ) -> dict[str, _T]:
        own: dict[str, _T] = {}
        for name, table in self.top.named(key).items():
            self.check_new(name, table.path)
            item = read(name, table)
            table.done()
            own[name] = known[name] = item
        return own

    def check_new(self, name: str, path: str) -> None:
        kind = path.split(".", 1)[0]
        if not _is_name(name):
            self.wrong(path, name, "a name of letters, digits and hyphens")
        taken = {"source": (self.sources,), "clock": (self.clocks,)}.get(
            kind, (self.asks, self.defines, BUILT_IN)
        )
        if any(name in names for names in taken):
            self.add(
                "PROFILE_NAME_TAKEN",
                path,
                f"{show(name, 40)} means something already",
                "choose another name",
            )

    def source(self, name: str, table: _Table) -> Source:
        cite = table.text("cite", need=True) or ""
        url, seen_at, quote = table.text("url"), table.text("seen_at"), table.text("quote")
        seen = table.one_of("seen", SEEN)
        checked = table.day("checked", need=True) or date.min
        if url is None and seen_at is None:
            self.add(
                "PROFILE_KEY_MISSING", table.path, "neither url nor seen_at", 'url = "https://..."'
            )
        if seen == "verbatim" and quote is None:
            self.add(
                "QUOTE_MISSING",
                table.at("quote"),
                "a source seen verbatim needs the words",
                'quote = "..."',
            )
        return Source(name, cite, url, seen_at, quote, seen, checked)

    def ask(self, name: str, table: _Table) -> Ask:
        text = table.text("text", need=True) or ""
        kind = table.one_of("type", ("yes-no", "date", "time"), "yes-no")
        about = table.one_of("about", ("person", "paper", "law"), "person")
        pending = table.text("pending")
        if about == "law" and (kind != "yes-no" or pending is None):
            self.add("PROFILE_KEY_MISSING", table.path, "a question about the law is yes-no and says what is pending",
                     'pending = "..."')  # fmt: skip
        return Ask(name, text, kind, about, table.texts("implies"), pending)

    def check_implies(self, own: Mapping[str, Ask]) -> None:
        for name, ask in own.items():
            path = f"ask.{show(name, 40)}.implies"
            for target in ask.implies:
                other = self.asks.get(target)
                if not (target in YES_NO or (other is not None and other.about != "law")):
                    self.add(
                        "PROFILE_NAME_UNKNOWN",
                        path,
                        f"{show(target, 40)} is no yes-no fact or question",
                        None,
                    )
            if ask.implies and (ask.type != "yes-no" or ask.about == "law"):
                self.add(
                    "PROFILE_VALUE_WRONG",
                    path,
                    "only a yes-no question about a person or paper implies",
                    None,
                )
            if name in self.implied(name):
                self.add("IMPLIES_CYCLE", path, "this question implies itself", None)

    def implied(self, name: str) -> set[str]:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            ask = self.asks.get(waiting.pop())
            for target in ask.implies if ask else ():
                if target not in reached:
                    reached.add(target)
                    waiting.append(target)
        return reached

    # ---- conditions ----

    def condition(self, table: _Table, key: str = "when") -> tuple[Node | None, str]:
        text = table.take(key, str, "a condition")
        if text is None:
            return None, ""
        return self.attempt(
            lambda: self.bind(parse(text, table.at(key)), text, table.at(key)), None
        ), text

    def bind(self, node: Node, text: str, path: str) -> Node:
        """Return the condition with names defined elsewhere put in place, all names checked."""
        problems: list[Problem] = []

        def swap(atom: Atom) -> Node:
            defined = REQUESTS_HOLD if atom.name == "requests-hold" else self.defines.get(atom.name)
            if defined is not None and not atom.values:
                return defined
            why = self.fault(atom, defined is not None)
            if why:
                problems.append(Problem("CONDITION_BROKEN", path,
                                        f"{show(text, 60)!r}: column {atom.column}: {why}", None))  # fmt: skip
            return atom._replace(column=0)

        bound = replace(node, swap)
        if size(bound) > MAX_ATOMS:
            problems.append(
                Problem("CONDITION_BROKEN", path, f"more than {MAX_ATOMS} questions", None)
            )
        if problems:
            raise DetainerError(problems)
        return bound

    def fault(self, atom: Atom, defined: bool) -> str | None:
        if atom.name in CHOICES:
            known = CHOICES[atom.name]
            if not atom.values:
                return f"{atom.name} needs 'is' or 'in' and one of {', '.join(known)}"
            bad = [value for value in atom.values if value not in known]
            return (
                f"{show(bad[0], 40)} is no {atom.name}: one of {', '.join(known)}" if bad else None
            )
        if atom.name in YES_NO or atom.name in self.asks or defined:
            return (
                f"{atom.name} is yes or no: write it alone or with 'not'" if atom.values else None
            )
        return f"{show(atom.name, 40)} is not known here"

    def read_defines(self) -> dict[str, Node]:
        table = _Table(self, self.top.take("define", dict, "a table") or {}, "define")
        texts = {name: table.take(name, str, "a condition") for name in list(table.left)}
        own: dict[str, Node] = {}
        for name, text in texts.items():
            self.check_new(name, table.at(show(name, 40)))
            if text is not None:
                path = table.at(show(name, 40))
                node = self.attempt(
                    lambda text=text, path=path: self.bind(parse(text, path), text, path), None
                )
                if node is not None:  # a define may use those above it
                    own[name] = self.defines[name] = node
        return own

    def read_assume(self, own_asks: Mapping[str, Ask]) -> dict[str, str]:
        table = _Table(self, self.top.take("assume", dict, "a table") or {}, "assume")
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
            if not known:
                self.add("PROFILE_NAME_UNKNOWN", table.at(show(name, 40)),
                         "only facts and questions about papers may be assumed", None)  # fmt: skip
            else:
                assume[name] = table.one_of(name, known)
        return assume

    # ---- clocks, periods, rules ----

    def refer(
        self, names: Iterable[str], known: Mapping[str, _T], path: str, what: str
    ) -> tuple[_T, ...]:
        for name in names:
            if name not in known:
                self.add(
                    "PROFILE_NAME_UNKNOWN", path, f"no {what} is called {show(name, 40)}", None
                )
        return tuple(known[name] for name in names if name in known)

    def references(self, table: _Table, need: bool = True) -> tuple[Source, ...]:
        names = table.texts("source", need)
        return self.refer(names, self.sources, table.at("source"), "source")

    def clock(self, name: str, table: _Table) -> ClockEntry:
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
        if ends_at is not None and not _is_wall_time(ends_at):
            self.wrong(table.at("ends_at"), ends_at, 'a local time, as "23:59"')
        excludes = table.texts("excludes")
        for message in check_words(excludes):
            self.add("PROFILE_VALUE_WRONG", table.at("excludes"), message, None)
        start = self.start(table)
        return ClockEntry(
            Clock(name, hours, ends_at, start, excludes), self.references(table, need=False)
        )

    def start(self, table: _Table) -> Start:
        value = table.left.pop("starts", "release_at")
        pick, names = "one", [value]
        if (
            isinstance(value, Mapping)
            and len(value) == 1
            and next(iter(value)) in ("earliest", "latest")
        ):
            pick, names = next(iter(value.items()))
        if (
            not isinstance(names, list)
            or not names
            or not all(self.is_instant(name) for name in names)
        ):
            self.wrong(table.at("starts"), value,
                       "a time fact, a time question, or { earliest = [...] } or { latest = [...] } of them")  # fmt: skip
            return Start("one", ("release_at",))
        return Start(pick, tuple(names))  # type: ignore[arg-type]

    def is_instant(self, name: object) -> bool:
        ask = self.asks.get(name) if isinstance(name, str) else None
        return name in MOMENTS or name in INSTANTS[:2] or (ask is not None and ask.type == "time")

    def agreement(self, table: _Table) -> Agreement:
        model = table.one_of("model", AGREEMENTS)
        signed = table.day("signed", need=True) or date.min
        until = table.day("until")
        sources = self.references(table)
        table.done()
        return Agreement(model, signed, until, sources)

    def read_periods(self, is_us: bool) -> tuple[Period, ...]:
        periods: dict[str, Period] = {}
        for table in self.top.tables("period"):
            period = self.period(table, periods, is_us)
            if period.id in periods:
                self.add(
                    "PROFILE_NAME_TAKEN",
                    table.at("id"),
                    f"two periods are called {show(period.id, 40)}",
                    None,
                )
            for other in periods.values():
                if _overlap(period.box, other.box):
                    self.add("PERIODS_OVERLAP", table.path, f"{show(period.id, 40)} and {show(other.id, 40)} hold the same dates",
                             "`until` is the first date no longer governed")  # fmt: skip
            periods[period.id] = period
        return tuple(periods.values())

    def period(self, table: _Table, before: Mapping[str, Period], is_us: bool) -> Period:
        name = table.text("id", need=True) or table.path
        box = [span for dim in DIMENSIONS if (span := self.span(table, dim)) is not None]
        when, when_text = self.condition(table)
        rules = tuple(self.rule(item, is_us) for item in table.tables("rule"))
        notes = tuple(self.note(item) for item in table.tables("note"))
        for number, rule in enumerate(rules):
            if any(rule.id == other.id for other in rules[:number]):
                self.add("PROFILE_NAME_TAKEN", f"{table.path}.rule[{number}].id",
                         f"two rules are called {show(rule.id, 40)}", None)  # fmt: skip
        same = table.text("same_as")
        if same is not None:
            if same not in before:
                self.add(
                    "PROFILE_NAME_UNKNOWN",
                    table.at("same_as"),
                    f"no period above is called {show(same, 40)}",
                    None,
                )
            elif rules:
                self.add(
                    "PROFILE_VALUE_WRONG",
                    table.at("same_as"),
                    "a period has rules of its own or another's",
                    None,
                )
            else:
                model = before[same]
                rules, notes = model.rules, (*model.notes, *notes)
                if not when_text:
                    when, when_text = model.when, model.when_text
        table.done()
        return Period(name, tuple(box), when, when_text, rules, notes)

    def span(self, table: _Table, dim: str) -> tuple[str, int, int] | None:
        inner = table if dim == "release" else None
        if dim in table.left:
            inner = _Table(self, table.left.pop(dim), table.at(dim))
        if inner is None:
            return None
        since, until = inner.day("from"), inner.day("until")
        if inner is not table:
            inner.done()
        if since is None and until is None:
            return None
        low = since.toordinal() if since else _FIRST
        high = until.toordinal() if until else _LAST
        if low >= high:
            self.add(
                "PROFILE_VALUE_WRONG",
                inner.at("until"),
                "no date is left between from and until",
                None,
            )
        return dim, low, high

    def rule(self, table: _Table, is_us: bool) -> Rule:
        name = table.text("id", need=True) or table.path
        acts = table.texts("act", need=True)
        for act in acts:
            if act not in ACTS:
                self.wrong(table.at("act"), act, f"one of {', '.join(ACTS)}")
        when, when_text = self.condition(table)
        outcome = table.one_of("outcome", OUTCOMES)
        names = table.texts("clock")
        clocks = self.refer(names, self.clocks, table.at("clock"), "clock")
        sources = self.references(table)
        basis = table.one_of("basis", BASES, "text")
        final = bool(table.take("final", bool, "true or false"))
        due, early = self.due(table), self.early(table)
        wrong = [
            (
                "outcome",
                outcome == "other_custody" and not is_us,
                "only `us` speaks of other custody",
            ),
            ("clock", bool(names) and "hold" not in acts, "only a rule of hold has a clock"),
            ("final", final and outcome != "allowed", "only `allowed` may be final"),
            (
                "due",
                due is not None and "notify" not in acts,
                "only a rule of notify has a due time",
            ),
            (
                "early",
                early is not None and "transfer" not in acts,
                "only a rule of transfer is early",
            ),
        ]
        for key, is_wrong, message in wrong:
            if is_wrong:
                self.add("PROFILE_VALUE_WRONG", table.at(key), message, None)
        table.done()
        return Rule(name, acts, when, when_text, outcome, clocks, sources, basis, final, due, early)

    def due(self, table: _Table) -> Due | None:
        value = table.take("due", dict, "a table")
        if value is None:
            return None
        inner = _Table(self, value, table.at("due"))
        hours = inner.take("hours", (int, float), "a number of hours", need=True) or 0
        side = "before" if "before" in inner.left else "after"
        fact = inner.take(side, str, "a time fact", need=True)
        if fact is not None and not self.is_instant(fact):
            self.wrong(inner.at(side), fact, "a time fact or a time question")
        if not 0 <= hours <= MAX_HOURS:
            self.wrong(inner.at("hours"), hours, f"between 0 and {MAX_HOURS}")
        inner.done()
        return Due(round(hours * 3600) * (-1 if side == "before" else 1), fact or "release_at")

    def early(self, table: _Table) -> int | None:
        value = table.take("early", dict, "a table")
        if value is None:
            return None
        inner = _Table(self, value, table.at("early"))
        days = inner.take("days", int, "a number of days", need=True)
        if days is not None and not 0 <= days <= 366:
            self.wrong(inner.at("days"), days, "between 0 and 366")
        inner.done()
        return days if isinstance(days, int) else None

    def note(self, table: _Table) -> Note:
        text = table.text("text", need=True) or ""
        code = table.text("code") or "DUTY"
        if not (
            code.isupper()
            and code.replace("_", "").isalpha()
            and code.isascii()
            and len(code) <= 40
        ):
            self.wrong(table.at("code"), code, "a code, as DUTY")
        when, _ = self.condition(table)
        sources = self.references(table)
        table.done()
        return Note(text, code, when, sources)


def _overlap(a: tuple[tuple[str, int, int], ...], b: tuple[tuple[str, int, int], ...]) -> bool:
    spans = {dim: (low, high) for dim, low, high in a}
    for dim, low, high in b:
        mine = spans.get(dim, (_FIRST, _LAST))
        if mine[1] <= low or high <= mine[0]:
            return False
    return True


def _is_name(text: str) -> bool:
    parts = text.split("-")
    return len(text) <= 60 and text.isascii() and all(part.isalnum() for part in parts)


def _is_wall_time(text: str) -> bool:
    hour, colon, minute = text.partition(":")
    digits = len(hour) == len(minute) == 2 and (hour + minute).isdigit() and text.isascii()
    return bool(colon) and digits and int(hour) < 24 and int(minute) < 60
