"""``detainer check``: one record, one answer."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from ..custody import AGREEMENTS, PAPERS
from ..decision import Decision
from .main import QuickCommand, is_unicode, let_go
from .options import Options, once

__all__ = ["check", "exit_code"]


@click.command(
    cls=QuickCommand,
    short_help="Say when release is due and whether a hold applies.",
)
@once("-p", "--profile", metavar="ID|FILE", text="Jurisdiction: us-fl, fl, honors, ... or a file.")
@once("-r", "--release", metavar="TIME", text="First moment free but for the detainer.")
@once("-b", "--booked", metavar="TIME", text="Booked into this jail.")
@once("-z", "--timezone", metavar="ZONE", text="The facility's zone, as America/New_York.")
@once("--form", metavar="FORM", text="I-247 I-247D I-247N I-247X I-247A I-247G none.")
@once("--box", metavar="1|2", text="Which box of Form I-247A.")
@click.option("--asks-custody", is_flag=True, help="Box 2, I-247X: the paper asks for custody.")
@click.option("--no-asks-custody", is_flag=True, help="It does not.")
@once("--issuer", metavar="AGENCY", text="ICE CBP USCIS.")
@once("--received", metavar="WHEN", text="Detainer received: TIME, DATE, in-time, release, never.")
@once("--served", metavar="WHEN", text="Detainer served on the person.")
@once("--cancelled", metavar="WHEN", text="Detainer withdrawn.")
@once("--warrant-served", metavar="WHEN", text="I-200 or I-205 served on the person.")
@click.option("--paper", multiple=True, metavar="P", help=f"A paper in hand: {' '.join(PAPERS)}, or none.")
@click.option("--no-paper", multiple=True, metavar="P", help="A paper not in hand.")
@click.option("--designated", is_flag=True, help="Served by an officer designated under an agreement.")
@click.option("--not-designated", is_flag=True, help="Served by another.")
@once("--citizenship", metavar="C", text="none (no claim) claimed shown resolved.")
@click.option(
    "--agreement",
    multiple=True,
    metavar="MODEL",
    help=f"{' '.join(AGREEMENTS)} or none; repeatable.",
)
@once("--offense", metavar="DATE", text="Date of the offense.")
@once("--freed", metavar="TIME", text="Really let go.")
@once("--taken", metavar="TIME", text="Really taken by ICE.")
@click.option(
    "-a",
    "--answer",
    multiple=True,
    metavar="ID=VALUE",
    help="A profile's own question; repeatable.",
)
@once("--assume", metavar="WHAT", text="ordinary (default): ordinary papers; nothing.")
@once("--as-of", metavar="TIME", text="Count the time left from then, not from now.")
@once("-f", "--format", metavar="FORMAT", text="text (default) or json.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--exit-code", is_flag=True, help="0 hold runs, 3 no hold or over, 4 cannot say.")
@once("--agency", metavar="NAME", text='"NAME, ST" from the imported sheet: its profile and agreements.')
@once("-o", "--output", metavar="FILE", text="Write the answer there.")
@click.option("--profiles", multiple=True, metavar="DIR", help="A folder of your own profiles.")
@click.pass_context
def check(ctx: click.Context, /, **options: Any) -> None:
    """Say when release is due and whether a hold applies until then.

    \b
    detainer check -p us-fl-pinellas -r "Fri 3/6/2026 6:00 PM"
    detainer check -p honors -r 2026-11-25T15:00 -z America/Chicago --paper none
    detainer check -p us-nc -r 2025-11-06T14:00 --received 2025-11-03 --json

    Where nothing is said, ordinary papers are assumed and listed. Exit 0: answered,
    whatever the answer; 2: usage, profile or input error.
    """
    reader = Options(options)
    decision = reader.decide()
    if reader.format == "json":
        from ..formats.json import dumps

        to_file = reader.output not in (None, "-")
        text = dumps(decision, ascii_only=not to_file and not is_unicode(sys.stdout)) + "\n"
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


def _style(output: str | None) -> Any:
    """Return what makes the headline and labels bold; None but on a terminal that can and may."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if plain or output not in (None, "-") or not sys.stdout.isatty():
        return None
    return lambda text, name: click.style(text, bold=name in ("headline", "label"))


def _write(text: str, output: str | None) -> None:
    if output not in (None, "-"):
        from .files import write_whole

        write_whole(str(output), text)
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough; the exit code is still the answer's
        let_go(sys.stdout)
