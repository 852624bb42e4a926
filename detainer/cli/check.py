"""``detainer check``: one record, one answer."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import Any

import click

from ..custody import AGREEMENTS, PAPERS
from ..decision import Decision
from .main import QuickCommand, is_unicode, let_go, values
from .options import Options, once

__all__ = ["check", "exit_code"]

#: what stands out, and what may recede; colour never says what the words do not
_STYLES: dict[str, dict[str, Any]] = {
    "headline": {"bold": True},
    "label": {"bold": True},
    "warning": {"fg": "yellow"},
    "faint": {"dim": True},
}


class _Check(QuickCommand):
    """A command with more options than a plain list can show."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from .help import write_options

        write_options(self, ctx, formatter)


@click.command(
    cls=_Check,
    options_metavar="-p ID|FILE -r TIME [OPTIONS]",
    short_help="Say when release is due and whether a hold applies.",
)
@once("-p", "--profile", metavar="ID|FILE", text="us-fl, fl, honors or a file; else DETAINER_PROFILE.")
@once("-r", "--release", metavar="TIME", text="The first moment free but for the detainer.")
@once("-b", "--booked", metavar="TIME", text="Booked into this jail.")
@once("-z", "--timezone", metavar="ZONE", text="Facility's; else the profile's, else DETAINER_TIMEZONE.")
@once("--form", metavar="FORM", text="I-247 I-247D I-247N I-247X I-247A I-247G none.")
@once("--box", metavar="1|2", text="Which box of Form I-247A.")
@click.option("--asks-custody", is_flag=True, help="Box 2, I-247X: the paper asks for custody.")
@click.option("--no-asks-custody", is_flag=True, help="It does not.")
@once("--issuer", metavar="AGENCY", text="Who issued the detainer: ICE CBP USCIS.")
@once("--received", metavar="WHEN", text="Detainer received: TIME DATE in-time release never.")
@once("--served", metavar="WHEN", text="Detainer served on the person.")
@once("--cancelled", metavar="WHEN", text="Detainer withdrawn.")
@once("--warrant-served", metavar="WHEN", text="I-200 or I-205 served on the person.")
@click.option(
    "--paper",
    multiple=True,
    metavar="P",
    shell_complete=values,
    help=f"A paper in hand: {' '.join(PAPERS)}, or none.",
)
@click.option("--no-paper", multiple=True, metavar="P", shell_complete=values, help="A paper not in hand.")
@click.option("--designated", is_flag=True, help="Served by an officer designated under an agreement.")
@click.option("--not-designated", is_flag=True, help="Served by another.")
@once("--citizenship", metavar="C", text="none (no claim) claimed shown resolved.")
@click.option(
    "--agreement",
    multiple=True,
    shell_complete=values,
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
    shell_complete=values,
    metavar="ID=VALUE",
    help="A profile's own question; repeatable.",
)
@once("--assume", metavar="WHAT", text="Where nothing is said: ordinary (default), nothing.")
@once("--as-of", metavar="TIME", text="Count the time left from then, not from now.")
@once("-f", "--format", metavar="FORMAT", text="text (default) json ics svg html.")
@click.option("--alarm", multiple=True, metavar="DUR", help="ics: ring before the end, as 2h; repeatable.")
@once("--uid", metavar="TEXT", text="ics: names the record, to be replaced; no person.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--explain", is_flag=True, help="Add every rule weighed and every hour counted.")
@click.option("--ask", is_flag=True, help="Ask for what is missing, at a terminal.")
@click.option("--ascii", is_flag=True, help="Draw the timeline, in ASCII.")
@click.option("--exit-code", is_flag=True, help="0 hold runs, 3 no hold or over, 4 cannot say.")
@once("--agency", metavar="NAME", text='"NAME, ST" of the imported sheet: its agreements.')
@once("-o", "--output", metavar="FILE", text="Write the answer there.")
@once("--record", metavar="FILE", text="Append the answer and its input, for detainer recheck.")
@click.option(
    "--profiles",
    multiple=True,
    metavar="DIR",
    shell_complete=values,
    help="Your own, a folder; else DETAINER_PROFILES.",
)
@click.pass_context
def check(ctx: click.Context, /, **options: Any) -> None:
    """\b
    detainer check -p us-fl-pinellas -r "Fri 3/6/2026 6:00 PM"
    detainer check -p honors -r 2026-11-25T15:00 -z America/Chicago --paper none
    detainer check -p us-nc -r 2025-11-06T14:00 --received 2025-11-03 --json

    Say when release is due and whether a hold applies until then.
    """
    reader = Options(options)
    decision = reader.decide()
    if options["ask"]:
        from .ask import ask_missing

        decision = ask_missing(options, decision)
    text = _rendered(reader, decision)
    if reader.record is not None:
        from .recording import keep

        keep(reader, decision)
    _write(text, reader.output)
    if options["exit_code"]:
        ctx.exit(exit_code(decision))


def _rendered(reader: Options, decision: Decision) -> str:
    """Return the answer in the format asked for; each is loaded only then."""
    if reader.format == "json":
        from ..formats.json import dumps

        to_file = reader.output not in (None, "-")
        return dumps(decision, ascii_only=not to_file and not is_unicode(sys.stdout)) + "\n"
    if reader.format == "ics":
        from ..formats import ics

        stamped = datetime.fromtimestamp(reader.now or 0, UTC)
        return ics.render(decision, reader.alarms, stamped=stamped, uid=reader.uid)
    if reader.format == "svg":
        from ..formats import svg

        return svg.render(decision)
    if reader.format == "html":
        from ..formats import html

        return html.render(decision)
    style = _style(reader.output)
    at_a_terminal = reader.output in (None, "-") and sys.stdout.isatty()
    if at_a_terminal or reader.given["explain"] or reader.given["ascii"]:
        from .extras import rendered

        return rendered(reader, decision, style, at_a_terminal)
    from ..formats.text import render

    return render(decision, style)


def exit_code(decision: Decision) -> int:
    """Return 0 where a hold applies and its window is open or ahead, 3 where none does, else 4."""
    now = decision.now
    if now is None:  # by no clock that one can believe: only what holds at any time can be said
        return 4 if decision.hold_applies or decision.release_by is None else 3
    return {"not_started": 0, "running": 0, "unknown": 4}.get(now.status, 3)


def _style(output: str | None) -> Any:
    """Return what makes the headline and labels bold; None but on a terminal that can and may."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if plain or output not in (None, "-") or not sys.stdout.isatty():
        return None
    return lambda text, name: click.style(text, **_STYLES.get(name, {}))


def _write(text: str, output: str | None) -> None:
    if output not in (None, "-"):
        from .files import write_whole

        write_whole(str(output), text)
        return
    try:
        if "\r\n" in text and hasattr(sys.stdout, "buffer"):  # a calendar's line ends are its own
            sys.stdout.buffer.write(text.encode())
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough; the exit code is still the answer's
        let_go(sys.stdout)
