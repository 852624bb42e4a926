"""An audit in 80 columns: what was counted, what became of the people, and how to do it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...audit.figures import EndFigures, Figures, Pair
from ...audit.judge import CLASSES, ENDS
from ...audit.report import Report, clocks_of, rules_of
from ...audit.run import Used
from ...errors import show
from ..wrap import wrap
from .words import OUTCOME_NAMES, applies, headline, hours, moment, number, part, parts

__all__ = ["render"]

_READINGS = ("straight", "regulation", "release_by")
_WIDE = 10  # characters of a bar


def render(report: Report, *, ascii_only: bool = False) -> str:
    """Return the report as text. ``ascii_only``: bars of ``#`` and ``?`` instead of blocks."""
    bars = "#?." if ascii_only else "█▒·"
    lines = [*_headline(report), ""]
    for title, body in (
        ("WHAT WAS COUNTED", _funnel(report)),
        ("WHAT BECAME OF THEM", _outcomes(report.total)),
        ("HOURS PAST EACH END", _durations(report.total)),
        *((f"BY {show(name, 40).upper()}", _groups(report, name, bars)) for name in report.by),
        ("IF AN ASSUMPTION WERE OTHERWISE", _turns(report)),
        ("HELD LONGEST PAST RELEASE", _longest(report)),
        ("BE CAREFUL", _notes(report)),
        ("MADE FROM", _made(report)),
    ):
        found = list(body)
        if found:
            lines += [title, *found, ""]
    return "\n".join(line.rstrip() for line in lines[:-1]) + "\n"


def _headline(report: Report) -> Iterator[str]:
    yield from wrap(" ".join(headline(report)))


def _funnel(report: Report) -> Iterator[str]:
    for step in report.steps:
        yield from wrap(step.text, f"{step.number:>10,}  ", " " * 12)
    for hold, found in report.total.holds.items():
        yield from wrap(f"of these a hold is {hold.replace('_', ' ')}", f"{found:>14,}  ", " " * 16)
    if report.assumed:
        yield from wrap("of these rest on assumed papers", f"{report.assumed:>14,}  ", " " * 16)


def _outcomes(figures: Figures) -> Iterator[str]:
    yield f"{'':24}{'straight':>17}{'regulation':>19}{'by the law read':>19}"
    ends = [figures.ends[name] for name in _READINGS]
    for name in CLASSES:
        cells = [found.outcomes[name] for found in ends]
        if any(pair.most for pair in cells):
            yield f"  {OUTCOME_NAMES[name]:22}" + "".join(
                f"{number(pair):>{17 if place == 0 else 19}}" for place, pair in enumerate(cells)
            )
    shares = [part(found.inside, found.measured) for found in ends]
    yield f"  {'inside, of the measured':22}{shares[0]:>16}{shares[1]:>19}{shares[2]:>19}"


def _durations(figures: Figures) -> Iterator[str]:
    found = {name: end for name in ENDS if (end := figures.ends[name]).measured}
    if not found:
        return
    yield f"{'':12}{'measured':>10}{'past it':>14}{'median':>12}{'9 in 10':>14}{'longest':>17}"
    for name, end in found.items():
        cells = f"{number(end.late):>14}{hours(end.median):>12}{hours(end.ninetieth):>14}"
        yield f"  {name:10}{end.measured:>10,}{cells}{hours(end.longest):>17}"
    yield ""
    for name, end in found.items():
        yield f"  {name:10}{hours(end.total):>22} person-hours in all"
    yield "  Of all measured: who was not past an end was past it for no time."


def _groups(report: Report, name: str, bars: str) -> Iterator[str]:
    yield f"{'':22}{'counted':>8}   {'inside 48 straight hours':<25} {'by the regulation'}"
    for group, figures in report.by[name].items():
        cells = [_barred(figures.ends[end], bars) for end in ("straight", "regulation")]
        yield from _labelled(show(group, 50), 20, f"{figures.counted:>8,}   {cells[0]:25} {cells[1]}")
    if report.by[name]:
        yield f"  {bars[0]} for certain   {bars[1]} perhaps   {bars[2]} past it"


def _labelled(label: str, width: int, rest: str) -> Iterator[str]:
    """Yield a label and what stands beside it; under it where it is too long."""
    if len(label) > width:
        yield f"  {label}"
        label = ""
    yield f"  {label:{width}}{rest}"


def _barred(end: EndFigures, bars: str) -> str:
    """Return a bar and its percents: inside for certain, perhaps, past the end for certain."""
    if not end.measured:
        return "-"
    low, high = (round(_WIDE * share) for share in parts(end.inside, end.measured))
    bar = bars[0] * low + bars[1] * (high - low) + bars[2] * (_WIDE - high)
    least, most = (round(100 * share) for share in parts(end.inside, end.measured))
    return f"{bar} {f'{least}-{most}' if least != most else least:>6} %"


def _turns(report: Report) -> Iterator[str]:
    moved = [turn for turn in report.turns if turn.figures != report.total]
    if not report.turns:
        return
    yield f"{'':30}{'a hold applies':>15}{'late by the law read':>32}"
    yield f"  {'as assumed':28}{applies(report.total):>15,}{_late(report.total):>32}"
    for turn in moved:
        label = f"{turn.fact} = {turn.value}"
        yield from _labelled(label, 28, f"{applies(turn.figures):>15,}{_late(turn.figures):>32}")
    same = [turn.fact for turn in report.turns if turn not in moved]
    yield from wrap(f"No figure moves with: {', '.join(same)}", "  ", "  ") if same else ()


def _late(figures: Figures) -> str:
    end = figures.ends["release_by"]
    return f"{number(end.late)} of {end.measured:,}, {part(end.late, end.measured)}" if end.measured else "-"


def _longest(report: Report) -> Iterator[str]:
    for item in report.longest:
        answer, late = item.answer, item.answer.latest
        assert answer.out is not None
        released = moment(answer.start, late and late.start, answer.zone)
        left = moment(answer.out, late and late.out, answer.zone)
        how = "taken" if answer.taken else "freed"
        told = f"{hours(Pair(item.least, item.most))} h, released {released}, {how} {left}"
        yield from wrap(f"row {item.row}: {told}", "  ", "    ")
        cells = "; ".join(
            f"{show(name, 30)}: {show(cell, 60)}" for name, cell in zip(report.kept, item.cells, strict=True)
        )
        yield from wrap(cells, "    ", "    ")


def _notes(report: Report) -> Iterator[str]:
    for note in report.notes:
        yield from wrap(f"{note.code}: {note.text}", "  ", "    ")
    if report.warnings:
        yield from wrap(f"warnings of the answers: {_counted(report.warnings)}", "  ", "    ")
    if report.missing:
        yield from wrap(f"facts that would settle answers: {_counted(report.missing)}", "  ", "    ")


def _counted(found: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in found.items())


def _made(report: Report) -> Iterator[str]:
    made = report.made
    yield from wrap(f"input: {show(made.input)}{f' ({made.sha256})' if made.sha256 else ''}", "  ", "    ")
    yield from wrap(f"command: {' '.join(show(part, 400) for part in made.arguments)}", "  ", "    ")
    yield from wrap(
        f"assumed: {made.assume}; detainer {made.detainer}, tzdata {made.tzdata}, calendar {made.calendar}",
        "  ",
        "    ",
    )
    if made.grouped:
        grouped = made.grouped
        yield from wrap(f"pickup: {', '.join(map(show, grouped.pickup))}", "  ", "    ")
        yield from wrap(f"frees: {', '.join(map(show, grouped.freeing))}", "  ", "    ")
    for used in report.used:
        yield from _law(used)


def _law(used: Used) -> Iterator[str]:
    profile = used.law.profile
    yield from wrap(
        f"law: {profile.id} ({profile.name}), {used.records:,} records released {used.since} to {used.until}",
        "  ",
        "    ",
    )
    for name, entry in clocks_of(used).items():
        cites = "; ".join(source.cite for source in entry.sources)
        yield from wrap(f"{name}: {cites}", "    ", "      ")
    for layer, dates, rule in rules_of(used):
        if layer.id == "us":
            continue  # the federal rules are the same everywhere: see `detainer profiles show us`
        cites = "; ".join(source.cite for source in rule.sources)
        yield from wrap(f"{layer.id}, {dates}: {rule.id} ({rule.outcome}): {cites}", "    ", "      ")
