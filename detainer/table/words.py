"""The cells of a row that are words: papers, form, answers, whose law it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..custody import CHOICES, PAPERS
from ..errors import Problem, show
from ..profiles import Ask

__all__ = ["facts_of", "known"]

_YES = ("yes", "true", "y", "1")
_NO = ("no", "false", "n", "0")
_BETWEEN = re.compile(r"\s*[;,|\n]\s*")
_CASED = {fact: {value.lower(): value for value in values} for fact, values in CHOICES.items()}
_PAPER = {paper.lower(): paper for paper in PAPERS}


def known(text: str) -> str:
    """Return a cell's text without spaces around it; nothing where it says ``unknown``.

    >>> known(" I-247A "), known("Unknown")
    ('I-247A', '')
    """
    text = text.strip()
    return "" if text.lower() == "unknown" else text


def facts_of(cells: Mapping[str, str], asks: Mapping[str, Ask], problems: list[Problem]) -> dict[str, Any]:
    """Return the facts that cells tell, as keywords of a record; an empty cell tells nothing.

    ``asks`` are the profile's own questions. A time answered to one of them is left as text,
    with its zone still to be known. Faults are added to ``problems``.

    >>> facts_of({"form": "i-247a", "papers": "I-200; no I-205", "box": ""}, {}, [])
    {'papers': {'I-200': True, 'I-205': False}, 'answers': {}, 'form': 'I-247A'}
    """
    papers: dict[str, bool] = {}
    answers: dict[str, Any] = {}
    facts: dict[str, Any] = {"papers": papers, "answers": answers}
    for fact, cell in cells.items():
        text = known(cell)
        if not text:
            continue
        head, _, tail = fact.partition(".")
        if fact == "papers":
            _papers(text, papers, problems)
        elif head == "papers":
            _put(papers, tail, _yes_no(text, fact, problems), problems)
        elif head == "answers":
            answers[tail] = _answer(text, tail, asks, problems)
        elif fact == "agreement":
            facts[fact] = _agreement(text, problems)
        elif fact in ("asks_custody", "designated"):
            facts[fact] = _yes_no(text, fact, problems)
        else:  # a strange word is refused when the record is made
            facts[fact] = _CASED[fact].get(text.lower(), text)
    return facts


def _yes_no(text: str, fact: str, problems: list[Problem]) -> bool | None:
    word = text.lower()
    if word in _YES:
        return True
    if word not in _NO:
        problems.append(Problem("VALUE_UNKNOWN", fact, f"'{show(text, 40)}' is not known", "yes or no"))
    return False


def _papers(text: str, papers: dict[str, bool], problems: list[Problem]) -> None:
    """Read a list of papers: named are those in hand, ``no I-205`` is one that is not."""
    items = [item for item in _BETWEEN.split(text) if item]
    if [item.lower() for item in items] == ["none"]:
        for paper in PAPERS:
            _put(papers, paper, False, problems)
        return
    for item in items:
        lower = item.lower()
        name = lower.removeprefix("no ").strip()
        if name not in _PAPER:
            hint = f"one of: {', '.join(PAPERS)}; `no I-200`; none"
            problems.append(Problem("VALUE_UNKNOWN", "papers", f"'{show(item, 40)}' is not known", hint))
        else:
            _put(papers, _PAPER[name], name == lower, problems)


def _put(papers: dict[str, bool], paper: str, value: bool | None, problems: list[Problem]) -> None:
    if value is not None and papers.setdefault(paper, value) != value:
        problems.append(
            Problem("CONTRADICTION", "papers", f"{paper} is both in hand and not", "give one of them")
        )


def _agreement(text: str, problems: list[Problem]) -> frozenset[str]:
    models = {item.upper() if item.lower() != "none" else "none" for item in _BETWEEN.split(text) if item}
    if "none" in models and len(models) > 1:
        problems.append(
            Problem(
                "CONTRADICTION", "agreement", f"'{show(text, 40)}' is none and others", "give one of them"
            )
        )
    return frozenset(models)


def _answer(text: str, name: str, asks: Mapping[str, Ask], problems: list[Problem]) -> Any:
    ask, word = asks.get(name), text.lower()
    if word == "never":
        return word
    if ask is None or ask.type == "yes-no":  # an answer to no question is refused with the record
        return word in _YES if ask is None else _yes_no(text, f"answers.{name}", problems)
    return text
