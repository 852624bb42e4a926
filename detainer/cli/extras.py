"""What is added to an answer at a terminal, and wherever it is asked for: picture, story, what it turns on."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..asking import carrying
from ..decision import Decision
from ..formats.picture import draw
from ..formats.text import Style, render
from ..formats.wrap import WIDTH
from .main import is_unicode
from .options import Options

__all__ = ["rendered"]

_WIDEST = 200


def rendered(reader: Options, decision: Decision, style: Style | None, at_a_terminal: bool) -> str:
    """Return the answer as text with its timeline; with ``--explain`` also its story.

    At a terminal the picture is as wide as it is, and a headline that scrolled out of sight
    stands at the end once more.
    """
    columns, rows = _size() if at_a_terminal else (WIDTH, 0)
    plain = reader.given["ascii"] or (reader.output in (None, "-") and not is_unicode(sys.stdout))
    parts: dict[str, Any] = {
        "picture": draw(decision, columns, plain, style),
        "carrying": carrying(decision),
    }
    if reader.given["explain"]:
        from ..formats.story import story

        parts["story"] = story(decision, style)
    text = render(decision, style, **parts)
    if at_a_terminal and text.count("\n") >= rows:
        text = render(decision, style, **parts, again=True)
    return text


def _size() -> tuple[int, int]:
    """Return the terminal's columns, at most 200, and its rows; where it says none, 80 by 24."""
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return WIDTH, 24
    return min(size.columns or WIDTH, _WIDEST), size.lines or 24
