"""Days that do not count: the table, the statute's growth, the words, other calendars."""

import csv
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import make_federal_holidays
import oracle
import pytest

from detainer import days
from detainer.errors import DetainerError

FIXTURES = Path(__file__).parent / "fixtures"
DATA = Path(days.__file__).parent / "data"

DAY, KEPT, CLOSED = "federal-holiday", "federal-holiday-observed", "federal-closure"


#: The ``holidays`` package, from which the table is made, does not know that these were kept for
#: February 22 and May 30 of the last year before Pub. L. 90-363. They count: such a window ends earlier.
NOT_IN_THE_TABLE = {date(1970, 2, 23), date(1970, 5, 29)}


def name_of(day: str, *words: str) -> str | None:
    when = date.fromisoformat(day)
    return days.excluded(words, when.year).get(when)


# ---- the table ----


def test_the_table_is_what_its_maker_makes() -> None:
    assert make_federal_holidays.FILE.read_bytes().decode("utf-8") == make_federal_holidays.make()


def test_the_table_covers_the_years_it_says() -> None:
    with make_federal_holidays.FILE.open(encoding="utf-8", newline="") as file:
        years = [int(row["date"][:4]) for row in csv.DictReader(file)]
    assert (min(years), max(years)) == (days.FIRST_YEAR, days.LAST_YEAR)
    assert f"{days.FIRST_YEAR}-{days.LAST_YEAR}" in days.CALENDAR


def test_the_days_kept_are_those_of_the_general_services_administration() -> None:
    with (FIXTURES / "federal_holidays_gsa_1997_2030.csv").open(encoding="utf-8", newline="") as file:
        theirs = {date.fromisoformat(row["observed_date"]): row["name"] for row in csv.DictReader(file)}
    ours = {
        day: name.removesuffix(" (observed)")
        for year in range(1997, 2031)
        for day, name in days.excluded((KEPT,), year).items()
        if day.weekday() < 5  # their list has the Friday or Monday in place of the weekend's day
    }
    assert len(theirs) == 350
    assert ours == theirs


@pytest.mark.parametrize("year", range(days.FIRST_YEAR, days.LAST_YEAR + 1))
def test_the_table_follows_the_words_of_the_statute(year: int) -> None:
    assert set(days.excluded((DAY,), year)) == oracle.statute(year)
    assert set(days.excluded((KEPT,), year)) == oracle.statute(year) | oracle.kept(year) - NOT_IN_THE_TABLE


# ---- how the statute grew ----

ROWS = [
    ("1970-02-22", DAY, "Washington's Birthday", "February 22 until Pub. L. 90-363 took effect in 1971"),
    ("1970-02-22", KEPT, "Washington's Birthday", "the day itself stays out beside the one kept"),
    ("1970-07-03", KEPT, "Independence Day (observed)", "a Saturday, kept on Friday"),
    ("1970-07-03", DAY, None, "the statute's own day is the Saturday"),
    ("1971-02-15", DAY, "Washington's Birthday", "the third Monday from 1971"),
    ("1971-02-22", DAY, None, "no longer February 22"),
    ("1970-05-30", DAY, "Memorial Day", "May 30 until 1971"),
    ("1971-05-31", DAY, "Memorial Day", "the last Monday from 1971"),
    ("1970-10-12", DAY, None, "Columbus Day joined the list in 1971"),
    ("1971-10-11", DAY, "Columbus Day", "the second Monday"),
    ("1970-11-11", DAY, "Veterans Day", "November 11 until 1971"),
    ("1971-10-25", DAY, "Veterans Day", "the fourth Monday of October, 1971 to 1977"),
    ("1971-11-11", DAY, None, "so not November 11 in those years"),
    ("1977-10-24", DAY, "Veterans Day", "the last of them"),
    ("1978-10-23", DAY, None, "Pub. L. 94-97 gave November 11 back from 1978"),
    ("1978-11-11", DAY, "Veterans Day", "a Saturday"),
    ("1978-11-10", KEPT, "Veterans Day (observed)", "kept on Friday"),
    ("1985-01-21", DAY, None, "Pub. L. 98-144 of 1983 took effect in 1986"),
    ("1986-01-20", DAY, "Birthday of Martin Luther King, Jr.", "the first"),
    ("2020-06-19", DAY, None, "the year before Pub. L. 117-17"),
    ("2021-06-18", KEPT, "Juneteenth National Independence Day (observed)", "signed the day before"),
    ("2021-06-19", DAY, "Juneteenth National Independence Day", "the first, a Saturday"),
    ("2022-06-20", KEPT, "Juneteenth National Independence Day (observed)", "a Sunday, kept on Monday"),
    ("2021-12-31", KEPT, "New Year's Day (observed)", "January 1, 2022 is a Saturday: kept the year before"),
    ("2021-12-31", DAY, None, "the statute's own day is in 2022"),
    ("2023-01-02", KEPT, "New Year's Day (observed)", "January 1 is a Sunday"),
    ("2100-12-31", KEPT, "New Year's Day (observed)", "the last day of the table, for a holiday past it"),
    ("2021-01-20", KEPT, None, "Inauguration Day is (c), for one region's pay and leave: it counts"),
    ("2026-11-26", DAY, "Thanksgiving Day", "the fourth Thursday"),
    ("2026-11-27", KEPT, None, "the day after it is no holiday"),
    ("2026-12-24", KEPT, None, "nor is Christmas Eve"),
    ("2025-12-24", KEPT, None, "a closure is no holiday"),
    ("2025-12-24", CLOSED, "closed by Executive Order of 2025-12-18", "a word of its own"),
    ("2025-12-26", CLOSED, "closed by Executive Order of 2025-12-18", "the other day of that order"),
    ("2018-12-05", CLOSED, "closed by Executive Order 13852", "a day of mourning"),
    ("1994-04-27", CLOSED, "closed by Executive Order 12910", "the first of the table"),
    ("2015-12-24", CLOSED, None, "closed for half the day only: it counts"),
]


@pytest.mark.parametrize(("day", "word", "name", "why"), ROWS)
def test_holidays(day: str, word: str, name: str | None, why: str) -> None:
    assert name_of(day, word) == name, why


LAWS = [
    ((DAY,), "2026-07-04", ("5 U.S.C. 6103(a)",), "Independence Day itself"),
    ((KEPT,), "2026-07-03", ("5 U.S.C. 6103(b)",), "the Friday kept for it"),
    ((CLOSED,), "2025-01-09", ("closed by order",), "Executive Order 14133"),
    ((DAY, KEPT), "2026-07-04", ("5 U.S.C. 6103(a)",), "two words, one law"),
    (("holiday:US-DC",), "2026-04-16", ("the calendar US-DC",), "Emancipation Day of the District"),
    ((DAY, CLOSED), "2026-07-06", (), "a Monday like any other"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "day", "law", "why"), LAWS, ids=[why for *_, why in LAWS])
def test_the_law_of_a_day(words: tuple[str, ...], day: str, law: tuple[str, ...], why: str) -> None:
    assert days.law_of(words, date.fromisoformat(day)) == law, why


def test_closures_are_those_of_the_orders() -> None:
    found = {day for year in range(1970, 2101) for day in days.excluded((CLOSED,), year)}
    assert found == oracle.CLOSURES


# ---- words ----


@pytest.mark.parametrize(
    ("day", "words", "name", "why"),
    [
        ("2026-07-04", ("saturday", DAY), "Saturday, Independence Day", "both reasons, the weekday first"),
        ("2026-07-04", (DAY, "saturday"), "Saturday, Independence Day", "in whatever order they are written"),
        ("2026-07-04", ("saturday", DAY, KEPT), "Saturday, Independence Day", "each reason once"),
        ("2026-07-04", ("saturday",), "Saturday", "one word, one reason"),
        ("2026-07-05", ("saturday",), None, "the Sunday was not asked for"),
        ("2026-07-05", ("sunday",), "Sunday", "and here it was"),
        ("2026-07-03", (), None, "no words, no days"),
        ("2025-12-24", (CLOSED, KEPT), "closed by Executive Order of 2025-12-18", "closures beside holidays"),
    ],
)
def test_words_together(day: str, words: tuple[str, ...], name: str | None, why: str) -> None:
    assert name_of(day, *words) == name, why


@pytest.mark.parametrize(("word", "weekday"), [("saturday", 5), ("sunday", 6)])
def test_weekend_words_are_every_such_day(word: str, weekday: int) -> None:
    for year in (1969, 1970, 2000, 2026, 2028, 2101):  # they need no table
        start = date(year, 1, 1)
        all_days = [start + timedelta(days=n) for n in range(366) if (start + timedelta(days=n)).year == year]
        assert list(days.excluded((word,), year)) == [day for day in all_days if day.weekday() == weekday]


def test_days_come_in_order() -> None:
    found = list(days.excluded((CLOSED, KEPT, "sunday", "saturday"), 2025))
    assert found == sorted(found)


@pytest.mark.parametrize("word", [DAY, KEPT, CLOSED, "holiday:US-DC"])
@pytest.mark.parametrize("year", [1969, 2101])
def test_holidays_of_a_year_outside_the_table_are_an_error(word: str, year: int) -> None:
    with pytest.raises(DetainerError) as raised:
        days.excluded(("saturday", word), year)
    (problem,) = raised.value.problems
    assert problem.code == "YEAR_OUT_OF_RANGE"
    assert str(year) in problem.message
    assert problem.hint == "the table has 1970 to 2100"


@pytest.mark.parametrize(
    ("words", "faults", "why"),
    [
        ([], 0, "nothing is left out"),
        (list(days.WORDS), 0, "every word there is"),
        (["holiday:US-DC", "holiday:US", "holiday:CA-ON"], 0, "calendars, with and without a part"),
        (["saturdays"], 1, "a plural"),
        (["Saturday"], 1, "a capital letter"),
        (["weekend", "holidays"], 2, "a message for each"),
        (["holiday:US-XX"], 1, "no such part"),
        (["holiday:QQ"], 1, "no such country"),
        (["holiday:us-dc"], 1, "codes are written in capitals"),
        (["holiday:US-"], 1, "a part announced and not named"),
        (["holiday:"], 1, "no country"),
        (["holiday:HolidayBase"], 1, "a name of the package without any day in it"),
        (["holiday:registry"], 1, "a module of the package"),
        (["saturday", "holiday:QQ", "sundays"], 2, "both kinds of fault in one list"),
    ],
)
def test_check_words(words: list[str], faults: int, why: str) -> None:
    assert len(days.check_words(words)) == faults, why


def test_faults_say_which_word_and_what_there_is() -> None:
    plural, unknown = days.check_words(["holiday:US-XX", "sundays"])
    assert plural.startswith("'sundays' is not a day to leave out: one of saturday, sunday, federal-holiday")
    assert "holiday:US-DC" in plural
    assert unknown == "no calendar is called 'holiday:US-XX'"
    assert all(fault.isprintable() for fault in days.check_words(["holiday:\x1b[31m", "\u202esunday"]))


def test_a_long_word_is_cut_after_forty_characters() -> None:
    calendar = "holiday:" + "X" * 32
    for word, told in (("x" * 40, "x" * 40), ("x" * 41, "x" * 40 + "... (41 characters)"), (calendar, calendar),
                       (calendar + "Y", calendar + "... (41 characters)")):  # fmt: skip
        (fault,) = days.check_words([word])
        assert f"'{told}'" in fault


# ---- other calendars ----


@pytest.mark.parametrize(
    ("day", "name", "why"),
    [
        ("2026-04-16", "Emancipation Day", "D.C. Code 28-2701, no federal holiday"),
        ("2022-04-15", "Emancipation Day (observed)", "April 16 is a Saturday, kept on Friday"),
        ("2026-12-25", "Christmas Day", "the federal days are D.C.'s too"),
        ("2021-12-31", "New Year's Day (observed)", "of the year after"),
        ("2021-01-20", "Inauguration Day", "a holiday there, unlike elsewhere"),
        ("2026-04-15", None, "an ordinary day"),
    ],
)
def test_the_calendar_of_the_district(day: str, name: str | None, why: str) -> None:
    assert name_of(day, "holiday:US-DC") == name, why


def test_a_calendars_days_of_other_years_are_left_to_those_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package may give them too, as where a holiday is kept in the year before its own."""
    given = {
        date(2030, 12, 31): "Kept early",
        date(2031, 1, 1): "New Year's Day",
        date(2032, 1, 2): "Kept late",
    }
    monkeypatch.setattr("holidays.country_holidays", lambda *_, **__: given)
    days._calendar.cache_clear()
    days.excluded.cache_clear()
    try:
        assert days.excluded(("holiday:US-DC",), 2031) == {date(2031, 1, 1): "New Year's Day"}
    finally:
        days._calendar.cache_clear()
        days.excluded.cache_clear()


def test_an_unknown_calendar_is_an_error() -> None:
    with pytest.raises(DetainerError) as raised:
        days.excluded(("holiday:US-XX",), 2026)
    (problem,) = raised.value.problems
    assert (problem.code, problem.hint) == ("CALENDAR_UNKNOWN", "holiday:US-DC")


@pytest.mark.parametrize(
    ("words", "imported"), [(("saturday", "sunday", KEPT, CLOSED), False), (("holiday:US-DC",), True)]
)
def test_the_holidays_package_is_imported_only_for_its_own_calendars(
    words: tuple[str, ...], imported: bool
) -> None:
    script = f"""
import sys
from detainer.days import check_words, excluded
check_words({words!r})
excluded({words!r}, 2026)
print("holidays" in sys.modules, "dateutil" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split()[0] == str(imported)
    if not imported:
        assert run.stdout.split()[1] == "False"


def test_the_data_ends_each_line() -> None:
    for name in ("federal_holidays.csv", "federal_closures.csv"):
        text = (DATA / name).read_bytes()
        assert text.endswith(b"\n")
        assert b"\r" not in text
