"""A typed time taken to pieces, by their shape alone.

This is the guard before ``dateutil``, which guesses: it drops what it does not know, fills
in what is missing and swaps month and day where that makes a date. Only pieces of a known
shape reach it; whatever is left over is refused.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Pieces", "split"]

_START, _END = r"(?<!\S)", r"(?!\S)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_HALF = r"[ap]\.?(?:m\.?)?"
_YEAR = rf"'?\d{{2,6}}{_END}(?!\ {_HALF}{_END})"  # not the hour of "May 10 10 pm"
_DATE = re.compile(
    rf"""{_START}(?:
      (?P<a>\d+)(?P<sep>[/-])(?P<b>\d+)(?P=sep)(?P<c>\d+)
    | {_MONTH}[\ -]?{_DAY}[\ -](?P<y>{_YEAR})
    | {_DAY}[\ -]?(?:of\ )?{_MONTH}[\ -]?(?P<year>{_YEAR})
    ){_END}""",
    re.VERBOSE,
)
_PART_OF_DATE = re.compile(
    rf"""{_START}(?:
      (?:{_MONTH}[\ -]?|\d{{1,2}}/)(?P<dayless>\d{{4}})
    | (?P<yearless>{_MONTH}[\ -]?{_DAY}|{_DAY}[\ -]?(?:of\ )?{_MONTH}|\d{{1,2}}/\d{{1,2}})
    | {_MONTH}
    ){_END}""",
    re.VERBOSE,
)
_TIME = re.compile(
    rf"""{_START}(?:
      (?:12(?::00)?\ )?(?P<word>noon|midnight)
    | (?P<clock>\d{{1,2}}:\d\d(?::\d\d(?:\.\d+)?)?|\d{{4}})
      (?:\ ?(?:(?P<half>{_HALF})|hours|hrs?\.?|h))?
    | (?P<hour>\d{{1,2}})\ ?(?P<hour_half>{_HALF})
    )(?P<zone>\ ?(?:z|utc|gmt)|\ [+-]\d\d(?::?\d\d)?)?{_END}""",  # 0800-1200 is a span
    re.VERBOSE,
)
_WEEKDAY = re.compile(
    rf"{_START}(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?"
    rf"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\.?{_END}"
)
_DAY_WORD = re.compile(rf"{_START}(?:today|tomorrow|yesterday){_END}")
_FILLER = re.compile(rf"{_START}(?:at|on){_END}")
_ABBREVIATION = re.compile(r"[a-z]{1,5}")


class Pieces(NamedTuple):
    """The pieces of a typed time, in lower case; an empty text where one was not found."""

    date: str  # a whole date
    numbers: tuple[str, ...]  # its three numbers, where the month is one of them
    year: str  # its year, as typed
    part: str  # a part of a date
    lacks: str  # what that part lacks
    day_word: str  # today, tomorrow or yesterday
    weekday: str
    clock: str  # a time of day: 17:00, 1700, 5, noon, midnight
    half: str  # am or pm
    offset: str | None
    abbreviation: str | None
    rest: str  # what was not understood

    def understood(self) -> str:
        """Say what was found, for people; an empty text where nothing was."""
        found = [
            f"the weekday {self.weekday}" if self.weekday else "",
            f"the date {self.date}" if self.date else "",
            f"{self.part} (no {self.lacks})" if self.part else "",
            self.day_word,
            f"the time of day {self.clock} {self.half}".strip() if self.clock else "",
        ]
        return " and ".join(piece for piece in found if piece)


def split(text: str) -> Pieces:
    """Take a typed time to pieces. It is not judged here whether they are right.

    >>> split("Fri May 10, 2019 at 5:00 p.m. EDT").understood()
    'the weekday fri and the date may 10 2019 and the time of day 5:00 pm'
    >>> split("5/10/2019 17").rest
    '17'
    """
    rest = re.sub(r"(?<=\d)t(?=\d)", " ", text.lower().replace(",", " ").replace("@", " at "))
    date, rest = _take(_DATE, rest)
    part, rest = (None, rest) if date else _take(_PART_OF_DATE, rest)
    time, rest = _take(_TIME, rest)
    weekday, rest = _take(_WEEKDAY, rest)
    day_word, rest = _take(_DAY_WORD, rest)
    rest = " ".join(_FILLER.sub(" ", rest).split())
    # A single word beside a time of day can be nothing but a zone's abbreviation.
    lone_word = time and not time["zone"] and _ABBREVIATION.fullmatch(rest)
    half = (time["half"] or time["hour_half"] or "") if time else ""
    return Pieces(
        date=date[0].replace(".", "").replace("'", "") if date else "",
        numbers=(date["a"], date["b"], date["c"]) if date and date["a"] else (),
        year=_year(date) if date else "",
        part=part[0] if part else "",
        lacks=_lacks(part) if part else "",
        day_word=day_word[0] if day_word else "",
        weekday=weekday[0].rstrip(".") if weekday else "",
        clock=_clock(time) if time else "",
        half=f"{half[0]}m" if half else "",
        offset=time["zone"].strip() if time and time["zone"] else None,
        abbreviation=rest if lone_word else None,
        rest="" if lone_word else rest,
    )


def _take(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    text = " ".join(text.split())
    match = pattern.search(text)
    if match is None:
        return None, text
    return match, f"{text[: match.start()]} {text[match.end() :]}"


def _year(date: re.Match[str]) -> str:
    if not date["a"]:
        return str(date["y"] or date["year"]).lstrip("'")
    return date["a"] if len(date["a"]) > 2 else date["c"]


def _clock(time: re.Match[str]) -> str:
    clock = time["word"] or time["clock"] or time["hour"]
    return str(clock).partition(".")[0]  # a fraction of a second is dropped


def _lacks(part: re.Match[str]) -> str:
    if part["dayless"]:
        return "day"
    return "year" if part["yearless"] else "day, no year"
