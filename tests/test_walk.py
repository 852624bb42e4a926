"""Points of the walk that look alike and are not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from detainer import Custody, check, load_profile

HEAD = """
format = 1
id     = "us-xx"
name   = "Xanadu"
parent = "us"
zones  = ["America/New_York"]
stance = "honors"

[ask.a]
text = "A?"

[source.s]
cite    = "S"
url     = "https://example.org"
seen    = "paraphrase"
checked = 2026-11-24
"""
FACTS = {
    "form": "I-247A", "box": 1, "received_at": "in-time", "served_at": "in-time", "cancelled_at": "never",
    "papers": {"I-200": True, "criminal-warrant": False}, "citizenship": "none", "agreement": frozenset(),
}  # fmt: skip


def test_two_periods_may_call_different_rules_by_one_name(tmp_path: Path) -> None:
    """The offense date is open, and each of two acts has its own `main`: hold here, none there."""
    rules = """
[[period]]
id = "old"
offense.until = 2026-01-01
[[period.rule]]
id = "main"
act = ["hold"]
when = "a"
outcome = "allowed"
source = ["s"]
[[period]]
id = "new"
offense.from = 2026-01-01
[[period.rule]]
id = "main"
act = ["hold"]
when = "a"
outcome = "not_allowed"
source = ["s"]
"""
    path = tmp_path / "us-xx.toml"
    path.write_text(HEAD + rules, "utf-8")
    record = Custody(release_at=datetime(2026, 3, 2, 15, tzinfo=UTC), answers={"a": True}, **FACTS)
    decision = check(record, load_profile(path))
    assert decision.hold == "unknown"  # a yes to `a` is a hold under the one act and none under the other
    assert [item.fact for item in decision.missing] == ["offense_on"]


def test_two_layers_may_call_different_clocks_by_one_name(tmp_path: Path) -> None:
    """An agreement layer has a clock `service`; a county may have another of that name."""
    rules = """
[clock.service]
hours = 4
[[period]]
id = "all"
[[period.rule]]
id = "short"
act = ["hold"]
when = "a"
outcome = "allowed"
clock = ["service"]
source = ["s"]
"""
    (tmp_path / "us-xx.toml").write_text(HEAD, "utf-8")
    county = tmp_path / "us-xx-yy.toml"
    county.write_text(
        'format = 1\nid = "us-xx-yy"\nname = "Yy"\nparent = "us-xx"\nstance = "honors"\n' + rules, "utf-8"
    )
    facts = FACTS | {"agreement": frozenset({"WSO"}), "designated": True, "warrant_served_at": "release"}
    record = Custody(release_at=datetime(2026, 3, 2, 15, tzinfo=UTC), **facts)
    decision = check(record, load_profile(county))
    assert decision.hold == "allowed"
    assert decision.release_by == datetime(2026, 3, 2, 19, tzinfo=UTC)  # four hours, if `a` is yes
    assert [(item.fact, item.settles) for item in decision.missing] == [("a", ("release_by",))]
