"""The map as a page: a reader steps through the dates on which a tile changes.

One file without script. A radio button stands for each date; rules of style show the tiles
and rows of the date that is chosen and hide the others. Each tile and row is there once for
as long as it says the same, so that a page of all dates is small; where style is not read,
the table is the whole history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ...atlas import FIRST, Change, Tile, changes
from ..svg.sheet import MARGIN, SPAN, Sheet, quoted
from . import height_of
from .style import STYLE
from .tiles import LOOKS, PLACED, STEP, badge, drawn, swatch
from .words import KIND_WORDS, MARKS, fine_print, grouped, looked_at, marks, papers, row, span, turn

__all__ = ["render"]

TITLE = "State law on ICE holds past release, date by date"
#: the picture's own tag; there is one in the page
_TAG = "map"


class _Step(NamedTuple):
    """The release dates from ``since`` until ``until`` (None: no end), on which no tile changes."""

    number: int
    since: date
    until: date | None
    turns: tuple[str, ...]
    is_late: bool


class _Version(NamedTuple):
    """A tile for as long as it says the same: its name among classes, and that of its place's others."""

    item: Tile
    name: str
    is_one_of_many: bool

    @property
    def classes(self) -> str:
        return f"v {self.name}" if self.is_one_of_many else ""


def render(histories: Sequence[tuple[Tile, ...]], day: date) -> str:
    """Return the page of all dates, opened at ``day``.

    ``histories`` are those of :func:`detainer.atlas.history`. Text is escaped, what does not
    print is shown escaped. No script, no outside font.
    """
    versions = [
        _Version(item, f"{item.code}{number}", len(turns) > 1)
        for turns in histories
        for number, item in enumerate(turns)
    ]
    tiles = [version.item for version in versions]
    steps = _steps(changes(histories), tiles)
    opened = max(step.number for step in steps if step.since <= day or step.number == 0)
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{TITLE}</title>",
        f"<style>{STYLE}{Sheet(_TAG, LOOKS).style()}{''.join(_choices(steps, versions))}</style>",
        f"</head>\n<body>\n<main>\n<h1>{TITLE}</h1>",
        f'<p class="soft">{quoted(papers(None))}.</p>',
        '<form class="dates" autocomplete="off">',
        (
            '<p class="soft hint">Choose a date on which a tile changes, or step from one to the next. '
            "With the keyboard: the arrow keys.</p>"
        ),
        *_dates(steps, opened),
        '<div class="stage">',
        *_step_bars(steps),
        '<div class="map">',
        *_picture(steps, versions, tiles),
        *_legend(tiles),
        "</div>",
        *_table(versions),
        "</div>\n</form>",
        *(f'<p class="fine">{quoted(part.rstrip("."))}.</p>' for part in fine_print(tiles, None)),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _steps(turned: Sequence[Change], tiles: Sequence[Tile]) -> list[_Step]:
    seen = looked_at(tiles)
    bounds = [FIRST, *(change.day for change in turned)]
    told: list[tuple[str, ...]] = [
        (),
        *(tuple(turn(before, after) for before, after in change.tiles) for change in turned),
    ]
    ends = [*bounds[1:], None]
    return [
        _Step(number, since, until, told[number], seen is not None and since > seen[1])
        for number, (since, until) in enumerate(zip(bounds, ends, strict=True))
    ]


def _choices(steps: Sequence[_Step], versions: Sequence[_Version]) -> Iterator[str]:
    """Yield a rule for each date: of what changes, only what holds then is shown."""
    for step in steps:
        last = {
            version.item.code: version.name
            for version in versions
            if version.is_one_of_many and version.item.day <= step.since
        }
        shown = ",".join(f".{name}" for name in (f"s{step.number}", *last.values()))
        yield f"#d{step.number}:checked~.stage .v:not({shown}){{display:none}}\n"


def _dates(steps: Sequence[_Step], opened: int) -> Iterator[str]:
    year = 0
    for step in steps:
        if step.number and step.since.year != year:
            year, shown = step.since.year, f"<b>{step.since.year}</b>-"
        else:
            shown = f'<span class="unseen">{year}-</span>'
        checked = " checked" if step.number == opened else ""
        yield f'<input class="pick" type="radio" name="date" id="d{step.number}"{checked}>'
        told = "; ".join(step.turns)
        if step.number == 0:
            yield f'<label class="date" for="d0">before {steps[1].since if steps[1:] else "and after"}</label>'
            continue
        yield (
            f'<label class="date" for="d{step.number}" title="{quoted(told)}">'
            f'{shown}{step.since:%m-%d}<span class="unseen">: {quoted(told)}</span></label>'
        )


def _step_bars(steps: Sequence[_Step]) -> Iterator[str]:
    """Yield for each step its dates, between the way back and the way on."""
    for step in steps:
        back = f"\u2190 {_short(steps[step.number - 1])}" if step.number else ""
        on = f"{_short(steps[step.number + 1])} \u2192" if step.until else ""
        yield (
            f'<div class="step v s{step.number}">{_go(step.number - 1, back)}'
            f'<div class="now"><strong>{span(step.since, step.until)}</strong><br>'
            f'<span class="soft">{quoted("; ".join(step.turns)) or "releases before the first date known"}'
            f"{'. Later than the law was last looked at' if step.is_late else ''}</span></div>"
            f"{_go(step.number + 1, on)}</div>"
        )


def _short(step: _Step) -> str:
    return f"{step.since}" if step.number else "before"


def _go(number: int, words: str) -> str:
    if not words:
        return '<span class="go none">\u2190 2000-00-00</span>'
    return f'<label class="go" for="d{number}">{words}</label>'


def _picture(steps: Sequence[_Step], versions: Sequence[_Version], tiles: Sequence[Tile]) -> Iterator[str]:
    height = height_of(tiles) + 8
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="detainer grid" viewBox="{MARGIN} 0 {SPAN} {height:.0f}" '
        'role="group" aria-label="Map: a tile for each state">'
    )
    yield f"<defs>{LOOKS.patterns.replace('TAG', _TAG)}</defs>"
    for step in steps:  # in the free room between Alaska and Maine
        x = MARGIN + STEP + 20
        yield f'<g class="v s{step.number}" aria-hidden="true">'
        if step.number == 0:
            yield f'<text class="ink strong" x="{x:.0f}" y="50" font-size="40">before {step.until or ""}</text>'
        else:
            yield f'<text class="ink strong" x="{x:.0f}" y="50" font-size="40">{step.since}</text>'
        kept = step.turns[:3]
        more = len(step.turns) - len(kept)
        for number, words in enumerate([*kept, *([f"and {more} more"] if more else [])]):
            yield f'<text class="soft" x="{x:.0f}" y="{82 + number * 25}" font-size="19">{quoted(words)}</text>'
        yield "</g>"
    for version in sorted(versions, key=lambda version: PLACED[version.item.code][::-1]):
        yield drawn(version.item, _TAG, 4, f" {version.classes}".rstrip())
    yield "</svg>"


def _legend(tiles: Sequence[Tile]) -> Iterator[str]:
    yield '<h2 class="unseen">Legend</h2>\n<ul class="legend">'
    for kind in grouped(tiles):
        word, meaning = KIND_WORDS[kind]
        yield (
            f'<li><svg class="detainer" viewBox="0 0 34 26" aria-hidden="true">{swatch(kind, _TAG, 1, 1, 32, 24)}'
            f'</svg><span><b>{word}</b> <span class="soft">{meaning}</span></span></li>'
        )
    for sign, (word, meaning) in MARKS.items():
        if any(sign in marks(item) for item in tiles):
            yield (
                '<li><svg class="detainer" viewBox="0 0 34 26" aria-hidden="true">'
                f"{badge(sign, 17, 12)}</svg><span><b>{word}</b> "
                f'<span class="soft">{meaning}</span></span></li>'
            )
    yield "</ul>"


def _table(versions: Sequence[_Version]) -> Iterator[str]:
    yield (
        "<table><caption>What ordinary papers come to in each state</caption>\n<thead><tr>"
        + "".join(f'<th scope="col">{word}</th>' for word in ("State", "Outcome", "Rule", "Source", "Seen"))
        + "</tr></thead>"
    )
    for version in versions:
        item, said = version.item, row(version.item)
        height = max(1, len(said.rules) + bool(said.more))
        sign = "".join(
            f' <span aria-hidden="true">{one}</span><span class="unseen">, {MARKS[one][0]}</span>'
            for one in marks(item)
        )
        since = f"<small>since {item.day}</small>" if item.day > FIRST else ""
        cells = [
            f'<td class="rule">{quoted(rule)}</td><td>{quoted(source)}</td><td>{seen}</td>'
            for rule, source, seen in said.rules
        ]
        if said.more or not cells:
            notes = "".join(f"<small>{quoted(part)}</small>" for part in said.more)
            cells.append(f'<td colspan="3">{notes}</td>')
        first, *rest = cells
        name = f' class="{version.classes}"' if version.classes else ""
        yield (
            f'<tbody{name}><tr><th scope="row" rowspan="{height}">{quoted(said.place)}{since}</th>'
            f'<td class="outcome" rowspan="{height}">{quoted(said.outcome)}{sign}</td>{first}</tr>'
            + "".join(f"<tr>{cell}</tr>" for cell in rest)
            + "</tbody>"
        )
    yield "</table>"
