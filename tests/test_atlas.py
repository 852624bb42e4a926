"""The map as a value: tiles worked by hand around changes of law, and the dates of change."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from detainer import DetainerError, load_profile
from detainer.atlas import FIRST, KINDS, UNTIL, Tile, changes, history, tile, tiles
from detainer.places import places
from detainer.states import NAMES

HERE = places()


def on(code: str, day: str) -> Tile:
    return tile(code, HERE[code], date.fromisoformat(day))


#: place, release date, outcome, what else it may be where the law is unsettled, why
TILES = [
    ("CA", "2013-12-31", "silent", [], "the TRUST Act governs from 2014-01-01"),
    ("CA", "2014-01-01", "open", [], "Gov. Code 7282.5 of 2014: a hold only with a listed conviction or charge, which no paper tells"),
    ("CA", "2018-01-03", "open", [], "SB 54 is in force from January 4, not January 1 (DLE-2018-01)"),
    ("CA", "2018-01-04", "not_allowed", [], "Gov. Code 7284.6(a)(1)(B): no detaining on a hold request, whatever the conviction"),
    ("FL", "2019-06-30", "silent", [], "ch. 2019-102 begins a day later; nothing before it was found"),
    ("FL", "2019-07-01", "required", [], "Fla. Stat. 908.105: a detainer with its I-200 is complied with"),
    ("IL", "2017-08-27", "silent", [], "P.A. 100-463 was signed 2017-08-28"),
    ("IL", "2017-08-28", "not_allowed", [], "5 ILCS 805/15(a): not on a detainer or a non-judicial warrant; an I-200 is none of a judge's"),
    ("MA", "2017-07-23", "silent", [], "Lunn was decided 2017-07-24"),
    ("MA", "2017-07-24", "not_allowed", [], "Lunn: no power in state law to arrest on a detainer"),
    ("TN", "2018-12-31", "silent", [], "T.C.A. 7-68 begins 2019-01-01"),
    ("TN", "2019-01-01", "allowed", [], "it forbids local conditions and orders no hold: allowed"),
    ("TX", "2017-09-24", "silent", ["required"], "SB 4 was enjoined 2017-08-30, the stay came 2017-09-25: was it in force?"),
    ("TX", "2017-09-25", "required", [], "the stay of the Fifth Circuit: comply with, honor and fulfill"),
    ("GA", "2024-06-30", "allowed", ["required"], "whether HB 1105 bound jails from its signing in May or from July is unsettled"),
    ("GA", "2024-07-01", "required", [], "from July 1 it is not"),
    ("NC", "2024-11-30", "silent", [], "HB 10 begins with releases from 2024-12-01"),
    ("NC", "2025-09-30", "open", [], "48 hours from receipt, for offenses from 2024-12-01: neither date is a paper"),
    ("NC", "2025-10-01", "required", [], "from then the hours run from release, whatever the receipt"),
    ("RI", "2014-07-20", "due", [], "no hold without a warrant; with one nobody speaks: release is due either way"),
    ("AL", "2026-11-24", "silent", ["required"], "31-13-18(b) may order detention; what courts left of it is not known"),
    ("WI", "2026-11-24", "not_allowed", ["allowed"], "ch. 818 may bar civil arrest: Voces de la Frontera v. Gerber is pending"),
    ("PA", "2026-11-24", "silent", [], "no statute: each county decides (Galarza)"),
    ("CT", "2026-11-24", "open", [], "54-192h: a class A or B felony or a terrorist match opens a hold; papers tell neither"),
    ("AK", "2026-11-24", "unread", [], "the profile has zones and no rule: no law was looked for"),
    ("PR", "2026-11-24", "unread", [], "there is no profile"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "day", "kind", "otherwise", "why"), TILES, ids=[f"{c}-{d}" for c, d, *_ in TILES]
)
def test_a_tile(code: str, day: str, kind: str, otherwise: list[str], why: str) -> None:
    found = on(code, day)
    assert found.kind == kind, why
    assert [outcome for doubt in found.doubts for outcome, _ in doubt.otherwise] == otherwise, why


def test_who_spoke_and_what_is_behind_a_tile() -> None:
    florida = on("FL", "2019-07-01")
    assert [(said.layer, said.rule.id) for said in florida.rules] == [("us-fl", "comply")]
    assert florida.is_unseen, "which warrant 908.102(2)(c) means was not read"
    pennsylvania = on("PA", "2026-11-24")
    assert [said.rule.id for said in pennsylvania.rules] == ["county-decides"], "a rule of silence is named"
    assert (pennsylvania.doubts, pennsylvania.notes, pennsylvania.is_unseen) == ((), (), False)
    wisconsin = on("WI", "2026-11-24")
    (doubt,) = wisconsin.doubts
    assert "Gerber" in doubt.pending
    (otherwise,) = doubt.otherwise
    assert otherwise[1] is not None
    assert otherwise[1].rule.id == "sheriffs-practice"
    california = on("CA", "2018-01-03")
    assert california.possible == ("allowed", "not_allowed")
    assert {ask.fact for ask in california.asks} == {
        "serious-violent-felony", "prison-felony", "listed-offense-2014", "registrant", "federal-aggravated", "charge-held",
    }  # fmt: skip
    assert [note.code for note in on("HI", "2026-06-01").notes] == ["CONTESTED"], (
        "bills whose fate was not seen"
    )
    assert on("HI", "2025-12-31").notes == ()
    assert on("NY", "2026-06-01").doubts == (), (
        "what is unsettled there is notice and hand-over, not the hold"
    )


def test_the_places() -> None:
    """50 states, the District and Puerto Rico always; of the territories those with a profile."""
    assert len(NAMES) == 56
    assert set(NAMES) - set(HERE) == {"AS", "VI"}
    assert [code for code, profile in HERE.items() if profile is None] == ["PR"]
    assert list(HERE) == sorted(HERE, key=NAMES.__getitem__)
    assert all(profile is None or profile.id == f"us-{code.lower()}" for code, profile in HERE.items())


def days(code: str) -> list[str]:
    return [str(change.day) for change in changes([history(code, HERE[code])])]


def test_the_dates_of_change() -> None:
    assert days("FL") == ["2019-07-01"]
    assert days("IL") == ["2017-08-28", "2021-08-02"], "the second by another rule, P.A. 102-234"
    assert days("CA") == ["2014-01-01", "2018-01-04", "2027-01-01"], (
        "the last: a bill may be law; 2017 changed no hold"
    )
    assert days("PA") == days("AK") == days("PR") == []
    (change,) = changes([history("FL", HERE["FL"])])
    ((before, after),) = change.tiles
    assert (before.kind, after.kind, after.day) == ("silent", "required", date(2019, 7, 1))


def test_changes_are_of_all_places_in_order_and_between_the_dates_given() -> None:
    since, until = date(2014, 1, 1), date(2018, 1, 4)
    found = changes(history(code, HERE[code], since, until) for code in ("CA", "IL", "FL", "MA"))
    assert [(str(c.day), [after.code for _, after in c.tiles]) for c in found] == [
        ("2017-07-24", ["MA"]),
        ("2017-08-28", ["IL"]),
    ], "neither the first day nor the first no longer covered is a change"
    both = changes(history(code, HERE[code]) for code in ("CT", "CA"))
    assert [after.code for _, after in both[0].tiles] == ["CT", "CA"], "2014-01-01 in both"


def test_between_the_dates_of_change_every_day_is_alike() -> None:
    """Tried: every 23rd day, the days of change and those before them."""
    first, last = date(2009, 12, 20), date(2028, 1, 10)
    for code, profile in HERE.items():
        turns = history(code, profile, first, last)
        tried = {first + timedelta(n) for n in range(0, (last - first).days, 23)}
        tried |= {turn.day for turn in turns} | {turn.day - timedelta(1) for turn in turns[1:]}
        for day in sorted(tried):
            held = [turn for turn in turns if turn.day <= day][-1]
            assert tile(code, profile, day).alike() == held.alike(), (code, day)


# ---- profiles of one's own ----

HEAD = (
    'format = 1\nid = "{0}"\nname = "{1}"\nparent = "us"\nzones = ["America/St_Thomas"]\nstance = "mixed"\n'
)
SOURCE = '[source.s]\ncite = "S"\nurl = "https://example.org"\nseen = "unverified"\nchecked = 2026-01-01\n'
RULE = '[[period.rule]]\nid = "{0}"\nact = ["hold"]\n{1}outcome = "{0}"\nsource = ["s"]\n'


def own(folder: Path, body: str, name: str = "us-vi", head: str = "") -> Tile:
    (folder / f"{name}.toml").write_text(HEAD.format(name, "Islands") + head + body + SOURCE, "utf-8")
    code = name[-2:].upper()
    return tile(code, places((str(folder),))[code], date(2026, 5, 1))


def test_a_territory_with_a_profile_is_on_the_map(tmp_path: Path) -> None:
    found = own(tmp_path, '[[period]]\nid = "p"\n' + RULE.format("allowed", ""))
    assert (found.name, found.kind, found.is_unseen) == ("Islands", "allowed", True)
    assert "AS" not in places((str(tmp_path),))


def test_the_rarer_kinds(tmp_path: Path) -> None:
    ask = '[ask.listed]\ntext = "Listed?"\n'
    either = (
        ask
        + '[[period]]\nid = "p"\n'
        + RULE.format("required", 'when = "listed"\n')
        + RULE.format("allowed", "")
    )
    assert own(tmp_path, either).kind == "holds", "required or allowed: a hold applies in any case"
    assume = '[assume]\ncriminal-warrant = "yes"\n[[period]]\nid = "p"\n' + RULE.format("not_allowed", "")
    assert own(tmp_path, assume).kind == "other_custody"
    assert own(tmp_path, "").kind == "unread", "a profile without a period"
    gap = '[[period]]\nid = "p"\nfrom = 2027-01-01\n' + RULE.format("allowed", "")
    assert own(tmp_path, gap).kind == "silent", "its rules begin later"


def test_agreements_and_receipts_are_dates_of_change(tmp_path: Path) -> None:
    """An agreement opens a hold under its layer for as long as it stands, signed day to first day no more."""
    agreement = '[[agreement]]\nmodel = "WSO"\nsigned = 2021-03-02\nuntil = 2022-05-06\nsource = ["s"]\n'
    own(tmp_path, agreement)
    turns = history("VI", places((str(tmp_path),))["VI"])
    assert [(str(turn.day), turn.kind) for turn in turns[1:]] == [
        ("2021-03-02", "allowed"),
        ("2022-05-06", "unread"),
    ]
    receipt = '[[period]]\nid = "p"\nreceipt.from = 2021-03-02\n' + RULE.format("not_allowed", "")
    own(tmp_path, receipt)
    turns = history("VI", places((str(tmp_path),))["VI"])
    assert [(str(turn.day), turn.kind) for turn in turns[1:]] == [("2021-03-02", "due")], (
        "before that day no receipt is in the period, after it one may be: no hold either way"
    )


def test_a_profile_that_overrides_and_one_that_is_broken(tmp_path: Path) -> None:
    body = '[[period]]\nid = "p"\n' + RULE.format("required", "")
    assert own(tmp_path, body, "us-pa", "overrides = true\n").kind == "required"
    (tmp_path / "us-vi.toml").write_text("format = 2\n", "utf-8")
    (tmp_path / "us-oh.toml").write_text(HEAD.format("us-oh", "Ohio"), "utf-8")
    with pytest.raises(DetainerError) as failed:
        places((str(tmp_path),))
    codes = {problem.code for problem in failed.value.problems}
    assert {"PROFILE_NAME_TAKEN", "PROFILE_KEY_MISSING"} <= codes, "every problem of every file"
    with pytest.raises(DetainerError, match="PROFILE_UNREADABLE"):
        places((str(tmp_path / "nowhere"),))


def test_a_profile_without_a_zone(tmp_path: Path) -> None:
    text = HEAD.format("us-vi", "Islands").replace('zones = ["America/St_Thomas"]\n', "")
    path = tmp_path / "us-vi.toml"
    path.write_text(text, "utf-8")
    assert tile("VI", load_profile(path), date(2026, 5, 1)).kind == "unread"


def test_the_first_and_the_last_day_have_a_map() -> None:
    for day in (FIRST, UNTIL - timedelta(1)):
        assert {item.kind for item in tiles(HERE, day)} <= set(KINDS)
