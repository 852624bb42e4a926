"""The charts of an audit's page: bars that grow with the page while their words keep their size.

Lengths along a bar are in percent of whatever room there is and heights in pixels, so that
one picture is read on a telephone, a wide screen and paper. What a bar shows is told apart
by pattern and words; colour comes on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...audit.figures import EndFigures
from ..html.markup import Html, tag
from ..svg.sheet import Looks, Sheet, width_of
from .words import parts

__all__ = ["LOOKS", "Look", "bar", "columns", "legend", "patterns", "stacked", "step", "style"]

#: the tag of the page's patterns, which all its pictures share
_TAG = "audit"
#: pixels that the bars of a stacked chart have at least, on a narrow screen and on others
_NARROW, _ROOMY = 270, 410
_LABEL, _ROW, _BAR, _AXIS = 20, 58, 26, 24

LOOKS = Looks(
    """
.sure{fill:#1d3f7a;stroke:#1d3f7a}
.maybe{stroke:#8a5a00}
.past{stroke:#9c1420}
.dots{fill:#8a5a00}
.stripe{stroke:#9c1420;stroke-width:2.5}
.all{fill:#4a4f59;stroke:#4a4f59}
.out{stroke:#4a4f59}
.hatch{stroke:#4a4f59;stroke-width:1.5}
.axis{stroke:#6b7280}
.grid{stroke:#b3b8c2;stroke-width:.75}
.inverse{fill:#fff;font-weight:600}
.plate{stroke-width:7px}
.named{font-size:14px;font-weight:600}
.word,.short{font-size:13px}
.fine{font-size:11.5px}
.short{display:none}
""",
    """
.sure{fill:#8fb4ff;stroke:#8fb4ff}
.maybe{stroke:#e5b04c}
.past,.stripe{stroke:#ff9aa0}
.dots{fill:#e5b04c}
.all{fill:#aab0bc;stroke:#aab0bc}
.out,.hatch{stroke:#aab0bc}
.axis{stroke:#8a919e}
.grid{stroke:#4b515d}
.inverse{fill:#14161b}
""",
    '<pattern id="m-TAG" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle class="dots" cx="3" cy="3" r="1.4"/></pattern>'
    '<pattern id="p-TAG" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="stripe" d="M0 0V8"/></pattern>'
    '<pattern id="o-TAG" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    '<path class="hatch" d="M0 0V5"/></pattern>',
    ".word{display:none}\n.short{display:inline}\n",
)
#: the looks that are a pattern
_PATTERNS = {"maybe": "m", "past": "p", "out": "o"}


class Look(NamedTuple):
    """A look of a bar, and what it means: in a few words, and in the legend."""

    name: str
    words: str
    meaning: str


_LOOKS = (
    Look("sure", "inside", "left inside, for certain"),
    Look("maybe", "perhaps", "inside or past it: the hours are not known"),
    Look("past", "past it", "held past it, for certain"),
)


def style() -> str:
    """Return the rules of style of the pictures."""
    return Sheet(_TAG, LOOKS).style()


def patterns() -> Html:
    """Return the patterns of the page, in a picture without size."""
    held = Html(f"<defs>{LOOKS.patterns.replace('TAG', _TAG)}</defs>")
    return tag("svg", held, class_="detainer held", width="0", height="0", aria_hidden="true")


def _picture(
    title: str, height: int, *drawn: str, described: str = "", ident: str = "", look: str = ""
) -> Html:
    """Return a picture as wide as its room, called by its title; ``described`` says all that it shows."""
    told = [tag("title", title, id=f"{ident}-title" if ident else "")]
    if described:
        told.append(tag("desc", described, id=f"{ident}-desc"))
    return tag(
        "svg",
        *told,
        *drawn,
        role="img",
        class_=f"detainer {look}".strip(),
        height=str(height),
        width="100%",
        aria_labelledby=f"{ident}-title" if ident else "",
        aria_describedby=f"{ident}-desc" if described else "",
    )


def _box(look: str, start: float, width: float, top: float = 0, height: float | None = None) -> Html:
    """Return a box; ``start`` and ``width`` are parts of the room's width, its height all there is or given."""
    pattern = _PATTERNS.get(look)
    return tag(
        "rect",
        class_=look,
        fill=f"url(#{pattern}-{_TAG})" if pattern else "",
        x=_percent(start),
        width=_percent(width),
        y=f"{top:g}",
        height="100%" if height is None else f"{height:g}",
    )


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _words(said: str, x: float, y: float, look: str, anchor: str = "middle") -> Html:
    return tag("text", said, x=_percent(x), y=f"{y:g}", class_=look, text_anchor=anchor)


# ---- bars of one end ----


def _segments(end: EndFigures) -> Iterator[tuple[Look, float, float]]:
    """Yield the parts of a bar that are not empty: inside for certain, perhaps, past the end."""
    low, high = parts(end.inside, end.measured)
    for look, start, stop in zip(_LOOKS, (0.0, low, high), (low, high, 1.0), strict=True):
        if stop > start:
            yield look, start, stop - start


def _told(end: EndFigures) -> str:
    return ", ".join(f"{look.words} {100 * width:.1f} %" for look, _, width in _segments(end))


def bar(end: EndFigures) -> Html:
    """Return who was inside an end as one bar, for a cell of a table that has its figures too."""
    drawn = [_box(look.name, start, width) for look, start, width in _segments(end)]
    return _picture(_told(end), 14, *drawn, look="bar")


def stacked(ident: str, title: str, ends: Sequence[tuple[str, EndFigures]]) -> Html:
    """Return who was inside each of several ends, a bar each over one scale of percents."""
    bottom = len(ends) * _ROW - 4
    drawn: list[str] = []
    for tick in range(0, 101, 25):
        anchor = "start" if tick == 0 else "end" if tick == 100 else "middle"
        x = _percent(tick / 100)
        drawn.append(tag("line", class_="grid", x1=x, x2=x, y1=f"{_LABEL}", y2=f"{bottom + 5}"))
        drawn.append(_words(f"{tick} %", tick / 100, bottom + 19, "soft fine", anchor))
    for number, (name, end) in enumerate(ends):
        top = number * _ROW
        drawn.append(_words(name, 0, top + 15, "on named", "start"))
        for look, start, width in _segments(end):
            drawn.append(_box(look.name, start, width, top + _LABEL, _BAR))
            drawn += _on_bar(look, start + width / 2, width, top + _LABEL + 18)
    described = ". ".join(f"{name}: {_told(end)}" for name, end in ends) + "."
    return _picture(title, bottom + _AXIS, *drawn, described=described, ident=ident, look="stacked")


def _on_bar(look: Look, middle: float, width: float, y: float) -> Iterator[Html]:
    """Yield a part's words and percent where they have room, its percent alone on a narrow screen."""
    short = f"{100 * width:.1f} %"
    word = f"{look.words} {short}"
    roomy = word if _fits(word, width * _ROOMY) else short
    for said, room, shown in ((roomy, _ROOMY, "word"), (short, _NARROW, "short")):
        if _fits(said, width * room):
            yield _words(said, middle, y, f"{'on plate' if look.name in _PATTERNS else 'inverse'} {shown}")


def _fits(said: str, room: float) -> bool:
    return width_of(said, 13) + 6 <= room


def legend(ends: Iterable[EndFigures]) -> Html:
    """Return each look that bars of these ends have, beside what it means."""
    drawn = {look.name for end in ends if end.measured for look, *_ in _segments(end)}
    items = []
    for look in _LOOKS:
        if look.name in drawn:
            box = tag("svg", _box(look.name, 0, 1), class_="detainer swatch", aria_hidden="true")
            items.append(tag("li", box, tag("span", tag("b", look.words), f": {look.meaning}")))
    return tag("ul", *items, class_="legend") if items else Html()


# ---- bars of numbers ----


def step(look: str, title: str, start: int, number: int, most: int) -> Html:
    """Return a number as a bar that begins where another ends; ``most`` fills the room."""
    whole = max(most, 1)
    return _picture(title, 14, _box(look, start / whole, number / whole), look="bar")


def columns(ident: str, title: str, numbers: Sequence[int], heads: Sequence[str], most: int) -> Html:
    """Return numbers as upright bars over their heads; ``most`` is as high as one gets."""
    room, high = 1 / len(numbers), 96
    base = high + 16
    drawn: list[str] = [tag("line", class_="axis", x1="0%", x2="100%", y1=f"{base}", y2=f"{base}")]
    for place, (number, head) in enumerate(zip(numbers, heads, strict=True)):
        middle, height = (place + 0.5) * room, max(1.0, high * number / max(most, 1))
        if number:
            drawn.append(_box("past", (place + 0.12) * room, 0.76 * room, base - height, height))
            drawn.append(_words(_short(number), middle, base - height - 4, "ink fine"))
        drawn.append(_words(head, middle, base + 14, "soft fine"))
    described = ", ".join(f"{head}: {number:,}" for head, number in zip(heads, numbers, strict=True)) + "."
    return _picture(title, base + 20, *drawn, described=described, ident=ident, look="columns")


def _short(number: int) -> str:
    """Return a number in the room over a bar; the table beside has it whole.

    >>> _short(9_999), _short(12_499), _short(7_600_000)
    ('9,999', '12k', '7.6M')
    """
    if number < 10_000:
        return f"{number:,}"
    return f"{number / 1000:.0f}k" if number < 999_500 else f"{number / 1_000_000:.1f}M"
