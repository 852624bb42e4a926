"""Points of the walk that look alike and are not, and points that are one.

What a walk has behind it matters only as far as a layer below may still look at it. Release is
Monday 2 March 2026 10:00 in New York.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from made import HEAD, KNOWN, PERIOD, PLAIN, at, county, known, rule, written

from detainer import Decision, DetainerError, Profile, walk

RELEASE = "2026-03-02T10:00"
AT = at(RELEASE)
HOUR = timedelta(hours=1)
BOTH = ("hold", "release_by")
EIGHT = (
    '[ask.asked]\ntext = "When was ICE asked?"\ntype = "time"\n[clock.eight]\nhours = 8\nstarts = "asked"\n'
)


def act(*lines: str, more: str = "") -> str:
    """A period whose rules are written ``outcome [@clock] [if condition]``."""
    text = PERIOD + more
    for number, line in enumerate(lines):
        words, _, when = line.partition(" if ")
        outcome, *clocks = words.split()
        keys = [f"clock = {[clock[1:] for clock in clocks]}"] if clocks else []
        text += rule(f"r{number}", outcome, "\n".join(keys + ([f'when = "{when}"'] if when else [])))
    return text


def chain(folder: Path, *layers: str) -> Profile:
    """A state, a county of it and a city of that, as many as there are texts."""
    profile = written(folder, HEAD + layers[0])
    if len(layers) > 1:
        profile = county(folder, layers[1])
    if len(layers) > 2:
        profile = written(folder, PLAIN.format("us-xx-yy-zz", "us-xx-yy") + layers[2], "us-xx-yy-zz")
    return profile


def missing(decision: Decision) -> dict[str, tuple[str, ...]]:
    return {item.fact: item.settles for item in decision.missing}


# ---- not one ----


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


ANSWERED_ABOVE = act("silent if a", "silent")  # looks at `a`, and says nothing either way
ALIKE_ABOVE: list[tuple[str, tuple[str, ...]]] = [
    # why the county must still tell a yes to `a` from a no, when it asks about `b`; the layers
    ("the city below looks at it too", (ANSWERED_ABOVE, act("not_allowed if b", "allowed if a"), act("allowed if a"))),
    ("a later rule of the layer does", (ANSWERED_ABOVE, act("not_allowed if b", "allowed if a"))),
    ("only the city does", (ANSWERED_ABOVE, act("not_allowed if b"), act("allowed if a"))),
]  # fmt: skip


@pytest.mark.parametrize(("why", "layers"), ALIKE_ABOVE, ids=[row[0] for row in ALIKE_ABOVE])
def test_what_was_answered_above_may_matter_below(why: str, layers: tuple[str, ...], tmp_path: Path) -> None:
    """A yes to `b` forbids; else a yes to `a` allows (48 hours), and a no is silence (none)."""
    decision = known(chain(tmp_path, *layers), RELEASE)
    assert set(decision.possible) == {"not_allowed", "allowed", "silent"}, why
    assert missing(decision) == {"a": BOTH, "b": BOTH}, why


def test_what_was_answered_above_may_matter_before_a_period_is_known_to_be_in_force(tmp_path: Path) -> None:
    """The county's act is in force where `b` is yes, and then `a` decides."""
    decision = known(chain(tmp_path, ANSWERED_ABOVE, act("allowed if a", more='when = "b"\n')), RELEASE)
    assert set(decision.possible) == {"allowed", "silent"}
    assert missing(decision) == {"a": BOTH, "b": BOTH}


LATER = "allowed @four if a"


@pytest.mark.parametrize(
    "layers", [(LATER,), (LATER, LATER), ("silent", LATER)], ids=["second", "second and third", "third"]
)
def test_what_the_first_layer_asked_may_matter_in_a_later_one(
    layers: tuple[str, ...], tmp_path: Path
) -> None:
    """`us` forbids where `a` and `c` are yes, and where `b` is; the state or a county of it allows where `a` is."""
    root = HEAD.replace('parent = "us"\n', "overrides = true\n").replace("us-xx", "us")
    clock = "[clock.four]\nhours = 4\n"
    written(tmp_path, root + clock + act("not_allowed if a and c", "not_allowed if b"), "us")
    profile = written(tmp_path, PLAIN.format("us-xx", "us") + act(layers[0]))
    for line in layers[1:]:
        profile = county(tmp_path, act(line))
    decision = known(profile, RELEASE)
    # a, not c, not b: allowed; not a, not b: silent
    assert set(decision.possible) == {"not_allowed", "allowed", "silent"}
    assert set(missing(decision)) == {"a", "b", "c"}


# how the clock of 8 hours from the asking comes in, for the rules of the state and of the county
STARTS: list[tuple[str, tuple[str, ...]]] = [
    ("a silent rule above brought it", (act("silent @eight if asked", "silent @eight"), act("allowed if b"))),
    ("the rule in question brings it", (act("silent if asked", "silent"), act("allowed @eight if b"))),
    ("a layer below brings it", (act("silent if asked", "silent"), act("allowed if b"), act("silent @eight"))),
]  # fmt: skip


@pytest.mark.parametrize(("why", "layers"), STARTS, ids=[row[0] for row in STARTS])
def test_where_a_start_lies_is_not_forgotten(why: str, layers: tuple[str, ...], tmp_path: Path) -> None:
    """Asked by release, the 8 hours end 8 hours after it at the latest; asked later or never, the form's 48 may stand."""
    decision = known(chain(tmp_path, EIGHT + layers[0], *layers[1:]), RELEASE, answers={"b": True})
    assert decision.release_between == (AT, AT + 48 * HOUR), why  # asked 8 hours before release: spent
    asked = known(chain(tmp_path, EIGHT + layers[0], *layers[1:]), RELEASE, answers={"b": True, "asked": AT})
    assert asked.release_by == AT + 8 * HOUR
    open_b = known(chain(tmp_path, EIGHT + layers[0], *layers[1:]), RELEASE)
    assert open_b.release_between == (AT, AT + 48 * HOUR)
    assert missing(open_b) == {"b": BOTH, "asked": BOTH}


def test_a_start_after_release_is_not_one_at_any_time(tmp_path: Path) -> None:
    """Held only where ICE was not asked by release: 8 hours from a later asking are not over before release."""
    decision = known(chain(tmp_path, EIGHT + act("allowed @eight if not asked")), RELEASE)
    assert set(decision.possible) == {"silent", "allowed"}  # and never spent
    free = {way.release for way in decision.basis.ways if way.hold == "allowed"}
    begin = int(AT.timestamp())
    assert min(free) == begin + 8 * 3600 + 1  # asked a second after it
    assert max(free) == begin + 48 * 3600  # asked long after, or never: the form's hours


# ---- one ----


def test_ways_that_say_the_same_are_one_class(tmp_path: Path) -> None:
    """A yes to `a` allows by one rule, a yes to `b` by another, and both are heard."""
    decision = known(chain(tmp_path, act("allowed if a", "allowed if b")), RELEASE)
    hold = decision.basis.ruling.hold
    assert [[case.outcome for case in result.cases] for result in hold.results] == [["allowed"], ["silent"]]
    assert [case.spoke[1].id for case in hold.results[0].heard if case.spoke] == ["r0", "r1"]
    assert hold.turns() == {"a": {(0, 1)}, "b": {(0, 1)}}  # and no class is turned into itself


def test_what_a_layer_asked_before_matters_no_more(tmp_path: Path) -> None:
    """Fourteen rules of two questions each, none of which is asked again: not 2^14 ways."""
    names = [f"{letter}{number}" for number in range(14) for letter in "xy"]
    text = "".join(f'[ask.{name}]\ntext = "?"\n' for name in names)
    text += act(*(f"not_allowed if {x} and {y}" for x, y in zip(names[::2], names[1::2], strict=True)))
    decision = known(chain(tmp_path, text), RELEASE)
    assert decision.hold == "unknown"  # not allowed, or silent
    assert missing(decision) == dict.fromkeys(names, ("hold",))


@pytest.mark.parametrize(("most", "enough"), [(5, True), (4, False), (3, False), (2, False)])
def test_how_many_points_are_walked(
    most: int, enough: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven points: before the last leaf stand three of a yes to `a`, and the first leaf of a no."""
    monkeypatch.setattr(walk, "MAX_WAYS", most)
    clocks = "[clock.four]\nhours = 4\n[clock.five]\nhours = 5\n"
    profile = chain(tmp_path, clocks + act("silent @four if a", "silent @five"), act("allowed if b"))
    if enough:
        assert missing(known(profile, RELEASE)) == {"a": ("release_by",), "b": BOTH}
        return
    with pytest.raises(DetainerError, match=f"more than {most} ways are open"):
        known(profile, RELEASE)


def test_where_no_hold_stands_no_start_parts_the_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked or not, the 8 hours run for a hold that the county forbids: one leaf, and one point above."""
    monkeypatch.setattr(walk, "MAX_WAYS", 1)
    state = EIGHT + act("silent @eight if asked", "silent @eight")
    assert known(chain(tmp_path, state, act("not_allowed")), RELEASE).hold == "not_allowed"


# ---- what an answer hangs on ----


@pytest.mark.parametrize(
    ("lines", "open_instants", "why"),
    [
        (["allowed"], ("cancelled_at",), "a hold, which a cancellation would end"),
        (["silent"], (), "no hold that it could end"),
        (["allowed if stands", "not_allowed"], (), "read the one way there is none, and that releases first"),
        (["allowed if stands", "allowed @four"], ("cancelled_at",), "a hold either way"),
    ],
)
def test_the_instants_that_an_end_hangs_on(
    lines: list[str], open_instants: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    profile = chain(tmp_path, "[clock.four]\nhours = 4\n" + act(*lines))
    decision = known(profile, RELEASE, cancelled_at=None)
    assert decision.basis.open_instants == open_instants, why


# ---- which fact alone turns an answer ----


ALIKE = ("silent if a and c", "silent if a")  # with `a` yes, `c` is asked and changes nothing
TURNS: list[tuple[str, tuple[str, ...], set[str]]] = [
    # with `a` no, what of `c` forbids; what is missing
    ("a no to it does", ("not_allowed if not c", "silent"), {"a", "b", "c"}),
    ("a no to it does, where ICE asked by release", ("not_allowed if query and not c", "silent"), {"a", "b", "c", "query"}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "lines", "facts"), TURNS, ids=[row[0] for row in TURNS])
def test_a_fact_that_was_looked_at_on_one_side_alone(
    why: str, lines: tuple[str, ...], facts: set[str], tmp_path: Path
) -> None:
    """With `a` yes the answer is the county's whatever `c` is: allowed if `b`. With `a` no it is that, or forbidden."""
    decision = known(chain(tmp_path, act(*ALIKE, *lines), act("allowed if b")), RELEASE)
    assert missing(decision) == dict.fromkeys(facts, BOTH), why


def test_facts_of_several_values_on_either_side(tmp_path: Path) -> None:
    """With `a` yes the agency decides, with `a` no what came of the claim of citizenship; the officer is not designated."""
    text = act("not_allowed if a and issuer is CBP", "allowed if a", "not_allowed if citizenship is resolved")
    decision = known(chain(tmp_path, text), RELEASE, issuer=None, citizenship=None)
    # nothing claimed, ICE: of `a` yes allowed, of `a` no silent; a claim is for `us` alone
    assert missing(decision) == {"a": BOTH, "issuer": BOTH, "citizenship": BOTH}


def test_a_fact_bound_to_the_one_that_turns(tmp_path: Path) -> None:
    """A yes to `narrow` is a yes to the judge's order, so that with another order `narrow` is no."""
    asks = '[ask.narrow]\ntext = "Narrow?"\nimplies = ["judge-order"]\n'
    state = act("silent if judge-order and narrow", "silent if judge-order", "not_allowed")
    profile = chain(tmp_path, asks + state, act("allowed if b"))
    papers = {name: held for name, held in KNOWN["papers"].items() if name != "judge-order"}
    # `narrow` no: with an order the county's answer, without one forbidden; `narrow` alone changes nothing
    assert missing(known(profile, RELEASE, papers=papers)) == {"judge-order": BOTH, "b": BOTH}


def test_a_date_bound_to_the_one_that_turns(tmp_path: Path) -> None:
    """An offense is no later than the booking, on which nothing hangs: each two acts differ for a booking of 2022."""
    state = (
        '[[period]]\nid = "old"\noffense.until = 2020-01-01\n'
        '[[period]]\nid = "middle"\noffense.from = 2020-01-01\noffense.until = 2022-01-01\n'
        + rule("m", "required")
        + '[[period]]\nid = "new"\noffense.from = 2022-01-01\n'
        + rule("n", "not_allowed")
    )
    booked = PERIOD + "booking.until = 2021-01-01\n" + rule("r", "silent")
    hold = known(chain(tmp_path, state, booked, act("allowed")), RELEASE).basis.ruling.hold
    outcome = [result.cases[0].outcome for result in hold.results]
    pairs = {
        fact: {frozenset((outcome[i], outcome[j])) for i, j in found} for fact, found in hold.turns().items()
    }
    assert pairs == {
        "offense_on": {
            frozenset(("allowed", "required")),
            frozenset(("required", "not_allowed")),
            frozenset(("allowed", "not_allowed")),
        }
    }
