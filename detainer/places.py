"""The places of the map: the states and what is beside them, each with its profile."""

from __future__ import annotations

from collections.abc import Iterable

from .errors import DetainerError, Problem
from .profiles import Profile, load_profile
from .states import NAMES

__all__ = ["places"]

#: on the map only with a profile
ONLY_WITH_A_PROFILE = frozenset(("AS", "GU", "MP", "VI"))


def places(folders: Iterable[str] = ()) -> dict[str, Profile | None]:
    """Return the places of the map by postal code, in order of name, each with its profile.

    The 50 states, the District of Columbia and Puerto Rico, and the territories that have
    a profile. Profiles are looked for in ``folders``, then among those that come with the
    program.

    :raises DetainerError: every problem of every profile that is there and cannot be read.

    >>> here = places()
    >>> len(here), here["FL"].id, here["PR"]
    (54, 'us-fl', None)
    """
    found: dict[str, Profile | None] = {}
    problems: list[Problem] = []
    kept = tuple(folders)
    for code in NAMES:
        try:
            found[code] = load_profile(f"us-{code.lower()}", folders=kept)
        except DetainerError as error:
            if [(p.code, p.field) for p in error.problems] != [("PROFILE_NOT_FOUND", "profile")]:
                problems += error.problems
            elif code not in ONLY_WITH_A_PROFILE:
                found[code] = None
    if problems:
        raise DetainerError(dict.fromkeys(problems))
    return found
