"""``detainer check``: one record, one answer."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from ..custody import AGREEMENTS, MOMENT_WORDS, PAPERS, Custody
from ..decision import Decision
from ..decision import check as decide
from ..errors import DetainerError, Problem, show
from ..explain import Warned
from ..profiles import Profile, load_profile
from ..zones import exists, load, local
from .main import QuickCommand

__all__ = ["check"]

_T = TypeVar("_T")
_INSTANTS = {
    "release": "release_at",
    "booked": "booked_at",
    "freed": "freed_at",
    "taken": "taken_at",
}
_MOMENTS = {"received": "received_at", "served": "served_at", "cancelled": "cancelled_at",
            "warrant_served": "warrant_served_at"}  # fmt: skip


def _once(*names: str, metavar: str, text: str) -> Callable[[_T], _T]:
    """Declare an option that may be given once; a second, different value is a coded error."""
    return click.option(*names, multiple=True, metavar=metavar, help=text)


@click.command(
    cls=QuickCommand,
    no_args_is_help=True,
    short_help="Say when release is due and whether a hold applies.",
)
@_once("-p", "--profile", metavar="ID|FILE", text="Jurisdiction: us-fl, fl, honors, ... or a file.")
@_once("-r", "--release", metavar="TIME", text="First moment free but for the detainer.")
@_once("-b", "--booked", metavar="TIME", text="Booked into this jail.")
@_once("-z", "--timezone", metavar="ZONE", text="The facility's zone, as America/New_York.")
@_once("--form", metavar="FORM", text="I-247 I-247D I-247N I-247X I-247A I-247G none.")
@_once("--box", metavar="1|2", text="Which box of Form I-247A.")
@click.option("--asks-custody", is_flag=True, help="Box 2, I-247X: the paper asks for custody.")
@click.option("--no-asks-custody", is_flag=True, help="It does not.")
@_once("--issuer", metavar="AGENCY", text="ICE CBP USCIS.")
@_once("--received", metavar="WHEN", text="Detainer received: TIME, DATE, in-time, release, never.")
@_once("--served", metavar="WHEN", text="Detainer served on the person.")
@_once("--cancelled", metavar="WHEN", text="Detainer withdrawn.")
@_once("--warrant-served", metavar="WHEN", text="I-200 or I-205 served on the person.")
@click.option(
    "--paper", multiple=True, metavar="P", help=f"A paper in hand: {' '.join(PAPERS)}, or none."
)
@click.option("--no-paper", multiple=True, metavar="P", help="A paper not in hand.")
@click.option(
    "--designated", is_flag=True, help="Served by an officer designated under an agreement."
)
@click.option("--not-designated", is_flag=True, help="Served by another.")
@_once("--citizenship", metavar="C", text="none (no claim) claimed shown resolved.")
@click.option(
    "--agreement",
    multiple=True,
    metavar="MODEL",
    help=f"{' '.join(AGREEMENTS)} or none; repeatable.",
)
@_once("--offense", metavar="DATE", text="Date of the offense.")
@_once("--freed", metavar="TIME", text="Really let go.")
@_once("--taken", metavar="TIME", text="Really taken by ICE.")
@click.option(
    "-a",
    "--answer",
    multiple=True,
    metavar="ID=VALUE",
    help="A profile's own question; repeatable.",
)
@_once("--assume", metavar="WHAT", text="ordinary (default): ordinary papers; nothing.")
@_once("--as-of", metavar="TIME", text="Count the time left from then, not from now.")
@_once("-f", "--format", metavar="FORMAT", text="text (default) or json.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--exit-code", is_flag=True, help="0 hold runs, 3 no hold or over, 4 cannot say.")
@_once("-o", "--output", metavar="FILE", text="Write the answer there.")
@click.option("--profiles", multiple=True, metavar="DIR", help="A folder of your own profiles.")
@click.pass_context
def check(ctx: click.Context, **options: Any) -> None:
    """Say when release is due and whether a hold applies until then.

    \b
    detainer check -p us-fl-pinellas -r "Fri 3/6/2026 6:00 PM"
    detainer check -p honors -r 2026-11-25T15:00 -z America/Chicago --no-paper I-200
    detainer check -p us-nc -r 2025-11-06T14:00 --received 2025-11-03 --json

    Where nothing is said, ordinary papers are assumed and listed.
    """  # noqa: D301
    reader = _Options(options)
    decision = reader.decide()
    if reader.format == "json":
        from ..formats.json import dumps

        text = dumps(decision) + "\n"
    else:
        from ..formats.text import render

        text = render(decision, _style(reader.output))
    _write(text, reader.output)
    if options["exit_code"]:
        ctx.exit(exit_code(decision))


def exit_code(decision: Decision) -> int:
    """Return 0 where a hold applies and its window is open or ahead, 3 where none does, else 4."""
    if decision.hold_applies is False or decision.hold == "silent":
        return 3
    if decision.hold_applies is None or decision.release_by is None:
        return 4
    return 0 if decision.as_of is None or decision.as_of < decision.release_by else 3


class _Options:
    """What was typed, read into facts; every fault is collected before any is raised."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given
        self.problems: list[Problem] = []
        self.heard: list[Warned] = []
        self.now = int(time.time())
        self.format = "json" if given["as_json"] else self.one("format") or "text"
        if self.format not in ("text", "json"):
            self.add(
                "VALUE_UNKNOWN", "format", f"{show(self.format)!r} is not known", "text or json"
            )
        if given["as_json"] and self.one("format") not in (None, "json"):
            self.add("CONTRADICTION", "format", "--json and another --format", "give one of them")
        self.output = self.one("output")

    def add(self, code: str, field: str, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(code, field, message, hint))

    def one(self, name: str) -> str | None:
        values = list(dict.fromkeys(self.given[name]))
        if len(values) > 1:
            shown = " and ".join(repr(show(value, 40)) for value in values)
            self.add("CONTRADICTION", name, f"given twice: {shown}", "give it once")
        return values[0] if values else None

    def attempt(self, work: Callable[[], _T]) -> _T | None:
        try:
            return work()
        except DetainerError as error:
            self.problems.extend(error.problems)
            return None

    # ---- the whole ----

    def decide(self) -> Decision:
        profile = self.profile()
        zone = self.zone(profile)
        facts = self.facts(zone or "UTC", sure=zone is not None)
        as_of = self.time("as_of", "as_of", zone or "UTC") if self.given["as_of"] else self.now
        assume = self.one("assume") or "ordinary"
        if assume not in ("ordinary", "nothing"):
            self.add(
                "VALUE_UNKNOWN", "assume", f"{show(assume)!r} is not known", "ordinary or nothing"
            )
        custody = self.attempt(lambda: Custody(**facts))
        if zone is None or profile is None or custody is None or self.problems:
            raise DetainerError(self.unique())
        moment = None if as_of is None else datetime.fromtimestamp(as_of, UTC)
        decision = decide(custody, profile, as_of=moment, assume=assume, timezone=zone)
        return replace(decision, heard=tuple(self.heard))

    def unique(self) -> list[Problem]:
        """The problems, without what only follows from another of the same field."""
        needed = {p.field for p in self.problems if p.code not in ("RELEASE_NEEDED",)}
        return [
            p
            for p in dict.fromkeys(self.problems)
            if p.code != "RELEASE_NEEDED" or not needed & {"release_at", "booked_at"}
        ]

    def profile(self) -> Profile | None:
        ref = self.one("profile") or os.environ.get("DETAINER_PROFILE")
        if not ref:
            self.add(
                "PROFILE_NEEDED",
                "profile",
                "no profile was named",
                "--profile us-fl; see: detainer profiles list",
            )
            return None
        folders = self.given["profiles"]
        return self.attempt(lambda: load_profile(ref, folders=folders))

    def zone(self, profile: Profile | None) -> str | None:
        zones = profile.zones if profile else ()
        typed = self.one("timezone")
        key = typed or (zones[0] if len(zones) == 1 else os.environ.get("DETAINER_TIMEZONE"))
        if key is None:
            if profile is not None:
                where = f"lies in {', '.join(zones)}" if zones else "names no time zone"
                self.add("ZONE_NEEDED", "timezone", f"{profile.id} {where}",
                         "--timezone with one of them" if zones else "--timezone America/New_York")  # fmt: skip
            return None
        if not exists(key):
            self.attempt(lambda: load(key))
            return None
        if zones and key not in zones:
            self.add("ZONE_NOT_HERE", "timezone", f"{profile.id if profile else ''} does not lie in {key}",
                     f"--timezone with one of {', '.join(zones)}")  # fmt: skip
            return None
        return key

    # ---- facts ----

    def facts(self, zone: str, sure: bool) -> dict[str, Any]:
        before = len(self.problems)
        facts: dict[str, Any] = {}
        for option, fact in _INSTANTS.items():
            if self.given[option]:
                facts[fact] = self.moment(self.time(option, fact, zone))
        for option, fact in _MOMENTS.items():
            if self.given[option]:
                facts[fact] = self.when(self.one(option) or "", fact, zone)
        if not sure:  # without the zone only the writing of a time can be judged
            of_zone = ("ZONE_ABBREVIATION", "HOUR_NEVER_HAPPENED")
            self.problems[before:] = [p for p in self.problems[before:] if p.code not in of_zone]
            self.heard.clear()
        for option in ("form", "issuer", "citizenship", "box"):
            if self.given[option]:
                facts[option] = self.one(option)
        if self.given["offense"]:
            facts["offense_on"] = self.date(self.one("offense") or "", "offense_on")
        for name, yes, no in (
            ("asks_custody", "asks_custody", "no_asks_custody"),
            ("designated", "designated", "not_designated"),
        ):
            if self.given[yes] and self.given[no]:
                self.add("CONTRADICTION", name, "both yes and no were given", "give one of them")
            elif self.given[yes] or self.given[no]:
                facts[name] = bool(self.given[yes])
        self.papers(facts)
        self.agreement(facts)
        facts["answers"] = self.answers(zone)
        return facts

    def time(self, option: str, fact: str, zone: str) -> int | None:
        from ..times import read_instant

        text = self.one(option) or ""
        now = self.now if sys.stdin.isatty() else None
        found = self.attempt(lambda: read_instant(text, zone, fact, now=now))
        if found is None:
            return None
        if found.ambiguous:
            self.heard.append(
                Warned(
                    "AMBIGUOUS_HOUR",
                    f"{show(text)} happened twice; taken as the earlier, {local(found.at, zone):%Y-%m-%d %H:%M %Z}",
                )
            )
        return found.at

    def moment(self, at: int | None) -> datetime | None:
        return None if at is None else datetime.fromtimestamp(at, UTC)

    def when(self, text: str, fact: str, zone: str) -> Any:
        from ..times import looks_like_date, read_instant

        if text in MOMENT_WORDS:
            return text
        if looks_like_date(text):
            return self.date(text, fact)
        now = self.now if sys.stdin.isatty() else None
        found = self.attempt(lambda: read_instant(text, zone, fact, now=now))
        if found is not None and found.ambiguous:
            self.heard.append(
                Warned(
                    "AMBIGUOUS_HOUR",
                    f"{show(text)} happened twice; taken as the earlier, {local(found.at, zone):%Y-%m-%d %H:%M %Z}",
                )
            )
        return found and self.moment(found.at)

    def date(self, text: str, fact: str) -> Any:
        from ..times import read_date

        return self.attempt(lambda: read_date(text, fact))

    def papers(self, facts: dict[str, Any]) -> None:
        yes, no = list(self.given["paper"]), list(self.given["no_paper"])
        if "none" in yes:
            yes.remove("none")
            if yes:
                self.add(
                    "CONTRADICTION",
                    "papers",
                    f"none, and {', '.join(map(show, yes))}",
                    "give one of them",
                )
            no += [paper for paper in PAPERS if paper not in yes]
        for paper in sorted(set(yes) & set(no)):
            self.add(
                "CONTRADICTION",
                "papers",
                f"{show(paper)} is both in hand and not",
                "give one of them",
            )
        facts["papers"] = {**dict.fromkeys(no, False), **dict.fromkeys(yes, True)}

    def agreement(self, facts: dict[str, Any]) -> None:
        models = set(self.given["agreement"])
        if "none" in models and len(models) > 1:
            self.add("CONTRADICTION", "agreement", "none, and another", "give one of them")
        if models:
            facts["agreement"] = frozenset(models)

    def answers(self, zone: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for item in self.given["answer"]:
            name, equals, value = item.partition("=")
            if not equals or not name.strip():
                self.add(
                    "VALUE_UNKNOWN",
                    "answers",
                    f"{show(item)!r} is not ID=VALUE",
                    "--answer judicial-order=yes",
                )
                continue
            name, value = name.strip(), value.strip()
            answer: Any = {"yes": True, "no": False, "never": "never"}.get(value.lower())
            if answer is None:
                answer = self.when(value, f"answers.{show(name, 40)}", zone)
            if name in found and found[name] != answer:
                self.add(
                    "CONTRADICTION", f"answers.{show(name, 40)}", "answered twice", "answer it once"
                )
            found[name] = answer
        return found


def _style(output: str | None) -> Any:
    if output not in (None, "-") or not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return None
    looks = {"headline": {"bold": True}, "label": {"bold": True}}
    return lambda text, name: click.style(text, **looks.get(name, {}))


def _write(text: str, output: str | None) -> None:
    if output in (None, "-"):
        click.echo(text, nl=False)
        return
    beside = f"{output}.{os.getpid()}.part"
    try:
        with open(beside, "x", encoding="utf-8") as file:
            file.write(text)
        os.replace(beside, str(output))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        try:
            os.unlink(beside)
        except (OSError, ValueError):
            pass
        raise DetainerError(
            [Problem("OUTPUT_FAILED", "output", f"{show(output)}: {why}", "give another file")]
        ) from None
