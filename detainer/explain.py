"""Notes and warnings: what the chain adds to an answer, and what to be careful of."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from .answer import contested, form_rules, governing, readings, speakers, void_rules
from .cases import STANDS, possible_periods
from .custody import MOMENTS
from .forms import FORMS
from .profiles import ACTS, Note
from .ways import Basis
from .zones import last_year, local, shown, version

__all__ = [
    "Warned",
    "law_checked",
    "notes",
    "stamp",
    "unsettled",
    "warnings",
    "weighed_below",
]


class Warned(NamedTuple):
    """A warning: a stable code and what it means here."""

    code: str
    message: str


def weighed_below(basis: Basis) -> bool:
    """Say whether a layer below the federal one has a rule of hold, not of silence, for those dates."""
    space = basis.ruling.space
    return any(
        "hold" in rule.acts and rule.outcome != "silent"
        for layer in basis.chain.layers[1:]
        for period, _ in possible_periods(space, layer)
        for rule in period.rules
    )


# ---- notes ----


def notes(basis: Basis) -> tuple[Note, ...]:
    """Return the notes of the chain that are met for certain."""
    space = basis.ruling.space
    return tuple(
        note
        for layer in basis.chain.layers
        for period, sure in possible_periods(space, layer)
        if sure
        for note in period.notes
        if note.when is None or space.value(note.when)
    )


# ---- warnings ----


def law_checked(basis: Basis) -> date | None:
    """Return the newest day on which a source of what spoke was looked at."""
    days = [source.checked for _, rule in speakers(basis) for source in rule.sources]
    return (
        max(days)
        if days
        else max((s.checked for s in basis.chain.layers[0].profile.sources.values()), default=None)
    )


def warnings(basis: Basis) -> tuple[Warned, ...]:
    """Return every warning, each code once or with its own message."""
    found = [*_of_times(basis), *_of_papers(basis), *_of_facts(basis), *_of_law(basis)]
    found += [Warned(note.code, note.text) for note in notes(basis) if note.code != "DUTY"]
    return tuple(dict.fromkeys(found))


def stamp(basis: Basis, at: int) -> str:
    """Return an instant as people read it: weekday, date, time, zone abbreviation."""
    return shown(local(at, basis.zone))


def _of_times(basis: Basis) -> Iterator[Warned]:
    if basis.custody.release_at is None:
        yield Warned(
            "BOOKING_AS_START",
            "No release time was given: hours count from booking, the earliest they could",
        )
    if basis.day.year > last_year():
        yield Warned(
            "ZONE_DATA_OLD",
            f"The zone data in use are tzdata {version()}, and {'release' if basis.custody.release_at else 'booking'} is in "
            f"{basis.day.year}: by then clocks in {basis.zone} may go by other rules",
        )
    if all(way.spent for way in basis.ways):
        way = max(basis.ways, key=lambda way: way.ends)
        name = way.clock.id if way.clock else "clock"
        yield Warned(
            "WINDOW_SPENT",
            f"The window of the clock {name} ended {stamp(basis, way.ends)}, before release was due: no time is left",
        )
    standing = governing(basis)
    if standing is None:
        return
    kept = {reading.clock.id: reading.ends for reading in readings(basis) if reading.ends is not None}
    straight, regulation = kept.get("straight"), kept.get("regulation")
    if straight is not None and regulation is not None and straight != regulation:
        yield Warned(
            "READINGS_DIFFER",
            "48 straight hours and 8 CFR 287.7(d) end at different times; no court has said which binds",
        )
    bare = kept.get("regulation-without-observed")
    if bare is not None and regulation is not None and bare != regulation:
        yield Warned(
            "OBSERVED_DAY_COUNTS",
            "A day kept in place of a weekend holiday falls in the window: if it is an ordinary day, the regulation ends "
            f"{stamp(basis, bare)}; if it is a holiday, {stamp(basis, regulation)}",
        )
    a, b = local(standing.starts, basis.zone), local(standing.ends, basis.zone)
    shift = (b.utcoffset() or timedelta()) - (a.utcoffset() or timedelta())
    if shift:
        minutes = int(shift.total_seconds()) // 60
        yield Warned(
            "DST_IN_WINDOW",
            f"Clocks change inside the window: it ends {abs(minutes)} minutes {'later' if minutes > 0 else 'earlier'} "
            "by the clock on the wall; the hours are elapsed hours",
        )
    last = local(standing.ends - 1, basis.zone).date().toordinal()  # an end at midnight is not in that day
    for layer in basis.chain.layers:
        for bound in sorted(
            {b for p in layer.profile.periods for d, *bounds in p.box if d == "release" for b in bounds}
        ):
            if basis.day.toordinal() < bound <= last:
                yield Warned(
                    "LAW_CHANGES_IN_WINDOW",
                    f"The rules of {layer.profile.id} change on {date.fromordinal(bound)}, inside the window; "
                    "the release date picks the law",
                )


def _of_papers(basis: Basis) -> Iterator[Warned]:
    custody, start = basis.custody, basis.start
    if custody.served_at is not None and custody.received_at != "never":
        span = basis.instants.get("served_at")
        if span and span.earliest > start:
            yield Warned(
                "SERVED_LATE",
                "The detainer was served on the person after release was due: no effect before service, and the start does not move",
            )
    if custody.warrant_served_at is not None:
        span = basis.instants.get("warrant_served_at")
        if span and span.latest < start:
            yield Warned(
                "SERVED_EARLY",
                "The I-200 or I-205 was served before release was due; agreements speak of service at the scheduled release",
            )
    form = FORMS[custody.form] if custody.form else None
    if form and form.until and custody.received_at is not None and not isinstance(custody.received_at, str):
        span = basis.instants["received_at"]
        received = local(span.earliest, basis.zone).date()
        if received >= form.until:
            yield Warned(
                "FORM_WITHDRAWN",
                f"Form {form.name} was received on {received}, when it was no longer issued (until {form.until})",
            )
    elif form and form.until and basis.day >= form.until and custody.received_at != "never":
        yield Warned(
            "FORM_WITHDRAWN",
            f"Form {form.name} has not been issued since {form.until}: only one that came before is still "
            "alive. Look at the form's name and its date of receipt (--received)",
        )


def _of_facts(basis: Basis) -> Iterator[Warned]:
    """Yield what was given and has no effect beside the rest: perhaps one of the two is a slip."""
    custody = basis.custody
    assumed = {fact for fact, *_ in basis.assumed}

    def idle(fact: str, why: str) -> Warned:
        return Warned("FACT_IDLE", f"{fact} was given and has no effect: {why}. Check both")

    given = [
        name for name in ("box", "issuer", *MOMENTS[:3]) if getattr(custody, name) not in (None, "never")
    ]
    if custody.form == "none" and "form" not in assumed:
        yield from (idle(name, "there is no detainer") for name in given if name not in assumed)
    elif custody.form not in (None, "I-247A") and custody.box is not None:
        yield idle("box", f"Form {custody.form} is not the I-247A")
    if custody.box == 1 and custody.asks_custody is not None:
        yield idle("asks_custody", "box 1 asks for custody")
    held = {paper: custody.papers.get(paper) for paper in ("I-200", "I-205")}
    served = "warrant_served_at" not in assumed and custody.warrant_served_at not in (None, "never")
    if served and set(held.values()) == {False}:
        yield idle("warrant_served_at", "neither an I-200 nor an I-205 is in hand")


def _of_law(basis: Basis) -> Iterator[Warned]:
    outcomes = {way.hold for way in basis.ways}
    spoke = speakers(basis) if len(outcomes) == 1 or outcomes <= STANDS else ()
    if outcomes == {"silent"} and not spoke:
        name = basis.chain.profile.name
        why = (
            f"Whether a rule of {name} authorizes a hold on this date is unsettled law"
            if any(len(result.cases) > 1 for result in basis.ruling.hold.results)
            else f"No rule read for {name} authorizes a hold on this date"
        )
        yield Warned("NO_STATE_RULE", f"{why}: authority must be looked for elsewhere; release is due")
    for act in ACTS:
        rules = [rule for _, rule in (spoke if act == "hold" else speakers(basis, act))]
        if act == "hold" and outcomes <= STANDS:
            rules += form_rules(basis)
        for source in dict.fromkeys(source for rule in rules for source in rule.sources):
            if source.seen == "unverified":
                yield Warned(
                    "UNVERIFIED_RULE",
                    f"The answer on {act} rests on words nobody read: {source.cite}",
                )
    told = (pair for act in ("notify", "transfer") for pair in speakers(basis, act))
    own = (pair for pair in told if pair[0] is not basis.chain.layers[0])  # what all share is no warning
    for layer, rule in (*spoke, *own):
        if rule.basis == "inference":
            yield Warned(
                "INFERENCE",
                f"The rule {layer.profile.id}/{rule.id} is a conclusion drawn from the words, not the words",
            )
    yield from unsettled(basis)
    checked = law_checked(basis)
    if checked is not None and basis.day > checked:
        yield Warned("LAW_NOT_CHECKED", f"The law was last looked at on {checked}; release is after that")
    for layer, rule in void_rules(basis):
        yield Warned(
            "RULE_BELOW_VOID",
            f"The rule {layer.profile.id}/{rule.id} ({rule.outcome}) has no effect: a layer above it binds",
        )


def unsettled(basis: Basis) -> list[Warned]:
    """Return the warning of each unsettled question of law that matters."""
    return [
        Warned("CONTESTED", f"Unsettled: {item.question} Awaited: {item.pending}")
        for item in contested(basis)
    ]
