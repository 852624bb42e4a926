"""``detainer profiles``: what law the program knows, in plain sentences, and is it well formed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import click

from .. import examples
from ..days import check_words
from ..errors import DetainerError, Problem, show
from ..formats.profile import in_force, sentences
from ..formats.wrap import WIDTH
from ..profiles import Profile, ids, load_profile
from ..profiles.find import files_of
from ..profiles.model import STANCES
from ..profiles.names import is_name
from ..states import CODES
from ..times import read_date
from .files import write_whole
from .main import Group, is_unicode, values
from .options import folders_of

__all__ = ["profiles"]

_folders = click.option(
    "--profiles",
    "folders",
    multiple=True,
    metavar="DIR",
    shell_complete=values,
    help="Your own, a folder; else DETAINER_PROFILES.",
)


@click.group(cls=Group)
def profiles() -> None:
    """\b
    detainer profiles list --state fl
    detainer profiles show us-nc --on 2025-11-06
    detainer profiles validate my-county.toml
    detainer profiles map -o map.html

    List, show, validate, write and map the profiles of law.
    """


@profiles.command("list", short_help="List every profile: id, stance, name.")
@click.option(
    "--state", metavar="ST", shell_complete=values, help="Only that state, its counties and facilities."
)
@click.option(
    "--stance", metavar="STANCE", shell_complete=values, help="Only these: honors wso sanctuary mixed none."
)
@click.option("--on", metavar="DATE", help="Name the rules in force for a release on that date.")
@_folders
def list_(state: str | None, stance: str | None, on: str | None, folders: tuple[str, ...]) -> None:
    """\b
    detainer profiles list --state fl
    detainer profiles list --stance sanctuary --on 2026-03-06

    List every profile: id, stance, name.
    """
    day = read_date(on, "on") if on is not None else None
    if stance is not None and stance not in STANCES:
        raise DetainerError(
            [Problem("VALUE_UNKNOWN", "stance", f"'{show(stance, 40)}' is not known", ", ".join(STANCES))]
        )
    found, problems = _loaded([path for _, path in sorted(ids(folders_of(folders)).items())], folders)
    code = CODES.get(state.upper(), state) if state else ""
    place = f"us-{code.lower()}"
    if code and code.upper() not in CODES.values():
        raise DetainerError(
            [Problem("VALUE_UNKNOWN", "state", f"'{show(state, 40)}' is no state", "FL, or Florida")]
        )
    for profile in found:
        if (stance and profile.stance != stance) or (state and not f"{profile.id}-".startswith(f"{place}-")):
            continue
        line = f"{profile.id:<26} {profile.stance:<10} {profile.name}"
        if day is not None:
            periods = [period.id for period in profile.periods if in_force(period, day)]
            line = f"{profile.id:<26} {profile.stance:<10} {', '.join(periods) or 'no rule of its own'}"
        click.echo(line if len(line) <= WIDTH else f"{line[: WIDTH - 3]}...")
    if problems:
        raise DetainerError(problems)


@profiles.command("show", short_help="Show a profile's rules as sentences, with sources.")
@click.argument("profile", shell_complete=values)
@click.option("--on", metavar="DATE", help="Only the rules for a release on that date.")
@_folders
def show_(profile: str, on: str | None, folders: tuple[str, ...]) -> None:
    """\b
    detainer profiles show us-nc --on 2025-11-06

    Show a profile's rules as sentences, with sources and how well they were seen.
    """
    day = read_date(on, "on") if on is not None else None
    loaded = load_profile(profile, folders=folders_of(folders))
    click.echo("\n".join(sentences(loaded, day)))


@profiles.command("validate", short_help="Check profiles whole, and run their examples.")
@click.argument("files", nargs=-1, metavar="[ID|FILE|DIR]...", shell_complete=values)
@_folders
def validate(files: tuple[str, ...], folders: tuple[str, ...]) -> None:
    """\b
    detainer profiles validate us-pa-york.toml

    Check profiles whole, and run the worked examples that stand beside them.

    Every problem of every file at once, with its key path. Without a name: all that come
    with the program and all in --profiles.
    """
    names: list[str] = []
    empty: list[Problem] = []
    for name in files or [path for _, path in sorted(ids(folders_of(folders)).items())]:
        inside = files_of(name) if os.path.isdir(name) else [name]
        if not inside:
            what = f"there is no profile (ID.toml) in {show(name)}"
            empty.append(Problem("PROFILE_NOT_FOUND", "profiles", what, "give a folder of profiles"))
        names += inside
    found, problems = _loaded(names, folders)
    problems += empty
    count = 0
    for profile in found:
        for name, entry in profile.clocks.items():
            problems += [
                Problem("CALENDAR_UNKNOWN", f"{profile.id}: clock.{name}", fault, "holiday:US-DC")
                for fault in check_words(entry.clock.excludes)
            ]
        path = examples.path_of(profile)
        if os.path.isfile(path):
            ran, failed = examples.run(profile, path)
            count += ran
            problems += failed
    if problems:
        raise DetainerError(dict.fromkeys(problems))
    click.echo(f"{len(found)} profile{'s' if len(found) != 1 else ''} and {count} examples, no problems")


@profiles.command("coverage", short_help="Count periods, rules and sources seen.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_folders
def coverage(as_json: bool, folders: tuple[str, ...]) -> None:
    """\b
    detainer profiles coverage

    Count each profile's periods, rules and sources, and how well they were seen.
    """
    found, problems = _loaded([path for _, path in sorted(ids(folders_of(folders)).items())], folders)
    rows = [_coverage(profile) for profile in found]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
    else:
        click.echo(
            f"{'jurisdiction':<26}{'periods':>8}{'rules':>6}{'verbatim':>9}{'paraphr.':>9}{'unverif.':>9}  oldest check"
        )
        for row in rows:
            click.echo(
                f"{row['profile']:<26}{row['periods']:>8}{row['rules']:>6}{row['verbatim']:>9}"
                f"{row['paraphrase']:>9}{row['unverified']:>9}  {row['oldest_check'] or '-'}"
            )
    if problems:
        raise DetainerError(problems)


@profiles.command("map", short_help="Draw a map: what each state says on a date.")
@click.option("--on", metavar="DATE", help="Of a release on that date; else today (UTC).")
@click.option(
    "-f",
    "--format",
    "drawn_as",
    metavar="FORMAT",
    shell_complete=values,
    help="text json svg html; else by the file's name.",
)
@click.option("-o", "--output", metavar="FILE", shell_complete=values, help="Write it there.")
@_folders
def map_(on: str | None, drawn_as: str | None, output: str | None, folders: tuple[str, ...]) -> None:
    """\b
    detainer profiles map --on 2019-07-01 -o map.svg
    detainer profiles map -o map.html

    Draw a map: what each state's law makes of ordinary papers on a date.

    A tile for each state: a hold is required, allowed or not allowed, facts decide, or no
    rule was read. The page (html) steps through the dates on which a tile changes.
    """
    from .map import drawn, format_of

    day = read_date(on, "on") if on is not None else datetime.now(UTC).date()
    kind = format_of(drawn_as, output)
    to_file = output not in (None, "-")
    text = drawn(kind, day, folders_of(folders), ascii_only=not to_file and not is_unicode(sys.stdout))
    if to_file:
        write_whole(str(output), text)
    else:
        click.echo(text, nl=False)


@profiles.command("new", short_help="Write a template that validates, and examples.")
@click.argument("name", metavar="ID")
@click.option(
    "--parent", required=True, metavar="ID", shell_complete=values, help="The layer above, as us-pa."
)
@click.option(
    "-o",
    "--output",
    default=".",
    metavar="DIR",
    shell_complete=values,
    help="The folder to write to; else this one.",
)
@_folders
def new(name: str, parent: str, output: str, folders: tuple[str, ...]) -> None:
    """\b
    detainer profiles new us-pa-york --parent us-pa

    Write a commented template that validates, and an example to fill in.
    """
    from .template import EXAMPLE, PROFILE

    if not is_name(name) or name != name.lower():
        what = f"'{show(name, 40)}' is no id"
        raise DetainerError([Problem("VALUE_UNKNOWN", "id", what, "lower-case letters, digits, hyphens")])
    above = load_profile(parent, folders=folders_of(folders))
    zone = above.zones[0] if above.zones else "America/New_York"
    words = {"id": name, "parent": above.id, "zone": zone}
    files = {
        os.path.join(output, f"{name}.toml"): PROFILE.format(**words),
        os.path.join(output, "examples", f"{name}.toml"): EXAMPLE.format(**words),
    }
    there = [path for path in files if os.path.lexists(path)]
    if there:  # nobody's profile is written over, nor half a new one beside an old
        raise DetainerError(
            [Problem("OUTPUT_FAILED", "output", f"{show(path)} is there already", None) for path in there]
        )
    with suppress(OSError):  # where there is still no folder, writing says why
        os.makedirs(os.path.join(output, "examples"), exist_ok=True)
    for path, text in files.items():
        write_whole(path, text)
        click.echo(path)


def _loaded(names: Iterable[str], folders: tuple[str, ...]) -> tuple[list[Profile], list[Problem]]:
    found: list[Profile] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found.append(load_profile(name, folders=folders_of(folders)))
        except DetainerError as error:
            problems.extend(error.problems)
    return found, problems


def _coverage(profile: Profile) -> dict[str, Any]:
    seen = [source.seen for source in profile.sources.values()]
    checked: list[date] = [source.checked for source in profile.sources.values()]
    return {
        "profile": profile.id,
        "periods": len(profile.periods),
        "rules": sum(len(period.rules) for period in profile.periods),
        "verbatim": seen.count("verbatim"),
        "paraphrase": seen.count("paraphrase"),
        "unverified": seen.count("unverified"),
        "oldest_check": min(checked).isoformat() if checked else None,
    }
