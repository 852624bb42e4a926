"""The JSON answer, schema 1: within it keys are only ever added."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .. import __version__, answer, explain, steps
from ..days import CALENDAR
from ..errors import shows
from ..ways import Basis
from ..zones import local, seconds, version

if TYPE_CHECKING:
    from ..custody import Custody
    from ..decision import Decision
    from ..profiles import Profile, Source

__all__ = ["canonical", "digest_of", "dumped", "dumps", "facts_of", "sha256", "source_of", "to_dict"]


def dumps(decision: Decision, *, ascii_only: bool = False) -> str:
    """Return the JSON answer as text, indented, keys in the order of the schema.

    ``ascii_only`` escapes every other character, for streams that could not carry it.
    """
    return dumped(to_dict(decision), ascii_only=ascii_only)


def dumped(value: Any, *, ascii_only: bool = False) -> str:
    """Return plain values as JSON, indented; what does not show is escaped, which is the same JSON."""
    text = json.dumps(value, indent=2, ensure_ascii=ascii_only)
    if all(shows(line) for line in text.split("\n")):
        return text
    return "".join(c if c == "\n" or shows(c) else json.dumps(c)[1:-1] for c in text)


def to_dict(decision: Decision) -> dict[str, Any]:
    """Return the JSON answer as plain values; times local to the facility, with offset."""
    basis = decision.basis
    stamp = _stamp(basis.zone)
    custody = facts_of(decision.custody, basis.zone)
    window = decision.window
    between, now = decision.release_between, decision.now
    return {
        "schema": 1,
        "hold": decision.hold,
        "hold_applies": decision.hold_applies,
        "release_by": stamp(decision.release_by),
        "release_at": stamp(decision.release_at),
        "timezone": decision.timezone,
        "profile": _profile(basis),
        "rests_on_assumptions": decision.rests_on_assumptions,
        "possible": list(decision.possible),
        "release_between": between and [stamp(at) for at in between],
        "window": window
        and {"clock": window.clock, "starts_at": stamp(window.starts_at), "ends_at": stamp(window.ends_at)},
        "readings": [_reading(basis, item) for item in decision.readings],
        "now": now
        and {"as_of": stamp(decision.as_of), "status": now.status, "seconds_left": now.seconds_left},
        "held_past_seconds": decision.held_past,
        "notify": _told(basis, "notify", "due_at"),
        "transfer": _told(basis, "transfer", "earliest"),
        "notes": [
            {
                "code": note.code,
                "text": note.text,
                "source": source_of(note.sources[0]) if note.sources else None,
            }
            for note in explain.notes(basis)
        ],
        "missing": [
            {"fact": item.fact, "ask": item.ask, "flag": item.flag, "for": list(item.settles)}
            for item in answer.missing(basis)
        ],
        "assumed": [{"fact": fact, "value": value, "flag": flag} for fact, value, flag in basis.assumed],
        "contested": [
            {
                "question": item.question,
                "pending": item.pending,
                "otherwise": {"hold": item.hold, "release_by": stamp(item.release)},
                "acts": [
                    {"act": act, "answer": answered, "outcome": outcome}
                    for act, answered, outcome in item.acts
                ],
            }
            for item in answer.contested(basis)
        ],
        "steps": [_step(step) for step in steps.steps(basis)],
        "warnings": [{"code": item.code, "message": item.message} for item in decision.warnings],
        "law_checked": _iso(explain.law_checked(basis)),
        "custody": custody,
        "provenance": {
            "detainer": __version__,
            "tzdata": version(),
            "calendar": CALENDAR,
            "input": sha256(canonical(custody)),
        },
    }


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes.

    As the standard library's ``random`` does, it is taken from the interpreter's own module
    where that is known by its name: ``hashlib`` loads OpenSSL first, which takes a quarter
    of the time that a bare interpreter takes.
    """
    try:
        module = import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256")
    except ImportError:
        module = import_module("hashlib")
    return f"sha256:{module.sha256(content).hexdigest()}"


def canonical(value: object) -> bytes:
    """Return the one way to write a JSON value that hashes are taken over: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _stamp(zone: str) -> Callable[[datetime | int | None], str | None]:
    def stamp(at: datetime | int | None) -> str | None:
        if at is None:
            return None
        return local(at if isinstance(at, int) else seconds(at), zone).isoformat(timespec="seconds")

    return stamp


def _iso(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


def facts_of(custody: Custody, zone: str) -> dict[str, Any]:
    """Return the facts of a record, its instants local to ``zone``."""
    stamp = _stamp(zone)
    given = custody.to_dict()
    for name in given:
        value = getattr(custody, name)
        if isinstance(value, datetime):
            given[name] = stamp(value)
    for ask, value in custody.answers.items():
        if isinstance(value, datetime):
            given["answers"][ask] = stamp(value)
    return given


def _profile(basis: Basis) -> dict[str, Any]:
    space = basis.ruling.space
    profile = basis.chain.profile
    present = [item.profile for item in basis.chain.layers if item.guard is None or space.value(item.guard)]
    return {
        "id": profile.id,
        "name": profile.name,
        "stance": profile.stance,
        "layers": [layer.id for layer in present],
        "hash": digest_of(present),
    }


def digest_of(layers: Iterable[Profile]) -> str:
    """Return the hash of the law of a chain: of its files' bytes, in order."""
    return sha256(b"".join(layer.content for layer in layers))


def source_of(source: Source) -> dict[str, Any]:
    """Return where words were read, as the answer has it."""
    return {
        "cite": source.cite,
        "url": source.url or source.seen_at,
        "seen": source.seen,
        "quote": source.quote,
        "checked": source.checked.isoformat(),
    }


def _reading(basis: Basis, item: answer.Reading) -> dict[str, Any]:
    stamp = _stamp(basis.zone)
    spans = []
    if item.starts is not None and item.ends is not None:
        spans = [
            {
                "from": stamp(seconds(span.starts_at)),
                "to": stamp(seconds(span.ends_at)),
                "why": span.why,
            }
            for span in item.clock.spans(item.starts, item.ends, basis.zone)
        ]
    return {
        "clock": item.clock.id,
        "starts_from": item.starts_from,
        "starts_at": stamp(item.starts),
        "ends_at": stamp(item.ends),
        "hours": item.clock.hours,
        "governs": item.governs,
        "earliest": item.earliest,
        "excluded": spans,
        "sources": [source_of(source) for source in item.sources],
    }


def _told(basis: Basis, act: str, key: str) -> dict[str, Any]:
    item = answer.told(basis, act)
    return {"outcome": item.outcome, key: _stamp(basis.zone)(item.at)}


def _step(step: steps.Step) -> dict[str, Any]:
    return {
        "layer": step.layer,
        "period": step.period,
        "act": step.act,
        "rule": step.rule,
        "when": step.when,
        "result": step.result,
        "because": step.because,
        "facts": [{"name": f.name, "value": f.value, "from": f.origin, "flag": f.flag} for f in step.facts],
        "outcome": step.outcome,
        "spoke": step.spoke,
        "source": source_of(step.sources[0]) if step.sources else None,
        "sources": [source_of(source) for source in step.sources],
    }
