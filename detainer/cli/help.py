"""The help of ``detainer check``: its many options under four headings, a line each."""

from __future__ import annotations

import click

__all__ = ["HEADINGS", "write_options"]

#: heading -> the options under it, by name
HEADINGS = {
    "The moment": ("release", "booked", "timezone", "as_of", "freed", "taken"),
    "The papers": (
        "form", "box", "asks_custody", "no_asks_custody", "issuer", "received", "served", "cancelled",
        "warrant_served", "paper", "no_paper", "designated", "not_designated", "assume",
    ),
    "The law": ("profile", "profiles", "agency", "agreement", "answer", "offense", "citizenship"),
    "Output": ("explain", "ask", "ascii", "format", "as_json", "alarm", "uid", "output", "record", "exit_code"),
}  # fmt: skip
#: two options that belong together: the first and the second, the line they share
_PAIRS = {
    ("freed", "taken"): ("--freed, --taken TIME", "Really let go; really taken by ICE."),
    ("asks_custody", "no_asks_custody"): (
        "--[no-]asks-custody",
        "Box 2, I-247X: the paper asks for custody, or not.",
    ),
    ("paper", "no_paper"): (
        "--paper, --no-paper P",
        "I-200 I-205 I-203 criminal-warrant judge-order none.",
    ),
    ("designated", "not_designated"): (
        "--[not-]designated",
        "Served by an officer designated under an agreement.",
    ),
    ("explain", "ask"): ("--explain, --ask", "Tell every rule and hour; ask for what is missing."),
    ("alarm", "uid"): (
        "--alarm, --uid",
        "ics: ring before the end, as 2h; name the record.",
    ),
    ("format", "as_json"): ("-f, --format, --json", "text (default) json ics svg html; --json is -f json."),
}
_WIDTH = 23


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write every option under its heading, one that has none under the last; then the exit codes."""
    records = {}
    for param in command.params:
        record = param.get_help_record(ctx)
        if record is not None:
            records[param.name or ""] = record
    for (first, second), line in _PAIRS.items():
        if first in records and second in records:
            del records[second]
            records[first] = line
    formatter.write("\n")
    *_, last = HEADINGS
    for heading, names in HEADINGS.items():
        rest = [name for name in records if not any(name in known for known in HEADINGS.values())]
        formatter.write(f"{heading}:\n")
        for name in (*names, *(rest if heading == last else ())):
            if name in records:
                label, text = records[name]
                formatter.write(f"  {label:<{_WIDTH}}{text}\n")
    formatter.write("Exit codes: 0 answered, whatever the answer; 2 usage, profile or input error.\n")
