"""A page taken apart: its elements, each closed where it should be, and their text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "br"}


class Element:
    def __init__(self, name: str, attributes: dict[str, str], above: Element | None) -> None:
        self.name, self.attributes, self.above = name, attributes, above
        self.inside: list[Element | str] = []

    def all(self, name: str = "", **attributes: str) -> list[Element]:
        """Every element below, in order, of a name and with these attributes (`class_` for `class`)."""
        found = []
        for item in self.inside:
            if isinstance(item, Element):
                wanted = {key.rstrip("_"): value for key, value in attributes.items()}
                if (not name or item.name == name) and wanted.items() <= item.attributes.items():
                    found.append(item)
                found += item.all(name, **attributes)
        return found

    def one(self, name: str, **attributes: str) -> Element:
        found = self.all(name, **attributes)
        assert len(found) == 1, (name, attributes, len(found))
        return found[0]

    def text(self) -> str:
        parts = [item if isinstance(item, str) else item.text() for item in self.inside]
        return "".join(parts)

    def rows(self) -> list[list[str]]:
        """The cells of a table's body, what is for paper alone and pictures left out."""
        return [
            [_shown(cell) for cell in row.all("th") + row.all("td")] for row in self.one("tbody").all("tr")
        ]


def _shown(element: Element) -> str:
    parts = [
        item
        if isinstance(item, str)
        else _shown(item)
        if item.attributes.get("class") != "paper" and item.name != "svg"
        else ""
        for item in element.inside
    ]
    return "".join(parts)


def part(root: Element, title: str) -> Element:
    """The section under a heading."""
    found = [item for item in root.all("section") if item.all("h2")[0].text() == title]
    assert len(found) == 1, title
    return found[0]


def is_whole(root: Element) -> None:
    """One document that needs nothing else, and may load nothing else."""
    assert [item.name for item in root.inside if isinstance(item, Element)] == ["html"]
    assert root.one("html").attributes == {"lang": "en"}
    assert not [
        item for name in ("script", "img", "link", "iframe", "form", "object") for item in root.all(name)
    ]
    assert not [key for item in root.all() for key in item.attributes if key.startswith("on") or key == "src"]
    style = "".join(item.text() for item in root.all("style"))
    assert "url(" not in style
    assert "@import" not in style
    policies = [
        item for item in root.all("meta") if item.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies[0].attributes["content"].startswith("default-src 'none'; ")


def leads_somewhere(root: Element) -> None:
    """Names are one of a kind, and what names or points to something leads there."""
    ids = [item.attributes["id"] for item in root.all() if "id" in item.attributes]
    assert len(ids) == len(set(ids))
    for item in root.all():
        for key in ("aria-labelledby", "aria-describedby"):
            assert set(item.attributes.get(key, "").split()) <= set(ids)
        if item.attributes.get("fill"):
            assert re.sub(r"^url\(#(.+)\)$", r"\1", item.attributes["fill"]) in ids
    links = [item.attributes["href"] for item in root.all("a")]
    assert links
    for link in links:
        assert link[1:] in ids if link.startswith("#") else re.fullmatch(r"https?://[!-~]+", link), link


def is_in_order(root: Element, landmarks: Sequence[str] = ("header", "main", "footer")) -> None:
    """Headings skip no level, landmarks are there, and tables have a caption and heads."""
    levels = [int(item.name[1]) for item in root.all() if re.fullmatch("h[1-6]", item.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels)), "none is skipped"
    assert [item.name for item in root.one("body").inside if isinstance(item, Element)] == list(landmarks)
    for item in root.all("table"):
        assert item.one("caption").text()
        assert {head.attributes.get("scope") for head in item.one("thead").all("th")} == {"col"}
        width = len(item.one("thead").all("th"))
        for row in item.one("tbody").all("tr"):
            assert [cell.name for cell in row.inside if isinstance(cell, Element)] == ["th"] + ["td"] * (
                width - 1
            )
            assert row.one("th").attributes["scope"] == "row"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"an attribute of {tag} twice"
        child = Element(tag, {key: value or "" for key, value in attrs}, self.at)
        self.at.inside.append(child)
        if tag not in VOID:
            self.at = child

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.at.name, f"{tag} closes {self.at.name}"
        assert self.at.above is not None
        self.at = self.at.above

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read(text: str) -> Element:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.at is reader.root, f"{reader.at.name} is not closed"
    return reader.root
