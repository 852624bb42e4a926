"""``detainer schema``: the JSON Schema of what the program prints and reads."""

from __future__ import annotations

import os

import click

from ..errors import DetainerError, Problem, show
from .main import values

__all__ = ["SCHEMAS", "schema"]

SCHEMAS = ("decision", "error", "profile", "audit")
_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "schemas")


@click.command()
@click.argument("which", default="decision", metavar="[decision|error|profile|audit]", shell_complete=values)
def schema(which: str) -> None:
    """\b
    detainer schema decision

    Print the JSON Schema (2020-12) of an answer, an error, a profile or an audit.
    """
    if which not in SCHEMAS:
        raise DetainerError(
            [
                Problem(
                    "VALUE_UNKNOWN",
                    "schema",
                    f"'{show(which, 40)}' is not known",
                    "decision, error, profile or audit",
                )
            ]
        )
    with open(os.path.join(_FOLDER, f"{which}.json"), encoding="utf-8") as file:
        click.echo(file.read(), nl=False)
