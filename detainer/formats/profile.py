"""A profile as plain sentences, with sources and how well they were seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..errors import show
from ..profiles import Period, Profile, Rule
from .wrap import wrap

__all__ = ["in_force", "sentences"]

_ACTS = {
    "hold": "a hold past release",
    "notify": "telling ICE of the release",
    "transfer": "handing the person to ICE",
}
_OUTCOMES = {
    "required": "is required",
    "allowed": "is allowed",
    "not_allowed": "is not allowed",
    "silent": "is not ruled on here",
    "other_custody": "is not in question: ordinary custody",
}


def sentences(profile: Profile, day: date | None = None) -> Iterator[str]:
    """Yield what a profile says, as lines of at most 80 columns; only of a release date if given."""
    yield f"{profile.id}: {show(profile.name, 200)}"
    yield f"stance {profile.stance}; chain {' > '.join(layer.id for layer in profile.layers)}"
    if profile.covers:
        yield from wrap(f"covers {profile.covers}")
    yield f"zones {', '.join(profile.zones) or 'none: give --timezone'}"
    for item in profile.agreements:
        until = f" until {item.until}" if item.until else ""
        yield f"agreement {item.model}, signed {item.signed}{until}"
    periods = [p for p in profile.periods if day is None or in_force(p, day)]
    if not periods:
        yield ""
        yield f"No rule of this layer is known for {day}." if day else "This layer has no rules."
    for period in periods:
        yield ""
        condition = f"; only where {period.when_text}" if period.when_text else ""
        yield f"{period.id}: {period.dates()}{condition}"
        for rule in period.rules:
            yield from _sentence(rule)
        for note in period.notes:
            yield from wrap(f"note {note.code}: {note.text}", "  ", "    ")
    if profile.clocks:
        yield ""
        yield "Clocks"
        for name, entry in profile.clocks.items():
            clock = entry.clock
            many = f"{clock.starts.pick} of " if clock.starts.pick != "one" else ""
            starts = f"{many}{', '.join(clock.starts.names)}"
            length = (
                f"{clock.hours:g} h" if clock.hours is not None else f"until {clock.ends_at} the same day"
            )
            out = f", without {', '.join(clock.excludes)}" if clock.excludes else ""
            yield from wrap(f"{name}: {length} from {starts}{out}", "  ", "    ")
    if profile.defines:
        yield ""
        yield "Words"
        for name, define in profile.defines.items():
            yield from wrap(f"{name}: {define.text}", "  ", "    ")
    if profile.asks:
        yield ""
        yield "Questions"
        for name, ask in profile.asks.items():
            yield from wrap(
                f"--answer {name}: {ask.text}",
                "  ",
                "    ",
            )
    if profile.assume:
        yield ""
        yield from wrap(
            "Ordinary papers: " + ", ".join(f"{k} {v}" for k, v in profile.assume.items()),
            rest="  ",
        )


def in_force(period: Period, day: date) -> bool:
    """Say whether a period may govern a release on a date."""
    return all(low <= day.toordinal() < high for dimension, low, high in period.box if dimension == "release")


def _sentence(rule: Rule) -> Iterator[str]:
    acts = " and ".join(_ACTS[act] for act in rule.acts)
    lead = f"Where {rule.when_text}: " if rule.when_text else "Always: "
    text = f"{lead}{acts} {_OUTCOMES[rule.outcome]}"
    if rule.clocks:
        text += f", by the clock {' and '.join(entry.clock.id for entry in rule.clocks)}"
    if rule.final:
        text += "; nothing below may say otherwise"
    if rule.due:
        side = "after" if rule.due.seconds >= 0 else "before"
        text += f", within {abs(rule.due.seconds) / 3600:g} h {side} {rule.due.fact}"
    if rule.early_days:
        text += f", up to {rule.early_days} days early"
    yield from wrap(
        f"{rule.id}. {text}.",
        "  ",
        "    ",
    )
    for source in rule.sources:
        quote = f': "{source.quote}"' if source.quote else ""
        yield from wrap(
            show(f"{source.cite} ({source.seen}, {rule.basis}){quote}", 1200),
            "      ",
            "        ",
        )
