"""The periods of a profile: boxes of dates and the rules and notes in force within them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..custody import AGREEMENTS
from .model import ACTS, OUTCOMES, Agreement, Due, Note, Period, Rule
from .names import MAX_HOURS, Names
from .table import Table, called

__all__ = ["Rules"]

DIMENSIONS = ("release", "offense", "booking", "receipt")
BASES = ("text", "holding", "guidance", "agreement", "inference")
_MOST_PERIODS = 1_000
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


class Rules(Names):
    """Reads periods, rules, notes and agreements, in the names of the file."""

    def agreement(self, table: Table) -> Agreement:
        """Read one ``[[agreement]]``."""
        model = table.one_of("model", AGREEMENTS)
        signed = table.day("signed", need=True) or date.min
        until = table.day("until")
        if until is not None and until <= signed:
            self.add(
                "PROFILE_VALUE_WRONG",
                table.at("until"),
                "no date is left between signed and until",
                None,
            )
        sources = self.references(table)
        table.done()
        return Agreement(model, signed, until, sources)

    def read_periods(self, is_us: bool) -> tuple[Period, ...]:
        """Read every ``[[period]]``; two may not hold the same dates.

        Of one period the first other that it overlaps is told: each is held against each.
        """
        periods: dict[str, Period] = {}
        tables = self.top.tables("period")
        if len(tables) > _MOST_PERIODS:
            self.wrong("period", f"{len(tables):,} periods", f"at most {_MOST_PERIODS:,}")
        for table in tables[:_MOST_PERIODS]:
            period = self.period(table, periods, is_us)
            if period.id in periods:
                self.add(
                    "PROFILE_NAME_TAKEN",
                    table.at("id"),
                    f"two periods are called {called(period.id)}",
                    None,
                )
            for other in periods.values():
                if _overlap(period.box, other.box):
                    self.add(
                        "PERIODS_OVERLAP",
                        table.path,
                        f"{called(period.id)} and {called(other.id)} hold the same dates",
                        "`until` is the first date no longer governed",
                    )
                    break
            periods[period.id] = period
        return tuple(periods.values())

    def period(self, table: Table, before: Mapping[str, Period], is_us: bool) -> Period:
        """Read one ``[[period]]``."""
        name = table.text("id", need=True) or table.path
        box = [span for dim in DIMENSIONS if (span := self.span(table, dim)) is not None]
        when, when_text = self.condition(table)
        rules = tuple(self.rule(item, is_us) for item in table.tables("rule"))
        notes = tuple(self.note(item) for item in table.tables("note"))
        for number, rule in enumerate(rules):
            if any(rule.id == other.id for other in rules[:number]):
                self.add(
                    "PROFILE_NAME_TAKEN",
                    f"{table.path}.rule[{number}].id",
                    f"two rules are called {called(rule.id)}",
                    None,
                )
        same = table.text("same_as")
        if same is not None:
            if same not in before:
                self.add(
                    "PROFILE_NAME_UNKNOWN",
                    table.at("same_as"),
                    f"no period above is called {called(same)}",
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

    def span(self, table: Table, dim: str) -> tuple[str, int, int] | None:
        """Read the dates of one dimension of a box; None where it has no side."""
        inner = table if dim == "release" else None
        if dim in table.left:
            inner = Table(self, table.left.pop(dim), table.at(dim))
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

    def rule(self, table: Table, is_us: bool) -> Rule:
        """Read one ``[[period.rule]]``."""
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
        known = all(act in ACTS for act in acts)
        wrong = [
            (
                "outcome",
                outcome == "other_custody" and not is_us,
                "only `us` speaks of other custody",
            ),
            ("clock", known and bool(names) and "hold" not in acts, "only a rule of hold has a clock"),
            ("final", final and outcome != "allowed", "only `allowed` may be final"),
            (
                "due",
                known and due is not None and "notify" not in acts,
                "only a rule of notify has a due time",
            ),
            (
                "early",
                known and early is not None and "transfer" not in acts,
                "only a rule of transfer is early",
            ),
        ]
        for key, is_wrong, message in wrong:
            if is_wrong:
                self.add("PROFILE_VALUE_WRONG", table.at(key), message, None)
        table.done()
        return Rule(name, acts, when, when_text, outcome, clocks, sources, basis, final, due, early)

    def due(self, table: Table) -> Due | None:
        """Read by when ICE must be told."""
        value = table.take("due", dict, "a table")
        if value is None:
            return None
        inner = Table(self, value, table.at("due"))
        hours = inner.take("hours", (int, float), "a number of hours", need=True) or 0.0
        side = "before" if "before" in inner.left else "after"
        fact = inner.take(side, str, "a time fact", need=True)
        if fact is not None and not self.is_instant(fact):
            self.wrong(inner.at(side), fact, "a time fact or a time question")
        if not 0 <= hours <= MAX_HOURS:
            self.wrong(inner.at("hours"), hours, f"between 0 and {MAX_HOURS}")
            hours = 0.0  # no number at all, or one without end, cannot be reckoned with
        inner.done()
        return Due(round(hours * 3600) * (-1 if side == "before" else 1), fact or "release_at")

    def early(self, table: Table) -> int | None:
        """Read how many days before release a transfer may be."""
        value = table.take("early", dict, "a table")
        if value is None:
            return None
        inner = Table(self, value, table.at("early"))
        days = inner.take("days", int, "a number of days", need=True)
        if days is not None and not 0 <= days <= 366:
            self.wrong(inner.at("days"), days, "between 0 and 366")
        inner.done()
        return days if isinstance(days, int) else None

    def note(self, table: Table) -> Note:
        """Read one ``[[period.note]]``."""
        text = table.text("text", need=True) or ""
        code = table.text("code") or "DUTY"
        if not (code.isupper() and code.replace("_", "").isalpha() and code.isascii() and len(code) <= 40):
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
