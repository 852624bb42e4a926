"""What the chain says for a set of facts, before any hour is counted.

A ruling depends on no instant, only on the chain and the finite facts, so it is cached:
a table of a million records asks for a few dozen.
"""

from typing import NamedTuple

from .profiles import ACTS
from .space import Chain, Facts, Space
from .walk import Walk, Ways

__all__ = ["Ruling", "rule_on"]


class Ruling(NamedTuple):
    """What the chain says on each act, and the space of facts it was asked in."""

    space: Space
    hold: Ways
    notify: Ways
    transfer: Ways


_CACHE: dict[tuple[int, Facts], tuple[Chain, Ruling]] = {}
_CACHED = 10_000


def rule_on(chain: Chain, facts: Facts) -> Ruling:
    """Return the ruling of a chain for finite facts (cached).

    :raises DetainerError: ``TOO_MANY_UNKNOWNS`` past 4,096 points of the walk, ``CONTRADICTION``.
    """
    key = (id(chain), facts)
    found = _CACHE.get(key)
    if found is None:
        space = Space(chain, facts)
        ruling = Ruling(space, *(Walk(space, act).ways() for act in ACTS))
        if len(_CACHE) >= _CACHED:
            _CACHE.clear()
        found = _CACHE[key] = chain, ruling  # keeps the chain alive, so its id stays its own
    return found[1]
