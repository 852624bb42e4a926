"""Lines of at most 80 columns, or of another width. (``textwrap`` costs a check a thirtieth of its time.)"""

from __future__ import annotations

from ..errors import escaped, shows

__all__ = ["WIDTH", "wrap"]

WIDTH = 80


def wrap(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """Return ``text`` in lines, led by ``first`` and then ``rest``; a longer word is broken.

    >>> wrap("a b", "  ")
    ['  a b']
    """
    lines: list[str] = []
    line, empty = first, True
    words = text.split()
    if not shows("".join(words)):
        words = [escaped(word) for word in words]
    for word in words:
        if not empty and len(line) + 1 + len(word) > width:
            lines.append(line)
            line, empty = rest, True
        while word and len(line) + len(word) > width:
            room = max(1, width - len(line))  # a lead as wide as the line leaves one
            lines.append(line + word[:room])
            word, line = word[room:], rest
        line = line + word if empty else f"{line} {word}"
        empty = False
    return [*lines, line] if not empty or not lines else lines
