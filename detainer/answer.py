"""What is read off a decision when asked for: readings, what is missing, what is contested."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from .cases import STANDS, Result, certain_rule, possible_periods
from .clock import Clock
from .corners import corners, instants_at, shared_spans, spans_of
from .custody import MOMENTS
from .errors import DetainerError
from .forms import REQUESTS_HOLD
from .profiles import ClockEntry, Rule, Source
from .space import Layer
from .walk import Ways
from .ways import Basis, Way, at_corners, ends, resolve
from .zones import load, local, seconds

__all__ = [
    "Contested",
    "Missing",
    "Reading",
    "Told",
    "contested",
    "form_rules",
    "governing",
    "missing",
    "question",
    "readings",
    "speakers",
    "status",
    "told",
    "void_rules",
]

_TIME = "TIME|DATE|in-time|release|never"
#: built-in facts as questions, and the flag that answers each
_QUESTIONS = {
    "form": ("Which form is the detainer?", "--form I-247A|I-247|I-247D|I-247N|I-247X|I-247G|none"),
    "box": ("Which box of Form I-247A is marked?", "--box 1|2"),
    "asks_custody": ("Does the paper ask the jail to keep the person?", "--asks-custody|--no-asks-custody"),
    "issuer": ("Which agency issued the detainer?", "--issuer ICE|CBP|USCIS"),
    "received_at": (
        "When did the jail receive the detainer (in-time: by release; release: at it)?",
        f"--received {_TIME}",
    ),
    "served_at": (
        "When was the detainer served on the person (in-time: by release; release: at it)?",
        f"--served {_TIME}",
    ),
    "cancelled_at": ("Was the detainer cancelled, and when?", f"--cancelled {_TIME}"),
    "warrant_served_at": ("When was the I-200 or I-205 served on the person?", f"--warrant-served {_TIME}"),
    "designated": ("Is the serving officer designated under an agreement?", "--designated|--not-designated"),
    "citizenship": (
        "Is there a claim or showing of U.S. citizenship?",
        "--citizenship none|claimed|shown|resolved",
    ),
    "agreement": (
        "Which 287(g) or basic ordering agreement has the agency?",
        "--agreement WSO|JEM|TFM|BOA|none",
    ),
    "offense_on": ("On what date was the offense?", "--offense DATE"),
    "booked_at": ("When was the person booked?", "--booked TIME"),
    "I-200": ("Is there a signed Form I-200?", "--paper I-200|--no-paper I-200"),
    "I-205": ("Is there a signed Form I-205?", "--paper I-205|--no-paper I-205"),
    "I-203": ("Is there a Form I-203?", "--paper I-203|--no-paper I-203"),
    "criminal-warrant": (
        "Does a court's warrant for a crime hold the person?",
        "--paper criminal-warrant|--no-paper criminal-warrant",
    ),
    "judge-order": (
        "Has a judge signed an order letting immigration officers take the person?",
        "--paper judge-order|--no-paper judge-order",
    ),
}


class Missing(NamedTuple):
    """A fact that would settle something: the question, the flag, and what it settles."""

    fact: str
    ask: str
    flag: str
    settles: tuple[str, ...]


class Reading(NamedTuple):
    """One clock's window, in seconds; the times are None where its start is not known.

    ``ends`` alone is None where the hours would run past the last year of the holidays known.

    Where it governs all the same, the times are the ``earliest`` that its start leaves open.
    """

    clock: Clock
    starts_from: str
    starts: int | None
    ends: int | None
    governs: bool
    earliest: bool
    sources: tuple[Source, ...]


class Told(NamedTuple):
    """The outcome for notify or transfer, and the moment that goes with it, in seconds.

    ``at`` is when ICE must be told at the latest, or the earliest moment of a transfer.
    """

    outcome: str
    at: int | None
    rule: Rule | None


class Contested(NamedTuple):
    """Unsettled law: the question, what is awaited, and the answer the other way.

    ``release`` is in seconds. ``acts`` has what each answer to the question makes of notify
    or transfer, where that is what it decides: the act, the answer, the outcome.
    """

    question: str
    pending: str
    hold: str
    release: int
    acts: tuple[tuple[str, bool, str], ...] = ()


# ---- the present moment ----


def status(hold: str, applies: bool | None, release_by: int | None, start: int, now: int) -> tuple[str, int]:
    """Return where the window stands at a moment, and the seconds left of it (all in seconds).

    ``not_started`` ``running`` ``ended`` where a hold applies; ``no_hold`` where no way lets one
    stand, ``no_clock`` for other custody, else ``unknown``.

    >>> status("allowed", True, 300, 100, 250), status("silent", None, 100, 100, 250)
    (('running', 50), ('no_hold', 0))
    """
    if hold == "other_custody":
        return "no_clock", 0
    if release_by is None:
        return "unknown", 0
    if not applies:
        return "no_hold", 0
    if now >= release_by:
        return "ended", 0
    return ("not_started" if now < start else "running"), release_by - now


# ---- missing ----


def missing(basis: Basis) -> tuple[Missing, ...]:
    """Return exactly the facts of which two ways differing in one alone differ in the answer."""
    found: dict[str, dict[str, None]] = {}
    by_number: dict[int, list[Way]] = {}
    for way in basis.ways:
        by_number.setdefault(way.number, []).append(way)
    for fact, pairs in basis.ruling.hold.turns().items():
        for i, j in pairs:
            mine, theirs = by_number[i], by_number[j]
            if set(basis.open_instants) - {"cancelled_at"}:
                mine, theirs = _side_by_side(basis, i, j, fact)
            _compare(mine, theirs, fact, found)
    for fact in basis.open_instants:
        for ways in by_number.values():
            _compare(ways, ways, fact, found)
    for act in ("notify", "transfer"):
        kinds: Ways = getattr(basis.ruling, act)
        for fact, pairs in kinds.turns().items():
            if any(_said(kinds.results[i]) != _said(kinds.results[j]) for i, j in pairs):
                found.setdefault(fact, {})[act] = None
    order = {name: number for number, name in enumerate(basis.ruling.space.names)}
    return tuple(
        Missing(fact, *question(basis, fact), tuple(found[fact]))
        for fact in sorted(found, key=lambda fact: order.get(fact, len(order)))
    )


def _side_by_side(basis: Basis, i: int, j: int, fact: str) -> tuple[list[Way], list[Way]]:
    """Return two classes of ways at the same corners: those that both leave of every instant but ``fact``."""
    results = [basis.ruling.hold.results[number] for number in (i, j)]
    clocks = [clock for result in results for clock in result.clocks()]
    shared = shared_spans(results[0], results[1], fact, basis.frame)
    mine: list[Way] = []
    theirs: list[Way] = []
    for number, result, spans, ways in zip((i, j), results, shared, (mine, theirs), strict=True):
        at_corners(number, result, corners(spans, clocks, basis.frame), basis.frame, {}, ways)
    return mine, theirs


def _compare(mine: list[Way], theirs: list[Way], fact: str, found: dict[str, dict[str, None]]) -> None:
    """Note what differs between two ways that take every open instant but ``fact`` alike."""
    for a in mine:
        taken = dict(a.corner)
        for b in theirs:
            if all(name == fact or taken.get(name, at) == at for name, at in b.corner):
                if a.hold != b.hold:
                    found.setdefault(fact, {})["hold"] = None
                if a.release != b.release:
                    found.setdefault(fact, {})["release_by"] = None


def question(basis: Basis, fact: str, given: bool = True) -> tuple[str, str]:
    """Return what to ask about a fact, and the flag that answers it; ``given``: but for what was given."""
    ask = basis.chain.asks.get(fact)
    if ask is None:
        question, flag = _QUESTIONS[fact]
        if given and fact in MOMENTS and getattr(basis.custody, fact) is not None:
            flag = flag.replace(_TIME, "TIME")  # a date or a word was given, and does not settle it
        return question, flag
    values = {"yes-no": "yes|no", "date": "DATE|never"}.get(ask.type, "TIME|never")
    return ask.text, f"--answer {fact}={values}"


def _said(result: Result) -> tuple[object, ...]:
    """What one class of ways says on notify or transfer: unknown where the law's answers differ."""
    said = {case.same() for case in result.cases}
    return next(iter(said)) if len(said) == 1 else ("unknown",)


# ---- notify, transfer ----


def told(basis: Basis, act: str) -> Told:
    """Return the outcome for notify or transfer over the ways left open."""
    results: tuple[Result, ...] = getattr(basis.ruling, act).results
    outcomes = {case.outcome for result in results for case in result.cases}
    if len(outcomes) > 1:
        return Told("unknown", None, None)
    rules = {id(case.spoke[1]): case.spoke[1] for r in results for case in r.cases if case.spoke}
    terms = {(rule.due, rule.early_days) for rule in rules.values()}
    rule = next(iter(rules.values()), None) if len(terms) == 1 else None
    return Told(next(iter(outcomes)), rule and _moment(basis, rule), rule)


def _moment(basis: Basis, rule: Rule) -> int | None:
    if basis.custody.release_at is None and (rule.due is None or rule.due.fact == "release_at"):
        return None  # it hangs on a release of which only the booking is known
    if rule.due is not None:
        span = basis.instants.get(rule.due.fact)
        return span.earliest + rule.due.seconds if span and span.earliest == span.latest else None
    if rule.early_days is not None:
        here = local(basis.start, basis.zone)
        back = datetime.combine(here.date() - timedelta(days=rule.early_days), here.time(), load(basis.zone))
        return seconds(back)
    return None


# ---- readings ----


def governing(basis: Basis) -> Way | None:
    """Return the way whose window governs: of those left open that let a hold stand, the earliest."""
    standing = [way for way in basis.ways if way.hold in STANDS]
    return min(standing, key=lambda way: way.release) if standing else None


def readings(basis: Basis) -> tuple[Reading, ...]:
    """Return every clock's window, whether or not it governs.

    ``straight`` and ``regulation`` are there wherever the form in some way asks for a
    hold; ``regulation-without-observed`` where a day kept for a holiday makes it differ.
    """
    way = governing(basis) if all(w.hold in STANDS for w in basis.ways) else None
    bound = {}
    if way is not None:
        exact = instants_at(basis.frame, way.corner)
        bound = {clock: end for clock, _, end in ends(way.case, exact, basis.zone)}
    found: dict[Clock, Reading] = {}
    for entry, rule in _entries(basis):
        if entry.clock in found:
            continue
        starts = _start(basis, entry.clock)
        earliest = starts is None and way is not None and way.clock == entry.clock
        if earliest and way is not None:
            starts = way.starts
        closes = _end(entry.clock, starts, basis.zone)
        governs = way is not None and closes is not None and bound.get(entry.clock) == closes == way.ends
        sources = entry.sources or (rule.sources if rule else ())
        found[entry.clock] = Reading(
            entry.clock, _starts_from(basis, entry.clock), starts, closes, governs, earliest, sources
        )
    kept, bare = (
        next((r for r in found.values() if r.clock.id == name), None)
        for name in ("regulation", "regulation-without-observed")
    )
    if kept and bare and kept.ends == bare.ends and not (bare.governs and not kept.governs):
        del found[bare.clock]
    return tuple(found.values())


def _end(clock: Clock, starts: int | None, zone: str) -> int | None:
    """Return a clock's end; None where its start is not known, or it lies past the holidays known."""
    if starts is None:
        return None
    try:
        return clock.end(starts, zone)
    except DetainerError:
        return None


def form_rules(basis: Basis) -> list[Rule]:
    """Return the rules of the federal layer that bring the clock of the form, as far as it is known."""
    space = basis.ruling.space
    return [
        rule
        for period, _ in possible_periods(space, basis.chain.layers[0])
        for rule in period.rules
        if "hold" in rule.acts
        and rule.clocks
        and rule.when is not None
        and space.value(rule.when) is not False
    ]


def _entries(basis: Basis) -> Iterator[tuple[ClockEntry, Rule | None]]:
    space = basis.ruling.space
    federal = basis.chain.layers[0].profile.clocks
    asks = space.value(REQUESTS_HOLD) is not False
    if asks:
        forms = form_rules(basis)
        of_form = {entry.clock: forms[0] for entry in forms[0].clocks} if len(forms) == 1 else {}
        for name in ("straight", "regulation", "regulation-without-observed"):
            if name not in federal:
                continue
            entry, rule = federal[name], of_form.get(federal[name].clock)
            # what is known of this form's hours goes before what is said of the clock
            yield (entry._replace(sources=()), rule) if rule else (entry, None)
    for result in basis.ruling.hold.results:
        for case in result.cases:
            for entry in case.clocks:
                yield entry, case.spoke[1] if case.spoke else None
    if asks:
        for _, rule in void_rules(basis):
            for entry in rule.clocks:
                yield entry, rule


def _start(basis: Basis, clock: Clock) -> int | None:
    """Return a clock's start if it is one, in all the ways that it governs."""
    governed = [result.places for result in basis.ruling.hold.results if clock in result.clocks()]
    begins = {
        clock.starts.of(instants)
        for places in governed or [{}]
        for _, instants in corners(spans_of(clock.starts.names, places, basis.frame), (), basis.frame)
    }
    return next(iter(begins)) if len(begins) == 1 else None


def _starts_from(basis: Basis, clock: Clock) -> str:
    """Return the fact a clock's start was taken from, or the unknown one it waits for."""
    start = _start(basis, clock)
    names = [name for name in clock.starts.names if name in basis.instants]
    spans = [basis.instants[name] for name in names]
    wanted = (
        [name for name, span in zip(names, spans, strict=True) if span.earliest < span.latest]
        if start is None
        else [name for name, span in zip(names, spans, strict=True) if span.earliest == start]
    )
    chosen = next(iter(wanted), clock.starts.names[0])
    return "booked_at" if chosen == "release_at" and basis.custody.release_at is None else chosen


# ---- who spoke, what is void, what is contested ----


def speakers(basis: Basis, act: str = "hold") -> tuple[tuple[Layer, Rule], ...]:
    """Return the rules that decided an act, in one or another of the ways left open."""
    results: tuple[Result, ...] = getattr(basis.ruling, act).results
    heard = [case for result in results for case in result.heard]
    if act == "hold":  # where the law is unsettled only the reading that is the answer spoke
        chosen = {way.case.same() for way in basis.ways}
        heard = [case for case in heard if case.same() in chosen]
    layers = basis.chain.layers
    return tuple(
        {(c.spoke[0], id(c.spoke[1])): (layers[c.spoke[0]], c.spoke[1]) for c in heard if c.spoke}.values()
    )


def void_rules(basis: Basis) -> tuple[tuple[Layer, Rule], ...]:
    """Return the rules below a binding layer that say something else, and so say it in vain."""
    bound = {case.spoke for r in basis.ruling.hold.results for case in r.cases}
    if len(bound) != 1 or (spoke := next(iter(bound))) is None:
        return ()
    number, binding = spoke
    if number == 0 or (binding.outcome == "allowed" and not binding.final):
        return ()
    contrary = STANDS if binding.outcome == "not_allowed" else {"not_allowed", "allowed"}
    space = basis.ruling.space
    return tuple(
        (layer, rule)
        for layer in basis.chain.layers[number + 1 :]
        if (rule := certain_rule(space, layer, "hold")) is not None and rule.outcome in contrary
    )


def contested(basis: Basis) -> tuple[Contested, ...]:
    """Return, for each unsettled question of law that matters, the answer the other way."""
    found: dict[str, Contested] = {}
    asks = basis.chain.asks

    def note(name: str, hold: str, release: int) -> None:
        other = found.get(name)
        if other is None or other.release < release:
            found[name] = Contested(asks[name].text, asks[name].pending or "", hold, release)

    for result in basis.ruling.hold.results:
        if len(result.cases) == 1:
            continue
        names = dict.fromkeys(name for clock in result.clocks() for name in clock.starts.names)
        spans = spans_of((*names, "cancelled_at"), result.places, basis.frame)
        for corner, instants in corners(spans, (), basis.frame):
            answer = resolve(0, result, instants, basis.frame, corner)
            for case in result.cases:
                other = resolve(0, result._replace(cases=(case,)), instants, basis.frame, corner)
                if (other.hold, other.release) != (answer.hold, answer.release):
                    for name, _ in case.law:
                        note(name, other.hold, other.release)
    acts: dict[str, dict[tuple[str, bool, str], None]] = {}
    for act in ("notify", "transfer"):
        for result in getattr(basis.ruling, act).results:
            if len({case.same() for case in result.cases}) > 1:
                for case in result.cases:
                    for name, said in case.law:
                        acts.setdefault(name, {})[act, said, case.outcome] = None
    first = basis.ways[0]
    for name, outcomes in acts.items():
        found.setdefault(
            name, Contested(asks[name].text, asks[name].pending or "", first.hold, first.release)
        )
        found[name] = found[name]._replace(acts=tuple(outcomes))
    return tuple(found.values())
