"""Points of the walk that look alike and are not."""

from __future__ import annotations

from pathlib import Path

from made import HEAD, PERIOD, at, county, known, rule, written

RELEASE = "2026-03-02T10:00"


def test_two_periods_may_call_different_rules_by_one_name(tmp_path: Path) -> None:
    """The offense date is open, and each of two acts has its own `main`: hold here, none there."""
    old = '[[period]]\nid = "old"\noffense.until = 2026-01-01\n' + rule("main", "allowed", 'when = "a"')
    new = '[[period]]\nid = "new"\noffense.from = 2026-01-01\n' + rule("main", "not_allowed", 'when = "a"')
    decision = known(written(tmp_path, HEAD + old + new), RELEASE, answers={"a": True})
    assert decision.hold == "unknown"  # a yes to `a` is a hold under the one act and none under the other
    assert [item.fact for item in decision.missing] == ["offense_on"]


def test_two_layers_may_call_different_clocks_by_one_name(tmp_path: Path) -> None:
    """An agreement layer has a clock `service`; a county may have another of that name."""
    written(tmp_path, HEAD)
    text = (
        "[clock.service]\nhours = 4\n" + PERIOD + rule("short", "allowed", 'when = "a"\nclock = ["service"]')
    )
    facts = {"agreement": frozenset({"WSO"}), "designated": True, "warrant_served_at": "release"}
    decision = known(county(tmp_path, text), RELEASE, **facts)
    assert decision.hold == "allowed"
    assert decision.release_by == at("2026-03-02T14:00")  # four hours, if `a` is yes
    assert [(item.fact, item.settles) for item in decision.missing] == [("a", ("release_by",))]
