"""Steps: every rule weighed on the way to an answer, each name of its condition, and whence it is known."""

from collections.abc import Iterator
from typing import NamedTuple

from .answer import speakers
from .cases import possible_periods
from .custody import MOMENTS, PAPERS, YES_NO
from .profiles import ACTS, Period, Rule, Source
from .ways import Basis
from .when import Atom, atoms, reason

__all__ = ["Known", "Step", "steps"]

_RESULTS = {True: "yes", False: "no", None: "unknown"}


class Known(NamedTuple):
    """What is known of one name in a condition.

    ``value`` is ``yes``, ``no``, ``unknown`` or the value chosen; a moment is yes if it was
    by the release time. ``origin`` is ``given``, ``assumed`` (``flag`` says otherwise),
    ``profile`` (its own agreement), ``implied`` by another fact, ``law`` (unsettled, both
    ways are walked) or ``open``.
    """

    name: str
    value: str
    origin: str
    flag: str | None


class Step(NamedTuple):
    """One rule weighed: its condition, the result and why, and whether it decided.

    ``period`` names the period that the rule stands in, and ``dates`` what picks that period.
    """

    layer: str
    period: str
    dates: str
    act: str
    rule: str
    when: str
    result: str
    because: str
    facts: tuple[Known, ...]
    outcome: str
    spoke: bool
    sources: tuple[Source, ...]


def steps(basis: Basis) -> tuple[Step, ...]:
    """Return every rule weighed, in the order of the walk."""
    return tuple(step for act in ACTS for step in _steps(basis, act))


def _steps(basis: Basis, act: str) -> Iterator[Step]:
    space = basis.ruling.space
    spoke = {id(rule) for _, rule in speakers(basis, act)}
    for layer in basis.chain.layers:
        for period, sure in possible_periods(space, layer):
            base = space.value(period.when) if period.when else True
            sure = sure and base is True
            settled = False
            for rule in period.rules:
                if act not in rule.acts:
                    continue
                met = _both(base, space.value(rule.when) if rule.when else True)
                yield Step(
                    layer.profile.id,
                    period.id,
                    period.dates(),
                    act,
                    rule.id,
                    rule.when_text or "always",
                    "not reached" if settled else _RESULTS[met if sure else _both(None, met)],
                    _because(basis, period, rule),
                    _facts(basis, period, rule),
                    rule.outcome,
                    id(rule) in spoke,
                    rule.sources,
                )
                settled = settled or (sure and met is True)


def _both(a: bool | None, b: bool | None) -> bool | None:
    if a is False or b is False:
        return False
    return True if a and b else None


# ---- what is known of a condition's names ----


def _because(basis: Basis, period: Period, rule: Rule) -> str:
    space = basis.ruling.space
    parts = [
        reason(node, lambda atom: space.truth(atom, space.masks), lambda atom: _tell(basis, atom))
        for node in (period.when, rule.when)
        if node is not None
    ]
    return "; ".join(parts) or "no condition"


def _tell(basis: Basis, atom: Atom) -> str:
    """Return in words what is known of the fact an atom looks at."""
    value = _value(basis, atom)
    return (
        f"{atom.name} by the release time: {value}" if _is_moment(basis, atom) else f"{atom.name} is {value}"
    )


def _facts(basis: Basis, period: Period, rule: Rule) -> tuple[Known, ...]:
    nodes = [node for node in (period.when, rule.when) if node is not None]
    found = {atom.name: atom for node in nodes for atom in atoms(node)}
    return tuple(Known(name, _value(basis, atom), *_origin(basis, atom)) for name, atom in found.items())


def _is_moment(basis: Basis, atom: Atom) -> bool:
    ask = basis.chain.asks.get(atom.name)
    return ask.type != "yes-no" if ask else YES_NO.get(atom.name) in MOMENTS


def _value(basis: Basis, atom: Atom) -> str:
    space = basis.ruling.space
    if not atom.values:
        return _RESULTS[space.truth(atom, space.masks)]
    fact, _ = space.test(atom)
    values = [value for n, value in enumerate(space.values[fact]) if space.masks[fact] >> n & 1]
    if len(values) != 1:
        return "unknown"
    return " and ".join(sorted(values[0])) or "none" if atom.name == "agreement" else str(values[0])


def _origin(basis: Basis, atom: Atom) -> tuple[str, str | None]:
    custody, name = basis.custody, atom.name
    fact = YES_NO.get(name, name)
    flag = next((flag for assumed, _, flag in basis.assumed if assumed in (name, fact)), None)
    if flag is not None:
        return "assumed", flag
    given: object
    if name in PAPERS:
        given = custody.papers.get(name)
    elif name in basis.chain.asks:
        given = custody.answers.get(name)
    else:
        given = getattr(custody, fact)
    if given is not None:
        return "given", None
    if name == "agreement" and basis.agreement is not None:
        return "profile", None
    if name in basis.chain.asks and basis.chain.asks[name].about == "law":
        return "law", None
    return "open" if _value(basis, atom) == "unknown" else "implied", None
