"""Which fact alone turns one result into another: what makes `missing` exact both ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .space import Masks, Space

if TYPE_CHECKING:
    from .walk import Point

__all__ = ["Turns", "turns"]

Turns = dict[str, frozenset[tuple[int, int]]]


def turns(space: Space, top: Point) -> Turns:
    """Return, for each fact, the pairs of results that two ways differing in it alone have."""
    return _Comparison(space).turns(top)


class _Comparison:
    def __init__(self, space: Space) -> None:
        self.space = space
        self._facts_in: dict[int, tuple[int, ...]] = {}

    def turns(self, top: Point) -> Turns:
        found: dict[str, set[tuple[int, int]]] = {}
        for point in _splits(top):
            pairs = found.setdefault(self.space.names[point.fact], set())
            (mine, left), (theirs, right) = point.sides[0], point.sides[-1]
            if left is not right:
                self.compare(point.fact, (left, mine), (right, theirs), point.masks, pairs, set())
        return {fact: frozenset(pairs) for fact, pairs in found.items() if pairs}

    def compare(
        self,
        fact: int,
        a: tuple[Point, int],
        b: tuple[Point, int],
        masks: Masks,
        found: set[tuple[int, int]],
        seen: set[tuple[object, ...]],
    ) -> None:
        """Find the pairs of different results that two ways differing in ``fact`` alone have.

        ``a`` and ``b`` are points with the values that the fact has on the way to each;
        ``masks`` are the values that every other fact may have on both ways.
        """
        (left, mine), (right, theirs) = a, b
        if left is right:
            return  # the same other facts lead to the same leaf: what is looked at below tells points apart
        if all(i == j or (min(i, j), max(i, j)) in found for i in left.results for j in right.results):
            return
        looked_at = self.facts_in(left.looks_at | right.looks_at | 1 << fact)
        key = (id(left), mine, id(right), theirs, tuple(masks[other] for other in looked_at))
        if key in seen:
            return
        seen.add(key)
        if not left.sides and not right.sides:
            if not self.space.constrained or self.together(fact, mine, theirs, masks):
                (i,), (j,) = left.results, right.results
                found.add((min(i, j), max(i, j)))
            return
        for values, side in left.sides:  # grown on this very way: each of them is open
            here, onward = self.step(fact, left.fact, values, mine, masks)
            self.compare(fact, (side, here), b, onward or masks, found, seen)
        if left.sides:
            return
        for values, side in right.sides:
            here, onward = self.step(fact, right.fact, values, theirs, masks)
            if onward:
                self.compare(fact, a, (side, here), onward, found, seen)

    def step(self, fact: int, at: int, values: int, own: int, masks: Masks) -> tuple[int, Masks | None]:
        """Return what a side leaves of the fact in question, and of the others; None where it cannot be."""
        if at == fact:
            return values, masks  # a part of its own values: points are told apart by what they look at
        narrowed = (*masks[:at], masks[at] & values, *masks[at + 1 :])
        return own, self.space.settle(narrowed)

    def facts_in(self, bits: int) -> tuple[int, ...]:
        """Return the facts of a set of bits, and those bound to them."""
        found = self._facts_in.get(bits)
        if found is None:
            facts = {number for number in range(bits.bit_length()) if bits >> number & 1}
            found = self._facts_in[bits] = tuple(sorted(self.space.bound_to(facts)))
        return found

    def together(self, fact: int, mine: int, theirs: int, masks: Masks) -> bool:
        """Say whether both ways are possible with every other fact the same."""
        shared: Masks | None = masks
        for values in (mine, theirs):  # what follows from the one is kept for the other
            shared = shared and self.space.settle((*shared[:fact], values, *shared[fact + 1 :]))
        return shared is not None


def _splits(top: Point) -> Iterator[Point]:
    waiting, seen = [top], {id(top)}
    while waiting:
        point = waiting.pop()
        if point.sides:
            yield point
        for _, side in point.sides:
            if id(side) not in seen:
                seen.add(id(side))
                waiting.append(side)
