"""Sources: listed once with their words, and linked to from wherever they are named."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ... import answer, explain
from ...errors import show
from ...profiles import ACTS, Source
from ...steps import Step
from ...ways import Basis
from .markup import Html, address, joined, section, tag

__all__ = ["Sources"]


class Sources:
    """Sources in order, each once: first what is rested on, then ``rest``, which is not printed."""

    def __init__(self, first: Iterable[Source], rest: Iterable[Source] = ()) -> None:
        self._numbers = {source: n for n, source in enumerate(dict.fromkeys(first), 1)}
        #: from this number on they are of the rest
        self.rest = len(self._numbers) + 1
        for source in rest:
            self._numbers.setdefault(source, len(self._numbers) + 1)
        self._by_cite: dict[str, int] = {}
        for source, number in self._numbers.items():
            self._by_cite.setdefault(show(source.cite, len(source.cite)), number)
        cites = sorted(filter(None, self._by_cite), key=len, reverse=True)
        self._named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, cites))})(?!\w)") if cites else None

    @classmethod
    def of_answer(cls, basis: Basis, weighed: list[Step]) -> Sources:
        """Return the sources of what an answer rests on, then those of rules that were not met."""
        found = [source for reading in answer.readings(basis) for source in reading.sources]
        found += [s for act in ACTS for _, rule in answer.speakers(basis, act) for s in rule.sources]
        found += [source for note in explain.notes(basis) for source in note.sources]
        found += [s for step in weighed if step.result in ("yes", "unknown") for s in step.sources]
        return cls(found, (source for step in weighed for source in step.sources))

    def link(self, words: str) -> Html:
        """Return words in which every source that is named leads to its place in the list."""
        words, parts, at = show(words, len(words)), list[str](), 0
        for found in self._named.finditer(words) if self._named else ():
            number = self._by_cite[found[0]]
            parts += [words[at : found.start()], tag("a", found[0], href=f"#source-{number}")]
            at = found.end()
        return joined([*parts, words[at:]])

    def cited(self, sources: tuple[Source, ...]) -> Html:
        """Return sources as links into the list, a line each; on paper their numbers alone."""
        lines = []
        for source in sources:
            number = self._numbers[source]
            shown = [tag("span", f"[{number}]", class_="paper"), tag("span", source.cite, class_="screen")]
            seen = tag("span", f" ({source.seen})", class_="screen")
            lines.append(tag("span", tag("a", *shown, href=f"#source-{number}"), seen, class_="cite"))
        return joined(lines, " ")

    def listed(self) -> Html:
        """Return the list, its numbers those of the links."""
        items = [
            tag("li", *_told(source), id=f"source-{number}", class_="screen" if number >= self.rest else "")
            for source, number in self._numbers.items()
        ]
        return section("sources", "Sources", tag("ol", *items) if items else "")


def _told(source: Source) -> list[str]:
    """A source's name, where it is, its words, how well they were seen and when."""
    where = source.url or source.seen_at
    link = address(where)
    parts: list[str] = [tag("a", source.cite, href=link, rel="noreferrer") if link else tag("b", source.cite)]
    parts.append(tag("span", f" {where or ''}", class_="paper" if link else "where"))
    if source.quote:
        parts += [": ", tag("q", source.quote)]
    looked = tag("span", f", looked at {source.checked}", class_="screen")
    return [*parts, tag("span", f" {source.seen}", looked, class_="soft")]
