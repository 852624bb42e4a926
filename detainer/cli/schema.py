"""``detainer schema``: the JSON Schema of what the program prints and reads."""

from __future__ import annotations

import os

import click

from ..errors import DetainerError, Problem, show
from .main import values

__all__ = ["SCHEMAS", "schema", "text_of"]

SCHEMAS = ("decision", "record", "recheck", "error", "profile", "audit")
_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "schemas")


@click.command()
@click.argument("which", default="decision", metavar=f"[{'|'.join(SCHEMAS)}]", shell_complete=values)
def schema(which: str) -> None:
    """\b
    detainer schema decision

    Print the JSON Schema (2020-12) of an answer, a record of one, a line of
    recheck --json, an error, a profile or an audit.
    """
    if which not in SCHEMAS:
        what = f"'{show(which, 40)}' is not known"
        raise DetainerError([Problem("VALUE_UNKNOWN", "schema", what, ", ".join(SCHEMAS))])
    click.echo(text_of(which), nl=False)


def text_of(which: str) -> str:
    """Return a schema; that of a record with the answer's in it, so that it can be used alone."""
    with open(os.path.join(_FOLDER, f"{which}.json"), encoding="utf-8") as file:
        text = file.read()
    if which != "record":
        return text
    import json

    whole = json.loads(text) | {"$defs": {"decision": json.loads(text_of("decision"))}}
    return json.dumps(whole, indent=2) + "\n"
