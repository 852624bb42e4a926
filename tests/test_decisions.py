"""Five hundred answers that were stored: no deadline moves unnoticed.

These answers were printed by the program itself. That they come out again proves nothing of
their being right; it says only that nothing moved. What is right is worked by hand in
``tests/cases`` and in the examples of the profiles. One thing is counted here a second time, by
another program: every end of every reading, minute by minute, by ``tests/oracle.py``, and with
it every deadline that is the end of a window.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from typing import Any

import oracle
import pytest
from decisions.make import COUNT, FILE, answered, ask, stored

from detainer.custody import AGREEMENTS, CHOICES, MOMENTS, PAPERS
from detainer.profiles import built_in_ids, load_profile
from detainer.zones import seconds

STORED = stored()
BY_PROFILE = {name: [item for item in STORED if item["profile"] == name] for name in built_in_ids()}


def moved(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [
        f"{name}: {before.get(name)} -> {after.get(name)}"
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]


@pytest.mark.parametrize("name", BY_PROFILE)
def test_no_stored_answer_moved(name: str) -> None:
    found = [
        f"{json.dumps(item['facts'])}, assume {item['assume']}, {item['zone']}: {'; '.join(changes)}"
        for item in BY_PROFILE[name]
        if (changes := moved(item["answer"], answered(item)))
    ]
    assert not found, (
        f"answers of {name} moved. If that is meant, write each changed deadline into CHANGELOG.md under "
        f"'Changed deadlines', then run: python tests/decisions/make.py\n" + "\n".join(found)
    )


def test_every_end_and_every_deadline_is_counted_a_second_time() -> None:
    readings = deadlines = 0
    for item in STORED:
        decision = ask(item)
        kept = {(clock, begins): ends for clock, begins, ends, *_ in item["answer"]["readings"]}
        ends: dict[bool, list[int]] = {True: [], False: []}
        for reading in decision.readings:
            if reading.starts is None:
                continue
            end = oracle.end(reading.clock, reading.starts, decision.timezone)
            here = oracle.here(reading.starts, decision.timezone).isoformat(timespec="seconds")
            told = kept[reading.clock.id, here]
            assert told == oracle.here(end, decision.timezone).isoformat(timespec="seconds"), item
            ends[reading.governs].append(end)
            readings += 1
        release_by = item["answer"]["release_by"]
        if release_by is None:
            continue
        at = seconds(datetime.fromisoformat(release_by))
        if ends[True]:  # a hold stands until a governing window ends, or may be withdrawn before
            assert len(set(ends[True])) == 1, "they end at once"
            assert at == min(ends[True][0], withdrawn(item)), item
            deadlines += 1
        else:
            given = item["facts"].get("release_at") or item["facts"]["booked_at"]
            assert release_by == given, "no hold: release is due when it is due"
    assert readings > 1_000
    assert deadlines > 150


def withdrawn(item: dict[str, Any]) -> float:
    """The first second at which the detainer may have been withdrawn, where that came after release."""
    text = item["facts"].get("cancelled_at", "never")
    if text in ("never", "in-time", "release"):
        return float("inf")
    if len(text) > 10:
        return seconds(datetime.fromisoformat(text))
    day = datetime.fromisoformat(text).replace(tzinfo=oracle.load(item["zone"]))
    return seconds(day)


def test_the_set_is_spread_over_all_there_is() -> None:
    assert len(STORED) == COUNT == 500
    assert FILE.stat().st_size < 400_000
    assert len({json.dumps({**item, "answer": None}) for item in STORED}) == 500, "no question twice"
    assert all(BY_PROFILE.values()), "every profile that comes with the program"
    facts = [item["facts"] for item in STORED]
    starts = [datetime.fromisoformat(item.get("release_at") or item["booked_at"]) for item in facts]
    assert {start.year for start in starts} == set(range(1980, 2028))
    clocks = {entry.clock.id for name in built_in_ids() for entry in load_profile(name).clocks.values()}
    assert {clock for item in STORED for clock, *_ in item["answer"]["readings"]} == clocks
    for fact in ("form", "issuer", "citizenship"):
        assert {item.get(fact) for item in facts} == {None, *CHOICES[fact]}
    assert {item.get("box") for item in facts} == {None, 1, 2}
    assert {paper for item in facts for paper in item.get("papers", {}).items()} == {
        (paper, held) for paper in PAPERS for held in (True, False)
    }
    assert {model for item in facts for model in item.get("agreement", ())} == set(AGREEMENTS)
    for moment in MOMENTS:
        told = {item.get(moment, "")[:5] for item in facts}
        assert {"", "never", "in-ti", "relea"} < told
        assert any(len(item.get(moment, "")) == 10 for item in facts), "a date alone"
        assert any(len(item.get(moment, "")) > 20 for item in facts), "an instant"
    answers = [item["answer"] for item in STORED]
    assert {item["hold"] for item in answers} == {
        "required", "allowed", "not_allowed", "silent", "other_custody", "unknown",
    }  # fmt: skip
    assert {item["hold_applies"] for item in answers} == {True, False, None}
    assert sum(bool(item["missing"]) for item in answers) > 75
    assert (
        sum(
            begins[-6:] != ends[-6:] for item in answers for _, begins, ends, *_ in item["readings"] if begins
        )
        > 50
    ), "clocks changed"
    assert sum(start.strftime("%H:%M:%S") in ("00:00:00", "23:59:59") for start in starts) > 50, (
        "bounds of days"
    )


def test_an_answer_that_moved_is_told() -> None:
    item = next(item for item in STORED if item["answer"]["hold_applies"])
    other = {**item["answer"], "release_by": "2000-01-01T00:00:00Z"}
    assert moved(other, answered(item)) == [
        f"release_by: 2000-01-01T00:00:00Z -> {item['answer']['release_by']}"
    ]
    assert answered({**item, "zone": "Mars"}) == {"refused": ["ZONE_UNKNOWN"]}


def test_the_questions_are_kept_when_they_are_answered_anew(tmp_path: Any) -> None:
    copy = tmp_path / "answers.jsonl"
    some = "".join(FILE.read_text("utf-8").splitlines(keepends=True)[::50])
    copy.write_text(some.replace('"hold":"', '"hold":"once '), "utf-8")
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from decisions import make\n"
        "make.FILE = Path(sys.argv[2]); sys.argv = sys.argv[:1]; make.main()"
    )
    subprocess.run([sys.executable, "-c", script, str(FILE.parent.parent), str(copy)], check=True, timeout=60)
    assert copy.read_text("utf-8") == some
