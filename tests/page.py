"""A page taken apart: its elements, each closed where it should be, and their text."""

from __future__ import annotations

from html.parser import HTMLParser

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
        """The cells of a table's body, what is for paper alone left out."""
        return [
            [_shown(cell) for cell in row.all("th") + row.all("td")] for row in self.one("tbody").all("tr")
        ]


def _shown(element: Element) -> str:
    parts = [
        item if isinstance(item, str) else _shown(item) if item.attributes.get("class") != "paper" else ""
        for item in element.inside
    ]
    return "".join(parts)


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
