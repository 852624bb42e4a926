"""Names of a profile: sources, questions, defines, clocks and what they may be called, at their limits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from detainer.profiles import load_profile
from detainer.profiles.names import Names, is_name, is_wall_time
from detainer.profiles.table import Table

SOURCE = {"cite": "s", "url": "u", "seen": "paraphrase", "checked": date(2026, 11, 24)}
ASKS = {
    "when": {"text": "?", "type": "time"},
    "born": {"text": "?", "type": "date"},
    "plain": {"text": "?"},
    "law": {"text": "?", "about": "law", "pending": "a ruling"},
}


def reader(orphan: bool = False, **document: Any) -> Names:
    """A reader of a file below the federal layer; an orphan's parent could not be read."""
    parents = () if orphan else (load_profile("us"),)
    found = Names({"ask": ASKS, **document}, parents, orphan)
    found.add_named("ask", found.ask, found.asks)
    return found


def table(read: Names, **keys: Any) -> Table:
    return Table(read, keys, "x")


def faults(read: Names) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.field) for problem in read.problems]


def wrong(field: str, is_wrong: bool) -> list[tuple[str, str | None]]:
    return [("PROFILE_VALUE_WRONG", field)] if is_wrong else []


# ---- what a name may be ----


@pytest.mark.parametrize(
    ("text", "good", "why"),
    [
        ("a", True, "a letter"),
        ("287g", True, "digits too"),
        ("judge-order", True, "words are joined by a hyphen"),
        ("x" * 60, True, "as long as may be"),
        ("x" * 61, False, "a letter too long"),
        ("", False, "nothing"),
        ("-a", False, "nothing before the hyphen"),
        ("a-", False, "nothing after it"),
        ("a--b", False, "nothing between two"),
        ("a_b", False, "another sign"),
        ("é", False, "of the 26 letters"),
    ],
)
def test_what_a_name_may_be(text: str, good: bool, why: str) -> None:
    assert is_name(text) is good, why


@pytest.mark.parametrize("kind", ["source", "clock", "ask"])
def test_a_name_that_is_badly_written_is_told_with_its_kind(kind: str) -> None:
    read = reader()
    read.check_new("a_b", f"{kind}.a_b")
    assert faults(read) == wrong(f"{kind}.a_b", True)


TAKEN: list[tuple[str, str, bool]] = [
    # the name, for what it is to stand, whether it is taken
    ("plain", "ask", True),
    ("plain", "define", True),
    ("plain", "clock", False),
    ("plain", "source", False),
    ("form", "ask", True),
    ("form", "clock", False),
    ("immigration-warrant", "ask", True),
    ("straight", "clock", True),
    ("straight", "source", False),
    ("cfr-287-7-d", "source", True),
    ("cfr-287-7-d", "clock", False),
    ("requests-hold", "define", True),
]


@pytest.mark.parametrize(("name", "kind", "taken"), TAKEN)
def test_what_a_name_may_not_mean_twice(name: str, kind: str, taken: bool) -> None:
    """`us` defines immigration-warrant, and has a clock `straight` and a source of the regulation."""
    read = reader()
    read.check_new(name, f"{kind}.{name}")
    assert faults(read) == ([("PROFILE_NAME_TAKEN", f"{kind}.{name}")] if taken else [])


# ---- sources ----

SOURCES: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("whole", {}, []),
    ("seen on paper", {"url": None, "seen_at": "the county's library"}, []),
    ("seen nowhere", {"url": None}, [("PROFILE_KEY_MISSING", "x")]),
    ("verbatim, with the words", {"seen": "verbatim", "quote": "48 hours"}, []),
    ("verbatim, without", {"seen": "verbatim"}, [("QUOTE_MISSING", "x.quote")]),
    ("unverified, without", {"seen": "unverified"}, []),
    ("cited as nothing", {"cite": None}, [("PROFILE_KEY_MISSING", "x.cite")]),
    ("checked on no day", {"checked": None}, [("PROFILE_KEY_MISSING", "x.checked")]),
]


@pytest.mark.parametrize(("why", "changes", "told"), SOURCES, ids=[row[0] for row in SOURCES])
def test_what_a_source_says(why: str, changes: dict[str, Any], told: list[tuple[str, str]]) -> None:
    read = reader()
    read.source("s", table(read, **{k: v for k, v in {**SOURCE, **changes}.items() if v is not None}))
    assert faults(read) == told, why


def test_a_source_is_read_as_it_is_written() -> None:
    keys = {
        **SOURCE,
        "cite": "8 CFR 287.7(d)",
        "seen_at": "ecfr.gov",
        "seen": "verbatim",
        "quote": "48 hours",
    }
    read = reader()
    assert read.source("cfr", table(read, **keys)) == (
        "cfr", "8 CFR 287.7(d)", "u", "ecfr.gov", "48 hours", "verbatim", date(2026, 11, 24),
    )  # fmt: skip


# ---- questions ----

QUESTIONS: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("yes or no, about the person", {}, []),
    ("about a paper, of a date", {"about": "paper", "type": "date"}, []),
    ("about the law, with what is pending", {"about": "law", "pending": "a ruling"}, []),
    ("nothing is pending", {"about": "law"}, [("PROFILE_KEY_MISSING", "x")]),
    ("the law is yes or no", {"about": "law", "pending": "a ruling", "type": "date"}, [("PROFILE_KEY_MISSING", "x")]),
    ("no words", {"text": None}, [("PROFILE_KEY_MISSING", "x.text")]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "changes", "told"), QUESTIONS, ids=[row[0] for row in QUESTIONS])
def test_what_a_question_says(why: str, changes: dict[str, Any], told: list[tuple[str, str]]) -> None:
    read = reader()
    read.ask("q", table(read, **{k: v for k, v in {"text": "?", **changes}.items() if v is not None}))
    assert faults(read) == told, why


IMPLIES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("a paper", {"implies": ["judge-order"]}, []),
    ("a question", {"implies": ["plain"]}, []),
    ("two", {"implies": ["plain", "served"]}, []),
    ("a question of a time: by release", {"implies": ["when"]}, []),
    ("unsettled law", {"implies": ["law"]}, ["PROFILE_NAME_UNKNOWN"]),
    ("one of several words", {"implies": ["form"]}, ["PROFILE_NAME_UNKNOWN"]),
    ("what is nowhere", {"implies": ["zebra"]}, ["PROFILE_NAME_UNKNOWN"]),
    ("itself", {"implies": ["q"]}, ["IMPLIES_CYCLE"]),
    ("asked for a date", {"implies": ["plain"], "type": "date"}, ["PROFILE_VALUE_WRONG"]),
    ("asked about the law", {"implies": ["plain"], "about": "law", "pending": "p"}, ["PROFILE_VALUE_WRONG"]),
    ("asked about the law, nothing implied", {"about": "law", "pending": "p"}, []),
]


@pytest.mark.parametrize(("why", "keys", "told"), IMPLIES, ids=[row[0] for row in IMPLIES])
def test_what_a_question_may_imply(why: str, keys: dict[str, Any], told: list[str]) -> None:
    read = reader(ask={**ASKS, "q": {"text": "?", **keys}})
    read.check_implies({"q": read.asks["q"]})
    assert faults(read) == [(code, "ask.q.implies") for code in told], why


# ---- conditions ----

CONDITIONS: list[tuple[str, str | None]] = [
    # a condition, and what is wrong with it
    ("plain", None),
    ("when and born", None),
    ("requests-hold", None),
    ("immigration-warrant", None),
    ("form in (I-247A, none)", None),
    ("plain is yes", "column 1: plain is yes or no: write it alone or with 'not'"),
    ("served is never", "column 1: served is yes or no: write it alone or with 'not'"),
    ("not requests-hold is yes", "column 5: requests-hold is yes or no: write it alone or with 'not'"),
    ("immigration-warrant is yes", "column 1: immigration-warrant is yes or no: write it alone or with 'not'"),
    ("box", "column 1: box needs 'is' or 'in' and one of 1, 2"),
    ("box in (1, 3)", "column 12: 3 is no box: one of 1, 2"),
    ("alpha", "column 1: alpha is not known here"),
    ("plain or zebra", "column 10: zebra is not known here"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), CONDITIONS)
def test_what_a_condition_may_use(text: str, told: str | None) -> None:
    read = reader()
    assert (read.bound(text, "x.when") is None) is (told is not None)
    assert [problem.message for problem in read.problems] == ([f"'{text}': {told}"] if told else [])


def test_what_an_orphans_condition_may_use() -> None:
    """A name that is not known may be the parent's; a word that a fact does not know is wrong all the same."""
    read = reader(orphan=True)
    assert read.bound("zebra and plain", "x.when") is not None
    assert read.bound("box is 3", "x.when") is None
    assert [problem.message for problem in read.problems] == [
        "'box is 3': column 8: 3 is no box: one of 1, 2"
    ]


@pytest.mark.parametrize(("length", "told"), [(60, ""), (61, "... (61 characters)")])
def test_a_condition_is_told_to_sixty_characters(length: int, told: str) -> None:
    read = reader()
    read.bound("zebra".ljust(length), "x.when")
    (problem,) = read.problems
    assert problem.message == f"'{'zebra'.ljust(60)}{told}': column 1: zebra is not known here"


def test_how_many_questions_a_condition_may_have() -> None:
    """A thousand: a hundred times a define of ten."""
    define = {
        "ten": " and ".join(["plain"] * 10),
        "thousand": " and ".join(["ten"] * 100),
        "more": " and ".join(["ten"] * 100 + ["plain"]),
    }
    read = reader(define=define)
    assert list(read.read_defines()) == ["ten", "thousand"]
    assert faults(read) == [("CONDITION_BROKEN", "define.more")]


# ---- what may be assumed ----

ASSUMED: list[tuple[str, Any, str | None]] = [
    # a fact, the word, what is wrong
    ("box", "1", None),
    ("box", "3", "PROFILE_VALUE_WRONG"),
    ("issuer", "CBP", None),
    ("form", "I-247A", "PROFILE_NAME_UNKNOWN"),
    ("served", "in-time", None),
    ("served", "yes", "PROFILE_VALUE_WRONG"),
    ("I-200", "yes", None),
    ("I-200", "never", "PROFILE_VALUE_WRONG"),
    ("designated", "no", None),
    ("paper", "yes", None),
    ("paper-date", "yes", "PROFILE_NAME_UNKNOWN"),
    ("plain", "yes", "PROFILE_NAME_UNKNOWN"),
    ("zebra", "yes", "PROFILE_NAME_UNKNOWN"),
]


@pytest.mark.parametrize(("name", "word", "told"), ASSUMED)
def test_what_may_be_assumed(name: str, word: str, told: str | None) -> None:
    """Facts but the form, which is that of the date, and yes-no questions about papers."""
    papers = {
        "paper": {"text": "?", "about": "paper"},
        "paper-date": {"text": "?", "about": "paper", "type": "date"},
    }
    read = reader(ask={**ASKS, **papers}, assume={name: word})
    found = read.read_assume({})
    assert faults(read) == ([(told, f"assume.{name}")] if told else [])
    assert found == ({} if told == "PROFILE_NAME_UNKNOWN" else {name: word if not told else found[name]})


# ---- clocks ----

CLOCKS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("no hours at all", {"hours": 0}, []),
    ("a year", {"hours": 8_760}, []),
    ("longer than a year", {"hours": 8_760.5}, ["x.hours"]),
    ("less than none", {"hours": -0.5}, ["x.hours"]),
    ("to a time on the wall", {"ends_at": "23:59"}, []),
    ("to no time", {"ends_at": "24:00"}, ["x.ends_at"]),
    ("neither", {}, ["x"]),
    ("both", {"hours": 48, "ends_at": "23:59"}, ["x"]),
    ("both, and no hours", {"hours": 0, "ends_at": "00:00"}, ["x"]),
    ("without Sundays and holidays", {"hours": 48, "excludes": ["sunday", "federal-holiday"]}, []),
    ("without what is no day", {"hours": 48, "excludes": ["sunday", "noday"]}, ["x.excludes"]),
]


@pytest.mark.parametrize(("why", "keys", "told"), CLOCKS, ids=[row[0] for row in CLOCKS])
def test_what_a_clock_says(why: str, keys: dict[str, Any], told: list[str]) -> None:
    read = reader()
    read.clock("c", table(read, **keys))
    assert faults(read) == [("PROFILE_VALUE_WRONG", field) for field in told], why


ONE = ("one", ("release_at",))
STARTS: list[tuple[str, Any, tuple[str, tuple[str, ...]], bool]] = [
    ("a booking", "booked_at", ("one", ("booked_at",)), False),
    ("a receipt", "received_at", ("one", ("received_at",)), False),
    ("a question of a time", "when", ("one", ("when",)), False),
    ("a question of a date", "born", ONE, True),
    ("a question of yes or no", "plain", ONE, True),
    ("when the person left is none", "freed_at", ONE, True),
    ("nor when ICE came", "taken_at", ONE, True),
    ("what is nowhere", "zebra", ONE, True),
    ("the earlier of two", {"earliest": ["release_at", "when"]}, ("earliest", ("release_at", "when")), False),
    ("the later of one", {"latest": ["when"]}, ("latest", ("when",)), False),
    ("one of two is none", {"latest": ["when", "born"]}, ONE, True),
    ("of none", {"latest": []}, ONE, True),
    ("no list", {"latest": "when"}, ONE, True),
    ("neither the one nor the other", {}, ONE, True),
    ("both", {"earliest": ["when"], "latest": ["when"]}, ONE, True),
    ("another word", {"soonest": ["when"]}, ONE, True),
    ("a list alone", ["release_at"], ONE, True),
    ("a number", 7, ONE, True),
]


@pytest.mark.parametrize(("why", "value", "start", "is_wrong"), STARTS, ids=[row[0] for row in STARTS])
def test_from_when_a_clock_may_run(why: str, value: Any, start: tuple[str, Any], is_wrong: bool) -> None:
    read = reader()
    assert read.start(table(read, starts=value)) == start, why
    assert faults(read) == wrong("x.starts", is_wrong), why


def test_a_clock_runs_from_release_where_nothing_is_said() -> None:
    read = reader()
    assert read.start(table(read)) == ONE
    assert faults(read) == []


def test_an_orphans_clock_may_run_from_its_parents_question() -> None:
    read = reader(orphan=True)
    assert read.start(table(read, starts="zebra")) == ("one", ("zebra",))
    assert read.start(table(read, starts="plain")) == ONE
    assert faults(read) == wrong("x.starts", True)


@pytest.mark.parametrize(
    ("text", "good", "why"),
    [
        ("00:00", True, "the first minute"),
        ("23:59", True, "the last"),
        ("24:00", False, "an hour too many"),
        ("25:00", False, "two"),
        ("23:60", False, "a minute too many"),
        ("23:61", False, "two"),
        ("9:30", False, "hours have two digits"),
        ("09:3", False, "minutes too"),
        ("9:3", False, "both"),
        ("009:30", False, "and no more"),
        ("09:030", False, "minutes neither"),
        ("009:030", False, "nor both"),
        ("0930", False, "with a colon"),
        ("09.30", False, "of its own kind"),
        ("ab:cd", False, "of digits"),
        ("٠٩:٣٠", False, "of the ten"),
        ("09:30:00", False, "without seconds"),
        ("", False, "nothing"),
    ],
)
def test_what_a_time_on_the_wall_may_be(text: str, good: bool, why: str) -> None:
    assert is_wall_time(text) is good, why
