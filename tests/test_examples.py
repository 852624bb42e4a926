"""Every worked example of every profile: the law's words, counted by hand, and what holds of any answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from made import PLAIN, known
from schemas import DATA, ORDER, faults
from vcalendar import Read

from detainer import Decision, DetainerError, answer, load_profile
from detainer import examples as worked
from detainer.formats import ics, svg
from detainer.formats.picture import draw
from detainer.formats.story import story
from detainer.formats.text import LAST_LINE, render, statement
from detainer.profiles import built_in_ids
from detainer.steps import steps
from detainer.ways import Basis

EXAMPLES = {path.stem: worked.read(str(path)) for path in sorted((DATA / "examples").glob("*.toml"))}
OUTCOMES = {"required", "allowed", "not_allowed", "silent", "other_custody", "unknown"}
LEAD = (
    "RELEASE BY ",
    "RELEASE DUE ",
    "WINDOW ENDED ",
    "CANNOT SAY: needs --",
    "STOP. ",
    "ORDINARY CUSTODY. ",
)
VERDICTS = re.compile(r"hold (is|was|would be) (lawful|legal|valid)|hold allowed\b|is (lawful|legal|valid)\b", re.I)  # fmt: skip
Said = Iterator[tuple[str, bool]]  # what should hold, and whether it does


def as_expected(decision: Decision, example: dict[str, Any]) -> Said:
    found, wanted = worked.found(decision, example["expect"]), worked.wanted(example["expect"])
    for key, value in wanted.items():
        yield f"{key} is {value}, not {found[key]}: {example['why']}", found[key] == value


def fits_together(decision: Decision) -> Said:
    """The hold, the ways left open, the times and what is missing."""
    start = decision.basis.start
    low, high = decision.release_between or (decision.release_by, decision.release_by)
    assert low is not None
    assert high is not None
    yield "release, its bounds in order", start <= low.timestamp() <= high.timestamp()
    yield "the hold is one of the possible", decision.hold in (*decision.possible, "unknown")
    yield "unknown where several are possible", (decision.hold == "unknown") == (len(decision.possible) > 1)
    if decision.hold == "unknown" or decision.release_by is None:
        yield "what is open says what is missing", bool(decision.missing)
    if decision.hold_applies:
        yield "a hold in every way", set(decision.possible) <= {"required", "allowed"}
        yield "a window that ends no sooner", decision.window is not None and decision.window.ends_at >= low
    elif decision.release_by is not None:
        yield "no hold, so release is due", decision.release_by.timestamp() == start


def as_text(decision: Decision) -> Said:
    text = render(decision)
    lines, plain = text.split("\n"), " ".join(text.split())
    seen = [line.split(":")[0] for line in lines if " ends " in line and line.startswith("  ")]
    yield "lines of 80 columns", all(len(line) <= 80 for line in lines)
    yield "no space at the end of a line", all(line == line.rstrip() for line in lines)
    yield "the last line", plain.endswith(LAST_LINE)
    yield "release leads", text.startswith(LEAD)
    yield "nothing unprintable", text.replace("\n", "").isprintable()
    yield "no verdict", not VERDICTS.search(plain)
    yield "no bound of an instant nobody knows", not re.search(r" (1969|1970|2100) ", text)
    yield "each end said once", len(seen) == len(set(seen))


def as_json(decision: Decision) -> Said:
    printed = json.loads(json.dumps(decision.to_dict()))
    odd = faults("decision", printed)
    yield f"keeps to the schema: {odd}", odd == []
    yield "the order of keys is stable", list(printed) == ORDER


def as_story(decision: Decision) -> Said:
    text = story(decision)
    yield "a story of 80 columns", max(map(len, text.split("\n"))) <= 80
    yield "a story in plain characters", not re.search(r"[^\n\x20-\x7e\u00a0-\u2fff]", text)


def as_picture(decision: Decision, ascii_only: bool) -> Said:
    for width in (40, 80):
        lines = draw(decision, width, ascii_only=ascii_only).split("\n")
        yield f"a picture {width} wide", max(map(len, lines)) <= width
    drawn = ElementTree.fromstring(svg.render(decision))
    headline = " ".join(statement(decision)[0].split())
    yield "a drawing with the headline", drawn.findtext("{http://www.w3.org/2000/svg}title") == headline


def as_event(decision: Decision) -> Said:
    text = ics.render(decision, (timedelta(hours=2),), stamped=datetime(2026, 11, 24, 12, tzinfo=UTC))
    event, between = Read(text), decision.release_between
    if decision.hold_applies:
        yield "the event ends by release", event.ends == decision.release_by
    else:
        yield "an event without end", event.ends is None
        yield "it stands at release", event.starts == (between[0] if between else decision.release_by)
    yield "its summary leads", event.summary.startswith("Release by ") == bool(decision.hold_applies)
    yield "no verdict in it", not re.search(r"\b(un)?lawful(ly)?\b|\binvalid\b", event.summary.lower())
    yield "no capitals but STOP's", "RELEASE" not in event.summary or event.summary.startswith("STOP")
    yield "lines of 75 bytes", all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.fixture
def _missing_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing of an answer is half of the work, and every form of the answer asks for it."""
    kept: dict[int, tuple[Basis, tuple[answer.Missing, ...]]] = {}
    ask = answer.missing

    def missing(basis: Basis) -> tuple[answer.Missing, ...]:
        if id(basis) not in kept:
            kept[id(basis)] = (basis, ask(basis))
        return kept[id(basis)][1]

    monkeypatch.setattr(answer, "missing", missing)


@pytest.mark.usefixtures("_missing_once")
@pytest.mark.parametrize("profile", EXAMPLES)
def test_every_example(profile: str) -> None:
    """Each decided once as it stands, and once with the papers assumed that it does not assume, or none."""
    wrong = []
    for number, example in enumerate(EXAMPLES[profile]):
        loaded = load_profile(profile)
        decision = worked.decide(loaded, example)
        turned = {"nothing": "ordinary", "ordinary": "nothing"}[example.get("assume", "ordinary")]
        other = worked.decide(loaded, {**example, "assume": turned})
        said = [*as_expected(decision, example), *as_json(decision), *as_story(decision), *as_event(decision)]
        said += as_picture(decision, ascii_only=bool(number % 2))
        said += [item for each in (decision, other) for item in (*fits_together(each), *as_text(each))]
        wrong += [f"{profile} {number}: {what}" for what, holds in said if not holds]
    assert not wrong, "\n".join(wrong)


def test_the_examples_know_every_outcome() -> None:
    assert {e["expect"].get("hold") for items in EXAMPLES.values() for e in items} - {None} == OUTCOMES


#: (profile, period, rule, act, met or not) that no record can show
NEVER = {
    # the last of the forms: whatever is no I-247 has met a rule above it
    ("us", "all", "form-247", "hold", "no"),
}


def test_every_rule_has_an_example() -> None:
    """Each rule is met in one example and, if it has a condition, unmet in another.

    Where a fact or the law is left open an example works both ways, so it counts for both.
    A rule below one that has decided is not reached, and that counts for nothing.
    """
    seen, wanted = set(), set()
    for profile, items in EXAMPLES.items():
        loaded = load_profile(profile)
        for example in items:
            for step in steps(worked.decide(loaded, example).basis):
                ways = ("yes", "no") if step.result == "unknown" else (step.result,)
                seen |= {(step.layer, step.period, step.rule, step.act, way) for way in ways}
    for profile in built_in_ids():
        for period in load_profile(profile).periods:
            for rule in period.rules:
                ways = ("yes",) if rule.when is None and period.when is None else ("yes", "no")
                wanted |= {(profile, period.id, rule.id, act, way) for act in rule.acts for way in ways}
    assert wanted >= NEVER
    assert not (missing := wanted - seen - NEVER), "\n".join(
        f"{profile}, {period}, {rule}, {act}: no example {'meets it' if way == 'yes' else 'leaves it unmet'}"
        for profile, period, rule, act, way in sorted(missing)
    )


def test_examples_beside_a_file_or_a_folder_up(tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    (folder / "examples").mkdir(parents=True)
    (folder / "us-xx.toml").write_text(PLAIN.format("us-xx", "us"))
    profile = load_profile(folder / "us-xx.toml")
    assert worked.path_of(profile) == str(tmp_path / "examples" / "us-xx.toml")
    (folder / "examples" / "us-xx.toml").write_text("")
    assert worked.path_of(profile) == str(folder / "examples" / "us-xx.toml")
    assert worked.run(profile, worked.path_of(profile)) == (0, [])


def test_nobody_spoke() -> None:
    decision = known("us-ma", "2016-01-05T10:00", form="I-247D")
    assert worked.found(decision, {"spoke": "", "possible": []}) == {"spoke": None, "possible": ["silent"]}


BROKEN = [
    ("not toml", "=", "EXAMPLE_BROKEN"),
    ("another table", "[x]\n", "EXAMPLE_BROKEN"),
    ("no expect", '[[example]]\nwhy = "w"\nfacts = {}\n', "EXAMPLE_BROKEN"),
    ("a key nobody knows", '[[example]]\nwhy = "w"\nfacts = {}\nexpect = {}\nx = 1\n', "EXAMPLE_BROKEN"),
    ("a fact nobody knows", '[[example]]\nwhy = "w"\nfacts = { x = 1 }\nexpect = {}\n', "EXAMPLE_BROKEN"),
    ("no release", '[[example]]\nwhy = "w"\nfacts = {}\nexpect = {}\n', "RELEASE_NEEDED"),
    *(
        (
            f"nothing that is expected: {expect}",
            f'[[example]]\nwhy = "w"\nfacts = {{ release_at = "2026-03-02T10:00" }}\nexpect = {expect}\n',
            "EXAMPLE_BROKEN",
        )
        for expect in (
            "1",
            "{ missing = 3 }",
            "{ readings = 3 }",
            "{ notify = 3 }",
            '{ possible = [1, "a"] }',
        )
    ),
    (
        "an hour that never happened",
        '[[example]]\nwhy = "w"\nfacts = { release_at = "2026-03-08T02:30" }\nexpect = {}\n',
        "HOUR_NEVER_HAPPENED",
    ),
    (
        "an offset is kept: 10:00 UTC is 05:00 in Boston",
        '[[example]]\nwhy = "w"\nfacts = { release_at = "2026-03-02T10:00Z" }\nexpect = { release_at = "2026-03-02T10:00" }\n',
        "EXAMPLE_FAILED",
    ),
    (
        "another answer",
        '[[example]]\nwhy = "w"\nfacts = { release_at = "2026-03-02T10:00" }\nexpect = { hold = "required" }\n',
        "EXAMPLE_FAILED",
    ),
]


@pytest.mark.parametrize(("why", "text", "code"), BROKEN, ids=[why for why, _, _ in BROKEN])
def test_an_example_that_fails_says_so(why: str, text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "us-ma.toml"
    path.write_text(text, "utf-8")
    try:
        _, problems = worked.run(load_profile("us-ma"), str(path))
    except DetainerError as error:
        problems = list(error.problems)
    assert [problem.code for problem in problems] == [code], why


def test_an_example_needs_a_zone(tmp_path: Path) -> None:
    path = tmp_path / "us-fl.toml"
    path.write_text(
        '[[example]]\nwhy = "w"\nfacts = { release_at = "2026-03-02T10:00" }\nexpect = {}\n', "utf-8"
    )
    _, problems = worked.run(load_profile("us-fl"), str(path))
    assert [problem.code for problem in problems] == ["ZONE_NEEDED"]
