"""What may stand in each option and argument, for a shell that asks."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import click
from click.shell_completion import CompletionItem

from .. import zones
from ..custody import CHOICES, MOMENT_WORDS, MOMENTS, PAPERS
from ..errors import DetainerError
from ..forms import FORMS, Form
from ..profiles import Profile, built_in_ids, ids, load_profile
from ..profiles.model import STANCES
from ..profiles.names import is_name
from .audit_options import FORMATS as AUDITED
from .options import folders_of
from .schema import SCHEMAS
from .tables import FORMATS as TABLES

__all__ = ["values_of"]

#: what a word means, where it does not say so itself
_MEANING = {
    "in-time": "by release, the moment not known",
    "release": "at release",
    "never": "not at all",
    "now": "this moment",
    "I-200": "warrant for arrest",
    "I-205": "warrant of removal",
    "I-203": "order to detain or release",
    "criminal-warrant": "a court's, for a crime",
    "judge-order": "a judge's order letting immigration officers take the person",
    "claimed": "claims to be a citizen",
    "shown": "proof of citizenship",
    "resolved": "looked into, not a citizen",
    "WSO": "Warrant Service Officer",
    "JEM": "Jail Enforcement Model",
    "TFM": "Task Force Model",
    "BOA": "basic ordering agreement",
    "ordinary": "ordinary papers where nothing is said",
    "nothing": "what is not said is not known",
    "bounds": "both ends of the day",
    "earliest": "as early as that day allows",
    "latest": "as late as that day allows",
}
#: a parameter's name -> the words it takes
_WORDS: dict[str, tuple[str, ...]] = {
    **CHOICES,
    **{name.removesuffix("_at"): MOMENT_WORDS for name in MOMENTS},
    **dict.fromkeys(("release", "booked", "freed", "taken", "as_of"), ("now",)),
    "paper": (*PAPERS, "none"),
    "no_paper": PAPERS,
    "assume": ("ordinary", "nothing"),
    "format": ("text", "json"),
    "drawn_as": ("text", "json", "svg", "html"),
    "stance": STANCES,
    "which": SCHEMAS,
    "from": TABLES,
    "date_only": ("bounds", "earliest", "latest"),
    "engine": ("columnar", "row"),
    "by": ("year", "profile"),
    "shell": ("bash", "zsh", "fish", "powershell"),
}
_FOLDERS = ("profiles", "folders")
_HERE = ("US", "PR", "VI", "GU", "MP", "AS")


def values_of(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return what may stand in ``param`` and begins as ``typed`` does."""
    name = param.name or ""
    known = ctx.params
    if name in ("profile", "parent", "files"):
        return _profiles(typed, known)
    if name == "timezone":
        return _zones(typed, _named(known))
    if name == "answer":
        return _answers(typed, known)
    if name == "state":
        states = {name.split("-")[1] for name in built_in_ids() if name.startswith("us-")}
        return [CompletionItem(state) for state in _fit(sorted(states), typed)]
    if name in ("output", "file", "input", "record"):
        is_folder = ctx.info_name == "new"
        return [CompletionItem(typed, "dir" if is_folder else "file")]
    if name in _FOLDERS:
        return [CompletionItem(typed, "dir")]
    if name == "to":
        return [CompletionItem(word) for word in _fit(AUDITED if ctx.info_name == "audit" else TABLES, typed)]
    taken = known.get(name) if isinstance(known.get(name), tuple) else ()
    words = [word for word in _WORDS.get(name, ()) if word not in (taken or ())]
    return [CompletionItem(word, help=_meaning(name, word)) for word in _fit(words, typed)]


def _fit(words: Iterable[str], typed: str) -> list[str]:
    return [word for word in words if word.lower().startswith(typed.lower())]


def _meaning(name: str, word: str) -> str:
    if word == "none":
        return {"form": "no detainer", "paper": "no paper at all", "agreement": "no agreement",
                "citizenship": "no claim of citizenship"}.get(name, "")  # fmt: skip
    return _dates(FORMS[word]) if name == "form" else _MEANING.get(word, "")


def _dates(form: Form) -> str:
    """Say when a form was in use; the first of them is as old as the law."""
    until = f"until {form.until}" if form.until else "in use"
    return until if form.since.year < 1970 else f"from {form.since}, {until}"


# ---- profiles ----


def _profiles(typed: str, known: dict[str, Any]) -> list[CompletionItem]:
    """Offer ids, or the short form (``fl``) to who began with it; files where no id fits."""
    found = _files(known)
    fitting = {name: name for name in _fit(found, typed)}
    if typed:
        short = {name.removeprefix("us-"): name for name in found if name.startswith("us-")}
        fitting |= {name: short[name] for name in _fit(short, typed) if name not in found}
    if not fitting:
        return [CompletionItem(typed, "file")]
    return [CompletionItem(name, help=_name(found[full])) for name, full in sorted(fitting.items())]


def _files(known: dict[str, Any]) -> dict[str, str]:
    """Return every profile's id and file; a folder that cannot be read has none."""
    found: dict[str, str] = {}
    for folders in ((), *((folder,) for folder in _folders(known))):
        with suppress(DetainerError):
            found |= ids(folders)
    return {name: path for name, path in found.items() if is_name(name)}


def _folders(known: dict[str, Any]) -> tuple[str, ...]:
    given = next((known[name] for name in _FOLDERS if known.get(name)), ())
    named = folders_of(tuple(os.path.expanduser(folder) for folder in given))
    return tuple(folder for folder in named if os.path.isdir(folder))


def _name(path: str) -> str:
    """Return a profile's name without reading its rules: seventy files are named at once."""
    with suppress(OSError, ValueError), open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("["):
                break
            if line.partition("=")[0].strip() == "name":
                return str(tomllib.loads(line)["name"])
    return ""


def _named(known: dict[str, Any]) -> Profile | None:
    """Return the profile that the line or ``DETAINER_PROFILE`` names; None where that fails."""
    typed = known.get("profile")
    ref = (typed[-1] if isinstance(typed, tuple) else typed) if typed else os.environ.get("DETAINER_PROFILE")
    with suppress(DetainerError):
        return load_profile(os.path.expanduser(ref), folders=_folders(known)) if ref else None
    return None


# ---- a profile's own questions ----


def _answers(typed: str, known: dict[str, Any]) -> list[CompletionItem]:
    """Offer the questions not yet answered, and both answers of the one that is named."""
    profile = _named(known)
    asks = profile.all_asks if profile else {}
    answered = {str(item).partition("=")[0] for item in known.get("answer") or ()}
    name, equals, value = typed.partition("=")
    fitting = _fit((item for item in asks if item not in answered), name)
    if equals or len(fitting) == 1:
        name = name if equals else fitting[0]
        if name not in asks:
            return []
        answers = ("yes", "no") if asks[name].type == "yes-no" else ("never",)
        return [CompletionItem(f"{name}={word}", help=asks[name].text) for word in _fit(answers, value)]
    return [CompletionItem(f"{item}=", help=asks[item].text) for item in fitting]


# ---- zones ----


def _zones(typed: str, profile: Profile | None) -> list[CompletionItem]:
    """Offer the profile's own zones, for no other is taken; else those of the United States, then all."""
    own = profile.zones if profile else ()
    here = _zones_here()
    every = own or (list(here) if not typed else [*here, *(n for n in zones.names() if n not in here)])
    fitting = _fit(every, typed)
    if not fitting:  # a city alone, as `chicago`, where there is but one
        ends = [name for name in (own or here) if name.rsplit("/", 1)[-1].lower().startswith(typed.lower())]
        fitting = ends if len(ends) == 1 else []
    return [CompletionItem(name, help=here.get(name, "")) for name in fitting]


def _zones_here() -> dict[str, str]:
    """Return the zones of the United States and its territories, and what each covers."""
    found: dict[str, str] = {}
    with suppress(OSError), open(zones.table(), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.startswith(_HERE)]
        for code in _HERE:
            found |= {row[2]: row[3] if len(row) > 3 else "" for row in rows if row[0] == code}
    return found
