"""The tiles: where each lies, and how it looks without and with colour."""

from __future__ import annotations

from ...atlas import Kind, Tile
from ..svg.sheet import MARGIN, SPAN, Looks, quoted
from .words import KIND_WORDS, SHORT, marks, named

__all__ = ["LOOKS", "PLACED", "SIDE", "STEP", "at", "badge", "drawn", "swatch"]

_GRID = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. VT NH
WA ID MT ND MN IL WI MI NY RI MA
OR NV WY SD IA IN OH PA NJ CT ..
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
.. .. .. OK LA MS AL GA .. .. ..
HI .. .. TX .. .. .. .. FL .. PR
GU MP AS .. .. .. .. .. .. .. VI
"""
#: postal code -> column and row
PLACED = {
    code: (column, number)
    for number, line in enumerate(_GRID.strip().split("\n"))
    for column, code in enumerate(line.split())
    if code != ".."
}
#: from one tile to the next, and a tile's side
STEP = SPAN / 11
SIDE = STEP - 5

LOOKS = Looks(
    """
.tile{stroke-width:1.5;stroke:#16181d}
.required{fill:#1d3f7a;stroke:#1d3f7a}
.not_allowed{fill:#e6b64c;stroke:#8a5a00}
.silent{fill:#fff;stroke:#7a808c}
.unread{fill:#fff;stroke:#7a808c;stroke-dasharray:3 4}
.other_custody{fill:#d5d8de;stroke:#4a4f59}
.navy{stroke:#1d3f7a;stroke-width:2.5}
.ochre{stroke:#c18a1c;stroke-width:3}
.dots{fill:#16181d}
.word{font-size:12.5px}
.short{display:none;font-size:25px;font-weight:700}
.code{font-size:25px;font-weight:700}
.inverse{fill:#fff}
.halo{fill:#16181d;stroke:#fff;stroke-width:5px;stroke-linejoin:round;paint-order:stroke}
.badge{fill:#16181d}
.sign{fill:#fff;font-weight:700}
""",
    """
.tile{stroke:#eceef2}
.required{fill:#a9c5ff;stroke:#a9c5ff}
.not_allowed{fill:#7d5a12;stroke:#e5b04c}
.silent,.unread{fill:#14161b;stroke:#8a919e}
.other_custody{fill:#3b404a;stroke:#aab0bc}
.navy{stroke:#a9c5ff}
.ochre{stroke:#b98a2c}
.dots{fill:#eceef2}
.inverse{fill:#14161b}
.halo{fill:#eceef2;stroke:#14161b}
.badge{fill:#eceef2}
.sign{fill:#14161b}
""",
    '<pattern id="a-TAG" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="navy" d="M0 0V8"/></pattern>\n'
    '<pattern id="c-TAG" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="navy" d="M0 0V8M0 0H8"/></pattern>\n'
    '<pattern id="f-TAG" width="9" height="9" patternUnits="userSpaceOnUse">'
    '<circle class="dots" cx="4.5" cy="4.5" r="1.4"/></pattern>\n'
    '<pattern id="u-TAG" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path class="ochre" d="M0 2H8"/></pattern>',
    """
.word{display:none}
.short{display:inline}
.code{font-size:31px}
""",
)
#: kinds drawn with a pattern
_PATTERNS: dict[Kind, str] = {"allowed": "a", "holds": "c", "open": "f", "due": "u"}


def at(code: str, top: float) -> tuple[float, float]:
    """Return the upper left corner of a place's tile on a grid that begins at ``top``."""
    column, row = PLACED[code]
    return MARGIN + column * STEP + 2.5, top + row * STEP + 2.5


def swatch(kind: Kind, tag: str, x: float, y: float, width: float, height: float) -> str:
    """Return a box with the look of a kind."""
    pattern = _PATTERNS.get(kind)
    ground = (
        f'<rect class="paper" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        if pattern
        else ""
    )
    fill = f' fill="url(#{pattern}-{tag})"' if pattern else ""
    return (
        f'{ground}<rect class="tile {kind}"{fill} x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
        f'height="{height:.1f}"/>'
    )


def drawn(item: Tile, tag: str, top: float, more: str = "") -> str:
    """Return a tile as a group with its name and outcome told; ``more`` are attributes of the group.

    Where the drawing is small a short word stands for the outcome (``LOOKS`` has the turn).
    """
    x, y = at(item.code, top)
    kind, sign = item.kind, marks(item)
    look = "inverse" if kind == "required" else "halo" if kind in _PATTERNS else "ink"
    middle = x + SIDE / 2
    told = f"{named(item)}: {KIND_WORDS[kind][0]}{_spoken(sign)}"
    parts = [
        f'<g class="place{more}" role="img" aria-label="{quoted(told)}"><title>{quoted(told)}</title>',
        swatch(kind, tag, x, y, SIDE, SIDE),
        f'<text class="code {look}" x="{middle:.1f}" y="{y + 42:.1f}" text-anchor="middle">{item.code}</text>',
        (
            f'<text class="word {look}" x="{middle:.1f}" y="{y + 63:.1f}" text-anchor="middle">'
            f"{KIND_WORDS[kind][0]}</text>"
        ),
    ]
    if SHORT[kind]:
        parts.append(
            f'<text class="short {look}" x="{middle:.1f}" y="{y + 70:.1f}" text-anchor="middle">'
            f"{SHORT[kind]}</text>"
        )
    for number, one in enumerate(reversed(sign)):
        parts.append(badge(one, x + SIDE - 10 - number * 18, y + 10))
    return "".join([*parts, "</g>"])


def badge(sign: str, x: float, y: float) -> str:
    """Return a mark in a disc around a point."""
    drop = 8 if sign == "*" else 5
    return (
        f'<circle class="badge" cx="{x:.1f}" cy="{y:.1f}" r="8"/><text class="sign" x="{x:.1f}" '
        f'y="{y + drop:.1f}" font-size="{17 if sign == "*" else 13.5}" text-anchor="middle">{sign}</text>'
    )


def _spoken(sign: str) -> str:
    from .words import MARKS

    return "".join(f", {MARKS[one][0]}" for one in sign)
