"""``detainer profiles``: what law the program knows, in plain sentences, and is it well formed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date

import click

from ..errors import DetainerError, Problem, show
from ..formats.wrap import wrap
from ..profiles import Period, Profile, Rule, ids, load_profile

__all__ = ["profiles"]

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
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
_folders = click.option(
    "--profiles", "folders", multiple=True, metavar="DIR", help="A folder of your own profiles."
)


@click.group(no_args_is_help=True)
def profiles() -> None:
    """List, show and validate the profiles of law."""


@profiles.command("list")
@_folders
def list_(folders: tuple[str, ...]) -> None:
    """List every profile: id, stance, name."""
    problems: list[Problem] = []
    for name, path in sorted(ids(folders).items()):
        try:
            profile = load_profile(path, folders=folders)
        except DetainerError as error:
            problems.extend(error.problems)
            continue
        click.echo(f"{name:<24} {profile.stance:<10} {profile.name}"[:80])
    if problems:
        raise DetainerError(problems)


@profiles.command("show")
@click.argument("profile")
@click.option("--on", metavar="DATE", help="Only the rules for a release on that date.")
@_folders
def show_(profile: str, on: str | None, folders: tuple[str, ...]) -> None:
    """Show a profile's rules as sentences, with sources and how well they were seen."""
    from ..times import read_date

    day = read_date(on, "on") if on else None
    loaded = load_profile(profile, folders=folders)
    click.echo("\n".join(_shown(loaded, day)))


@profiles.command("validate")
@click.argument("files", nargs=-1, metavar="[ID|FILE|DIR]...")
@_folders
def validate(files: tuple[str, ...], folders: tuple[str, ...]) -> None:
    """Check profiles whole: every problem of every file, with its key path.

    Without a name, all that come with the program and all in --profiles.
    """
    wanted: list[str] = []
    for name in files or sorted(ids(folders).values()):
        inside = sorted(ids((name,)).values()) if os.path.isdir(name) else [name]
        wanted += [path for path in inside if not os.path.isdir(name) or os.path.dirname(path) == name]
    problems: list[Problem] = []
    for name in wanted:
        try:
            load_profile(name, folders=folders)
        except DetainerError as error:
            problems.extend(error.problems)
    if problems:
        raise DetainerError(dict.fromkeys(problems))
    click.echo(f"{len(wanted)} profile{'s' if len(wanted) != 1 else ''}, no problems", file=sys.stdout)


# ---- sentences ----


def _shown(profile: Profile, day: date | None) -> Iterator[str]:
    yield f"{profile.id}: {profile.name}"
    yield f"stance {profile.stance}; chain {' > '.join(layer.id for layer in profile.layers)}"
    if profile.covers:
        yield from wrap(f"covers {profile.covers}")
    yield f"zones {', '.join(profile.zones) or 'none: give --timezone'}"
    for item in profile.agreements:
        until = f" until {item.until}" if item.until else ""
        yield f"agreement {item.model}, signed {item.signed}{until}"
    periods = [p for p in profile.periods if day is None or _covers(p, day)]
    if not periods:
        yield ""
        yield f"No rule of this layer is known for {day}." if day else "This layer has no rules."
    for period in periods:
        yield ""
        yield f"{period.id}: {_dates(period)}"
        for rule in period.rules:
            yield from _sentence(rule)
        for note in period.notes:
            yield from wrap(f"note {note.code}: {note.text}", "  ", "    ")
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


def _covers(period: Period, day: date) -> bool:
    return all(low <= day.toordinal() < high for dimension, low, high in period.box if dimension == "release")


def _dates(period: Period) -> str:
    parts = []
    for dimension, low, high in period.box:
        since = f" from {date.fromordinal(low)}" if low > _FIRST else ""
        until = f" until {date.fromordinal(high)}" if high < _LAST else ""
        parts.append(f"{dimension}{since}{until}")
    condition = f"; only where {period.when_text}" if period.when_text else ""
    return (" and ".join(parts) or "any date") + condition


def _sentence(rule: Rule) -> Iterator[str]:
    acts = " and ".join(_ACTS[act] for act in rule.acts)
    lead = f"Where {rule.when_text}: " if rule.when_text else "Always: " if not rule.when_text else ""
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
