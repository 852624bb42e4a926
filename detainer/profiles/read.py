"""From a TOML document to a :class:`Profile`: validated whole, every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import zones
from ..errors import DetainerError
from .model import STANCES, Profile
from .names import is_name
from .rules import Rules

__all__ = ["read_profile"]


def read_profile(
    document: Mapping[str, Any],
    parents: tuple[Profile, ...],
    content: bytes,
    path: str,
    *,
    orphan: bool = False,
) -> Profile:
    """Return the profile that a parsed TOML document describes.

    ``orphan`` says that its parent could not be read: a name not known here is let pass.

    :raises DetainerError: every problem of the file, each with its key path.
    """
    reader = _Reader(document, parents, orphan)
    profile = reader.profile(content, path)
    if reader.problems:
        reader.check_calendars(profile.clocks)
        raise DetainerError(reader.problems)
    return profile


class _Reader(Rules):
    """Reads the whole."""

    def profile(self, content: bytes, path: str) -> Profile:
        top = self.top
        if top.take("format", int, "1", need=True) not in (1, None):
            self.add("PROFILE_VALUE_WRONG", "format", "only format 1 is known", "format = 1")
        name_of_file = top.text("id", need=True) or ""
        if name_of_file and (not is_name(name_of_file) or name_of_file != name_of_file.lower()):
            self.wrong("id", name_of_file, "lower-case letters, digits and hyphens")
        top.take("parent", str, "an id")
        top.take("overrides", bool, "true or false")
        name = top.text("name", need=True) or ""
        stance = top.one_of("stance", STANCES)
        covers = top.text("covers") or ""
        own_zones = top.texts("zones")
        for number, key in enumerate(own_zones):
            if not zones.exists(key):
                self.wrong(f"zones[{number}]", key, "a time zone's name")
        own_sources = self.add_named("source", self.source, self.sources)
        own_asks = self.add_named("ask", self.ask, self.asks)
        self.check_implies(own_asks)
        own_defines = self.read_defines()
        own_clocks = self.add_named("clock", self.clock, self.clocks)
        assume = self.read_assume(own_asks)
        periods = self.read_periods(is_us=not self.parents and name_of_file == "us")
        agreements = tuple(self.agreement(table) for table in top.tables("agreement"))
        top.done()
        return Profile(
            name_of_file,
            name,
            stance,
            covers,
            self.parents,
            own_zones,
            own_asks,
            assume,
            own_defines,
            own_clocks,
            own_sources,
            periods,
            agreements,
            content,
            path,
        )
