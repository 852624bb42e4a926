"""Corners of the walk and the times: a profile's own time questions, open agreements, odd chains."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from detainer import Custody, Decision, DetainerError, check, load_profile, ruling
from detainer import examples as worked
from detainer.formats.profile import sentences
from detainer.formats.text import render

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)  # Monday 10:00 in New York
KNOWN: dict[str, Any] = {
    "form": "I-247A", "box": 1, "issuer": "ICE", "received_at": "in-time", "served_at": "in-time", "cancelled_at": "never",
    "papers": {"I-200": True, "criminal-warrant": False, "judge-order": False}, "citizenship": "none", "agreement": frozenset(),
    "designated": False, "warrant_served_at": "never",
}  # fmt: skip
HEAD = """
format = 1
id     = "us-xx"
name   = "Xanadu"
parent = "us"
zones  = ["America/New_York"]
stance = "honors"
[ask.a]
text = "A?"
[ask.query]
text = "When was ICE asked?"
type = "time"
[ask.born]
text = "Born on?"
type = "date"
[clock.from-query]
hours  = 2
starts = "query"
[source.s]
cite    = "S"
url     = "https://example.org"
seen    = "paraphrase"
checked = 2026-11-24
"""
RULE = '[[period.rule]]\nid = "{0}"\nact = ["{1}"]\noutcome = "{2}"\nsource = ["s"]\n'


def ask(tmp_path: Path, rules: str, **facts: Any) -> Decision:
    path = tmp_path / "us-xx.toml"
    path.write_text(HEAD + rules, "utf-8")
    return check(Custody(**{"release_at": AT, **KNOWN, **facts}), load_profile(path))


def test_a_clock_that_starts_at_a_question(tmp_path: Path) -> None:
    rules = (
        '[[period]]\nid = "p"\n'
        + RULE.format("r", "hold", "allowed")
        + 'when = "query"\nclock = ["from-query"]\n'
    )
    asked = ask(tmp_path, rules, answers={"query": AT - timedelta(hours=1)})
    assert (asked.hold, asked.release_by) == ("allowed", AT + timedelta(hours=1))  # two hours from the query
    assert asked.to_dict()["custody"]["answers"]["query"] == "2026-03-02T09:00:00-05:00"
    assert "from query" in render(asked)
    spent = ask(tmp_path, rules, answers={"query": AT - timedelta(hours=3)})
    assert spent.hold == "not_allowed"
    never = ask(tmp_path, rules, answers={"query": "never"})
    assert never.hold == "silent"  # the condition is not met
    open_ = ask(tmp_path, rules)
    assert [(m.fact, m.flag) for m in open_.missing] == [("query", "--answer query=TIME|never")]
    always = rules.replace('when = "query"\n', "")
    form = ask(tmp_path, always, answers={"query": "never"})
    assert (form.hold, form.release_by) == (
        "allowed",
        AT + timedelta(hours=48),
    )  # the form's own clock is left
    # straight governs; the regulation stands beside it; the question's clock never starts
    assert [r.governs for r in form.readings] == [True, False, False]
    with pytest.raises(DetainerError):
        ask(tmp_path, rules, answers={"query": True})
    with pytest.raises(DetainerError):
        ask(tmp_path, rules, answers={"query": date(2026, 3, 1)})


def test_a_clock_that_never_starts_gives_no_time(tmp_path: Path) -> None:
    """`us` brings the form's own clock, so only a root without one can show it."""
    root = (
        HEAD.replace('parent = "us"\n', "overrides = true\n").replace("us-xx", "us")
        + "[clock.straight]\nhours = 48\n"
    )
    (tmp_path / "us.toml").write_text(root, "utf-8")
    path = tmp_path / "us-xx.toml"
    path.write_text(
        'format = 1\nid = "us-xx"\nname = "X"\nparent = "us"\nstance = "none"\n[[period]]\nid = "p"\n'
        + RULE.format("r", "hold", "required") + 'clock = ["from-query"]\n', "utf-8")  # fmt: skip
    decision = check(Custody(release_at=AT, **{**KNOWN, "answers": {"query": "never"}}), load_profile(path))
    assert (decision.hold, decision.release_by) == ("not_allowed", AT)
    assert "WINDOW_SPENT" in [item.code for item in decision.warnings]
    ends = {item["clock"]: item["ends_at"] for item in decision.to_dict()["readings"]}
    assert ends == {
        "straight": "2026-03-04T10:00:00-05:00",
        "from-query": None,
    }  # the second cannot be counted
    assert "48 h, every hour counted, from release" in render(decision)


def test_a_date_question_is_by_the_release_date(tmp_path: Path) -> None:
    rules = '[[period]]\nid = "p"\n' + RULE.format("r", "hold", "allowed") + 'when = "born"\n'
    assert ask(tmp_path, rules, answers={"born": date(2026, 3, 1)}).hold == "allowed"
    assert ask(tmp_path, rules, answers={"born": date(2026, 3, 3)}).hold == "silent"
    assert ask(tmp_path, rules).missing[0].flag == "--answer born=DATE|never"
    with pytest.raises(DetainerError, match="a date, or never"):
        ask(tmp_path, rules, answers={"born": AT})


def test_an_open_agreement_is_asked_for(tmp_path: Path) -> None:
    rules = '[[period]]\nid = "p"\n' + RULE.format("r", "hold", "allowed") + 'when = "agreement is WSO"\n'
    open_ = ask(tmp_path, rules, agreement=None)
    step = next(s for s in open_.to_dict()["steps"] if s["rule"] == "r")
    assert step["because"] == "agreement is unknown"
    assert "agreement" in [item.fact for item in open_.missing]
    known = ask(tmp_path, rules, agreement=frozenset({"WSO", "TFM"}))
    step = next(s for s in known.to_dict()["steps"] if s["rule"] == "r")
    assert step["because"] == "agreement is TFM and WSO"


def test_silence_with_a_rule_that_says_so(tmp_path: Path) -> None:
    rules = '[[period]]\nid = "p"\n' + RULE.format("r", "hold", "silent")
    decision = ask(tmp_path, rules)
    assert decision.hold == "silent"
    assert "No rule read authorizes a hold (Xanadu" in " ".join(render(decision).split())
    assert [reading.clock.id for reading in decision.readings] == ["straight", "regulation"]


def test_two_holds_with_different_ends(tmp_path: Path) -> None:
    rules = ('[clock.four]\nhours = 4\n[[period]]\nid = "p"\n' + RULE.format("short", "hold", "allowed")
             + 'when = "a"\nclock = ["four"]\n' + RULE.format("long", "hold", "allowed"))  # fmt: skip
    decision = ask(tmp_path, rules)
    assert (decision.hold, decision.release_by) == ("allowed", AT + timedelta(hours=4))
    assert "the earliest end of those left open; needs --answer a=yes|no" in render(decision)
    assert decision.release_between is None
    assert decision.window is not None
    assert decision.window.clock == "four"


def test_notices_that_differ_in_time_only(tmp_path: Path) -> None:
    rules = ('[[period]]\nid = "p"\n' + RULE.format("soon", "notify", "required") + 'when = "a"\ndue = { hours = 1, after = "release_at" }\n'
             + RULE.format("late", "notify", "required") + 'due = { hours = 2, after = "query" }\n')  # fmt: skip
    open_ = ask(tmp_path, rules)
    assert (open_.notify.outcome, open_.notify.at) == ("required", None)
    assert [(m.fact, m.settles) for m in open_.missing] == [("a", ("notify",))]
    late = ask(tmp_path, rules, answers={"a": False})
    assert late.notify.at is None  # due after an instant that was not given
    same = ask(tmp_path, rules.replace('hours = 2, after = "query"', 'hours = 1, after = "release_at"'))
    assert same.missing == ()  # whichever rule it is, the same follows


def test_many_rules_of_one_outcome(tmp_path: Path) -> None:
    rules = '[[period]]\nid = "p"\n' + "".join(
        RULE.format(f"r{n}", "hold", "not_allowed") + f'when = "{when}"\n'
        for n, when in enumerate(["a", "born", "query", "I-205", "I-203"])
    ) + RULE.format("rest", "hold", "not_allowed")  # fmt: skip
    text = " ".join(render(ask(tmp_path, rules)).split())
    assert "hold: not allowed, whichever of 6 rules it is" in text
    assert "No ICE hold: S" in text


def test_a_period_that_is_silent_unless_met(tmp_path: Path) -> None:
    rules = (
        '[[period]]\nid = "p"\nwhen = "a"\n'
        + RULE.format("r", "hold", "required")
        + RULE.format("v", "notify", "required")
    )
    county = tmp_path / "us-xx-yy.toml"
    county.write_text('format = 1\nid = "us-xx-yy"\nname = "Yy"\nparent = "us-xx"\nstance = "sanctuary"\n[[period]]\nid = "p"\n'
                      + RULE.format("never", "hold", "not_allowed") + 'when = "a"\n' + RULE.format("perhaps", "hold", "allowed"))  # fmt: skip
    assert ask(tmp_path, rules, answers={"a": False}).hold == "silent"
    bound = check(Custody(release_at=AT, **KNOWN, answers={"a": True}), load_profile(county))
    assert bound.hold == "required"
    assert [s["result"] for s in bound.to_dict()["steps"] if s["rule"] in ("never", "perhaps")] == [
        "yes",
        "not reached",
    ]
    assert "RULE_BELOW_VOID" in [item.code for item in bound.warnings]
    open_ = check(Custody(release_at=AT, **KNOWN), load_profile(county))
    assert open_.hold == "unknown"
    assert "RULE_BELOW_VOID" not in [item.code for item in open_.warnings]


def test_the_cache_of_rulings_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruling, "_CACHED", len(ruling._CACHE) + 1)
    for form in ("I-247A", "I-247D", "I-247N"):
        check(Custody(release_at=AT, form=form), "us-ma")
    assert len(ruling._CACHE) <= ruling._CACHED


def test_a_define_that_grows_too_large(tmp_path: Path) -> None:
    lines = ['d0 = "a and a"'] + [f'd{n} = "{" and ".join([f"d{n - 1}"] * 8)}"' for n in range(1, 5)]
    path = tmp_path / "us-xx.toml"
    path.write_text(HEAD + "[define]\n" + "\n".join(lines) + "\n")
    with pytest.raises(DetainerError) as caught:
        load_profile(path)
    assert "more than 1000 questions" in caught.value.problems[0].message


def test_ordinary_papers_of_a_layer_of_its_own(tmp_path: Path) -> None:
    rules = '[assume]\nasks-custody = "no"\ndesignated = "no"\nagreement = "WSO"\n'
    path = tmp_path / "us-xx.toml"
    path.write_text(HEAD + rules)
    decision = check(Custody(release_at=AT), load_profile(path), assume="ordinary")
    flags = {item["fact"]: item["flag"] for item in decision.to_dict()["assumed"]}
    assert (flags["asks_custody"], flags["designated"]) == ("--asks-custody", "--designated")
    assert decision.custody.agreement == frozenset({"WSO"})


def test_sentences_of_a_profile(tmp_path: Path) -> None:
    good = Path(__file__).parent / "profiles" / "good" / "us-xx.toml"
    text = " ".join(" ".join(sentences(load_profile(good))).split())
    assert (
        "old: release until 2020-01-01 and offense until 2019-01-01 and booking from 2010-01-01 and receipt from 2010-01-01; only where not still-good"
        in text
    )
    assert "nothing below may say otherwise" in text
    assert "within 2 h before release_at, up to 7 days early" in text
    assert "agreement WSO, signed 2019-05-06 until 2021-01-01" in text
    assert "Ordinary papers: order yes, box 1" in text
    path = tmp_path / "us-xx.toml"
    path.write_text(HEAD.replace("zones", "# zones"))
    bare = list(sentences(load_profile(path)))
    assert "This layer has no rules." in bare
    assert "zones none: give --timezone" in bare


def test_examples_beside_a_file_or_a_folder_up(tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    (folder / "examples").mkdir(parents=True)
    (folder / "us-xx.toml").write_text(HEAD)
    profile = load_profile(folder / "us-xx.toml")
    assert worked.path_of(profile) == str(tmp_path / "examples" / "us-xx.toml")
    (folder / "examples" / "us-xx.toml").write_text("")
    assert worked.path_of(profile) == str(folder / "examples" / "us-xx.toml")
    assert worked.run(profile, worked.path_of(profile)) == (0, [])


def test_law_that_makes_every_answer_unknown_asks_for_nothing(tmp_path: Path) -> None:
    """Whatever `a` is, the answer about notice hangs on the same unsettled law."""
    law = '[ask.stands]\ntext = "Does it stand?"\nabout = "law"\npending = "a ruling"\n'
    rules = (law + '[[period]]\nid = "p"\n' + RULE.format("must", "notify", "required") + 'when = "stands and a"\n'
             + RULE.format("never", "notify", "not_allowed") + 'when = "stands"\n')  # fmt: skip
    decision = ask(tmp_path, rules)
    assert (decision.notify.outcome, decision.missing) == ("unknown", ())
    assert [item["question"] for item in decision.to_dict()["contested"]] == ["Does it stand?"]


def test_a_rule_below_that_may_speak_is_not_void_for_certain(tmp_path: Path) -> None:
    rules = '[[period]]\nid = "p"\n' + RULE.format("r", "hold", "required")
    county = tmp_path / "us-xx-yy.toml"
    county.write_text(
        'format = 1\nid = "us-xx-yy"\nname = "Yy"\nparent = "us-xx"\nstance = "sanctuary"\n[[period]]\nid = "p"\nwhen = "a"\n'
        + RULE.format("tell", "notify", "not_allowed") + RULE.format("never", "hold", "not_allowed"))  # fmt: skip
    ask(tmp_path, rules)
    open_ = check(Custody(release_at=AT, **KNOWN), load_profile(county))
    assert open_.hold == "required"
    assert "RULE_BELOW_VOID" not in [item.code for item in open_.warnings]
    agreed = check(Custody(release_at=AT, **{**KNOWN, "agreement": None}), load_profile(county))
    assert agreed.hold == "required"  # an agreement that may be there is no rule for certain either
    assert "RULE_BELOW_VOID" not in [item.code for item in agreed.warnings]
    known = check(Custody(release_at=AT, **KNOWN, answers={"a": True}), load_profile(county))
    assert "RULE_BELOW_VOID" in [item.code for item in known.warnings]
    only_notice = county.read_text().replace('"hold"', '"transfer"')
    county.write_text(only_notice)
    assert (
        check(Custody(release_at=AT, **KNOWN, answers={"a": True}), load_profile(county)).hold == "required"
    )


def test_nobody_spoke() -> None:
    decision = check(
        Custody(release_at=datetime(2016, 1, 5, 15, tzinfo=UTC), **{**KNOWN, "form": "I-247D"}), "us-ma"
    )
    assert worked.found(decision, {"spoke": "", "possible": []}) == {"spoke": None, "possible": ["silent"]}


def test_the_profiles_own_agreement_needs_no_flag() -> None:
    known = {name: value for name, value in KNOWN.items() if name != "agreement"}
    decision = check(Custody(release_at=AT, **known), "us-fl-pinellas")
    assert decision.custody.agreement == {"WSO", "TFM", "BOA"}
    assert decision.to_dict()["profile"]["layers"] == [
        "us",
        "us-fl",
        "agreement-wso",
        "agreement-boa",
        "us-fl-pinellas",
    ]
    assert decision.readings == decision.readings


def test_questions_without_ordinary_papers() -> None:
    assert "Questions" not in list(sentences(load_profile("sanctuary")))
    text = " ".join(" ".join(sentences(load_profile("us-nj"))).split())
    assert "Questions --answer violent-charge:" in text
    assert "Ordinary papers" not in text


def test_a_question_that_implies_another_is_not_asked_for_its_sake(tmp_path: Path) -> None:
    """A yes to `narrow` is a yes to `a`; with `a` yes it no longer matters, with `a` no it cannot be yes."""
    narrow = '[ask.narrow]\ntext = "N?"\nimplies = ["a"]\n'
    rules = (narrow + '[[period]]\nid = "p"\n' + RULE.format("one", "hold", "allowed") + 'when = "narrow"\n'
             + RULE.format("two", "hold", "allowed") + 'when = "a"\n' + RULE.format("rest", "hold", "not_allowed"))  # fmt: skip
    assert [item.fact for item in ask(tmp_path, rules).missing] == ["a"]


def test_one_fact_of_many_values(tmp_path: Path) -> None:
    """The issuer is asked about twice on the way, and left of it is only what was not excluded."""
    rules = ('[[period]]\nid = "p"\n' + RULE.format("ice", "hold", "allowed") + 'when = "issuer is ICE and a"\n'
             + RULE.format("cbp", "hold", "not_allowed") + 'when = "issuer in (CBP, USCIS) and a"\n'
             + RULE.format("uscis", "hold", "required") + 'when = "issuer is USCIS"\n')  # fmt: skip
    decision = ask(tmp_path, rules, issuer=None)
    # with a: allowed, not allowed, not allowed; without: silent, silent, required
    assert [(m.fact, m.settles) for m in decision.missing] == [
        ("issuer", ("hold", "release_by")),
        ("a", ("hold", "release_by")),
    ]
    known = ask(tmp_path, rules, issuer="CBP")
    assert [(m.fact, m.settles) for m in known.missing] == [("a", ("hold",))]
