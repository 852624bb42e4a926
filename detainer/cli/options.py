"""What was typed, read into facts; every fault is collected before any is raised."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..corners import EARLIEST, LATEST
from ..custody import CHOICES, MOMENT_WORDS, PAPERS, Custody
from ..decision import Decision, check, zone_of
from ..errors import DetainerError, Problem, show
from ..explain import Warned
from ..profiles import Profile, ids, load_profile
from ..refusals import wrong_answers, wrong_form
from ..times import looks_like_date, read_date, read_instant
from ..zones import load, local, seconds
from .main import values

if TYPE_CHECKING:
    from ..agencies import Agency

__all__ = ["Options", "folders_of", "once"]

FORMATS = ("text", "json", "ics", "svg", "html")
_T = TypeVar("_T")
_F = TypeVar("_F", bound=Callable[..., Any])
_INSTANTS = {"release": "release_at", "booked": "booked_at", "freed": "freed_at", "taken": "taken_at"}
_MOMENTS = {
    "received": "received_at",
    "served": "served_at",
    "cancelled": "cancelled_at",
    "warrant_served": "warrant_served_at",
}


def once(*names: str, metavar: str, text: str) -> Callable[[_F], _F]:
    """Declare an option that may be given once; a second, different value is a coded error."""
    return click.option(*names, multiple=True, metavar=metavar, help=text, shell_complete=values)


def folders_of(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folders of a user's own profiles: as given, else ``DETAINER_PROFILES``."""
    return given or tuple(f for f in os.environ.get("DETAINER_PROFILES", "").split(os.pathsep) if f)


class Options:
    """What was typed, read into facts; every fault is collected before any is raised."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given
        self.problems: list[Problem] = []
        self.heard: list[Warned] = []
        now = int(time.time())
        #: the present moment; None where the machine's clock is out of all reason, and no answer rests on it
        self.now = now if EARLIEST <= now <= LATEST else None
        #: the present moment where words like `now` are understood: only at a terminal
        self.typed_now = self.now if sys.stdin and sys.stdin.isatty() else None
        self.output, self.record = self.one("output"), self.one("record")
        ending = (self.output or "").rpartition(".")[2].lower()
        usual = ending if ending in FORMATS[1:] else "text"  # a file's name says what it is
        self.format = "json" if given["as_json"] else self.one("format", usual)
        if self.format not in FORMATS:
            self.add("VALUE_UNKNOWN", "format", f"'{show(self.format)}' is not known", ", ".join(FORMATS))
        if given["as_json"] and self.one("format") not in (None, "json"):
            self.add("CONTRADICTION", "format", "--json and another --format", "give one of them")
        self.uid = self.one("uid")
        self.alarms: tuple[timedelta, ...] = self.read_alarms()
        for name in ("alarm", "uid"):
            if given[name] and self.format != "ics":
                self.add("CONTRADICTION", name, f"--{name} is of a calendar file", "add --format ics")
        self.agreements: list[Agency] | None = None

    def add(self, code: str, field: str, message: str, hint: str | None = None) -> None:
        """Note one problem."""
        self.problems.append(Problem(code, field, message, hint))

    def one(self, name: str, default: str | None = None) -> str | None:
        """Return the value of an option that may be given once, else ``default``."""
        values = list(dict.fromkeys(self.given[name]))
        if len(values) > 1:
            shown = " and ".join(f"'{show(value, 40)}'" for value in values)
            self.add("CONTRADICTION", name, f"given twice: {shown}", "give it once")
        return values[0] if values else default

    def attempt(self, work: Callable[[], _T]) -> _T | None:
        """Return what ``work`` gives; where it raises, note its problems and return None."""
        try:
            return work()
        except DetainerError as error:
            self.problems.extend(error.problems)
            return None

    def read_alarms(self) -> tuple[timedelta, ...]:
        """Return how long before the end each alarm rings."""
        if not self.given["alarm"]:
            return ()
        from functools import partial

        from ..formats.ics import parse_alarm

        read = (self.attempt(partial(parse_alarm, text)) for text in self.given["alarm"])
        return tuple(length for length in read if length is not None)

    # ---- the whole ----

    def decide(self) -> Decision:
        """Return the decision, or raise every problem at once."""
        profile = self.profile()
        zone = self.zone(profile)
        facts = self.facts(zone or "UTC", profile, sure=zone is not None)
        if self.agreements and profile is not None and zone is not None and "agreement" not in facts:
            facts["agreement"] = self.agreed(facts, profile, zone)
        as_of = self.time("as_of", "as_of", zone or "UTC") if self.given["as_of"] else self.now
        assume = self.one("assume", "ordinary") or ""
        if assume not in ("ordinary", "nothing"):
            self.add("VALUE_UNKNOWN", "assume", f"'{show(assume)}' is not known", "ordinary or nothing")
        custody = self.attempt(lambda: Custody(**facts))
        if zone is None or profile is None or custody is None or self.problems:
            if profile is not None:
                broken = {problem.field for problem in self.problems}
                read = {k: v for k, v in facts["answers"].items() if f"answers.{show(k, 40)}" not in broken}
                self.problems += wrong_answers(read, profile)
                self.look_on(facts, profile, zone)
            raise DetainerError(self.unique())
        moment = None if as_of is None else datetime.fromtimestamp(as_of, UTC)
        decision = check(custody, profile, as_of=moment, assume=assume, timezone=zone)
        return replace(decision, heard=tuple(self.heard))

    def look_on(self, facts: dict[str, Any], profile: Profile, zone: str | None) -> None:
        """Note what is wrong with the facts that could be read, so that all is mended in one go."""
        received = facts.get("received_at")
        if zone is None and type(received) is date:  # a date needs no zone
            self.problems += wrong_form(facts.get("form"), received)
        fields = {problem.field or "" for problem in self.problems}
        broken = {field.partition(".")[0] for field in fields}
        if zone is None or broken & {"release_at", "booked_at", "received_at"}:
            return  # the dates that the others are held against
        sound = {name: value for name, value in facts.items() if name not in broken}
        try:
            check(Custody(**{**sound, "answers": {}}), profile, timezone=zone)
        except DetainerError as error:
            self.problems += [problem for problem in error.problems if problem.code != "TOO_MANY_UNKNOWNS"]

    def agreed(self, facts: dict[str, Any], profile: Profile, zone: str) -> frozenset[str] | None:
        """Return the agreements in force on the release date: the sheet's and the profile's own."""
        from ..agencies import agreements_on

        at = facts.get("release_at") or facts.get("booked_at")
        if at is None:
            return None
        day = local(seconds(at), zone).date()
        return agreements_on(self.agreements or [], day) | profile.agreements_on(day)

    def unique(self) -> list[Problem]:
        """The problems, without what only follows from another of the same field."""
        needed = {p.field for p in self.problems if p.code not in ("RELEASE_NEEDED",)}
        return [
            p
            for p in dict.fromkeys(self.problems)
            if p.code != "RELEASE_NEEDED" or not needed & {"release_at", "booked_at"}
        ]

    def profile(self) -> Profile | None:
        """Load the profile; None where that fails."""
        of_agency = self.of_agency()
        typed = self.one("profile")
        ref = typed or of_agency or os.environ.get("DETAINER_PROFILE")
        if self.given["agency"] and of_agency is None and typed is None:
            return None  # what is wrong with the agency is noted already
        if typed == "" or not ref:
            self.add(
                "PROFILE_NEEDED",
                "profile",
                "no profile was named",
                "--profile us-fl; see: detainer profiles list",
            )
            return None
        folders = folders_of(self.given["profiles"])
        found = self.attempt(lambda: load_profile(ref, folders=folders))
        if found is None and ref not in (typed, of_agency):
            self.blame("DETAINER_PROFILE")
        file = self.output if self.output not in (None, "-") else None
        if found is not None and file and os.path.exists(file) and os.path.samefile(file, found.path):
            self.add("CONTRADICTION", "output", "that is the file of the profile", "give another file")
        if found is not None and self.agreements:
            self.same_state(found, self.agreements[0].state)
        return found

    def of_agency(self) -> str | None:
        """Look up the agency: keep its agreements; return its county's profile, else its state's."""
        typed = self.one("agency")
        if typed is None:
            return None
        from ..agencies import one, profile_ids, serves
        from .agencies import kept

        self.agreements = self.attempt(lambda: one(kept(), typed))
        if not self.agreements:
            return None
        agency, folders = self.agreements[0], folders_of(self.given["profiles"])
        known = self.attempt(lambda: ids(folders)) or {}
        wanted = profile_ids(agency)
        own = (name for name in wanted if name in known)
        return self.attempt(
            lambda: next(
                (n for n in own if serves(agency, load_profile(n, folders=folders).name)), wanted[-1]
            )
        )

    def same_state(self, profile: Profile, code: str) -> None:
        """Refuse the agreements of an agency under another state's law."""
        states = [layer.id for layer in profile.layers[1:2] if layer.id.startswith("us-")]
        if states and states != [f"us-{code.lower()}"]:
            self.add(
                "CONTRADICTION",
                "agency",
                f"the agency is in {code}, the profile {profile.id} is not",
                "leave one of them out",
            )

    def blame(self, variable: str) -> None:
        """Say of the last problem that its value came from the environment."""
        last = self.problems.pop()
        self.problems.append(last._replace(message=f"{last.message} (from {variable})"))

    def zone(self, profile: Profile | None) -> str | None:
        """Return the facility's zone: as typed, the profile's own, or the environment's; None if unsettled."""
        zones = profile.zones if profile else ()
        typed = self.one("timezone")
        around = os.environ.get("DETAINER_TIMEZONE") if typed is None and len(zones) != 1 else None
        key = typed if typed is not None else around or None
        if profile is None:
            found = self.attempt(lambda: load(key).key) if key is not None else None
        else:
            found = self.attempt(lambda: zone_of(profile, key))
        if found is None and around:
            self.blame("DETAINER_TIMEZONE")
        return found

    # ---- facts ----

    def facts(self, zone: str, profile: Profile | None, sure: bool) -> dict[str, Any]:
        """Return the facts as keywords of a record. ``sure``: the zone is the one to be used."""
        before = len(self.problems)
        facts: dict[str, Any] = {}
        for option, fact in _INSTANTS.items():
            if self.given[option]:
                facts[fact] = self.moment(self.time(option, fact, zone), zone)
        for option, fact in _MOMENTS.items():
            if self.given[option]:
                facts[fact] = self.when(self.one(option) or "", fact, zone)
        facts["answers"] = self.answers(zone, profile)
        if not sure:  # without the zone only the writing of a time can be judged
            of_zone = ("ZONE_ABBREVIATION", "HOUR_NEVER_HAPPENED")
            self.problems[before:] = [p for p in self.problems[before:] if p.code not in of_zone]
            self.heard.clear()
        for option in ("form", "issuer", "citizenship", "box"):
            if self.given[option]:
                facts[option] = _spelled(self.one(option) or "", CHOICES[option])
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
        return facts

    def time(self, option: str, fact: str, zone: str) -> int | None:
        """Read the one time of an option; seconds, or None where it cannot be read."""
        return self.instant(self.one(option) or "", fact, zone)

    def instant(self, text: str, fact: str, zone: str) -> int | None:
        """Read a time; seconds, or None where it cannot be read."""
        found = self.attempt(lambda: read_instant(text, zone, fact, now=self.typed_now))
        if found is None:
            return None
        if found.ambiguous:
            taken = f"{local(found.at, zone):%Y-%m-%d %H:%M %Z}"
            self.heard.append(
                Warned("AMBIGUOUS_HOUR", f"{show(text)} happened twice; taken as the earlier, {taken}")
            )
        return found.at

    def moment(self, at: int | None, zone: str) -> datetime | None:
        """Return seconds as an aware datetime, local."""
        return None if at is None else local(at, zone)

    def when(self, text: str, fact: str, zone: str) -> Any:
        """Read a time, a date or a word."""
        word = text.strip().lower()
        if word in MOMENT_WORDS:
            return word
        if looks_like_date(text):
            return self.date(text, fact)
        return self.moment(self.instant(text, fact, zone), zone)

    def date(self, text: str, fact: str) -> Any:
        """Read a date."""
        return self.attempt(lambda: read_date(text, fact))

    def papers(self, facts: dict[str, Any]) -> None:
        """Put the papers in and not in hand among the facts."""
        yes, no = (
            dict.fromkeys(_spelled(paper, PAPERS) for paper in self.given[name])
            for name in ("paper", "no_paper")
        )
        if "none" in yes:
            del yes["none"]
            if yes:
                self.add("CONTRADICTION", "papers", f"none, and {_listed(yes)}", "give one of them")
            no |= dict.fromkeys(paper for paper in PAPERS if paper not in yes)
        for paper in yes.keys() & no.keys():
            self.add(
                "CONTRADICTION", "papers", f"{show(paper, 40)} is both in hand and not", "give one of them"
            )
        facts["papers"] = {**dict.fromkeys(no, False), **dict.fromkeys(yes, True)}

    def agreement(self, facts: dict[str, Any]) -> None:
        """Put the agreements among the facts."""
        models = {_spelled(model, CHOICES["agreement"]) for model in self.given["agreement"]}
        if models:
            facts["agreement"] = frozenset(models)

    def answers(self, zone: str, profile: Profile | None) -> dict[str, Any]:
        """Read the answers to the profile's own questions."""
        found: dict[str, Any] = {}
        kinds = {name: ask.type for name, ask in profile.all_asks.items()} if profile else {}
        for item in self.given["answer"]:
            name, equals, value = (part.strip() for part in item.partition("="))
            field = f"answers.{show(name, 40)}"
            if not equals or not name:
                self.add(
                    "VALUE_UNKNOWN",
                    "answers",
                    f"'{show(item)}' is not ID=VALUE",
                    "--answer judicial-order=yes",
                )
                continue
            answer: Any = {"yes": True, "no": False, "never": "never"}.get(value.lower())
            if answer is None and kinds.get(name) == "time":
                answer = self.when(value, field, zone)
            elif answer is None and kinds.get(name) == "date":
                answer = self.date(value, field)
            elif answer is None:  # an answer to no question is refused when the record is checked
                answer = True
                if name in kinds:
                    self.add("VALUE_UNKNOWN", field, f"'{show(value, 40)}' is not known", "yes or no")
            if name in found and found[name] != answer:
                self.add("CONTRADICTION", field, "answered twice", "answer it once")
            found[name] = answer
        return found


def _spelled(typed: str, known: Iterable[str]) -> str:
    """Return the known word that was meant, whatever its case and hyphens: ``i200`` is ``I-200``."""
    plain = typed.replace("-", "").replace(" ", "").lower()
    return next((word for word in known if word.replace("-", "").lower() == plain), typed)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(show(word, 40) for word in sorted(words))
