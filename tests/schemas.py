"""The JSON Schemas that come with the program, and what is at odds with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

import detainer
from detainer.cli.schema import text_of as with_parts

DATA = Path(detainer.__file__).parent / "data"
#: as the design has them
ORDER = [
    "schema", "hold", "hold_applies", "release_by", "release_at", "timezone", "profile", "rests_on_assumptions",
    "possible", "release_between", "window", "readings", "now", "held_past_seconds", "notify", "transfer", "notes",
    "missing", "assumed", "contested", "steps", "warnings", "law_checked", "custody", "provenance",
]  # fmt: skip


def text_of(name: str) -> str:
    if name == "record":  # with the answer's schema in it
        return with_parts(name)
    return (DATA / "schemas" / f"{name}.json").read_text("utf-8")


@cache
def schema(name: str, strict: bool = False) -> Draft202012Validator:
    """The schema; ``strict``: no key that it does not list, for what this version prints."""
    loaded = json.loads(text_of(name))
    for part in parts(loaded):
        if strict and part.get("additionalProperties") is True:
            part["additionalProperties"] = False
    return Draft202012Validator(loaded, format_checker=FormatChecker())


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(item)


def faults(name: str, value: Any) -> list[str]:
    return [
        f"{'/'.join(map(str, error.path))}: {error.message[:200]}"
        for error in schema(name, name != "profile").iter_errors(value)
    ]


def plain(value: Any) -> Any:
    """A TOML document as JSON: dates as strings."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
