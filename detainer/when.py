"""The small language of conditions: parse once, evaluate to yes, no or unknown.

``NAME`` (is yes), ``NAME is VALUE``, ``NAME in (A, B)``, ``and``, ``or``, ``not``,
parentheses. ``not`` binds tightest, then ``and``, then ``or``. An unknown fact
makes a condition unknown only where its value could matter: ``no and unknown``
is no.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .errors import DetainerError, Problem, show

__all__ = [
    "And",
    "Atom",
    "Node",
    "Not",
    "Or",
    "atoms",
    "evaluate",
    "first_unknown",
    "parse",
    "reason",
    "replace",
    "size",
]

MAX_LENGTH = 2_000
MAX_DEPTH = 32
MAX_ATOMS = 1_000


class Atom(NamedTuple):
    """One question put to a fact: is ``name`` yes, or is it one of ``values``?

    ``column`` and ``columns`` say where the name and the values stand in the text.
    """

    name: str
    values: tuple[str, ...] = ()
    column: int = 0
    columns: tuple[int, ...] = ()

    def __str__(self) -> str:
        if not self.values:
            return self.name
        if len(self.values) == 1:
            return f"{self.name} is {self.values[0]}"
        return f"{self.name} in ({', '.join(self.values)})"


class Not(NamedTuple):
    """Yes where ``node`` is no."""

    node: "Node"


class And(NamedTuple):
    """Yes where every one of ``nodes`` is yes."""

    nodes: "tuple[Node, ...]"


class Or(NamedTuple):
    """Yes where one of ``nodes`` is yes."""

    nodes: "tuple[Node, ...]"


Node = Atom | Not | And | Or

Test = Callable[[Atom], bool | None]

_TOKEN = re.compile(r"\s*(?:([(),])|([A-Za-z0-9][A-Za-z0-9_-]*)|(\S))")
_WORDS = frozenset(("and", "or", "not", "is", "in"))


def parse(text: str, field: str = "when") -> Node:
    """Return the condition written in ``text``.

    :raises DetainerError: ``CONDITION_BROKEN``, pointing at the column (from 1).

    >>> parse("requests-hold and (I-200 or I-205)")
    And(nodes=(Atom(name='requests-hold', values=(), column=1, columns=()), \
Or(nodes=(Atom(name='I-200', values=(), column=20, columns=()), \
Atom(name='I-205', values=(), column=29, columns=())))))
    """
    return _Parser(text, field).whole()


class _Parser:
    def __init__(self, text: str, field: str) -> None:
        self.field = field
        self.text = text
        if len(text) > MAX_LENGTH:
            raise self.broken(MAX_LENGTH, f"longer than {MAX_LENGTH} characters")
        self.tokens: list[tuple[str, int]] = []
        for match in _TOKEN.finditer(text):
            if match[3]:
                raise self.broken(match.start(3) + 1, f"unexpected '{show(match[3])}'")
            group = match.lastindex or 0
            self.tokens.append((match[group], match.start(group) + 1))
        self.tokens.append(("", len(text) + 1))
        self.at = 0
        self.depth = 0

    def broken(self, column: int, why: str) -> DetainerError:
        return DetainerError(
            [
                Problem(
                    "CONDITION_BROKEN",
                    self.field,
                    f"'{show(self.text, 60)}': column {column}: {why}",
                    "write it like: requests-hold and (I-200 or I-205)",
                )
            ]
        )

    def peek(self) -> str:
        return self.tokens[self.at][0]

    def take(self, wanted: str) -> None:
        token, column = self.tokens[self.at]
        if token != wanted:
            found = f"found {token!r}" if token else "the condition ends"
            raise self.broken(column, f"expected {wanted!r}, {found}")
        self.at += 1

    def name(self, what: str) -> tuple[str, int]:
        token, column = self.tokens[self.at]
        if token in ("", "(", ")", ",") or token in _WORDS:
            found = f"found {token!r}" if token else "the condition ends"
            raise self.broken(column, f"expected {what}, {found}")
        self.at += 1
        return token, column

    def whole(self) -> Node:
        node = self.either()
        token, column = self.tokens[self.at]
        if token:
            raise self.broken(column, f"expected 'and', 'or' or the end, found {token!r}")
        return node

    def either(self) -> Node:
        nodes = [self.both()]
        while self.peek() == "or":
            self.at += 1
            nodes.append(self.both())
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def both(self) -> Node:
        nodes = [self.single()]
        while self.peek() == "and":
            self.at += 1
            nodes.append(self.single())
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def single(self) -> Node:
        self.depth += 1
        token, column = self.tokens[self.at]
        if self.depth > MAX_DEPTH:
            raise self.broken(column, f"nested more than {MAX_DEPTH} deep")
        if token == "not":
            self.at += 1
            node: Node = Not(self.single())
        elif token == "(":
            self.at += 1
            node = self.either()
            self.take(")")
        else:
            node = self.question()
        self.depth -= 1
        return node

    def question(self) -> Atom:
        name, column = self.name("a name")
        if self.peek() == "is":
            self.at += 1
            value, at = self.name("a value")
            return Atom(name, (value,), column, (at,))
        if self.peek() != "in":
            return Atom(name, (), column)
        self.at += 1
        self.take("(")
        values = [self.name("a value")]
        while self.peek() == ",":
            self.at += 1
            values.append(self.name("a value"))
        self.take(")")
        words, columns = zip(*values, strict=True)
        return Atom(name, words, column, columns)


def evaluate(node: Node, test: Test) -> bool | None:
    """Return whether the condition is met, or None where it cannot be told.

    ``test`` answers one atom with yes, no or None.

    >>> facts = {"I-200": None, "served": False}
    >>> evaluate(parse("I-200 and served"), lambda atom: facts[atom.name])
    False
    >>> evaluate(parse("I-200 or served"), lambda atom: facts[atom.name]) is None
    True
    """
    if isinstance(node, Atom):
        return test(node)
    if isinstance(node, Not):
        value = evaluate(node.node, test)
        return None if value is None else not value
    settles = isinstance(node, Or)  # a yes settles an `or`, a no settles an `and`
    unknown = False
    for child in node.nodes:
        value = evaluate(child, test)
        if value is settles:
            return settles
        unknown = unknown or value is None
    return None if unknown else not settles


def first_unknown(node: Node, test: Test) -> Atom:
    """Return the leftmost atom that leaves an unknown condition unknown."""
    if isinstance(node, Atom):
        return node
    if isinstance(node, Not):
        return first_unknown(node.node, test)
    return next(first_unknown(child, test) for child in node.nodes if evaluate(child, test) is None)


def reason(node: Node, test: Test, tell: Callable[[Atom], str]) -> str:
    """Return why the condition is met, not met or unknown, in the words of ``tell``.

    >>> facts = {"I-200": False, "I-205": False, "served": True}
    >>> reason(parse("served and (I-200 or I-205)"), lambda a: facts[a.name],
    ...        lambda a: f"{a.name} is {'yes' if facts[a.name] else 'no'}")
    'I-200 is no and I-205 is no'
    """
    return " and ".join(dict.fromkeys(tell(atom) for atom in _deciding(node, test)))


def _deciding(node: Node, test: Test) -> Iterator[Atom]:
    if isinstance(node, Atom):
        yield node
        return
    if isinstance(node, Not):
        yield from _deciding(node.node, test)
        return
    value = evaluate(node, test)
    settles = isinstance(node, Or)
    for child in node.nodes:
        if evaluate(child, test) is value:
            yield from _deciding(child, test)
            if value is settles:
                return


def atoms(node: Node) -> Iterator[Atom]:
    """Yield every atom of the condition, from left to right."""
    if isinstance(node, Atom):
        yield node
    elif isinstance(node, Not):
        yield from atoms(node.node)
    else:
        for child in node.nodes:
            yield from atoms(child)


def size(node: Node) -> int:
    """Return how many atoms the condition has."""
    return sum(1 for _ in atoms(node))


def replace(node: Node, swap: Callable[[Atom], Node]) -> Node:
    """Return the condition with each atom replaced by what ``swap`` gives for it."""
    if isinstance(node, Atom):
        return swap(node)
    if isinstance(node, Not):
        return Not(replace(node.node, swap))
    parts = tuple(replace(child, swap) for child in node.nodes)
    return Or(parts) if isinstance(node, Or) else And(parts)
