"""The answer for people: headline, readings, rules, warnings, what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from datetime import date, datetime
from typing import TYPE_CHECKING

from .. import answer, explain
from ..cases import STANDS
from ..days import LAST_YEAR
from ..profiles import Rule, Source
from ..ways import Basis
from ..zones import seconds
from .wrap import wrap

if TYPE_CHECKING:
    from ..decision import Decision

__all__ = [
    "ACTS",
    "ASSUMED",
    "FROM",
    "LAST_LINE",
    "ORDINARY",
    "Style",
    "assumed",
    "assumptions",
    "count",
    "facts",
    "headline",
    "render",
    "sections",
    "statement",
    "uncounted",
    "withdrawn",
]

LAST_LINE = (
    "A count of time and of the rules named, not legal advice; other charges and holds are not judged."
)
#: what ordinary papers are, beside the detainer form of the date
ORDINARY = "an I-200, both served in time, no other paper, no claim of citizenship, and what the state's own law presupposes"
#: over the facts that were assumed
ASSUMED = "ONLY IF CONFIRMED (assumed, not given)"
_BASIS = {"text": "law"}
#: a release further ahead than this, in seconds, is perhaps a slip of the year
_FAR = 180 * 86_400
#: what a rule speaks of, in words
ACTS = {"hold": "hold", "notify": "tell ICE", "transfer": "hand over"}
#: the facts that clocks run from, in words
FROM = {
    "release_at": "release",
    "booked_at": "booking",
    "received_at": "receipt of the detainer",
    "served_at": "service on the person",
    "warrant_served_at": "service of the warrant",
}
Style = Callable[[str, str], str]


def render(
    decision: Decision,
    style: Style | None = None,
    *,
    picture: str = "",
    story: str = "",
    carrying: tuple[str, ...] | None = None,
    again: bool = False,
) -> str:
    """Return the answer as text of at most 80 columns.

    ``style`` takes a text and a name (``headline``, ``label``, ``warning``) and returns
    it coloured; without it the text is plain. A ``picture`` stands under the times, a
    ``story`` before the last line. ``carrying`` names the assumed facts that the answer
    turns on, which then stand first. ``again``: the headline stands at the end too, where
    it is seen at a terminal.
    """
    paint = style or (lambda text, _: text)
    head = [paint(line, "headline") if not line.startswith(" ") else line for line in headline(decision)]
    lines = [*head, ""]
    for label, text in facts(decision):
        lines += wrap(text, f"{label:<14}", " " * 14)
    lines += ["", *picture.rstrip("\n").split("\n")] if picture else []
    for title, items in sections(decision, carrying):
        lines += _section(title, items, paint)
    lines += ["", *story.strip("\n").split("\n")] if story else []
    lines += ["", *head] if again else []
    return "\n".join([*lines, "", *wrap(LAST_LINE)]) + "\n"


def sections(decision: Decision, carrying: tuple[str, ...] | None = None) -> Iterator[tuple[str, list[str]]]:
    """Yield what stands below the facts: a title and its items, empty ones too.

    An item is not wrapped; a line break parts its first line from those set in below it.
    """
    basis = decision.basis
    yield "READINGS", [*_readings(decision)]
    yield "RULES", [*_acts(basis)]
    duties = [note for note in explain.notes(basis) if note.code == "DUTY"]
    yield "NOTES", [f"{note.text} [{_cite(note.sources)}]" for note in duties]
    yield "UNSETTLED LAW", [*_contested(decision)]
    told = explain.unsettled(basis)  # these have a section of their own
    yield "WARNINGS", [f"{w.code}: {w.message}" for w in decision.warnings if w not in told]
    yield ASSUMED, _assumed(basis, carrying)
    yield "NEEDED TO SAY MORE", [f"{m.ask}\n{m.flag}" for m in answer.missing(basis)]


def _section(title: str, items: list[str], paint: Style) -> list[str]:
    lines: list[str] = []
    for item in items:
        for number, part in enumerate(item.split("\n")):
            lead = "  " if number == 0 else "    "
            lines += wrap(part, lead, "    ")
    return ["", paint(title, "label"), *lines] if lines else []


# ---- headline ----


def headline(decision: Decision) -> list[str]:
    """Return the headline, wrapped, and the lines below it."""
    first, *rest = statement(decision)
    return [*wrap(first), *(line for item in rest for line in wrap(item, "  ", "  "))]


def statement(decision: Decision) -> list[str]:
    """Return the headline and the lines below it, not wrapped."""
    lines = _headline(decision)
    lines += _left(decision)
    if decision.as_of and decision.basis.start - seconds(decision.as_of) > _FAR:
        days = (decision.basis.start - seconds(decision.as_of)) // 86_400
        lines.append(f"CHECK THE YEAR: that is {days} days ahead")
    if decision.rests_on_assumptions:
        lines.append("rests on what was assumed, not given: see ONLY IF CONFIRMED")
    return lines


def _left(decision: Decision) -> list[str]:
    """Say when the person really left, and how long that was past release."""
    custody, basis = decision.custody, decision.basis
    gone = [
        (at, words)
        for at, words in ((custody.freed_at, "was let go"), (custody.taken_at, "was taken by ICE"))
        if at
    ]
    if not gone:
        return []
    at, words = min(gone)
    by = decision.release_by
    if by is None:
        past = ""
    elif at > by:
        past = f", {_span(seconds(at) - seconds(by))} too late"
    else:
        past = ", in time"
    return [f"the person {words} {explain.stamp(basis, seconds(at))}{past}"]


def _headline(decision: Decision) -> list[str]:
    basis = decision.basis
    due = "RELEASE DUE " + _due(basis)
    missing = answer.missing(basis)
    if decision.hold == "other_custody":
        return ["ORDINARY CUSTODY. A court's criminal warrant holds the person; no detainer clock runs"]
    if decision.hold_applies:
        return _standing(decision, missing)
    spoke = answer.speakers(basis)
    how = basis.custody.citizenship
    if decision.hold_applies is False and how in ("claimed", "shown"):
        return [f"STOP. Citizenship is {how} and not resolved: no hold. {due}"]
    if decision.hold == "not_allowed":
        spent = max(basis.ways, key=lambda way: way.ends)
        if spent.clock and all(way.spent for way in basis.ways):
            return [
                f"{due}. No ICE hold: the hours of the clock {spent.clock.id} ran out {explain.stamp(basis, spent.ends)}"
            ]
        return [f"{due}. No ICE hold: {_cited(spoke)}"]
    if decision.hold == "silent":
        return [f"{due}. No rule read authorizes a hold ({basis.chain.profile.name}: {_silence(basis)})"]
    needs = _needs(missing, "hold")
    if decision.release_by is not None:
        return [f"{due} in every case (which rule: needs {needs})"]
    between = decision.release_between
    low, high = (explain.stamp(basis, seconds(at)) for at in between or ())
    return [f"CANNOT SAY: needs {needs}", f"release is due between {low} and {high}"]


def _standing(decision: Decision, missing: tuple[answer.Missing, ...]) -> list[str]:
    basis = decision.basis
    way = answer.governing(basis)
    assert way is not None
    by = explain.stamp(basis, way.release)
    now = decision.now
    verbs = {"required": "requires", "allowed": "permits"}
    if now and now.status == "ended" and decision.as_of:
        verbs = {"required": "required", "allowed": "permitted"}
        since = seconds(decision.as_of) - way.release
        lines = [f"WINDOW ENDED {by}{f', {_span(since)} ago' if since else ''}. Release is due"]
    elif decision.hold == "unknown":
        needs = _needs(missing, "hold")
        lines = [f"RELEASE BY {by} unless ICE takes custody first (required or allowed: needs {needs})"]
    else:
        left = f" ({_span(now.seconds_left)} left)" if now else ""
        lines = [f"RELEASE BY {by} unless ICE takes custody first{left}"]
    rules = [(layer, rule) for layer, rule in answer.speakers(basis) if rule.outcome in STANDS]
    if len(rules) == 1:
        layer, rule = rules[0]
        lines.append(
            f"until then the profile `{layer.profile.id}` ({_BASIS.get(rule.basis, rule.basis)}) "
            f"{verbs[rule.outcome]} a hold"
        )
    elif any(item.settles == ("release_by",) or "release_by" in item.settles for item in missing):
        lines.append(f"the earliest end of those left open; needs {_needs(missing, 'release_by')}")
    if way.release < way.ends:
        lines.append("cut short: the detainer is withdrawn then")
    if basis.custody.release_at is None:
        lines.append("counted from booking: no release time was given")
    return lines


def _silence(basis: Basis) -> str:
    """Why nobody authorizes a hold: the law is unsettled, no rule read is met, or none was found."""
    if any(len(result.cases) > 1 for result in basis.ruling.hold.results):
        return "whether a state rule does is unsettled law"
    return "no state rule met" if explain.weighed_below(basis) else "no state rule found"


def _due(basis: Basis) -> str:
    if basis.custody.release_at is None:
        return "when local custody ends (no release time was given)"
    return explain.stamp(basis, basis.start)


def _needs(missing: tuple[answer.Missing, ...], output: str) -> str:
    flags = [item.flag for item in missing if output in item.settles] or [item.flag for item in missing]
    shown = ", ".join(flags[:3])
    return shown + (f" and {len(flags) - 3} more" if len(flags) > 3 else "")


def _cited(spoke: tuple[tuple[object, Rule], ...]) -> str:
    cites = list(dict.fromkeys(_cite(rule.sources) for _, rule in spoke))
    return " or ".join(cites[:2]) + (", or another rule" if len(cites) > 2 else "")


def _cite(sources: tuple[Source, ...]) -> str:
    return sources[0].cite if sources else "no source"


def _span(length: int) -> str:
    hours, minutes = divmod(length // 60, 60)
    if hours >= 100:
        return f"{hours // 24} days {hours % 24} h"
    if hours and minutes:
        return f"{hours} h {minutes} min"
    return f"{hours} h" if hours else f"{minutes} min"


# ---- body ----


def facts(decision: Decision) -> list[tuple[str, str]]:
    """Return whose law and which times the answer is about: a label and a text each."""
    basis = decision.basis
    custody = basis.custody
    rows = [("profile", f"{basis.chain.profile.id}: {basis.chain.profile.name}")]
    for label, value in (
        ("release", custody.release_at),
        ("booked", custody.booked_at),
        ("received", custody.received_at),
        ("served", custody.served_at),
        ("cancelled", custody.cancelled_at),
        ("I-200 served", custody.warrant_served_at),
        ("freed", custody.freed_at),
        ("taken by ICE", custody.taken_at),
    ):
        if isinstance(value, datetime):
            rows.append((label, f"{explain.stamp(basis, seconds(value))}, {basis.zone}"))
        elif isinstance(value, date):
            rows.append((label, f"{value:%a} {value.day} {value:%b %Y}, at an hour not given"))
    return rows + _past(decision)


def _past(decision: Decision) -> list[tuple[str, str]]:
    past = decision.held_past
    if past is None:
        return []
    names = {"release": "release", "release_by": "release by" if decision.hold_applies else None}
    shown = {names.get(name, name): length for name, length in past.items() if length is not None}
    for item in decision.readings:  # the clocks of a state's own stand beside the two
        if item.ends is not None and item.clock.id not in past:
            left = min(at for at in (decision.custody.freed_at, decision.custody.taken_at) if at is not None)
            shown[item.clock.id] = max(0, seconds(left) - item.ends)
    text = ", ".join(f"{name} {_span(length)}" for name, length in shown.items() if name)
    return [("held past", text)]


def _readings(decision: Decision) -> Iterator[str]:
    basis = decision.basis
    found = answer.readings(basis)
    seen: set[str] = set()
    for item in found:
        if item.clock.id in seen:
            continue
        alike = [
            r for r in found if r.ends == item.ends and r.starts == item.starts and r.ends is not None
        ] or [item]
        seen.update(r.clock.id for r in alike)
        names = " and ".join(r.clock.id for r in alike)
        governs = [r.clock.id for r in alike if r.governs]
        mark = (
            ""
            if not governs
            else " <- governs"
            if len(governs) == len(alike)
            else f" <- {' and '.join(governs)} governs"
        )
        if item.ends is None:
            yield f"{names}: {uncounted(item)}"
            continue
        mark += withdrawn(basis) if governs else ""
        at_least = " at the earliest" if item.earliest else ""
        verb = "would end" if decision.hold_applies is False or decision.hold == "silent" else "ends"
        text = f"{names}: {verb} {explain.stamp(basis, item.ends)}{at_least}{mark}"
        for r in alike:
            text += f"\n{count(r)} from {FROM.get(r.starts_from, r.starts_from)}"
            text += ", which may be later" if r.earliest else ""
            if r.sources:
                text += f": {r.sources[0].cite} ({r.sources[0].seen})"
        yield text


def uncounted(item: answer.Reading) -> str:
    """Return why a reading has no end."""
    begins = FROM.get(item.starts_from, item.starts_from)
    if item.starts is None:
        return f"cannot be counted, the time of {begins} is not known"
    return f"cannot be counted, no holiday is known after {LAST_YEAR}"


def withdrawn(basis: Basis) -> str:
    """Return until when what governs does where the detainer is withdrawn first, else nothing."""
    way = answer.governing(basis)
    cut = way is not None and way.release < way.ends
    return f", until the withdrawal {explain.stamp(basis, way.release)}" if cut and way else ""


def count(item: answer.Reading) -> str:
    """Return how a clock counts, in words: ``48 h without Saturdays and Sundays``."""
    clock = item.clock
    if clock.hours is None:
        return f"until {clock.ends_at} the same day"
    hours = f"{clock.hours:g} h"
    if not clock.excludes:
        return f"{hours}, every hour counted,"
    days = {
        "saturday": "Saturdays",
        "sunday": "Sundays",
        "federal-holiday": "federal holidays",
        "federal-holiday-observed": "federal holidays as observed",
        "federal-closure": "federal closures",
    }
    words = [days.get(word, word.replace("holiday:", "holidays of ")) for word in clock.excludes]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"{hours} without {listed}"


def _acts(basis: Basis) -> Iterator[str]:
    spoke = answer.speakers(basis)
    holds = {way.hold for way in basis.ways}
    if len(holds) > 1:
        yield "hold: unknown"
    elif len(spoke) > 3:
        yield f"hold: {holds.pop().replace('_', ' ')}, whichever of {len(spoke)} rules it is"
    elif not spoke:
        yield "hold: silent: no rule read speaks for one"
    else:
        spent = all(way.spent for way in basis.ways)
        for layer, rule in spoke:
            outcome = rule.outcome.replace("_", " ")
            said = f"not allowed, no time is left ({outcome} until then)" if spent else outcome
            yield f"hold: {said}: {_rule(layer.profile.id, rule)}"
    for act in ("notify", "transfer"):
        item = answer.told(basis, act)
        told = answer.speakers(basis, act)
        line = f"{ACTS[act]}: {item.outcome.replace('_', ' ')}"
        if item.at is not None:
            line += f", {'by' if act == 'notify' else 'not before'} {explain.stamp(basis, item.at)}"
        if len(told) == 1 and item.outcome != "unknown":
            line += f": {_rule(told[0][0].profile.id, told[0][1])}"
        yield line


def _rule(layer: str, rule: Rule) -> str:
    source = rule.sources[0]
    return f"{source.cite} ({source.seen}; {layer}/{rule.id})"


def _contested(decision: Decision) -> Iterator[str]:
    basis = decision.basis
    free = [way.release for way in basis.ways]
    for item in answer.contested(basis):
        said = []
        if (item.hold, item.release) != (decision.hold, min(free)):
            said.append(
                f"otherwise: {item.hold.replace('_', ' ')}, release by {explain.stamp(basis, item.release)}."
            )
        said += [
            f"{ACTS[act]}: {outcome.replace('_', ' ')} if {'yes' if answered else 'no'}."
            for act, answered, outcome in item.acts
        ]
        yield f"{item.question}\n{' '.join(said)} Awaited: {item.pending}"


def _assumed(basis: Basis, carrying: tuple[str, ...] | None) -> list[str]:
    if not basis.assumed or carrying is None:
        return [assumed(basis)] if basis.assumed else []
    parts = (("the answer turns on", True), ("the rest", False))
    told = [
        (words, assumed(basis, {f for f, *_ in basis.assumed if (f in carrying) is so}))
        for words, so in parts
    ]
    return [f"{words}: {text}" for words, text in told if text]


def assumed(basis: Basis, only: Set[str] | None = None) -> str:
    """Return what was assumed, each with the flag that says otherwise; only some facts if named."""
    return "; ".join(assumptions(basis, only))


def assumptions(basis: Basis, only: Set[str] | None = None) -> list[str]:
    """Return each fact that was assumed, with the flag that says otherwise."""
    names = {
        "received_at": "received",
        "served_at": "served",
        "cancelled_at": "cancelled",
        "warrant_served_at": "warrant served",
    }
    return [
        f"{names.get(fact, fact)} {value} ({flag})"
        for fact, value, flag in basis.assumed
        if only is None or fact in only
    ]
