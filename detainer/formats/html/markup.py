"""Elements of a page. Text is escaped where it is put into one; only :class:`Html` goes in as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from ...errors import show

__all__ = ["Html", "address", "facts", "joined", "listed", "scrolling", "section", "table", "tag"]

_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_VOID = frozenset({"meta", "br"})


class Html(str):
    """Markup that is ready to stand in a page."""

    __slots__ = ()


def tag(name: str, /, *inside: str, **attributes: str) -> Html:
    """Return an element. An attribute's ``_`` is a dash, one at its end falls away; an empty one is left out.

    What does not print (control, bidirectional and zero-width characters) is shown escaped.

    >>> tag("p", "a < b", tag("br"), class_="note")
    '<p class="note">a &lt; b<br></p>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escaped(value)}"'
        for key, value in attributes.items()
        if value
    )
    if name in _VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{joined(inside)}</{name}>")


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Return parts one after another."""
    return Html(between.join(part if isinstance(part, Html) else _escaped(part) for part in parts))


def _escaped(words: str) -> str:
    return escape(show(words, len(words)), quote=True)


def address(text: str | None) -> str | None:
    """Return a web address that may be linked to: only of http and https, of printable ASCII; else None.

    >>> address("javascript:alert(1)") is None
    True
    """
    return text if text and _ADDRESS.fullmatch(text) else None


def section(ident: str, title: str, *inside: str, class_: str = "") -> Html:
    """Return a part of the page with its heading, by which it is called; nothing where it holds nothing."""
    held = joined(part for part in inside if part)
    if not held:
        return Html()
    heading = tag("h2", title, id=ident)
    return tag("section", heading, held, aria_labelledby=ident, class_=class_)


def table(
    ident: str,
    caption: str,
    heads: Sequence[str],
    rows: Iterable[tuple[str, Sequence[str]]],
    class_: str = "",
) -> Html:
    """Return a table with its caption; a row is its class (perhaps empty) and its cells, the first its head.

    Where the screen is narrower it scrolls by itself, also from the keyboard.
    """
    top = tag("tr", *(tag("th", head, scope="col") for head in heads))
    body = [
        tag("tr", tag("th", cells[0], scope="row"), *(tag("td", cell) for cell in cells[1:]), class_=look)
        for look, cells in rows
    ]
    held = tag(
        "table",
        tag("caption", caption, id=ident),
        tag("thead", top),
        tag("tbody", *body),
        class_=class_,
    )
    return scrolling(held, ident)


def scrolling(held: str, called: str) -> Html:
    """Return something wide in a part that scrolls by itself; ``called`` is the id of what names it."""
    return tag("div", held, class_="wide", role="group", tabindex="0", aria_labelledby=called)


def listed(items: Iterable[str], class_: str = "") -> Html:
    """Return a list; nothing for no items."""
    found = [tag("li", item) for item in items]
    return tag("ul", *found, class_=class_) if found else Html()


def facts(rows: Iterable[tuple[str, str]], class_: str = "facts") -> Html:
    """Return labels, each with its text."""
    return tag("dl", *(tag("div", tag("dt", label), tag("dd", text)) for label, text in rows), class_=class_)
