"""What cannot be: a form before its time, dates out of order, an answer to no question."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from .custody import Custody
from .errors import DetainerError, Problem, show
from .forms import FORMS, form_of
from .profiles import Profile
from .zones import local, seconds

__all__ = ["receipt_day", "refuse", "wrong_answers", "wrong_form"]


def refuse(custody: Custody, profile: Profile, day: date, zone: str) -> None:
    """Refuse a record that cannot be under a profile; ``day`` is the release date in ``zone``.

    :raises DetainerError: ``FORM_NOT_IN_USE``, ``ORDER_IMPOSSIBLE``, ``ANSWER_UNKNOWN``,
        ``VALUE_UNKNOWN``, all at once.
    """
    problems = wrong_form(custody.form, receipt_day(custody, zone) or day)
    if custody.offense_on and custody.offense_on > day:
        problems.append(
            Problem(
                "ORDER_IMPOSSIBLE",
                "offense_on",
                f"the offense {custody.offense_on} is after release {day}",
                "check both dates",
            )
        )
    booked = custody.booked_at and local(seconds(custody.booked_at), zone).date()
    if custody.offense_on and booked and custody.offense_on > booked:
        problems.append(
            Problem(
                "ORDER_IMPOSSIBLE",
                "offense_on",
                f"the offense {custody.offense_on} is after booking {booked}",
                "check both dates; for an offense in jail, give the booking on that charge",
            )
        )
    problems += wrong_answers(custody.answers, profile)
    if problems:
        raise DetainerError(problems)


def wrong_form(name: str | None, day: date) -> list[Problem]:
    """Return the problem of a form that was not yet in use on the date of its receipt, else of release."""
    form = FORMS.get(name) if name else None
    if form is None or day >= form.since:
        return []
    return [
        Problem(
            "FORM_NOT_IN_USE",
            "form",
            f"{form.name} was not in use on {day}, only from {form.since}",
            f"the form of that date was {form_of(day)}",
        )
    ]


def wrong_answers(answers: Mapping[str, Any], profile: Profile) -> list[Problem]:
    """Return the problem of each answer that no question asks for, or that is none to its question."""
    asks = profile.all_asks
    problems: list[Problem] = []
    for name, value in answers.items():
        ask = asks.get(name)
        if ask is None:
            problems.append(_no_question(name, profile, list(asks)))
        elif not _fits(ask.type, value):
            problems.append(
                Problem(
                    "VALUE_UNKNOWN",
                    f"answers.{name}",
                    f"{show(value)} is no answer to: {ask.text}",
                    {"yes-no": "yes or no", "date": "a date, or never"}.get(ask.type, "a time, or never"),
                )
            )
    return problems


def _fits(kind: str, value: object) -> bool:
    """Say whether a value answers a question of that type."""
    if kind == "yes-no":
        return isinstance(value, bool)
    if value == "never":
        return True
    return isinstance(value, datetime) == (kind == "time") and isinstance(value, date)


def _no_question(name: str, profile: Profile, known: list[str]) -> Problem:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 3, 0.6)
    hint = f"did you mean {', '.join(near)}?" if near else f"it asks: {', '.join(known) or 'nothing'}"
    return Problem(
        "ANSWER_UNKNOWN",
        f"answers.{show(name, 40)}",
        f"{profile.id} does not ask '{show(name, 40)}'",
        hint,
    )


def receipt_day(custody: Custody, zone: str) -> date | None:
    """Return the local date on which the detainer came, None where that is not known."""
    value = custody.received_at
    if isinstance(value, datetime):
        return local(seconds(value), zone).date()
    return value if isinstance(value, date) else None
