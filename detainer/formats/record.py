"""A record of an answer: one line of JSON with its input, what it was made with and a hash over it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..decision import Decision
from ..errors import DetainerError, Problem, show
from ..given import given
from ..profiles import AGREEMENT_LAYERS, Profile, load_profile
from ..profiles.names import is_name
from ..recheck import Made, Record, answer_of
from .json import canonical, facts_of, sha256, to_dict
from .strict import DECODER

__all__ = ["FORM", "START", "dumps", "now_of", "parse"]

#: the form of the lines, which each of them names
FORM = 1
#: how every line begins
START = b'{"record":'
#: values of a line; a record has hundreds, and each is held as a value of its own
MOST_VALUES = 100_000
#: how every whole line ends
_END = re.compile(rb'"digest":"sha256:[0-9a-f]{64}"}\s*$')


def dumps(
    decision: Decision,
    made: Made,
    *,
    assume: str,
    recorded_at: str,
    row: int | None = None,
    date_only: str | None = None,
) -> str:
    """Return the line, in ASCII and without its end.

    ``made`` is as of the present, its law still empty. ``recorded_at`` is when the line was
    written, ``row`` the row of a table, ``date_only`` what was made of a date there that had
    no time of day: none of them is compared with anything later.
    """
    basis = decision.basis
    layers = [layer.profile for layer in basis.chain.layers]
    law = [{"id": layer.id, "hash": sha256(layer.content)} for layer in layers]
    whole = {
        "record": FORM,
        "recorded_at": recorded_at,
        "row": row,
        "date_only": date_only,
        "assume": assume,
        "given": facts_of(given(decision), basis.zone),
        "made_with": {**_made(made, layers)._asdict(), "law": law},
        "decision": to_dict(decision),
    }
    return json.dumps({**whole, "digest": sha256(canonical(whole))}, separators=(",", ":"))


def now_of(record: Record, profile: Profile, made: Made) -> Made:
    """Return the present for a record: ``made``, with the law of ``profile`` and of the record's agreements."""
    layers = list(profile.layers)
    of_agreements = {name for name, _ in record.made.law} & set(AGREEMENT_LAYERS.values())
    layers += [load_profile(name) for name in sorted(of_agreements)]
    law = tuple((layer.id, sha256(layer.content)) for layer in layers)
    return _made(made, layers)._replace(law=law)


def _made(made: Made, layers: Iterable[Profile]) -> Made:
    """Leave the version of a calendar out that no clock asks."""
    words = {word for layer in layers for entry in layer.clocks.values() for word in entry.clock.excludes}
    return made if any(word.startswith("holiday:") for word in words) else made._replace(holidays=None)


def parse(line: bytes) -> Record:
    """Return the record of a line.

    :raises DetainerError: ``RECORD_TORN`` (cut short when it was written),
        ``RECORD_UNREADABLE`` (no record, or of a later form), ``RECORD_ALTERED`` (a hash in it
        is not that of what it stands for).
    """
    found = _decoded(line)
    if found["record"] != FORM:
        what = f"its form is {show(found['record'], 20)}, and only {FORM} is known"
        raise _fault("RECORD_UNREADABLE", what, "it may be of a later version of detainer")
    try:
        digest = found.pop("digest")
        if sha256(canonical(found)) != digest:
            raise _fault("RECORD_ALTERED", "its hash is not that of the line: it was edited or damaged")
        record = _record(found)
        custody = record.decision["custody"]
        told = record.decision["provenance"]["input"]
        own = sha256(canonical(custody)) == told and _is_among(record.given, custody)
    except DetainerError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        raise _fault("RECORD_UNREADABLE", "its keys and values are not those of a record") from None
    if not own:
        raise _fault("RECORD_ALTERED", "the facts in it are not those that the answer was made of")
    return record


def _decoded(line: bytes) -> dict[str, Any]:
    """Return the object of a line, or say what the line is instead."""
    if sum(map(line.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise _fault("RECORD_UNREADABLE", f"it has more than {MOST_VALUES:,} values")
    try:
        found = DECODER.decode(line.decode("utf-8"))
    except json.JSONDecodeError:
        if not line.startswith(START[: len(line.rstrip())]):
            raise _fault("RECORD_UNREADABLE", "this is no record") from None
        if _END.search(line):
            raise _fault("RECORD_ALTERED", "it is no JSON any more: it was edited or damaged") from None
        raise _fault("RECORD_TORN", "its end is not there: writing it was cut short") from None
    except (ValueError, RecursionError):
        raise _fault("RECORD_UNREADABLE", "this is no record") from None
    if not isinstance(found, dict) or type(found.get("record")) is not int:
        raise _fault("RECORD_UNREADABLE", "this is no record")
    return found


def _record(found: Mapping[str, Any]) -> Record:
    decision, made, now = found["decision"], found["made_with"], found["decision"]["now"]
    names = [name for name in Made._fields if name not in ("law", "holidays")]
    if not isinstance(found["row"], int | None) or not isinstance(found["given"], dict):
        raise TypeError
    if not is_name(_text(decision["profile"]["id"])):  # never a path to some file
        raise ValueError
    if decision["release_at"] is not None:
        _text(decision["release_at"])
    answer_of(decision)
    [item["code"] for item in decision["warnings"]]
    return Record(
        given=found["given"],
        profile=decision["profile"]["id"],
        zone=_text(decision["timezone"]),
        assume=_text(found["assume"]),
        as_of=now and datetime.fromisoformat(now["as_of"]),
        made=Made(
            **{name: _text(made[name]) for name in names},
            holidays=made["holidays"] and _text(made["holidays"]),
            law=tuple((_text(layer["id"]), _text(layer["hash"])) for layer in made["law"]),
        ),
        decision=decision,
        recorded_at=_text(found["recorded_at"]),
        row=found["row"],
    )


def _is_among(given: Mapping[str, Any], custody: Mapping[str, Any]) -> bool:
    """Say whether the facts as understood have every fact that was given."""
    both = ((value, custody.get(name)) for name, value in given.items())
    return all(
        value == known
        or (isinstance(value, dict) and isinstance(known, dict) and value.items() <= known.items())
        for value, known in both
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _fault(code: str, message: str, hint: str | None = None) -> DetainerError:
    return DetainerError([Problem(code, None, message, hint)])
