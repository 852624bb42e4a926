"""A sheet to draw on from the top down, and the looks of what is drawn."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from ...errors import show
from ..labels import Look
from ..wrap import wrap

__all__ = ["MARGIN", "RIGHT", "SPAN", "WIDTH", "Looks", "Sheet", "bound", "quoted", "safe", "width_of"]

#: in the picture's own units; it scales to any size
WIDTH, MARGIN = 960, 24
RIGHT = WIDTH - MARGIN
SPAN = RIGHT - MARGIN
#: about how wide a letter is, in units of its size; of wide fonts, so that none runs over
_LETTER, _BOLD = 0.53, 0.67

# Every rule is bound to the picture, which may stand inside a page. Print keeps the light colours.
_LIGHT = """
{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.paper{fill:#fff}
.ink{fill:#16181d}
.soft{fill:#4a4f59}
.strong{font-weight:700}
.on{fill:#16181d;stroke:#fff;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}
"""
_DARK = """
.paper{fill:#14161b}
.ink,.on{fill:#eceef2}
.soft{fill:#aab0bc}
.on{stroke:#14161b}
"""


class Looks(NamedTuple):
    """The rules of style of one kind of picture beyond those of paper and words, and its patterns.

    ``dark`` is for dark screens, ``narrow`` for where the picture is small. In ``patterns``
    the word TAG stands for the picture's own tag.
    """

    light: str
    dark: str
    patterns: str
    narrow: str = ""


_BARS = Looks(
    """
.due{fill:#9c1420}
.rule{stroke:#b3b8c2}
.tick{stroke:#b3b8c2;stroke-width:.75}
.line{stroke:#16181d;stroke-width:1.25}
.now{stroke:#16181d;stroke-width:2;stroke-dasharray:3 3}
.halo{stroke:#fff;stroke-width:4}
.release{stroke:#9c1420;stroke-width:3.5}
.closed{fill:#eef0f3}
.governs{fill:#1d3f7a;stroke:#1d3f7a}
.counts{stroke:#4a4f59}
.hatch{stroke:#4a4f59;stroke-width:1.5}
.skips{stroke:#6b7280;stroke-dasharray:3 3}
.open{stroke:#8a5a00}
.dots{fill:#8a5a00}
""",
    """
.halo{stroke:#14161b}
.due{fill:#ff9aa0}
.rule,.tick{stroke:#4b515d}
.line,.now{stroke:#eceef2}
.release{stroke:#ff9aa0}
.closed{fill:#20242b}
.governs{fill:#8fb4ff;stroke:#8fb4ff}
.counts,.hatch{stroke:#aab0bc}
.skips{stroke:#8a919e}
.open{stroke:#e5b04c}
.dots{fill:#e5b04c}
""",
    '<pattern id="h-TAG" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern>\n'
    '<pattern id="o-TAG" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<circle class="dots" cx="4" cy="4" r="1.7"/></pattern>',
)


class Sheet:
    """What is drawn so far; ``y`` is the height at which the next thing is.

    ``tag`` tells this picture's names from those of others in the same page; ``looks`` are
    those of a timeline unless it says otherwise.
    """

    def __init__(self, tag: str, looks: Looks = _BARS) -> None:
        self.tag = tag
        self.looks = looks
        self.y = float(MARGIN)
        self._parts: list[str] = []
        self._behind: list[str] = []

    def text(self, x: float, words: str, size: float, look: str = "ink", anchor: str = "start") -> None:
        """Write words on one line."""
        turn = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(
            f'<text class="{look}" x="{x:.1f}" y="{self.y:.1f}" font-size="{size}"{turn}>{quoted(words)}</text>'
        )

    def add(self, part: str) -> None:
        """Draw an element that is ready."""
        self._parts.append(part)

    def lines(self, words: str, size: float, look: str = "ink", inset: float = 0) -> None:
        """Write words on as many lines as they need, each below the last."""
        letter = _BOLD if "strong" in look else _LETTER
        for part in wrap(words, width=int((SPAN - inset) / (size * letter))):
            self.y += size * 1.3
            self.text(MARGIN + inset, part, size, look)

    def box(self, look: Look, x: float, width: float, height: float) -> None:
        """Draw a bar of a look; of hours that do not count only a broken line through its middle."""
        if look == "skips":
            self._parts.append(f'<path class="skips" d="M{x:.1f} {self.y + height / 2:.1f}h{width:.1f}"/>')
            return
        fill = {"counts": f' fill="url(#h-{self.tag})"', "open": f' fill="url(#o-{self.tag})"'}.get(look, "")
        self._parts.append(
            f'<rect class="{look}"{fill} x="{x:.1f}" y="{self.y:.1f}" width="{width:.1f}" height="{height}"/>'
        )

    def point(self, x: float, middle: float, way: int) -> None:
        """Draw an arrow's head at an edge: to the left for -1, to the right for 1."""
        self._parts.append(f'<path class="ink" d="M{x} {middle - 13:.1f}l{16 * way} 13l{-16 * way} 13z"/>')

    def upright(self, look: str, x: float, top: float, bottom: float, behind: bool = True) -> None:
        """Draw an upright line, behind all else or over what is drawn so far."""
        (self._behind if behind else self._parts).append(
            f'<path class="{look}" d="M{x:.1f} {top:.1f}V{bottom:.1f}"/>'
        )

    def ground(self, look: str, x: float, width: float, top: float, bottom: float) -> None:
        """Draw a ground for a day, behind everything."""
        self._behind.insert(
            0,
            f'<rect class="{look}" x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{bottom - top:.1f}"/>',
        )

    def document(self, title: str, described: str) -> str:
        """Return the whole as a document, as high as what is drawn."""
        height, tag = round(self.y + MARGIN), self.tag
        return "\n".join(
            [
                (
                    f'<svg xmlns="http://www.w3.org/2000/svg" class="detainer" viewBox="0 0 {WIDTH} {height}" '
                    f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="t-{tag} d-{tag}">'
                ),
                f'<title id="t-{tag}">{quoted(title)}</title>',
                f'<desc id="d-{tag}">{quoted(described)}</desc>',
                f"<style>\n{self.style()}</style>",
                f"<defs>{self.looks.patterns.replace('TAG', tag)}</defs>",
                f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
                *self._behind,
                *self._parts,
                "</svg>\n",
            ]
        )

    def style(self) -> str:
        """Return the rules of style, those for dark screens among them."""
        dark = f"@media screen and (prefers-color-scheme:dark){{\n{bound(_DARK + self.looks.dark)}}}\n"
        narrow = f"@media (max-width:700px){{\n{bound(self.looks.narrow)}}}\n" if self.looks.narrow else ""
        return bound(_LIGHT + self.looks.light) + narrow + dark


def bound(rules: str) -> str:
    """Return rules of style that hold inside the picture alone."""
    found = []
    for rule in filter(None, rules.split("\n")):
        names, brace, body = rule.partition("{")
        found.append(",".join(f".detainer {name}".strip() for name in names.split(",")) + brace + body + "\n")
    return "".join(found)


def safe(words: str) -> str:
    """Return words with what does not print shown escaped."""
    return show(words, 20_000)


def quoted(words: str) -> str:
    """Return words as text of a document or of an attribute."""
    return escape(safe(words), quote=True)


def width_of(words: str, size: float, bold: bool = False) -> float:
    """Return about how wide words are."""
    return len(words) * size * (_BOLD if bold else _LETTER)
