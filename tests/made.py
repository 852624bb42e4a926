"""A made-up state, a record in order, and a question to ask of both: what many tests share.

Xanadu (``us-xx``) lies in New York's zone below the real federal layer; ``us-xx-yy`` is a
county of it.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from detainer import Custody, Decision, Profile, check, load_profile
from detainer.zones import load

NY = "America/New_York"
#: a record in which every fact is known, its papers in order, so that `us` is silent
KNOWN: dict[str, Any] = {
    "form": "I-247A", "box": 1, "issuer": "ICE", "received_at": "in-time", "served_at": "in-time", "cancelled_at": "never",
    "papers": {"I-200": True, "I-205": False, "I-203": False, "criminal-warrant": False, "judge-order": False},
    "citizenship": "none", "agreement": frozenset(), "designated": False, "warrant_served_at": "never",
}  # fmt: skip
#: the least that a profile says: its id and its parent's
PLAIN = 'format = 1\nid = "{0}"\nname = "{0}"\nparent = "{1}"\nstance = "none"\n'
PERIOD = '[[period]]\nid = "p"\n'
HEAD = f"""
format = 1
id     = "us-xx"
name   = "Xanadu"
parent = "us"
zones  = ["{NY}"]
stance = "honors"
[source.s]
cite    = "Xan. Stat. 1"
url     = "https://example.org"
seen    = "paraphrase"
checked = 2026-11-24
[ask.a]
text = "A?"
[ask.b]
text = "B?"
[ask.c]
text = "C?"
[ask.query]
text = "When was ICE asked?"
type = "time"
[ask.born]
text = "Born on?"
type = "date"
[ask.stands]
text    = "Does the act stand?"
about   = "law"
pending = "a ruling"
"""


def at(text: str, zone: str = NY, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=load(zone), fold=fold)


# ---- profiles ----


def rule(name: str, outcome: str, more: str = "", act: str = "hold", source: str = "s") -> str:
    return f'[[period.rule]]\nid = "{name}"\nact = ["{act}"]\noutcome = "{outcome}"\nsource = ["{source}"]\n{more}\n'  # fmt: skip


def written(folder: Path, text: str, name: str = "us-xx") -> Profile:
    """The profile of that text."""
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return load_profile(path)


def xanadu(folder: Path, *rules: str, before: str = "") -> Profile:
    """Xanadu with these rules, all of one period."""
    return written(folder, HEAD + before + PERIOD + "".join(rules))


def county(folder: Path, text: str) -> Profile:
    """A county of the Xanadu that was written before."""
    return written(folder, PLAIN.format("us-xx-yy", "us-xx") + text, "us-xx-yy")


def under_a_federal_layer_of_ones_own(folder: Path, text: str) -> Profile:
    """A state whose `us` says nothing and has one clock, 48 straight hours, without a source."""
    root = HEAD.replace('parent = "us"\n', "overrides = true\n").replace("us-xx", "us")
    (folder / "us.toml").write_text(root + "[clock.straight]\nhours = 48\n", "utf-8")
    return written(folder, PLAIN.format("us-xx", "us") + text)


# ---- decisions ----


def ask(
    where: str | os.PathLike[str] | Profile, release: str | None = "2026-11-04T10:00", *, zone: str = NY, fold: int = 0,
    assume: str = "ordinary", as_of: str | None = None, **facts: Any,
) -> Decision:  # fmt: skip
    """Ask with ordinary papers: on Wed 2026-11-04 at 10:00, in the profile's zone where ``zone`` is none of its."""
    profile = where if isinstance(where, Profile) else load_profile(where)
    now = at(as_of, zone) if as_of else None
    if release:
        facts.setdefault("release_at", at(release, zone, fold))
    if profile.zones and zone not in profile.zones:
        zone = profile.zones[0]
    return check(Custody(**facts), profile, as_of=now, assume=assume, timezone=zone)


def known(where: str | os.PathLike[str] | Profile, release: str | None = "2026-11-04T10:00", **facts: Any) -> Decision:  # fmt: skip
    """Ask of the record in which every fact is known, with these changed (None: not known)."""
    return ask(where, release, assume="nothing", **(KNOWN | facts))


def codes(decision: Decision) -> list[str]:
    return [item.code for item in decision.warnings]
