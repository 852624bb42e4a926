"""The detainer forms: when each was issued, and what it asks of a jail.

One table, from what was seen of the forms and of ICE's guidance; the day on which the
forms of 2015 began is not known, and both families are taken on 2017-04-02.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from .when import Node, Or, parse

__all__ = ["FORMS", "REQUESTS_HOLD", "Form", "form_of"]


class Form(NamedTuple):
    """One detainer form: the dates it was issued on, and whether it asks for a hold.

    ``since`` is the first date it is accepted for and ``until`` the first no longer;
    both are generous where the day is not known (all of 2015 for either family, both
    on 2017-04-02). ``ordinary`` has the dates on which it is the form of an ordinary
    file, half-open; None where it never is. ``requests_hold`` is a condition. How its
    hours count is the federal profile's to say.
    """

    name: str
    since: date
    until: date | None
    ordinary: tuple[date, date | None] | None
    requests_hold: str | None


_SEAM = date(2017, 4, 2)
_ALWAYS = date(1952, 1, 1)
#: law: I-247 in use from 1952 ("as early as 1952"); the 2015 forms from mid-2015, day
#: unverified; I-247A effective 2017-04-02 and older forms not issued "after" that day
#: (ICE guidance on I-247A); I-247G effective 2025-03-04 (Gonzalez v. ICE settlement).
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.name: form
        for form in (
            Form("I-247", _ALWAYS, date(2016, 1, 1), (_ALWAYS, date(2015, 7, 1)), "form is I-247"),
            Form(
                "I-247D",
                date(2015, 1, 1),
                date(2017, 4, 3),
                (date(2015, 7, 1), _SEAM),
                "form is I-247D",
            ),
            Form("I-247N", date(2015, 1, 1), date(2017, 4, 3), None, None),
            Form(
                "I-247X",
                date(2015, 1, 1),
                date(2017, 4, 3),
                None,
                "form is I-247X and asks-custody",
            ),
            Form(
                "I-247A",
                _SEAM,
                None,
                (_SEAM, None),
                "form is I-247A and (box is 1 or (box is 2 and asks-custody))",
            ),
            Form("I-247G", date(2025, 3, 4), None, None, None),
            Form("none", _ALWAYS, None, None, None),
        )
    }
)

#: The condition ``requests-hold``: does the form, as filled in, ask the jail to keep the person?
REQUESTS_HOLD: Node = Or(tuple(parse(f.requests_hold) for f in FORMS.values() if f.requests_hold))


def form_of(day: date) -> str:
    """Return the form that an ordinary file of that date holds.

    >>> form_of(date(2016, 3, 1)), form_of(date(2026, 3, 1))
    ('I-247D', 'I-247A')
    """
    for form in FORMS.values():
        if form.ordinary and form.ordinary[0] <= day and (form.ordinary[1] is None or day < form.ordinary[1]):
            return form.name
    return "I-247"
