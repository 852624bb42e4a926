"""A record made, read back and worked out again: the same, moved and why, altered, or not to be checked."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import rows
from made import rule, xanadu
from schemas import faults

from detainer import Custody, Decision, DetainerError, check, load_profile
from detainer.custody import PAPERS
from detainer.formats.json import canonical, sha256
from detainer.formats.recheck import lines, summary, summary_line, to_dict
from detainer.formats.record import dumps, now_of, parse
from detainer.given import custody_of, given
from detainer.profiles import Profile
from detainer.recheck import Cause, Change, Finding, Made, Record, answer_of, judge

HASH = f"sha256:{'0' * 64}"
OTHER = f"sha256:{'1' * 64}"
MADE = Made("1.0", HASH, "2026.1", "federal days", HASH, "0.80")
# Fri 6 Mar 2026 18:00 EST and 48 straight hours: Sun 8 Mar 19:00 EDT, clocks having gone an hour ahead
FRIDAY = datetime(2026, 3, 6, 23, tzinfo=UTC)


def decided(profile: str | Profile = "us-fl-pinellas", assume: str = "ordinary", **facts: Any) -> Decision:
    return check(Custody(release_at=FRIDAY, **facts), profile, assume=assume)


def line_of(decision: Decision, made: Made = MADE, assume: str = "ordinary", **more: Any) -> bytes:
    return dumps(decision, made, assume=assume, recorded_at="2026-03-06T23:00:00Z", **more).encode() + b"\n"


def again(line: bytes, made: Made = MADE, profile: Profile | None = None) -> Finding:
    record = parse(line)
    law = profile or load_profile(record.profile)
    return judge(record, law, now_of(record, law, made))


def changed(line: bytes, change: Callable[[dict[str, Any]], Any], *, hashed: bool = True) -> bytes:
    """The line with something in it otherwise; ``hashed``: with the hashes that belong to that."""
    whole = json.loads(line)
    change(whole)
    if hashed:
        del whole["digest"]
        whole["digest"] = sha256(canonical(whole))
    return json.dumps(whole).encode()


# ---- facts as given ----


def test_what_was_assumed_is_taken_out_again() -> None:
    record = Custody(release_at=FRIDAY, papers={"I-203": False}, answers={}, citizenship="none")
    decision = check(record, "us-al", assume="ordinary")
    facts = {fact for fact, _, _ in decision.basis.assumed}
    assert {"form", "received_at", "I-200"} < facts
    assert "verified-unlawful" in facts, "Alabama assumes the answer to a question of its own"
    assert given(decision) == record
    assert given(check(record, "us-al")) == record, "nothing was assumed"


def test_the_profiles_own_agreement_is_no_fact_that_was_given() -> None:
    assert {"BOA", "WSO"} <= (decided().custody.agreement or set())
    assert given(decided()).agreement is None


def test_facts_are_read_back_from_json() -> None:
    facts = {
        "release_at": "2026-03-06T18:00:00-05:00", "booked_at": "2026-03-01T00:00:00Z", "offense_on": "2026-02-28",
        "received_at": "2026-03-05", "served_at": "in-time", "cancelled_at": "never", "papers": {"I-200": True},
        "answers": {"a": True, "b": "2026-03-01", "c": "2026-03-01T10:00:00-05:00", "d": "never"}, "agreement": [], "box": 1,
    }  # fmt: skip
    custody = custody_of(facts)
    assert custody.release_at == FRIDAY
    assert custody.to_dict() == facts | {
        "release_at": "2026-03-06T23:00:00Z",
        "answers": {"a": True, "b": "2026-03-01", "c": "2026-03-01T15:00:00Z", "d": "never"},
    }


#: facts of a record that no program wrote, and the codes of what is wrong with them
BAD = [
    ({"releas_at": 1, "b\x1b": 2}, ["VALUE_UNKNOWN", "VALUE_UNKNOWN"], "no facts, both named"),
    ({"release_at": "soon"}, ["VALUE_UNKNOWN"], "no time"),
    ({"release_at": "2026-03-06T18:00:00"}, ["NAIVE_TIME"], "a time without offset"),
    ({"release_at": 5}, ["VALUE_UNKNOWN"], "a number"),
    ({"release_at": "2026-13-06"}, ["VALUE_UNKNOWN"], "no date"),
    ({}, ["RELEASE_NEEDED"], "nothing"),
    ({"release_at": "2026-03-06T18:00:00Z", "answers": []}, ["VALUE_UNKNOWN"], "answers that are none"),
]


@pytest.mark.parametrize(("facts", "codes", "why"), BAD, ids=[case[2] for case in BAD])
def test_facts_that_cannot_be_read(facts: dict[str, Any], codes: list[str], why: str) -> None:
    with pytest.raises(DetainerError) as caught:
        custody_of(facts)
    assert [problem.code for problem in caught.value.problems] == codes


# ---- the same ----


@pytest.mark.parametrize("seed", range(6))
def test_random_records_come_out_word_for_word(seed: int) -> None:
    chance, count = random.Random(seed), 0
    while count < 25:
        assume = chance.choice(("ordinary", "nothing"))
        try:
            decision = rows.by_flags(rows.row(chance, rows.words(chance)), assume)
        except DetainerError:
            continue
        line = line_of(decision, assume=assume)
        assert faults("record", json.loads(line)) == []
        assert again(line) == Finding("same")
        count += 1


def test_a_record_is_one_line_of_ascii_and_says_when_and_which_row() -> None:
    line = line_of(decided(), row=7, date_only="bounds")
    assert line.isascii()
    assert line.count(b"\n") == 1
    record = parse(line)
    assert (record.recorded_at, record.row) == ("2026-03-06T23:00:00Z", 7)
    assert json.loads(line)["date_only"] == "bounds"
    assert json.loads(line)["given"] == {"release_at": "2026-03-06T18:00:00-05:00"}
    assert parse(line_of(decided())).row is None


def test_the_present_moment_of_the_answer_is_kept() -> None:
    decision = check(Custody(release_at=FRIDAY), "us-ma", as_of=datetime(2026, 3, 7, 1, tzinfo=UTC))
    line = line_of(decision, assume="nothing")
    assert parse(line).as_of == datetime(2026, 3, 7, 1, tzinfo=UTC)
    assert again(line).result == "same"


def test_an_hour_that_happened_twice_is_only_told_when_it_was_typed() -> None:
    heard = rows.by_flags({"profile": "us-ma", "release_at": "2026-11-01 01:30"}, "ordinary")
    assert "AMBIGUOUS_HOUR" in [item.code for item in heard.warnings]
    assert again(line_of(heard)) == Finding("same")


def test_law_of_agreements_that_may_be_is_in_the_record() -> None:
    law = [name for name, _ in parse(line_of(decided("us-tx-travis", "nothing"))).made.law]
    assert law == ["us", "us-tx", "agreement-wso", "agreement-boa", "us-tx-travis"]


# ---- moved ----


def policy(tmp_path: Path, outcome: str, more: str = "") -> Profile:
    return xanadu(tmp_path, rule("r", outcome, more))


def test_a_policy_that_changed(tmp_path: Path) -> None:
    line = line_of(decided(policy(tmp_path, "allowed")))
    finding = again(line, profile=policy(tmp_path, "not_allowed"))
    assert finding.result == "moved"
    assert [cause.cause for cause in finding.causes] == ["law"]
    assert finding.causes[0].what == "us-xx"
    told = {what: (before, after) for what, before, after in finding.changes}
    assert told["hold"] == ("allowed", "not_allowed")
    # Fri 18:00 EST and 48 elapsed hours, the night of the clock change among them; without a hold at once
    assert told["release_by"] == ("2026-03-08T19:00:00-04:00", "2026-03-06T18:00:00-05:00")
    assert told["readings.straight.governs"] == (True, False)
    assert "notify" not in told


def test_words_that_changed_move_nothing(tmp_path: Path) -> None:
    line = line_of(decided(policy(tmp_path, "allowed")))
    assert again(line, profile=policy(tmp_path, "allowed", "# a remark")) == Finding("same")


#: what is otherwise in the present, and the cause that it is named as
CAUSES = [
    ({"tzdata": "2026.2"}, Cause("zone data", "tzdata", "2026.1", "2026.2")),
    ({"detainer": "2.0"}, Cause("code", "detainer", "1.0 (000000000000)", "2.0 (000000000000)")),
    ({"code": OTHER}, Cause("code", "detainer", "1.0 (000000000000)", "1.0 (111111111111)")),
    ({"days": OTHER}, Cause("calendar", "federal days", "federal days (000000000000)", "federal days (111111111111)")),
    ({"calendar": "others"}, Cause("calendar", "federal days", "federal days (000000000000)", "others (000000000000)")),
]  # fmt: skip


@pytest.mark.parametrize(("otherwise", "cause"), CAUSES, ids=[next(iter(case[0])) for case in CAUSES])
def test_every_cause_has_its_name(otherwise: dict[str, str], cause: Cause) -> None:
    def other_end(whole: dict[str, Any]) -> None:  # as if it had come out an hour earlier then
        whole["decision"]["release_by"] = "2026-03-08T18:00:00-04:00"

    line = changed(line_of(decided()), other_end)
    finding = again(line, MADE._replace(**otherwise))
    moved = Change("release_by", "2026-03-08T18:00:00-04:00", "2026-03-08T19:00:00-04:00")
    assert finding == Finding("moved", (moved,), (cause,))
    both = again(line, MADE._replace(**otherwise, holidays="0.81"))
    assert both == finding, "no clock of this chain asks the package of holidays"


def test_the_package_of_holidays_counts_where_a_clock_asks_it(tmp_path: Path) -> None:
    clock = '[clock.c]\nhours = 48\nexcludes = ["holiday:US-DC"]\n'
    profile = xanadu(tmp_path, rule("r", "allowed", 'clock = ["c"]'), before=clock)
    line = line_of(decided(profile))
    assert parse(line).made.holidays == "0.80"
    (cause,) = again(changed(line, lambda whole: whole["decision"].update(hold="required")),
                     MADE._replace(holidays="0.81"), profile).causes  # fmt: skip
    assert cause == Cause("calendar", "holidays", "0.80", "0.81")


def test_several_causes_are_all_named_and_none_is_guessed(tmp_path: Path) -> None:
    line = line_of(decided(policy(tmp_path, "allowed")))
    law = policy(tmp_path, "not_allowed")
    finding = again(line, MADE._replace(tzdata="2027.1", detainer="2.0"), law)
    assert [cause.cause for cause in finding.causes] == ["law", "zone data", "code"]
    text = " ".join(" ".join(lines(3, parse(line), finding)).split())
    assert "line 3 moved: us-xx, release 2026-03-06T18:00:00-05:00 hold: allowed -> not_allowed" in text
    assert "law (us-xx), zone data (tzdata 2026.1 -> 2027.1), code (detainer" in text
    assert text.endswith("; which of them moved it is not known")


def test_a_layer_that_came_or_went() -> None:
    line = line_of(decided())
    record = parse(line)
    law = (*record.made.law[1:], ("us-fl-new", HASH))
    finding = judge(record._replace(made=record.made._replace(law=law), decision={**record.decision, "hold": "allowed"}),
                    load_profile("us-fl-pinellas"), now_of(record, load_profile("us-fl-pinellas"), MADE))  # fmt: skip
    assert [(cause.what, cause.before, cause.after) for cause in finding.causes] == [
        ("us-fl-new", HASH, None), ("us", None, record.made.law[0][1]),
    ]  # fmt: skip
    assert "law (us-fl-new is gone), law (us is new)" in " ".join(" ".join(lines(1, record, finding)).split())


def test_a_record_that_is_refused_now(tmp_path: Path) -> None:
    """The jail moved to another zone, in which the profile does not lie any more."""
    line = line_of(decided(policy(tmp_path, "allowed")))
    zone = load_profile(Path(policy(tmp_path, "allowed").path))
    text = Path(zone.path).read_text("utf-8").replace("America/New_York", "America/Chicago")
    assert "America/Chicago" in text
    Path(zone.path).write_text(text, "utf-8")
    finding = again(line, profile=load_profile(Path(zone.path)))
    assert (finding.result, [cause.what for cause in finding.causes]) == ("moved", ["us-xx"])
    assert [problem.code for problem in finding.problems] == ["ZONE_NOT_HERE"]
    assert "ZONE_NOT_HERE timezone: us-xx does not lie in America/New_York" in " ".join(
        " ".join(lines(1, parse(line), finding)).split()
    )


# ---- altered ----


def test_an_edited_line_is_told_by_its_hash() -> None:
    line = line_of(decided())
    for edited in (
        line.replace(b'"hold":"required"', b'"hold":"allowed"', 1),
        changed(line, lambda whole: whole.update(recorded_at="2020-01-01T00:00:00Z"), hashed=False),
        changed(line, lambda whole: whole.update(digest=None), hashed=False),
        line.replace(b'"assume":', b'"assume"', 1),
    ):
        assert edited != line
        assert refused(edited) == "RECORD_ALTERED"
    whole = json.loads(line)
    assert again(json.dumps(dict(sorted(whole.items())), indent=1).encode()) == Finding("same"), (
        "spaces are no edit"
    )


def refused(line: bytes) -> str:
    with pytest.raises(DetainerError) as caught:
        parse(line)
    (problem,) = caught.value.problems
    return problem.code


#: what somebody changed who made the hash anew, and in what it shows while nothing else changed
EDITS: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda whole: whole["decision"].update(hold="allowed"), "hold"),
    (lambda whole: whole["decision"].update(release_by="2026-03-09T19:00:00-04:00"), "release_by"),
    (lambda whole: whole["decision"]["readings"][0].update(ends_at=None), "readings.straight.ends_at"),
    (lambda whole: whole["decision"]["readings"].pop(0), "readings.straight.ends_at"),
    (lambda whole: whole["decision"]["missing"].append({"fact": "box"}), "missing"),
    (lambda whole: whole["decision"]["notify"].update(outcome="silent"), "notify"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "what"), EDITS, ids=[case[1] for case in EDITS])
def test_an_answer_that_does_not_come_out_though_nothing_changed(
    edit: Callable[[dict[str, Any]], Any], what: str
) -> None:
    finding = again(changed(line_of(decided()), edit))
    assert finding.result == "altered"
    assert finding.causes == ()
    assert what in [change.what for change in finding.changes]


def test_facts_that_are_not_those_of_the_answer() -> None:
    line = line_of(decided(papers={"I-200": True}))
    for edit in (
        lambda whole: whole["decision"]["custody"].update(box=2),
        lambda whole: whole["given"].update(box=2),
        lambda whole: whole["given"]["papers"].update({"I-205": True}),
        lambda whole: whole["given"].update(papers=[]),
        lambda whole: whole["decision"]["provenance"].update(input=HASH),
    ):
        assert refused(changed(line, edit)) == "RECORD_ALTERED"
    finding = again(changed(line, lambda whole: whole.update(assume="nothing")))
    assert finding.result == "altered", "all facts are there, but nothing was assumed"


def test_words_must_come_out_too_while_nothing_changed() -> None:
    line = changed(line_of(decided()), lambda whole: whole["decision"]["steps"].pop())
    finding = again(line)
    assert finding.result == "altered"
    assert finding.problems[0].code == "RECORD_ALTERED"
    assert finding.problems[0].message.endswith("it comes out otherwise: steps")
    assert again(line, MADE._replace(tzdata="2027.1")) == Finding("same"), "then words are not compared"
    assert list(lines(1, parse(line), finding))[-1] == (
        "  nothing changed since: the record does not match its own input"
    )


def test_a_record_that_no_run_can_have_made() -> None:
    line = changed(line_of(decided()), lambda whole: whole["given"].pop("release_at"))
    finding = again(line)
    assert (finding.result, [problem.code for problem in finding.problems]) == ("altered", ["RELEASE_NEEDED"])


# ---- no record ----


def test_a_line_that_was_cut_short_anywhere() -> None:
    line = line_of(decided()).rstrip()
    for end in (1, 5, 10, 11, 500, len(line) - 70, len(line) - 1):
        assert refused(line[:end]) == "RECORD_TORN", end
    assert parse(line), "but for its end of line it is whole"


LINES: list[tuple[bytes, str]] = [
    (b"", "RECORD_TORN"), (b"{", "RECORD_TORN"), (b"x", "RECORD_UNREADABLE"), (b"[]", "RECORD_UNREADABLE"), (b"3", "RECORD_UNREADABLE"),
    (b'{"record": "1"}', "RECORD_UNREADABLE"), (b'{"record": true}', "RECORD_UNREADABLE"), (b'{"record":2}', "RECORD_UNREADABLE"),
    (b'{"record":1}', "RECORD_UNREADABLE"), (b'{"record":1,"digest":5}', "RECORD_ALTERED"), (b'{"record":1,"record":1}', "RECORD_UNREADABLE"),
    (b'{"record":1,"x":[' + b"[]," * 60_000 + b"1]}", "RECORD_UNREADABLE"),
    (b'{"record":1,"x":NaN}', "RECORD_UNREADABLE"), (b'{"record":' + b"9" * 5000 + b"}", "RECORD_UNREADABLE"),
    (b'{"record":1,"x":' + b"[" * 100_000, "RECORD_UNREADABLE"), (b'{"record":1,"x":"\xff"}', "RECORD_UNREADABLE"),
    (b'{"record":1,"x":"\\ud800","digest":""}', "RECORD_UNREADABLE"), (b"id,release_at", "RECORD_UNREADABLE"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code"), LINES, ids=[str(case[0][:30]) for case in LINES])
def test_lines_that_are_no_records(line: bytes, code: str) -> None:
    assert refused(line) == code


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    for key in (
        value if isinstance(value, dict) else range(min(len(value), 1)) if isinstance(value, list) else ()
    ):
        found += places(value[key], (*path, key))
    return found


def test_a_record_with_anything_anywhere_is_a_coded_error_or_a_finding() -> None:
    line = line_of(decided(answers={}, received_at="in-time"))
    whole = json.loads(line)
    results = set()
    for path in places({key: value for key, value in whole.items() if key != "digest"}):
        for value in (None, 7, "x\x1b[31m", [[]], {"a": 1}, "../x.toml"):

            def put(found: dict[str, Any], path: tuple[Any, ...] = path, value: Any = value) -> None:
                inner: Any = found
                for key in path[:-1]:
                    inner = inner[key]
                inner[path[-1]] = value

            other = changed(line, put)
            try:
                record = parse(other)
                profile = load_profile(record.profile)
            except DetainerError as error:
                results.add(error.problems[0].code)
                continue
            finding = judge(record, profile, now_of(record, profile, MADE))
            results.add(finding.result)
            text = "\n".join(lines(1, record, finding))
            assert "\x1b" not in text
            assert faults("recheck", to_dict(1, record, finding)) == [] or finding.result == "same"
    assert results == {"same", "altered", "RECORD_ALTERED", "RECORD_UNREADABLE"}


# ---- what is said ----


def test_what_an_answer_says_to_do_and_when() -> None:
    told = answer_of(decided().to_dict())
    # Pinellas: state law requires it; 48 straight hours over the clock change, and without Sat and Sun until Tue 18:00
    assert told["hold"] == "required"
    assert told["release_by"] == told["readings.straight.ends_at"] == "2026-03-08T19:00:00-04:00"
    assert told["readings.regulation.ends_at"] == "2026-03-10T18:00:00-04:00"
    assert (told["window"], told["missing"], told["possible"]) == ("straight", [], ["required"])
    assert not {"steps", "notes", "warnings", "contested", "now"} & set(told)


def test_two_clocks_of_one_name_are_two_readings() -> None:
    answer = decided().to_dict()
    answer["readings"] = [answer["readings"][0], answer["readings"][0] | {"ends_at": "later"}]
    told = answer_of(answer)
    assert told["readings.straight.1.ends_at"] == "later"
    assert told["readings.straight.ends_at"] != "later"


def test_a_finding_as_text_and_as_json() -> None:
    record = parse(line_of(decided(), row=4))
    changes = (
        Change("missing", ["box"], []),
        Change("hold_applies", True, None),
        Change("release_by", None, "x" * 500),
    )
    finding = Finding("moved", changes, (Cause("zone data", "tzdata", "2026.1", "2026.2"),))
    first, *rest = lines(9, record, finding)
    assert first == "line 9 moved: us-fl-pinellas, release 2026-03-06T18:00:00-05:00, row 4"
    assert rest[:2] == ["  missing: box -> nothing", "  hold_applies: yes -> nothing"]
    assert rest[-1] == "  changed since: zone data (tzdata 2026.1 -> 2026.2)"
    assert max(map(len, rest)) <= 80
    assert faults("recheck", to_dict(9, record, finding)) == []
    assert faults("recheck", to_dict(9, None, Finding("unchecked"))) == []
    assert list(lines(9, None, Finding("unchecked"))) == ["line 9 unchecked"]


def test_the_sum() -> None:
    assert summary({"same": 1}) == "1 record: 1 the same"
    assert summary({"moved": 2, "unchecked": 1, "same": 1000, "altered": 3}) == (
        "1,006 records: 1,000 the same, 2 moved, 3 altered, 1 not checked"
    )
    assert faults("recheck", summary_line({"moved": 2})) == []
    assert summary_line({"moved": 2}) == {"records": 2, "same": 0, "moved": 2, "altered": 0, "unchecked": 0}


def test_booking_alone_is_shown_as_it_was_given() -> None:
    decision = check(Custody(booked_at=FRIDAY), "us-ma")
    assert next(iter(lines(1, parse(line_of(decision, assume="nothing")), Finding("same")))).endswith(
        "us-ma, release 2026-03-06T18:00:00-05:00"
    )
    assert isinstance(parse(line_of(decision, assume="nothing")), Record)
    assert set(PAPERS) & set(given(decision).papers) == set()
