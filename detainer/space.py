"""The finite space of facts: what each may still be, and what a condition tells apart.

A ruling looks at no instant. It sees each fact as one of a few values; what is
known of it is a set of them (a bit mask). A date is the cell between two dates at
which some period begins or ends; a paper's arrival is "by the release time" or not.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from .custody import AGREEMENTS, CHOICES, MOMENTS, PAPERS, YES_NO, Custody, When
from .errors import DetainerError, Problem
from .forms import FORMS
from .profiles import AGREEMENT_LAYERS, Ask, Profile, load_profile
from .when import Atom, Node, evaluate
from .zones import local, seconds

__all__ = ["Chain", "Facts", "Layer", "Masks", "Place", "Space", "finite_facts"]

Masks = tuple[int, ...]
YES, NO = 1, 2
#: what a box without a beginning or an end has instead: no date at which anything changes
_ENDLESS = {date.min.toordinal(), date.max.toordinal()}
_BY, _AFTER, _SAME_DAY, _NEVER, _OPEN = "by", "after", "same-day", "never", "open"
_BOOKED_BY = ("received_at", "served_at", "warrant_served_at")


class Layer(NamedTuple):
    """One layer of a chain; an agreement's layer is there only where ``guard`` is yes."""

    profile: Profile
    guard: Node | None


class Place(NamedTuple):
    """Where a moment lies: by release or after it (None: never), and its days, half-open."""

    by: bool | None
    since: date | None
    until: date | None


class Chain:
    """The layers that decide, from ``us`` down, and what they have in common.

    Agreement layers stand between the state (the second layer) and what lies below it.
    """

    def __init__(self, profile: Profile, models: frozenset[str]) -> None:
        """``models`` are the agreements that there may be."""
        self.profile = profile
        layers = [Layer(item, None) for item in profile.layers]
        names = [name for model, name in AGREEMENT_LAYERS.items() if model in models]
        layers[2:2] = [_agreement(name) for name in dict.fromkeys(names)]
        self.layers = tuple(layers)
        self.asks: dict[str, Ask] = {n: a for layer in layers for n, a in layer.profile.asks.items()}
        cuts = {
            bound
            for form in FORMS.values()
            for day in (form.since, form.until)
            if day
            for bound in (day.toordinal(),)
        }
        self.dimensions: set[str] = set()
        for layer in layers:
            for period in layer.profile.periods:
                for dimension, low, high in period.box:
                    self.dimensions.add(dimension)
                    cuts |= {low, high} - _ENDLESS
        self.cuts = sorted(cuts)

    def cell(self, day: date) -> int:
        """Return the number of the cell between two cuts that a date lies in."""
        return bisect_right(self.cuts, day.toordinal())

    def days(self, cell: int) -> tuple[date | None, date | None]:
        """Return the first day of a cell and the first day after it; None for no bound."""
        low = date.fromordinal(self.cuts[cell - 1]) if cell else None
        return low, date.fromordinal(self.cuts[cell]) if cell < len(self.cuts) else None

    def cells(self, low: int, high: int) -> range:
        """Return the cells of the dates from ordinal ``low`` until ``high``, two cuts."""
        return range(bisect_right(self.cuts, low), bisect_right(self.cuts, high - 1) + 1)

    def implications(self) -> Iterable[tuple[str, str]]:
        """Yield each pair of names of which a yes to the first is a yes to the second."""
        for name, ask in self.asks.items():
            for target in ask.implies:
                yield name, target


def _agreement(name: str) -> Layer:
    models = tuple(model for model, layer in AGREEMENT_LAYERS.items() if layer == name)
    return Layer(load_profile(name), Atom("agreement", models))


class Facts(NamedTuple):
    """The finite facts of one record: all that a ruling may depend on, and hashable."""

    given: tuple[Any, ...]
    moments: tuple[tuple[str, str, int | None], ...]
    release_cell: int
    offense_cell: int | None
    booking_cell: int | None


def finite_facts(
    custody: Custody, chain: Chain, agreement: frozenset[str] | None, start: int, day: date, zone: str
) -> Facts:
    """Return what of a record a ruling may look at.

    ``agreement`` is as given or the profile's own, None where unknown.
    ``start`` is the moment release is due (or booking, where only that is known) and
    ``day`` its local date in ``zone``.
    """
    booking_alone = custody.release_at is None
    moments: list[tuple[str, str, int | None]] = []
    for name in MOMENTS:
        value = getattr(custody, name)
        state, cell = _place(value, chain, start, day, zone)
        if booking_alone and name in _BOOKED_BY and state != _NEVER:
            state = _BY
        moments.append((name, state, cell if name == "received_at" else None))
    for name, ask in chain.asks.items():
        if ask.type != "yes-no":
            answer: Any = custody.answers.get(name)
            state, _ = _place(answer, chain, start, day, zone)
            if state == _SAME_DAY:
                # a question takes a date only where it is for one, and that has no hour: it is by release
                state = _BY
            moments.append((name, state, None))
    booked = custody.booked_at
    given = custody.key
    if agreement != custody.agreement:
        given = (*given[:6], agreement, *given[7:])
    return Facts(
        given,
        tuple(moments),
        chain.cell(day),
        chain.cell(custody.offense_on) if custody.offense_on else None,
        chain.cell(local(seconds(booked), zone).date()) if booked else None,
    )


def _place(value: When | None, chain: Chain, start: int, day: date, zone: str) -> tuple[str, int | None]:
    """Return whether a moment is by the release time, and the cell of its date if known."""
    if value is None:
        return _OPEN, None
    if isinstance(value, str):
        if value == "never":
            return _NEVER, None
        return _BY, chain.cell(day) if value == "release" else None
    if isinstance(value, datetime):
        at = seconds(value)
        return (_BY if at <= start else _AFTER), chain.cell(local(at, zone).date())
    state = _SAME_DAY if value == day else _BY if value < day else _AFTER
    return state, chain.cell(value)


class Space:
    """Every fact, the values it may have, and what is known: :attr:`masks`.

    :raises DetainerError: ``CONTRADICTION`` where two given facts cannot both be so.
    """

    def __init__(self, chain: Chain, facts: Facts) -> None:
        self.chain = chain
        self.release_cell = facts.release_cell
        self.names: list[str] = []
        self.values: list[tuple[Any, ...]] = []
        self.law: set[int] = set()
        self._tests: dict[Atom, tuple[int, int]] = {}
        self._cells: dict[int, list[int | None]] = {}
        known: list[int] = []
        form, box, asks_custody, issuer, designated, citizenship, agreement, papers, answers = facts.given
        moments = {name: (state, cell) for name, state, cell in facts.moments}

        def add(name: str, values: tuple[object, ...], mask: int) -> int:
            self.names.append(name)
            self.values.append(values)
            known.append(mask)
            return len(known) - 1

        def yes_no(name: str, value: object) -> int:
            return add(name, (True, False), 3 if value is None else YES if value else NO)

        def choice(name: str, value: object) -> int:
            values = CHOICES[name]
            whole = (1 << len(values)) - 1
            return add(name, values, whole if value is None else 1 << values.index(str(value)))

        number = choice("form", form)
        if form is None:
            received = moments["received_at"][1]
            limit = facts.release_cell if received is None else received
            known[number] = _mask(
                chain.cell(item.since) <= limit for item in FORMS.values()
            )  # a form that did not exist yet is no way
        choice("box", box)
        yes_no("asks_custody", asks_custody)
        choice("issuer", issuer)
        yes_no("designated", designated)
        choice("citizenship", citizenship)
        sets = tuple(
            frozenset(m for n, m in enumerate(AGREEMENTS) if bits >> n & 1)
            for bits in range(1 << len(AGREEMENTS))
        )
        add(
            "agreement",
            sets,
            (1 << len(sets)) - 1 if agreement is None else 1 << sets.index(agreement),
        )
        held = dict(papers)
        for paper in PAPERS:
            yes_no(paper, held.get(paper))
        self._moments(moments, add)
        self._dates(facts, add)
        given = dict(answers)
        for name, ask in chain.asks.items():
            if ask.type == "yes-no":
                number = yes_no(name, given.get(name))
                if ask.about == "law":
                    self.law.add(number)
        self.index = {name: number for number, name in enumerate(self.names)}
        self._rules = [(*self.test(Atom(a)), *self.test(Atom(b))) for a, b in chain.implications()]
        # an offense is no later than the booking; a detainer may be older than either
        self._in_order = "offense_on" in self.index
        self.constrained = bool(self._rules or self._in_order)
        start = self.settle(known)
        if start is None:
            names = ", ".join(sorted(f"{a} (a yes to it is a yes to {b})" for a, b in self._at_odds(known)))
            raise DetainerError(
                [
                    Problem(
                        "CONTRADICTION",
                        "answers",
                        f"these facts cannot all be so: {names}",
                        "check the answers and papers given",
                    )
                ]
            )
        self.masks: Masks = start

    def _moments(self, moments: Mapping[str, tuple[str, int | None]], add: Callable[..., int]) -> None:
        """Add the moments: by the release time or not; for receipt, also the cell of its date."""
        chain, release = self.chain, self.release_cell
        for name, (state, cell) in moments.items():
            if name != "received_at" or "receipt" not in chain.dimensions:
                mask = {_BY: YES, _OPEN: 3, _SAME_DAY: 3}.get(state, NO)
                add(name, ("by release", "not by release"), mask)
                continue
            last = len(chain.cuts)
            values: list[tuple[str, int | None]] = [(_BY, c) for c in range(release + 1)]
            values += [(_AFTER, c) for c in range(release, last + 1)]
            values.append((_NEVER, None))
            wanted = {_SAME_DAY: (_BY, _AFTER), _OPEN: (_BY, _AFTER, _NEVER)}.get(state, (state,))
            mask = _mask(s in wanted and (cell is None or c is None or c == cell) for s, c in values)
            number: int = add(name, tuple(values), mask)
            self._cells[number] = [c for _, c in values]

    def _dates(self, facts: Facts, add: Callable[..., int]) -> None:
        if not self.chain.dimensions & {"offense", "booking"}:
            return
        for name, cell in (("offense_on", facts.offense_cell), ("booked_at", facts.booking_cell)):
            cells = tuple(range(self.release_cell + 1))  # both, since either narrows the other
            mask = (1 << len(cells)) - 1 if cell is None else 1 << cell
            number: int = add(name, cells, mask)
            self._cells[number] = list(cells)

    def test(self, atom: Atom) -> tuple[int, int]:
        """Return the fact an atom looks at and the values for which it is yes."""
        found = self._tests.get(atom)
        if found is None:
            found = self._tests[atom] = self._test(atom)
        return found

    def _test(self, atom: Atom) -> tuple[int, int]:
        name = atom.name
        if name == "agreement":
            number = self.index[name]
            return number, _mask(
                any(value in models or (value == "none" and not models) for value in atom.values)
                for models in self.values[number]
            )
        if name in CHOICES:
            number = self.index[name]
            return number, _mask(value in atom.values for value in self.values[number])
        number = self.index[name if name in self.index else YES_NO[name]]
        if number in self._cells:
            return number, _mask(value[0] == _BY for value in self.values[number])
        return number, YES

    def start_of(self, name: str) -> int | None:
        """Return the fact that tells where an instant lies from which a clock may run, if any does."""
        number = self.index.get(name)
        return None if name == "cancelled_at" else number

    def places(self, number: int, mask: int) -> tuple[Place, ...]:
        """Return where a moment with these values lies."""
        found = []
        for bit, value in enumerate(self.values[number]):
            if not mask >> bit & 1:
                continue
            cell = self._cells[number][bit] if number in self._cells else None
            days = (None, None) if cell is None else self.chain.days(cell)
            if self.names[number] == "booked_at":
                found.append(Place(True, *days))
            elif number in self._cells:
                found.append(Place({_BY: True, _AFTER: False}.get(value[0]), *days))
            else:
                found.append(Place(bit == 0, *days))
        return tuple(found)

    def truth(self, atom: Atom, masks: Masks) -> bool | None:
        """Answer one question from what is known in ``masks``; None where both are possible."""
        fact, yes = self.test(atom)
        known = masks[fact]
        return None if known & yes and known & ~yes else bool(known & yes)

    def value(self, node: Node, masks: Masks | None = None) -> bool | None:
        """Return whether a condition is met by what is known; None where it cannot be told."""
        known = self.masks if masks is None else masks
        return evaluate(node, lambda atom: self.truth(atom, known))

    def box(self, dimension: str, low: int, high: int) -> tuple[int, int] | bool:
        """Return the fact a side of a period's box looks at; True or False for the release date."""
        cells = self.chain.cells(low, high)
        if dimension == "release":
            return self.release_cell in cells
        number = self.index[
            {"offense": "offense_on", "booking": "booked_at", "receipt": "received_at"}[dimension]
        ]
        return number, _mask(cell is not None and cell in cells for cell in self._cells[number])

    def settle(self, masks: Iterable[int]) -> Masks | None:
        """Return what follows from what is known, or None where nothing is left."""
        now = list(masks)
        changed = True
        while changed:
            changed = False
            for a, yes_a, b, yes_b in self._rules:
                if not now[a] & ~yes_a and now[b] & ~yes_b:
                    now[b] &= yes_b
                    changed = True
                if not now[b] & yes_b and now[a] & yes_a:
                    now[a] &= ~yes_a
                    changed = True
        if self._in_order:  # no implication is of a date
            self._order(now)
        return tuple(now) if all(now) else None

    def _at_odds(self, known: list[int]) -> set[tuple[str, str]]:
        """Return the implications that lead from a yes to a no."""
        ties = set(self.chain.implications())
        said = {name: self.test(Atom(name)) for tie in ties for name in tie}
        yes = {name for name, (number, mask) in said.items() if not known[number] & ~mask}
        no = {name for name, (number, mask) in said.items() if not known[number] & mask}
        while fresh := {b for a, b in ties if a in yes} - yes:
            yes |= fresh
        while fresh := {a for a, b in ties if b in no} - no:
            no |= fresh
        return {(a, b) for a, b in ties if a in yes and b in no}

    def bound_to(self, facts: set[int]) -> set[int]:
        """Return the facts and all that are bound to them by an implication or the order of dates."""
        ties = [(a, b) for a, _, b, _ in self._rules]
        if self._in_order:
            ties.append((self.index["offense_on"], self.index["booked_at"]))
        bound = set(facts)
        while fresh := {x for tie in ties if bound.intersection(tie) for x in tie} - bound:
            bound |= fresh
        return bound

    def _order(self, now: list[int]) -> None:
        """Take out offense dates after every booking date and booking dates before every offense."""
        offense, booked = self.index["offense_on"], self.index["booked_at"]
        first, last = now[offense], now[booked]  # bit n is cell n
        now[offense] &= (1 << last.bit_length()) - 1
        now[booked] &= -(first & -first)


def _mask(flags: Iterable[bool]) -> int:
    return sum(1 << number for number, flag in enumerate(flags) if flag)
