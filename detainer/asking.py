"""Which missing fact to ask for first, and which of those assumed an answer turns on."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .answer import Missing
from .custody import CHOICES, MOMENTS, PAPERS, Custody
from .decision import Decision, check
from .errors import DetainerError
from .zones import local, seconds

__all__ = ["carrying", "next_question"]


def next_question(decision: Decision, but: frozenset[str] = frozenset()) -> Missing | None:
    """Return the missing fact that settles most, None where none is left.

    Each answer to each question is tried; of the questions, that one whose worst answer
    leaves fewest facts missing. ``but`` names facts that nobody knows, which are not asked.

    >>> from datetime import UTC, datetime
    >>> from detainer import Custody
    >>> record = Custody(release_at=datetime(2026, 11, 25, 20, tzinfo=UTC), papers={"criminal-warrant": False})
    >>> next_question(check(record, "us-ma")) is None
    True
    """
    missing = [item for item in decision.missing if item.fact not in but]
    if len(missing) < 2:
        return missing[0] if missing else None
    return min(missing, key=lambda item: _left(decision, item.fact))


def carrying(decision: Decision) -> tuple[str, ...]:
    """Return the assumed facts that the answer turns on: of each, that another value alone changes it.

    >>> from datetime import UTC, datetime
    >>> from detainer import Custody
    >>> record = Custody(release_at=datetime(2026, 3, 2, 15, tzinfo=UTC), papers={"I-205": False})
    >>> "I-200" in carrying(check(record, "honors", assume="ordinary", timezone="America/New_York"))
    True
    """
    found = []
    for fact, *_ in decision.basis.assumed:
        try:
            then = check(_without(decision, fact), decision.profile, timezone=decision.timezone)
        except DetainerError:
            continue
        if any(item.fact == fact and {"hold", "release_by"} & set(item.settles) for item in then.missing):
            found.append(fact)
    return tuple(found)


def _without(decision: Decision, fact: str) -> Custody:
    """Return the record with one fact taken back."""
    custody = decision.custody
    if fact in PAPERS:
        return replace(custody, papers={k: v for k, v in custody.papers.items() if k != fact})
    if fact in decision.basis.chain.asks:
        return replace(custody, answers={k: v for k, v in custody.answers.items() if k != fact})
    changes: dict[str, Any] = {fact: None}
    return replace(custody, **changes)


def _left(decision: Decision, fact: str) -> tuple[int, int]:
    """Return how many facts are missing after the worst answer to a question, and after all in sum."""
    here = len(decision.missing)
    left = []
    for changes in _answers(decision, fact):
        try:
            then = check(replace(decision.custody, **changes), decision.profile, timezone=decision.timezone)
        except DetainerError:
            continue  # it contradicts what is known
        left.append(len(then.missing))
    return max(left, default=here), sum(left)


def _by_release(decision: Decision, kind: str) -> tuple[Any, ...]:
    """Return an answer to a question for a time or a date that is by release, if there is one."""
    at = decision.release_at
    if at is None:
        return ()
    return (at,) if kind == "time" else (local(seconds(at), decision.timezone).date(),)


def _answers(decision: Decision, fact: str) -> Iterator[dict[str, Any]]:
    """Yield the change of the record that each answer to a question is; a time has too many."""
    custody = decision.custody
    ask = decision.basis.chain.asks.get(fact)
    if ask is not None:
        values = (True, False) if ask.type == "yes-no" else ("never", *_by_release(decision, ask.type))
        for value in values:
            yield {"answers": {**custody.answers, fact: value}}
    elif fact in PAPERS:
        for held in (True, False):
            yield {"papers": {**custody.papers, fact: held}}
    elif fact == "agreement":
        for model in CHOICES["agreement"]:
            yield {"agreement": frozenset({model} - {"none"})}
    elif fact in MOMENTS:
        yield from ({fact: word} for word in ("in-time", "never"))
    elif fact in CHOICES:
        yield from ({fact: word} for word in CHOICES[fact])
    elif fact in ("designated", "asks_custody"):
        yield from ({fact: said} for said in (True, False))
