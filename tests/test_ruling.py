"""How a ruling is made, sentence by sentence: tables worked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import made
import pytest

from detainer import Custody, Decision, DetainerError, check, load_profile, ruling

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)  # Monday 2026-03-02, 10:00 in New York
DAY = date(2026, 3, 2)
HOUR = timedelta(hours=1)
KNOWN: dict[str, Any] = {**made.KNOWN, "release_at": AT, "answers": {"a": True, "b": False}}
SHARED = """zones = ["America/New_York"]
[ask.a]
text = "A?"
[ask.b]
text = "B?"
[ask.narrow]
text = "Narrow?"
implies = ["judge-order"]
[ask.narrower]
text = "Narrower?"
implies = ["narrow"]
[ask.law]
text = "Law?"
about = "law"
pending = "a ruling"
[ask.law-2]
text = "Second law?"
about = "law"
pending = "another ruling"
[clock.four]
hours = 4
[clock.long]
hours = 72
[clock.receipt]
hours = 30
starts = "received_at"
[clock.service]
hours = 48
starts = { earliest = ["release_at", "warrant_served_at"] }
[source.s]
cite = "s"
url = "https://example.org"
seen = "paraphrase"
checked = 2026-11-24
"""


def rule(number: int, line: str) -> str:
    """A rule written ``outcome [acts] [@clock] [!] [if condition]``; ``!`` is final, no act is hold."""
    words, _, when = line.partition(" if ")
    outcome, *rest = words.split()
    acts = [word for word in rest if word in ("hold", "notify", "transfer")] or ["hold"]
    clocks = [word[1:] for word in rest if word.startswith("@")]
    lines = [
        "[[period.rule]]",
        f'id = "r{number}"',
        f"act = {acts}",
        f'outcome = "{outcome}"',
        'source = ["s"]',
    ]
    lines += [f"clock = {clocks}"] if clocks else []
    lines += [f'when = "{when}"'] if when else []
    lines += ["final = true"] if "!" in rest else []
    return "\n".join(lines) + "\n"


def period(*lines: str, box: str = "", name: str = "p") -> str:
    rules = "".join(rule(number, line) for number, line in enumerate(lines))
    return f'[[period]]\nid = "{name}"\n{box}\n{rules}'


Layers = list[Any]  # each layer a list of rules, or the text of its periods


def decide(folder: Path, layers: Layers, changes: dict[str, Any], **more: Any) -> Decision:
    """The decision under `us` and these layers: a state, then what lies below it."""
    parent = "us"
    for number, layer in enumerate(layers):
        name = ["us-xx", "us-xx-yy", "us-xx-yy-zz"][number]
        text = layer if isinstance(layer, str) else period(*layer) if layer else ""
        (folder / f"{name}.toml").write_text(
            made.PLAIN.format(name, parent) + (SHARED if number == 0 else "") + text, "utf-8"
        )
        parent = name
    return check(Custody(**facts(changes)), load_profile(folder / f"{parent}.toml"), **more)


def facts(changes: dict[str, Any]) -> dict[str, Any]:
    """The known facts with changes; ``open`` names facts to leave out, papers and answers are joined."""
    changes = dict(changes)
    left_out = changes.pop("open", ())
    found = {**KNOWN, **changes}
    for kind in ("papers", "answers"):
        found[kind] = {k: v for k, v in {**KNOWN[kind], **changes.get(kind, {})}.items() if k not in left_out}
    return {name: value for name, value in found.items() if name not in left_out}


def hours(decision: Decision) -> float | None:
    """Hours from release to ``release_by``."""
    return None if decision.release_by is None else (decision.release_by - AT) / HOUR


def missing(decision: Decision) -> dict[str, tuple[str, ...]]:
    return {item.fact: item.settles for item in decision.missing}


def codes(decision: Decision) -> set[str]:
    return {item.code for item in decision.warnings}


# ---- in a layer, and down the chain ----

WALK: list[tuple[str, Layers, dict[str, Any], str, float]] = [
    # why, the layers below `us`, changes to the facts, hold, hours from release
    ("nobody spoke: silent, and release is due", [[]], {}, "silent", 0),
    ("allowed, with the form's own clock from `us`", [["allowed"]], {}, "allowed", 48),
    ("the first rule whose condition is met speaks", [["allowed if b", "required @four if a", "not_allowed"]], {}, "required", 4),
    ("no rule met: the layer is silent", [["allowed if b"]], {}, "silent", 0),
    ("not_allowed binds what lies below", [["not_allowed"], ["required"]], {}, "not_allowed", 0),
    ("required binds: not forbidden below", [["required"], ["not_allowed"]], {}, "required", 48),
    ("required binds: not conditioned below", [["required"], ["allowed if b", "not_allowed"]], {}, "required", 48),
    ("required binds: not shortened below", [["required"], ["allowed @four"]], {}, "required", 48),
    ("nor by a silent rule's clock below", [["required"], ["silent @four"]], {}, "required", 48),
    ("nor lengthened below: its own clock stays", [["required @four"], ["required @long"]], {}, "required", 4),
    ("allowed passes down: a county may forbid", [["allowed"], ["not_allowed"]], {}, "not_allowed", 0),
    ("allowed passes down: a county may require", [["allowed"], ["required"]], {}, "required", 48),
    ("the last allowed stands, its clock beside those above", [["allowed"], ["allowed @four"]], {}, "allowed", 4),
    ("a longer clock below lengthens nothing: the earliest end governs", [["allowed"], ["allowed @long"]], {}, "allowed", 48),
    ("a shorter clock above still governs", [["allowed @four"], ["allowed @long"]], {}, "allowed", 4),
    ("silent passes down: the state's allowed stands", [["allowed"], ["silent"]], {}, "allowed", 48),
    ("silent above takes nothing away", [["silent"], ["allowed"]], {}, "allowed", 48),
    ("a silent rule's clock governs too, from above", [["silent @four"], ["allowed"]], {}, "allowed", 4),
    ("a silent rule's clock governs too, from below", [["allowed"], ["silent @four"]], {}, "allowed", 4),
    ("a silent rule not met brings no clock", [["silent @four if b"], ["allowed"]], {}, "allowed", 48),
    ("final: nothing below may forbid it", [["allowed !"], ["not_allowed"]], {}, "allowed", 48),
    ("final: nothing below may condition it", [["allowed !"], ["not_allowed if a", "allowed"]], {}, "allowed", 48),
    ("final: nothing below may shorten it", [["allowed !"], ["silent @four"]], {}, "allowed", 48),
    ("final: nor turn it into a duty", [["allowed !"], ["required"]], {}, "allowed", 48),
    ("final only where it is met", [["allowed ! if b"], ["not_allowed"]], {}, "not_allowed", 0),
    ("three layers: the state forbids nothing, the county binds the city", [["allowed"], ["not_allowed"], ["allowed"]], {}, "not_allowed", 0),
    ("a mandate whose conditions are not met leaves its layer silent", [["required if b"]], {}, "silent", 0),
    ("and the layer below may still speak", [["required if b"], ["allowed"]], {}, "allowed", 48),
    ("two clocks of one rule: the earlier end", [["allowed @long @four"]], {}, "allowed", 4),
]  # fmt: skip


@pytest.mark.parametrize(("why", "layers", "changes", "hold", "after"), WALK, ids=[w[0] for w in WALK])
def test_down_the_chain(
    why: str, layers: Layers, changes: dict[str, Any], hold: str, after: float, tmp_path: Path
) -> None:
    decision = decide(tmp_path, layers, changes)
    assert (decision.hold, hours(decision)) == (hold, after), why
    assert decision.missing == ()
    assert decision.hold_applies is (
        True if hold in ("required", "allowed") else None if hold == "silent" else False
    )


def test_what_binds_makes_void_what_lies_below(tmp_path: Path) -> None:
    decision = decide(tmp_path, [["required"], ["allowed @four"]], {})
    assert "RULE_BELOW_VOID" in codes(decision)
    read = {reading.clock.id: reading.governs for reading in decision.readings}
    assert read == {"straight": True, "regulation": False, "four": False}  # listed, and not governing


# ---- what `us` says ----

FEDERAL: list[tuple[str, dict[str, Any], str, float]] = [
    ("a court's criminal warrant is ordinary custody", {"papers": {"criminal-warrant": True}}, "other_custody", 0),
    ("before anything else is asked: a citizen with a criminal warrant", {"papers": {"criminal-warrant": True}, "citizenship": "shown"},
     "other_custody", 0),
    ("no detainer", {"form": "none"}, "not_allowed", 0),
    ("a form that asks for notice only", {"form": "I-247G"}, "not_allowed", 0),
    ("box 2 that asks no custody", {"box": 2, "asks_custody": False}, "not_allowed", 0),
    ("box 2 that asks for custody", {"box": 2, "asks_custody": True}, "required", 48),
    ("I-247X that asks no custody", {"form": "I-247X", "asks_custody": False}, "not_allowed", 0),
    ("I-247X that does", {"form": "I-247X", "asks_custody": True}, "required", 48),
    ("cancelled by the release time", {"cancelled_at": "in-time"}, "not_allowed", 0),
    ("cancelled at the release time", {"cancelled_at": "release"}, "not_allowed", 0),
    ("received a second after release", {"received_at": AT + timedelta(seconds=1)}, "not_allowed", 0),
    ("received at the very moment", {"received_at": AT}, "required", 48),
    ("received on the date after release", {"received_at": DAY + timedelta(days=1)}, "not_allowed", 0),
    ("never received", {"received_at": "never"}, "not_allowed", 0),
    ("I-247A not served", {"served_at": "never"}, "not_allowed", 0),
    ("I-247D not served", {"form": "I-247D", "served_at": "never"}, "not_allowed", 0),
    ("the older I-247 need not be", {"form": "I-247", "served_at": "never"}, "required", 48),
    ("a claim of citizenship, over any mandate", {"citizenship": "claimed"}, "not_allowed", 0),
    ("a showing", {"citizenship": "shown"}, "not_allowed", 0),
    ("looked into, not a citizen", {"citizenship": "resolved"}, "required", 48),
]  # fmt: skip


@pytest.mark.parametrize(("why", "changes", "hold", "after"), FEDERAL, ids=[f[0] for f in FEDERAL])
def test_us_comes_first(why: str, changes: dict[str, Any], hold: str, after: float, tmp_path: Path) -> None:
    """Below it lies a state that requires every hold."""
    decision = decide(tmp_path, [["required"]], changes)
    assert (decision.hold, hours(decision)) == (hold, after), why


def test_us_never_authorizes_and_leaves_notice_open() -> None:
    decision = check(Custody(**facts({"answers": {}, "open": ["a", "b"]})), "us", timezone="America/New_York")
    assert (decision.hold, decision.notify.outcome, decision.transfer.outcome) == (
        "silent",
        "allowed",
        "allowed",
    )


ACTS: list[tuple[str, Layers, str, str]] = [
    ("each act has rules of its own", [["not_allowed hold", "required notify"]], "required", "allowed"),
    ("one rule for two acts", [["not_allowed notify transfer"]], "not_allowed", "not_allowed"),
    ("bound as a hold is", [["not_allowed notify"], ["required notify transfer"]], "not_allowed", "required"),
    ("silent passes down to what `us` allows", [["silent notify transfer"]], "allowed", "allowed"),
]


@pytest.mark.parametrize(("why", "layers", "notify", "transfer"), ACTS, ids=[a[0] for a in ACTS])
def test_the_other_acts(why: str, layers: Layers, notify: str, transfer: str, tmp_path: Path) -> None:
    decision = decide(tmp_path, layers, {})
    assert (decision.notify.outcome, decision.transfer.outcome) == (notify, transfer), why


# ---- agreements: a layer between the state and what lies below ----

SERVED = {"designated": True, "warrant_served_at": "release"}
AGREED: list[tuple[str, Layers, dict[str, Any], str, float]] = [
    ("a WSO agreement adds a way to hold", [[], []], {"agreement": frozenset({"WSO"}), **SERVED}, "allowed", 48),
    ("JEM is of the same layer", [[], []], {"agreement": frozenset({"JEM"}), **SERVED}, "allowed", 48),
    ("48 hours from the service, where that came first", [[], []],
     {"agreement": frozenset({"WSO"}), "designated": True, "warrant_served_at": AT - 10 * HOUR}, "allowed", 38),
    ("silent when unmet: the officer is not designated", [["allowed"], []], {"agreement": frozenset({"WSO"}), "warrant_served_at": "release"}, "allowed", 48),
    ("a Task Force agreement gives no hold in a jail", [[], []], {"agreement": frozenset({"TFM"}), **SERVED}, "silent", 0),
    ("a BOA asks for the I-203", [[], []], {"agreement": frozenset({"BOA"})}, "silent", 0),
    ("and has it", [[], []], {"agreement": frozenset({"BOA"}), "papers": {"I-203": True}}, "allowed", 48),
    ("the state above binds it", [["not_allowed"], []], {"agreement": frozenset({"WSO"}), **SERVED}, "not_allowed", 0),
    ("the county below may still forbid", [[], ["not_allowed"]], {"agreement": frozenset({"WSO"}), **SERVED}, "not_allowed", 0),
    ("under a state alone it is the last layer", [["allowed @four"]], {"agreement": frozenset({"WSO"}), **SERVED}, "allowed", 4),
    ("no agreement, no layer", [[], []], {"agreement": frozenset(), **SERVED}, "silent", 0),
]  # fmt: skip


@pytest.mark.parametrize(("why", "layers", "changes", "hold", "after"), AGREED, ids=[a[0] for a in AGREED])
def test_agreements(
    why: str, layers: Layers, changes: dict[str, Any], hold: str, after: float, tmp_path: Path
) -> None:
    decision = decide(tmp_path, layers, changes)
    assert (decision.hold, hours(decision)) == (hold, after), why


def test_an_open_agreement_is_a_guard_of_its_layer(tmp_path: Path) -> None:
    """With WSO allowed, with nothing silent: the agreement decides, and nothing else does."""
    decision = decide(tmp_path, [[], []], {"open": ["agreement"], **SERVED})
    assert (decision.hold, missing(decision)) == ("unknown", {"agreement": ("hold", "release_by")})
    # a BOA without the I-203 says nothing; were that open too, it would matter where there is a BOA
    decision = decide(tmp_path, [[], []], {"open": ["agreement", "I-203"], "designated": False})
    assert missing(decision) == {"agreement": ("hold", "release_by"), "I-203": ("hold", "release_by")}
    decision = decide(tmp_path, [["not_allowed"], []], {"open": ["agreement"], **SERVED})
    assert (decision.hold, missing(decision)) == ("not_allowed", {})  # the state never gets to it


# ---- unknown facts ----

Missing = dict[str, tuple[str, ...]]
BOTH = ("hold", "release_by")
OPEN: list[tuple[str, Layers, dict[str, Any], str, bool | None, float | None, Missing]] = [
    # why, layers, changes, hold, hold_applies, hours, missing
    ("an open fact that no condition asks about", [["allowed"]], {"open": ["a"]}, "allowed", True, 48, {}),
    ("one that decides", [["allowed if a"]], {"open": ["a"]}, "unknown", None, None, {"a": BOTH}),
    ("one that a known fact makes idle", [["allowed if a and b"]], {"open": ["a"]}, "silent", None, 0, {}),
    ("the same either way", [["allowed if a", "allowed"]], {"open": ["a"]}, "allowed", True, 48, {}),
    ("either of two warrants would do: both are missing", [["allowed if I-200 or I-205"]], {"open": ["I-200", "I-205"]},
     "unknown", None, None, {"I-200": BOTH, "I-205": BOTH}),
    ("required or allowed: a hold all the same", [["required if a", "allowed"]], {"open": ["a"]}, "unknown", True, 48, {"a": ("hold",)}),
    ("the earliest end over the ways", [["allowed @four if a", "allowed"]], {"open": ["a"]}, "allowed", True, 4, {"a": ("release_by",)}),
    ("forbidden or other custody: no hold either way, release the same", [["not_allowed"]], {"open": ["criminal-warrant"]},
     "unknown", False, 0, {"criminal-warrant": ("hold",)}),
    ("forbidden or silent: no way lets a hold stand", [["not_allowed if a"]], {"open": ["a"]}, "unknown", None, 0, {"a": ("hold",)}),
    ("a question above decides whether one below matters", [["not_allowed if a"], ["allowed if b"]], {"open": ["a", "b"]},
     "unknown", None, None, {"a": BOTH, "b": BOTH}),
    ("of five forms that ask for a hold in order, and two that do not", [["required"]], {"open": ["form"], "asks_custody": True},
     "unknown", None, None, {"form": BOTH}),
    ("an open box matters only where it asks no custody", [["required"]], {"open": ["box"], "asks_custody": True}, "required", True, 48, {}),
    ("and there it does", [["required"]], {"open": ["box"], "asks_custody": False}, "unknown", None, None, {"box": BOTH}),
    ("whether it asks for custody matters for box 2 only", [["required"]], {"open": ["asks_custody"]}, "required", True, 48, {}),
    ("but where the box is open it may", [["required"]], {"open": ["box", "asks_custody"]}, "unknown", None, None,
     {"box": BOTH, "asks_custody": BOTH}),
    ("citizenship: claimed or shown against the rest", [["required"]], {"open": ["citizenship"]}, "unknown", None, None, {"citizenship": BOTH}),
    ("receipt unknown altogether", [["required"]], {"open": ["received_at"]}, "unknown", None, None, {"received_at": BOTH}),
    ("cancellation unknown: perhaps before release, perhaps in the window", [["required"]], {"open": ["cancelled_at"]},
     "unknown", None, None, {"cancelled_at": BOTH}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "layers", "changes", "hold", "applies", "after", "wanted"), OPEN, ids=[o[0] for o in OPEN]
)
def test_unknown_facts(
    why: str,
    layers: Layers,
    changes: dict[str, Any],
    hold: str,
    applies: bool | None,
    after: float | None,
    wanted: Missing,
    tmp_path: Path,
) -> None:
    decision = decide(tmp_path, layers, changes)
    assert (decision.hold, decision.hold_applies, hours(decision)) == (hold, applies, after), why
    assert missing(decision) == wanted, why
    assert missing(decision) == wanted  # asked for again: what was worked out is kept


def test_release_between(tmp_path: Path) -> None:
    """Where it is not known whether a hold stands: release itself, or the latest end."""
    decision = decide(tmp_path, [["allowed @four if a", "allowed if I-205"]], {"open": ["a", "I-205"]})
    assert decision.release_by is None
    assert decision.release_between == (AT, AT + 48 * HOUR)  # neither; four hours; the form's 48
    assert decision.possible == ("allowed", "silent")
    known = decide(tmp_path, [["allowed"]], {})
    assert known.release_between is None


def test_a_form_that_did_not_exist_yet_is_no_way(tmp_path: Path) -> None:
    """I-247G asks for notice only, and began on 2025-03-04."""
    rules = [["required notify if form is I-247G", "allowed notify"]]
    changes = {"open": ["form"], "release_at": datetime(2025, 3, 3, 15, tzinfo=UTC)}
    assert decide(tmp_path, rules, changes).notify.outcome == "allowed"  # a day too early for an I-247G
    changes["release_at"] += timedelta(days=1)
    assert decide(tmp_path, rules, changes).notify.outcome == "unknown"
    # by receipt: an I-247A (from 2017-04-02) cannot have come in 2014, and the I-247 asks for a hold
    old = {"open": ["form"], "received_at": date(2014, 6, 1)}
    decision = decide(tmp_path, [["not_allowed if form is I-247A", "required if form is I-247"]], old)
    assert set(decision.possible) == {"required", "not_allowed"}  # I-247, or no detainer
    assert missing(decision) == {"form": BOTH}


# ---- implications, contradictions, too many ----

IMPLIED: list[tuple[str, list[str], dict[str, Any], str]] = [
    ("no judge's order answers a narrower question no", ["allowed if narrow", "not_allowed"], {}, "not_allowed"),
    ("and one narrower still", ["allowed if narrower", "not_allowed"], {}, "not_allowed"),
    ("a yes to the narrower is a yes to the judge's order", ["allowed if judge-order", "not_allowed"],
     {"answers": {"narrower": True}, "open": ["judge-order"]}, "allowed"),
    ("a no to the narrower says nothing of the wider", ["allowed if judge-order", "not_allowed"],
     {"answers": {"narrow": False}, "open": ["judge-order"]}, "unknown"),
    ("a yes to the wider says nothing of the narrower", ["allowed if narrow", "not_allowed"], {"papers": {"judge-order": True}}, "unknown"),
    ("the chain of two in the middle", ["allowed if narrow", "not_allowed"], {"answers": {"narrower": True}, "open": ["judge-order"]}, "allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "rules", "changes", "hold"), IMPLIED, ids=[i[0] for i in IMPLIED])
def test_implications(why: str, rules: list[str], changes: dict[str, Any], hold: str, tmp_path: Path) -> None:
    assert decide(tmp_path, [rules], changes).hold == hold, why


def test_of_two_bound_questions_the_one_that_decides_is_missing(tmp_path: Path) -> None:
    """With no judge's order `narrow` cannot be yes; with one it decides. The order alone never
    changes the answer (with `narrow` no, nothing does), but `narrow` does where there is one."""
    decision = decide(tmp_path, [["allowed if narrow", "not_allowed"]], {"open": ["judge-order"]})
    assert missing(decision) == {"narrow": BOTH}
    asked_first = [["allowed if judge-order and narrow", "not_allowed"]]
    assert missing(decide(tmp_path, asked_first, {"open": ["judge-order"]})) == {"narrow": BOTH}
    # where the order without `narrow` says something of its own, it does
    three = [["required if judge-order and narrow", "allowed if judge-order", "not_allowed"]]
    decision = decide(tmp_path, three, {"open": ["judge-order"]})
    assert missing(decision) == {"judge-order": BOTH, "narrow": ("hold",)}


def test_a_question_that_implies_another_is_not_asked_for_its_sake(tmp_path: Path) -> None:
    """With `wide` yes, `slim` no longer matters; with `wide` no, it cannot be yes."""
    asks = '[ask.wide]\ntext = "W?"\n[ask.slim]\ntext = "S?"\nimplies = ["wide"]\n'
    text = asks + period("allowed if slim", "allowed if wide", "not_allowed")
    assert missing(decide(tmp_path, [text], {})) == {"wide": BOTH}


def test_one_fact_of_many_values(tmp_path: Path) -> None:
    """The issuer is asked about twice on the way, and left of it is only what was not excluded."""
    rules = [
        "allowed if issuer is ICE and a",
        "not_allowed if issuer in (CBP, USCIS) and a",
        "required if issuer is USCIS",
    ]
    decision = decide(tmp_path, [rules], {"open": ["issuer", "a"]})
    # with a: allowed, not allowed, not allowed; without: silent, silent, required
    assert missing(decision) == {"issuer": BOTH, "a": BOTH}
    assert missing(decide(tmp_path, [rules], {"open": ["a"], "issuer": "CBP"})) == {"a": ("hold",)}


@pytest.mark.parametrize(
    ("changes", "odds"),
    [
        ({"answers": {"narrow": True}}, ["narrow"]),  # and the papers say: no judge's order
        ({"answers": {"narrower": True}}, ["narrow", "narrower"]),
        ({"answers": {"narrower": True, "narrow": False}, "open": ["judge-order"]}, ["narrower"]),
    ],
)
def test_facts_that_cannot_all_be_so(changes: dict[str, Any], odds: list[str], tmp_path: Path) -> None:
    with pytest.raises(DetainerError) as caught:
        decide(tmp_path, [["allowed"]], changes)
    (problem,) = caught.value.problems
    assert problem.code == "CONTRADICTION"
    of = {"narrow": "judge-order", "narrower": "narrow"}
    said = ", ".join(f"{name} (a yes to it is a yes to {of[name]})" for name in odds)
    assert problem.message == f"these facts cannot all be so: {said}"


def test_only_the_implications_at_odds_are_named(tmp_path: Path) -> None:
    """A yes to `a` is a yes to `b` and so to `c`; `d` has nothing to do with it."""
    asks = "".join(
        f'[ask.{name}]\ntext = "?"\nimplies = ["{of}"]\n'
        for name, of in (("x", "y"), ("y", "z"), ("d", "I-205"))
    )
    text = asks + '[ask.z]\ntext = "?"\n' + period("allowed")
    with pytest.raises(DetainerError) as caught:
        decide(tmp_path, [text], {"answers": {"x": True, "z": False}, "papers": {"I-205": False}})
    assert "x (a yes to it is a yes to y), y (a yes to it is a yes to z)" in caught.value.problems[0].message
    assert "I-205" not in caught.value.problems[0].message


QS = [f"q{number}" for number in range(26)]
PAIRS = "allowed if " + " and ".join(f"({a} or {b})" for a, b in zip(QS[:13], QS[13:], strict=True))
OTHERS = "required if " + " or ".join(
    f"({a} and {b})" for a, b in zip(QS[:13], reversed(QS[13:]), strict=True)
)


@pytest.mark.parametrize("rules", [[PAIRS], [PAIRS, OTHERS, "not_allowed"]], ids=["one rule", "two rules"])
def test_too_many_unknowns(rules: list[str], tmp_path: Path) -> None:
    """Thirteen pairs, each with a word of its own to remember: more ways than are walked."""
    questions = "".join(f'[ask.{name}]\ntext = "?"\n' for name in QS)
    with pytest.raises(DetainerError) as caught:
        decide(tmp_path, [questions + period(*rules)], {})
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("TOO_MANY_UNKNOWNS", "more than 4,096 ways are open")


def test_many_facts_that_say_the_same_are_few_ways(tmp_path: Path) -> None:
    """Thirty open questions, one after another, each an end of the matter: 31 leaves, not 2^30."""
    names = [f"q{number}" for number in range(30)]
    text = "".join(f'[ask.{name}]\ntext = "?"\n' for name in names)
    text += period(*(f"not_allowed if {name}" for name in names), "allowed")
    decision = decide(tmp_path, [text], {})
    assert (decision.hold, set(missing(decision))) == ("unknown", set(names))


def test_three_hundred_questions_may_be_open_one_after_another(tmp_path: Path) -> None:
    """A no to each leads to the next. With one more than three hundred the answer is refused."""
    questions = [f"q{number}" for number in range(301)]
    asks = "".join(f'[ask.{name}]\ntext = "?"\n' for name in questions)
    rules = [f"not_allowed if {name}" for name in questions]
    assert set(decide(tmp_path, [asks + period(*rules[1:])], {}).possible) == {"not_allowed", "silent"}
    with pytest.raises(DetainerError) as caught:
        decide(tmp_path, [asks + period(*rules)], {})
    (problem,) = caught.value.problems
    assert problem.code == "TOO_MANY_UNKNOWNS"
    assert problem.message == "more than 300 questions are open, one after another"


# ---- unsettled law ----

LAW: list[tuple[str, list[str], str, float]] = [
    ("the way that releases first is the answer", ["allowed if law", "not_allowed"], "not_allowed", 0),
    ("whichever way round it is asked", ["allowed if not law", "not_allowed"], "not_allowed", 0),
    ("four hours against 48", ["allowed @four if law", "allowed"], "allowed", 4),
    ("a tie: not_allowed before silent", ["not_allowed if law", "silent"], "not_allowed", 0),
    ("a tie: allowed before required", ["required if law", "allowed"], "allowed", 48),
    ("silent releases before a hold does", ["required if law"], "silent", 0),
    ("a duty of four hours releases before a liberty of 48", ["required @four if law", "allowed"], "required", 4),
    ("two questions, four readings: the first to release", ["allowed if law and law-2", "allowed @four if law", "allowed"], "allowed", 4),
    ("law that changes nothing", ["allowed if law", "allowed"], "allowed", 48),
]  # fmt: skip


@pytest.mark.parametrize(("why", "rules", "hold", "after"), LAW, ids=[w[0] for w in LAW])
def test_unsettled_law(why: str, rules: list[str], hold: str, after: float, tmp_path: Path) -> None:
    decision = decide(tmp_path, [rules], {})
    assert (decision.hold, hours(decision), decision.missing) == (hold, after, ()), why
    changes_nothing = "changes nothing" in why
    assert ("CONTESTED" in codes(decision)) is not changes_nothing
    answered = decide(tmp_path, [rules], {"answers": {"law": True, "law-2": True}})
    assert "CONTESTED" not in codes(answered)


def test_unsettled_law_shows_the_other_answer(tmp_path: Path) -> None:
    found = decide(tmp_path, [["allowed @four if law", "required"]], {}).to_dict()["contested"]
    assert [(item["question"], item["pending"]) for item in found] == [("Law?", "a ruling")]
    assert found[0]["otherwise"] == {"hold": "required", "release_by": "2026-03-04T10:00:00-05:00"}


def test_unsettled_law_about_notice_leaves_it_unknown(tmp_path: Path) -> None:
    decision = decide(tmp_path, [["required notify if law", "not_allowed transfer if law"]], {})
    assert (decision.notify.outcome, decision.transfer.outcome) == ("unknown", "unknown")
    assert decision.missing == ()  # nobody need answer it
    assert "CONTESTED" in codes(decision)


def test_unsettled_law_beside_an_open_fact(tmp_path: Path) -> None:
    """If `a`, the law decides between four hours and none; if not, nothing is contested: silent."""
    decision = decide(tmp_path, [["allowed @four if a and law", "not_allowed if a"]], {"open": ["a"]})
    assert (decision.hold, hours(decision), missing(decision)) == ("unknown", 0, {"a": ("hold",)})


# ---- dates ----

OLD_NEW = period("allowed", box="offense.until = 2026-01-01", name="old") + period(
    "not_allowed", box="offense.from = 2026-01-01", name="new"
)
LATE_LAW = period("not_allowed", box="offense.from = 2026-06-01", name="later")
DATES: list[tuple[str, str, dict[str, Any], str, Missing]] = [
    ("an offense before the change", OLD_NEW, {"offense_on": date(2025, 12, 31)}, "allowed", {}),
    ("on the day of it: `until` is the first date no longer governed", OLD_NEW, {"offense_on": date(2026, 1, 1)}, "not_allowed", {}),
    ("unknown: either period", OLD_NEW, {}, "unknown", {"offense_on": BOTH}),
    ("unknown, but the booking was before the change, and an offense is no later", OLD_NEW, {"booked_at": datetime(2025, 12, 31, 20, tzinfo=UTC)},
     "allowed", {}),
    ("the booking was after it: still either", OLD_NEW, {"booked_at": datetime(2026, 2, 1, 20, tzinfo=UTC)}, "unknown", {"offense_on": BOTH}),
    ("the booking's local date: 04:59 UTC on January 1 is New Year's Eve in New York", OLD_NEW, {"booked_at": datetime(2026, 1, 1, 4, 59, tzinfo=UTC)},
     "allowed", {}),
    ("a law for offenses after the release: no offense is that late", LATE_LAW, {}, "silent", {}),
    ("a gap: no period holds the date", period("allowed", box="until = 2026-01-01"), {}, "silent", {}),
    ("a period of release dates", period("allowed", box="from = 2026-03-02"), {}, "allowed", {}),
    ("its last day is the day before `until`", period("allowed", box="until = 2026-03-02"), {}, "silent", {}),
    ("a period whose condition is not met is silent", period("allowed", box='when = "b"'), {}, "silent", {}),
    ("both sides of a box must hold", period("allowed", box="from = 2026-01-01\noffense.from = 2026-01-01"),
     {"offense_on": date(2025, 6, 1)}, "silent", {}),
    ("booking dates", period("allowed", box="booking.from = 2026-03-01"), {"booked_at": AT - 30 * HOUR}, "allowed", {}),
    ("booking unknown", period("allowed", box="booking.from = 2026-03-01"), {}, "unknown", {"booked_at": BOTH}),
    ("booking unknown, the offense late: the booking is no earlier", period("allowed", box="booking.from = 2026-02-01"),
     {"offense_on": date(2026, 2, 10)}, "allowed", {}),
    ("receipt dates", period("allowed", box="receipt.from = 2026-03-01"), {"received_at": AT - 30 * HOUR}, "allowed", {}),
    ("receipt in time, its date unknown", period("allowed", box="receipt.from = 2026-03-01"), {}, "unknown", {"received_at": BOTH}),
    ("received at release: that date", period("allowed", box="receipt.from = 2026-03-02"), {"received_at": "release"}, "allowed", {}),
    ("a detainer may be older than the offense", period("allowed", box="receipt.until = 2020-01-01"),
     {"received_at": date(2019, 5, 1), "offense_on": date(2026, 2, 1)}, "allowed", {}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "changes", "hold", "wanted"), DATES, ids=[d[0] for d in DATES])
def test_dates(
    why: str, text: str, changes: dict[str, Any], hold: str, wanted: Missing, tmp_path: Path
) -> None:
    decision = decide(tmp_path, [text], changes)
    assert (decision.hold, missing(decision)) == (hold, wanted), why


def test_received_on_the_release_date_with_the_hour_unknown(tmp_path: Path) -> None:
    """Midnight to ten is in time, ten to midnight is not."""
    decision = decide(tmp_path, [["required"]], {"received_at": DAY})
    assert (decision.hold, missing(decision)) == ("unknown", {"received_at": BOTH})
    assert decision.release_between == (AT, AT + 48 * HOUR)
    before = decide(tmp_path, [["required"]], {"received_at": DAY - timedelta(days=1)})
    assert before.hold == "required"


# ---- then the times ----

TIMES: list[tuple[str, list[str], dict[str, Any], str, float | None]] = [
    ("cancelled inside the window: it ends then", ["required"], {"cancelled_at": AT + 10 * HOUR}, "required", 10),
    ("cancelled after its end: nothing changes", ["required"], {"cancelled_at": AT + 50 * HOUR}, "required", 48),
    ("cancelled at its end", ["required"], {"cancelled_at": AT + 48 * HOUR}, "required", 48),
    ("cancelled a second after release", ["required"], {"cancelled_at": AT + timedelta(seconds=1)}, "required", 1 / 3600),
    ("cancelled on Tuesday, hour unknown: the first moment of Tuesday, 14 hours on", ["required"], {"cancelled_at": date(2026, 3, 3)}, "required", 14),
    ("a clock from receipt, 20 hours before release: 10 are left of 30", ["required @receipt"], {"received_at": AT - 20 * HOUR}, "required", 10),
    ("spent: 31 of 30 hours have run", ["required @receipt"], {"received_at": AT - 31 * HOUR}, "not_allowed", 0),
    ("spent at the very moment of release", ["required @receipt"], {"received_at": AT - 30 * HOUR}, "not_allowed", 0),
    ("a second is left", ["required @receipt"], {"received_at": AT - 30 * HOUR + timedelta(seconds=1)}, "required", 1 / 3600),
    ("received in time, the instant unknown: perhaps spent", ["required @receipt"], {}, "unknown", None),
    ("received the day before, hour unknown: 34 to 10 hours before release", ["required @receipt"], {"received_at": DAY - timedelta(days=1)}, "unknown", None),
    ("received on the release date before release: 20 to 30 hours are left", ["required @receipt"], {"received_at": AT - 10 * HOUR}, "required", 20),
    ("the warrant was served before release: its hours run from then", ["allowed @service if warrant-served"], {"warrant_served_at": AT - 8 * HOUR}, "allowed", 40),
    ("never served, not asked about: from release", ["allowed @service"], {}, "allowed", 48),
]  # fmt: skip


@pytest.mark.parametrize(("why", "rules", "changes", "hold", "after"), TIMES, ids=[t[0] for t in TIMES])
def test_times(
    why: str, rules: list[str], changes: dict[str, Any], hold: str, after: float | None, tmp_path: Path
) -> None:
    decision = decide(tmp_path, [rules], changes)
    assert hold == decision.hold, why
    assert hours(decision) == (None if after is None else pytest.approx(after)), why
    assert ("WINDOW_SPENT" in codes(decision)) is why.startswith("spent")
    if hold == "unknown":
        assert missing(decision) == {"received_at": BOTH}


def test_booking_alone(tmp_path: Path) -> None:
    """The hours count from booking, and what came is taken to have come by release."""
    rules = [["required if received and served"]]
    late = {"open": ["release_at"], "booked_at": AT, "received_at": AT + 5 * HOUR, "served_at": DAY + timedelta(days=1)}  # fmt: skip
    decision = decide(tmp_path, rules, late)
    assert (decision.hold, hours(decision), decision.release_at) == ("required", 48, None)
    assert "BOOKING_AS_START" in codes(decision)
    never = decide(tmp_path, rules, {**late, "received_at": "never"})
    assert never.hold == "not_allowed"
    unknown = decide(tmp_path, rules, {"open": ["release_at", "received_at"], "booked_at": AT})
    assert unknown.hold == "required"


def test_booking_alone_picks_the_period_by_the_booking_date(tmp_path: Path) -> None:
    text = period("allowed", box="until = 2026-03-03", name="old") + period(
        "not_allowed", box="from = 2026-03-03", name="new"
    )
    assert decide(tmp_path, [text], {"open": ["release_at"], "booked_at": AT}).hold == "allowed"
    assert (
        decide(tmp_path, [text], {"open": ["release_at"], "booked_at": AT + 24 * HOUR}).hold == "not_allowed"
    )


# ---- a ruling depends on no instant ----


def test_records_that_differ_in_instants_share_a_ruling(tmp_path: Path) -> None:
    profile = decide(tmp_path, [["required @receipt"]], {"received_at": AT - HOUR}).profile
    rulings = {
        id(check(Custody(**facts({"release_at": AT + n * HOUR, "received_at": AT - n * HOUR})), profile).basis.ruling)
        for n in range(8)
    }  # fmt: skip
    assert len(rulings) == 1
    late = check(Custody(**facts({"received_at": AT + HOUR})), profile)
    assert id(late.basis.ruling) not in rulings  # not by the release time: another finite fact


# ---- found by the laws, smallest cases ----


def test_a_date_that_is_asked_for_has_no_hour(tmp_path: Path) -> None:
    """The release date itself, once given, is an answer: it was asked for again."""
    text = '[ask.born]\ntext = "Born on?"\ntype = "date"\n' + period("allowed if born")
    for day, hold in ((DAY, "allowed"), (DAY - timedelta(days=1), "allowed"), (DAY + timedelta(days=1), "silent")):  # fmt: skip
        decision = decide(tmp_path, [text], {"answers": {"born": day}})
        assert (decision.hold, missing(decision)) == (hold, {}), day


def test_a_clock_says_nothing_about_notice(tmp_path: Path) -> None:
    """One rule speaks of hold and notice and brings a clock: notice is allowed with or without it."""
    decision = decide(tmp_path, [["allowed hold notify @four if a", "allowed hold"]], {"open": ["a"]})
    assert (decision.notify.outcome, missing(decision)) == ("allowed", {"a": ("release_by",)})
    law = decide(tmp_path, [["not_allowed hold if b", "allowed notify @four hold if law", "allowed hold"]], {"answers": {"b": True}})  # fmt: skip
    assert law.to_dict()["contested"] == []


def test_the_profiles_own_agreement_is_a_finite_fact(tmp_path: Path) -> None:
    """Signed on the release date: in force; `until` is the first day no more."""
    agreement = '[[agreement]]\nmodel = "WSO"\nsigned = {}\nuntil = {}\nsource = ["s"]\n'
    changes = {"open": ["agreement"], **SERVED}
    for signed, until, hold in (
        ("2026-03-02", "2027-01-01", "allowed"),
        ("2026-03-03", "2027-01-01", "unknown"),
        ("2020-01-01", "2026-03-02", "unknown"),
    ):
        decision = decide(tmp_path, [[], agreement.format(signed, until)], changes)
        assert decision.hold == hold, signed
    told = decide(
        tmp_path,
        [[], agreement.format("2026-03-02", "2027-01-01")],
        {**changes, "agreement": frozenset(), "open": []},
    )
    assert told.hold == "silent"  # what was said of the agency goes before its file


def test_a_clock_whose_start_never_comes_governs_nothing(tmp_path: Path) -> None:
    text = '[ask.asked]\ntext = "When?"\ntype = "time"\n[clock.eight]\nhours = 8\nstarts = "asked"\n'
    text += period("required @eight")
    decision = decide(tmp_path, [text], {"answers": {"asked": "never"}})
    assert (decision.hold, hours(decision)) == ("required", 48)  # the form's own clock is left
    assert {r.clock.id: (r.ends is None, r.governs) for r in decision.readings} == {
        "straight": (False, True),
        "regulation": (False, False),
        "eight": (True, False),
    }
    asked = decide(tmp_path, [text], {"answers": {"asked": AT - HOUR}})
    assert hours(asked) == 7


VOID: list[tuple[str, str, dict[str, Any], bool]] = [
    ("a rule below says otherwise", period("not_allowed"), {}, True),
    ("its period does not hold the date", period("not_allowed", box="until = 2026-01-01"), {}, False),
    ("its period may not be in force", period("not_allowed", box='when = "a"'), {"open": ["a"]}, False),
    ("its rule may not be met", period("not_allowed if a"), {"open": ["a"]}, False),
    ("its rule is not met", period("not_allowed if b"), {}, False),
    ("a rule on another act stands before it", period("not_allowed notify", "not_allowed"), {}, True),
    ("it says the same", period("required"), {}, False),
    ("it speaks of another act", period("not_allowed notify"), {}, False),
]


@pytest.mark.parametrize(("why", "below", "changes", "void"), VOID, ids=[v[0] for v in VOID])
def test_void_for_certain(why: str, below: str, changes: dict[str, Any], void: bool, tmp_path: Path) -> None:
    decision = decide(tmp_path, [["required"], below], changes)
    assert decision.hold == "required"
    assert ("RULE_BELOW_VOID" in codes(decision)) is void, why


def test_an_agreement_that_may_be_there_is_not_void_for_certain(tmp_path: Path) -> None:
    layers: Layers = [["required"], ["silent"]]
    assert "RULE_BELOW_VOID" not in codes(decide(tmp_path, layers, {"open": ["agreement"], **SERVED}))
    agreed = decide(tmp_path, layers, {"agreement": frozenset({"WSO"}), **SERVED})
    assert "RULE_BELOW_VOID" in codes(agreed)


def test_rulings_are_kept_but_not_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruling, "_CACHE", dict.fromkeys(range(998)))
    monkeypatch.setattr(ruling, "_CACHED", 1_000)
    profile = decide(tmp_path, [["required"]], {}).profile
    kept = [len(ruling._CACHE)]
    for form in ("I-247A", "I-247D", "I-247X", "I-247G"):
        record = Custody(**facts({"form": form, "asks_custody": True}))
        assert check(record, profile).hold == ("not_allowed" if form == "I-247G" else "required")
        kept.append(len(ruling._CACHE))
    assert kept == [999, 1_000, 1, 2, 3], "a thousand are kept; the next begins anew"


def test_a_ruling_is_kept_while_others_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruling, "_CACHE", {})
    profile = decide(tmp_path, [["required"]], {}).profile
    first, other, again = (
        check(Custody(**facts({"form": form, "asks_custody": True})), profile).basis.ruling
        for form in ("I-247A", "I-247D", "I-247A")
    )
    assert again is first
    assert other is not first


# ---- an open moment lies where its condition has it ----


def test_a_clock_from_a_question_met_by_release_ends_by_its_hours_after_release(tmp_path: Path) -> None:
    """`asked` is yes only if it was by release: 8 hours from it end at most 8 hours after release."""
    text = '[ask.asked]\ntext = "When was ICE asked?"\ntype = "time"\n[clock.eight]\nhours = 8\nstarts = "asked"\n'
    text += period("allowed @eight if asked")
    decision = decide(tmp_path, [text], {})
    assert decision.release_between == (AT, AT + 8 * HOUR)  # and not the 48 of the form


def test_a_booking_date_bounds_the_clock_that_starts_at_booking(tmp_path: Path) -> None:
    """An offense on the release date means a booking on it: its 100 hours cannot be spent."""
    text = "[clock.hundred]\nhours = 100\nstarts = 'booked_at'\n" + period(
        "allowed @hundred", box="offense.from = 2026-03-02"
    )
    decision = decide(tmp_path, [text], {"offense_on": DAY})
    assert (decision.hold, hours(decision)) == ("allowed", 48)  # the form's own end


def test_a_receipt_date_bounds_the_clock_that_starts_at_receipt(tmp_path: Path) -> None:
    """Only a detainer received on the release date is held for: its 40 hours began that day or not at all."""
    text = "[clock.forty]\nhours = 40\nstarts = 'received_at'\n" + period(
        "allowed @forty", box="receipt.from = 2026-03-02"
    )
    decision = decide(tmp_path, [text], {"open": ["received_at"]})
    assert decision.hold == "unknown"  # received before, no rule speaks
    assert decision.release_between == (AT, AT + 40 * HOUR)
    told = decide(tmp_path, [text], {"received_at": AT - 4 * HOUR})
    assert (told.hold, hours(told)) == ("allowed", 36)
