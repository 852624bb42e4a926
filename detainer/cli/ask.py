"""``check --ask``: the missing facts, one by one, at a terminal."""

from __future__ import annotations

import sys
from typing import Any

import click

from ..answer import Missing, question
from ..asking import carrying, next_question
from ..custody import MOMENTS, PAPERS
from ..decision import Decision
from ..errors import DetainerError, Problem, show
from ..formats.wrap import wrap
from .failure import lines
from .options import Options

__all__ = ["ask_missing"]

_YES_NO = {
    "designated": ("designated", "not_designated"),
    "asks_custody": ("asks_custody", "no_asks_custody"),
}
#: facts whose option has their name without its ending
_BY_NAME = (*MOMENTS, "booked_at", "offense_on")


def ask_missing(options: dict[str, Any], decision: Decision) -> Decision:
    """Ask for what was assumed and the answer turns on, then for what is missing.

    Each is asked until it is settled, nobody knows more, or input ends. An answer is read
    like the flag that it stands for, and asked again where it cannot be. Where input is no
    terminal nothing is asked.
    """
    if not sys.stdin or not sys.stdin.isatty():
        click.echo("--ask: input is no terminal, so nothing was asked", err=True)
        return decision
    done: set[str] = set()
    while (asked := _next(decision, done)) is not None:
        item, otherwise = asked
        typed = _prompt(item, otherwise)
        if typed is None:
            break
        if not typed:
            done.add(item.fact)
            continue
        try:
            given = _with(options, item, typed)
            decision = Options(given).decide()
        except DetainerError as error:
            click.echo("\n".join(lines(error)[1:]), err=True)
        else:
            options = given
            done.add(item.fact)
    click.echo(err=True)
    return decision


def _next(decision: Decision, done: set[str]) -> tuple[Missing, str] | None:
    """Return the next question, and what stands where nothing is typed."""
    basis = decision.basis
    turning = carrying(decision)
    for fact, value, _ in basis.assumed:
        if fact in turning and fact not in done:
            return Missing(fact, *question(basis, fact, given=False), ()), f"as assumed, {value}"
    item = next_question(decision, frozenset(done))
    return None if item is None else (item, "not known")


def _prompt(item: Missing, otherwise: str) -> str | None:
    """Return what is typed: empty for nothing, None where input ends."""
    click.echo("\n".join(["", *wrap(item.ask)]), err=True)
    click.echo("\n".join(wrap(f"{', '.join(_choices(item))}; Enter: {otherwise}", "  ", "  ")), err=True)
    click.echo("> ", nl=False, err=True)
    line = sys.stdin.readline()
    return line.strip() if line else None


def _choices(item: Missing) -> tuple[str, ...]:
    if item.fact in PAPERS or item.fact in _YES_NO:
        return ("yes", "no")
    return tuple(item.flag.replace("=", " ").split(" ")[-1].split("|"))


def _with(options: dict[str, Any], item: Missing, typed: str) -> dict[str, Any]:
    """Return the options as they would be had the answer been given as a flag.

    :raises DetainerError: ``VALUE_UNKNOWN`` for a word that is neither yes nor no.
    """
    fact = item.fact
    word = {"y": "yes", "n": "no"}.get(typed.lower(), typed)
    if item.flag.startswith("--answer "):
        return {**options, "answer": (*options["answer"], f"{fact}={word}")}
    if fact == "agreement":
        return {**options, "agreement": tuple(word.replace(",", " ").split())}
    if fact not in PAPERS and fact not in _YES_NO:
        option = fact.removesuffix("_at").removesuffix("_on") if fact in _BY_NAME else fact
        return {**options, option: (word,)}
    yes = word.lower() == "yes"
    if not yes and word.lower() != "no":
        raise DetainerError(
            [Problem("VALUE_UNKNOWN", fact, f"'{show(typed, 40)}' is not known", "yes or no")]
        )
    if fact in _YES_NO:
        return {**options, _YES_NO[fact][not yes]: True}
    name = "paper" if yes else "no_paper"
    return {**options, name: (*options[name], fact)}
