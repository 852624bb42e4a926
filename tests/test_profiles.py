"""Profiles: a folder of good ones and a folder of bad ones, each saying what is wrong with it."""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest
from made import PLAIN

from detainer import DetainerError, load_profile
from detainer.profiles import built_in_ids, ids

HERE = Path(__file__).parent / "profiles"
BAD = sorted((HERE / "bad").glob("*.toml"))


def codes(path: str | Path, **more: object) -> list[str]:
    with pytest.raises(DetainerError) as caught:
        load_profile(path, **more)  # type: ignore[arg-type]
    assert all(text is None or text.isprintable() for p in caught.value.problems for text in p)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_profile_says_all_that_is_wrong(path: Path) -> None:
    expected = path.read_text("utf-8").split("\n", 1)[0].removeprefix("# expect: ").split("; ")
    with pytest.raises(DetainerError) as caught:
        load_profile(path)
    found = [
        f"{p.code} {p.field.removeprefix(path.name + ': ') if p.field else ''}" for p in caught.value.problems
    ]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("path", sorted((HERE / "good").glob("*.toml")), ids=lambda path: path.stem)
def test_a_good_profile_loads(path: Path) -> None:
    profile = load_profile(path)
    assert profile.id == path.stem
    assert profile.layers[0].id == "us"
    assert repr(profile) == f"<Profile {path.stem}>"


def test_a_profile_does_not_change() -> None:
    profile = load_profile("us-ma")
    with pytest.raises(FrozenInstanceError):
        profile.name = "Mine"  # type: ignore[misc]
    assert not hasattr(profile, "__dict__"), "nor grows"


def test_every_key_is_read() -> None:
    profile = load_profile(HERE / "good" / "us-xx.toml")
    old, new = profile.periods
    assert (profile.name, profile.stance, profile.covers) == ("Xanadu", "honors", "county jails")
    assert [rule.id for rule in new.rules] == ["may", "tell"]
    assert [note.text for note in new.notes] == ["Give the person a copy", "Say why"]
    assert (old.when_text, new.when_text) == ("not still-good", "still-good")
    assert {side[0] for side in old.box} == {"release", "offense", "receipt", "booking"}
    may, tell = old.rules
    assert (may.final, may.basis, [entry.clock.id for entry in may.clocks]) == (
        True,
        "holding",
        ["ceiling", "from-query"],
    )
    assert tell.due is not None
    assert (tell.due.seconds, tell.early_days) == (-7200, 7)
    assert profile.clocks["from-query"].clock.starts == ("latest", ("release_at", "query"))
    assert profile.asks["violent-conviction"].implies == ("any-conviction",)
    # in force from the day it was signed until the first day it no longer was
    days = [date(2019, 5, 5), date(2019, 5, 6), date(2020, 12, 31), date(2021, 1, 1)]
    assert [bool(profile.agreements_on(day)) for day in days] == [False, True, True, False]


def test_a_county_uses_what_its_state_names() -> None:
    profile = load_profile(HERE / "good" / "us-xx-yy.toml")
    assert [layer.id for layer in profile.layers] == ["us", "us-xx", "us-xx-yy"]
    assert profile.zones == ("America/New_York",)  # the state's
    assert profile.agreements_on(date(2020, 1, 1)) == {"WSO"}  # the state's too
    no, short = profile.periods[1].rules
    assert (no.basis, no.final, no.due, no.early_days, no.clocks) == ("text", False, None, None, ())
    assert short.due == (-1800, "query")
    assert [entry.clock.id for entry in short.clocks] == ["shortest", "ceiling"]
    assert [source.id for source in short.sources] == ["xx", "cfr-287-7-d"]
    assert profile.periods[3].rules == profile.periods[1].rules  # same_as


def test_faults_of_one_kind_are_said_once(tmp_path: Path) -> None:
    """A list that is no list is one fault, not also an empty list."""
    path = tmp_path / "us-xx.toml"
    path.write_text(
        PLAIN.format("us-xx", "us")
        + '[[period]]\nid = "p"\n[[period.rule]]\nid = "r"\nact = "hold"\noutcome = "allowed"\nsource = 3\n'
    )
    assert codes(path) == ["PROFILE_VALUE_WRONG", "PROFILE_VALUE_WRONG"]


def test_a_condition_points_at_the_column() -> None:
    with pytest.raises(DetainerError) as caught:
        load_profile(HERE / "bad" / "when.toml")
    said = {p.field: p.message for p in caught.value.problems}
    assert (
        "column 10: expected a name, the condition ends" in said["when.toml: period[0].when"]
    )  # after `I-200 and`
    assert "column 1: not-known is not known here" in said["when.toml: period[0].rule[0].when"]
    assert "I-248 is no form: one of I-247," in said["when.toml: period[0].rule[2].when"]


def test_built_in_ids_are_the_names_of_their_files() -> None:
    for name in built_in_ids():
        assert load_profile(name).id == name


def test_names_and_typos() -> None:
    assert {load_profile(name).id for name in ("fl", "FL", "us-fl", "US-FL")} == {"us-fl"}
    with pytest.raises(DetainerError) as caught:
        load_profile("us-pinelas")
    assert caught.value.problems[0].code == "PROFILE_NOT_FOUND"
    assert "us-fl-pinellas" in (caught.value.problems[0].hint or "")
    with pytest.raises(DetainerError) as caught:
        load_profile("zzzzzzzz")
    assert caught.value.problems[0].hint == "see: detainer profiles list"
    for typed, meant in (
        ("us-ny-nyc-polise", "us-ny-nyc-police"),
        ("honor", "honors"),
        ("NYC-police", "us-ny-nyc-police"),
    ):
        with pytest.raises(DetainerError) as caught:
            load_profile(typed)
        assert meant in (caught.value.problems[0].hint or "")


def test_a_parent_that_is_missing_hides_nothing_else(tmp_path: Path) -> None:
    """Names that may be the parent's are let pass; the rest is said at once."""
    path = tmp_path / "us-xx.toml"
    path.write_text(
        'format = 1\nid = "us-xx"\nname = "X"\nparent = "us-zz"\nstance = "nope"\n[assume]\ntheirs = "yes"\n'
        '[ask.a]\ntext = "A?"\nimplies = ["theirs"]\n[clock.c]\nhours = -1\nstarts = "theirs"\nexcludes = ["holiday:ZZ", "noday"]\n'
        '[[period]]\nid = "p"\n[[period.rule]]\nid = "r"\nact = ["hold"]\nwhen = "theirs and form is I-999"\noutcome = "allowed"\n'
        'source = ["theirs"]\n'
    )
    with pytest.raises(DetainerError) as caught:
        load_profile(path)
    assert [(p.code, p.field) for p in caught.value.problems] == [
        ("PROFILE_NOT_FOUND", "us-xx.toml: parent: profile"),
        ("PROFILE_VALUE_WRONG", "us-xx.toml: stance"),
        ("PROFILE_VALUE_WRONG", "us-xx.toml: clock.c.hours"),
        ("PROFILE_VALUE_WRONG", "us-xx.toml: clock.c.excludes"),
        ("CONDITION_BROKEN", "us-xx.toml: period[0].rule[0].when"),
        ("CALENDAR_UNKNOWN", "us-xx.toml: clock.c.excludes"),
    ]
    assert "column 20: I-999 is no form" in caught.value.problems[4].message


def test_a_file_with_another_name_than_its_profile_is_found(tmp_path: Path) -> None:
    text = PLAIN.format("us-xx", "us")
    (tmp_path / "mine.toml").write_text(f"\ufeff{text}", "utf-8")  # as an editor of Windows saves it
    (tmp_path / "broken.toml").write_text("= 1")
    for typed in ("us-xx", "xx", "mine"):
        assert load_profile(typed, folders=[str(tmp_path)]).id == "us-xx"
    with pytest.raises(DetainerError, match="PROFILE_NOT_FOUND"):
        load_profile("us-yy", folders=[str(tmp_path)])


def test_files_that_are_no_profiles(tmp_path: Path) -> None:
    assert codes(tmp_path / "none.toml") == ["PROFILE_NOT_FOUND"]
    assert codes(f"{tmp_path}{os.sep}") == ["PROFILE_UNREADABLE"]  # a folder
    fifo = tmp_path / "fifo.toml"
    os.mkfifo(fifo)
    assert codes(fifo) == ["PROFILE_UNREADABLE"]
    big = tmp_path / "big.toml"
    big.write_bytes(b"#" * 250_001)
    assert codes(big) == ["PROFILE_TOO_LARGE"]
    for content in (b"= 1", b"\xff\xfe", b"a = " + b"[" * 5000):
        bad = tmp_path / "bad.toml"
        bad.write_bytes(content)
        assert codes(bad) == ["PROFILE_NOT_TOML"]
    whole = tmp_path / "whole.toml"
    whole.write_bytes(b"#" * (250_000 - 1) + b"\n")  # as large as may be: read, and found wanting
    assert set(codes(whole)) == {"PROFILE_KEY_MISSING"}
    assert codes(f"{tmp_path}/a\0.toml") == ["PROFILE_NOT_FOUND"]
    assert codes("../us") == ["PROFILE_NOT_FOUND"]
    with pytest.raises(DetainerError, match=r"no profile is called '\\x1b\[31m'"):  # escaped once
        load_profile("\x1b[31m")
    with pytest.MonkeyPatch.context() as patch:
        gone = tmp_path / "gone"
        gone.mkdir()
        patch.chdir(gone)
        gone.rmdir()
        assert codes("x.toml") == ["PROFILE_UNREADABLE"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "builtins.open", lambda *a, **k: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
        )
        assert codes(big) == ["PROFILE_UNREADABLE"]


def test_parents_beside_the_file_and_in_folders(tmp_path: Path) -> None:
    (tmp_path / "us-aa.toml").write_text(PLAIN.format("us-aa", "us"))
    (tmp_path / "us-aa-bb.toml").write_text(PLAIN.format("us-aa-bb", "us-aa"))
    assert [layer.id for layer in load_profile(tmp_path / "us-aa-bb.toml").layers] == [
        "us",
        "us-aa",
        "us-aa-bb",
    ]
    assert load_profile("us-aa-bb", folders=[str(tmp_path)]).id == "us-aa-bb"
    assert "us-aa" in ids([str(tmp_path)])
    with pytest.raises(DetainerError):
        ids([str(tmp_path / "no")])


def test_another_parent_in_a_folder_is_found_whatever_was_loaded_before(tmp_path: Path) -> None:
    """A profile kept from an earlier load may have had other parents."""
    own = load_profile("us-ma")
    federal = Path(own.layers[0].path).read_text("utf-8")
    name = "name   = 'United States'"
    assert name in federal
    (tmp_path / "us.toml").write_text("overrides = true\n" + federal.replace(name, "name = 'Mine'"), "utf-8")
    mine = load_profile("us-ma", folders=[str(tmp_path)])
    assert [layer.name for layer in mine.layers] == ["Mine", "Massachusetts"]
    assert load_profile("us-ma") is own  # the program's own is kept
    (tmp_path / "empty").mkdir()
    assert load_profile("us-ma", folders=str(tmp_path / "empty")) is own  # one folder is one folder
    for name in ("gone", "a\0b"):
        assert codes("us-ma", folders=[str(tmp_path / name)]) == ["PROFILE_UNREADABLE"]


def test_a_fault_of_a_parent_names_both_files(tmp_path: Path) -> None:
    (tmp_path / "us-aa.toml").write_text(PLAIN.format("us-aa", "us") + "colour = 1\n")
    (tmp_path / "us-aa-bb.toml").write_text(PLAIN.format("us-aa-bb", "us-aa"))
    with pytest.raises(DetainerError) as caught:
        load_profile(tmp_path / "us-aa-bb.toml")
    assert [p.field for p in caught.value.problems] == ["us-aa-bb.toml: parent: us-aa.toml: colour"]


def test_a_name_that_comes_with_the_program_is_taken_unless_said(tmp_path: Path) -> None:
    path = tmp_path / "us-ma.toml"
    path.write_text(PLAIN.format("us-ma", "us"))
    assert codes("us-ma", folders=[str(tmp_path)]) == ["PROFILE_NAME_TAKEN"]
    path.write_text(PLAIN.format("us-ma", "us") + "overrides = false\n")
    assert codes(path) == ["PROFILE_NAME_TAKEN"]
    path.write_text(PLAIN.format("us-ma", "us") + "overrides = true\n")
    assert load_profile("ma", folders=[str(tmp_path)]).path == str(path)


@pytest.mark.parametrize("folder", ["./zoo", "zoo"], ids=["before the program's", "after it in order"])
def test_a_file_called_as_a_built_in_that_is_another_profile_does_not_take_its_place(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Massachusetts' own rules answer for `us-ma`, and stand above what lies below it, whatever a file is called."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zoo").mkdir()
    (tmp_path / "zoo" / "us-ma.toml").write_text(PLAIN.format("us-aa", "us"))
    folders = [folder]
    own = load_profile("us-ma")
    assert load_profile("ma", folders=folders) is own
    assert load_profile("us-ma-boston", folders=folders).layers[1] is own
    assert load_profile("us-aa", folders=folders).path == f"{folder}/us-ma.toml"


def test_the_layer_of_an_agreement_cannot_be_replaced(tmp_path: Path) -> None:
    """A check puts in the program's own: a folder that has another must not seem to be heard."""
    folders = [str(tmp_path)]
    for name in ("us-aa", "aa"):
        (tmp_path / "agreement-wso.toml").write_text(PLAIN.format(name, "us"))
        assert load_profile("us-ma", folders=folders).id == "us-ma", "only called so"
    (tmp_path / "agreement-wso.toml").write_text(PLAIN.format("agreement-wso", "us") + "overrides = true\n")
    assert codes("us-ma", folders=folders) == ["PROFILE_NAME_TAKEN"]


def test_defines_that_grow_without_end(tmp_path: Path) -> None:
    """Each is eight times the one above: 8, 64, 512, 4096 questions."""
    lines = "".join(f'd{n} = "{" and ".join([f"d{n - 1}" if n else "I-200"] * 8)}"\n' for n in range(5))
    path = tmp_path / "us-xx.toml"
    path.write_text(PLAIN.format("us-xx", "us") + "[define]\n" + lines)
    with pytest.raises(DetainerError) as caught:
        load_profile(path)
    said = [(p.code, p.field, p.message) for p in caught.value.problems]
    assert said[0] == ("CONDITION_BROKEN", "us-xx.toml: define.d3", "more than 1000 questions")


def test_only_the_federal_layer_speaks_of_other_custody(tmp_path: Path) -> None:
    rule = '[[period]]\nid = "p"\n[[period.rule]]\nid = "r"\nact = ["hold"]\noutcome = "other_custody"\nsource = ["s"]\n'
    source = '[source.s]\ncite = "c"\nurl = "u"\nseen = "paraphrase"\nchecked = 2026-11-24\n'
    path = tmp_path / "us.toml"
    path.write_text(PLAIN.format("us", "us").replace('parent = "us"\n', "overrides = true\n") + source + rule)
    assert load_profile(path).periods[0].rules[0].outcome == "other_custody"


@pytest.mark.parametrize("name", ["us-xx", "aa"])
def test_without_a_parent_no_other_is_the_federal_layer(name: str, tmp_path: Path) -> None:
    rule = '[[period]]\nid = "p"\n[[period.rule]]\nid = "r"\nact = ["hold"]\noutcome = "other_custody"\nsource = ["s"]\n'
    source = '[source.s]\ncite = "c"\nurl = "u"\nseen = "paraphrase"\nchecked = 2026-11-24\n'
    path = tmp_path / f"{name}.toml"
    path.write_text(PLAIN.format(name, "us").replace('parent = "us"\n', "") + source + rule)
    assert codes(path) == ["PROFILE_KEY_MISSING", "PROFILE_VALUE_WRONG"]


def test_parents_that_lead_in_a_circle(tmp_path: Path) -> None:
    for name, parent in (("us-aa", "us-bb"), ("us-bb", "us-aa")):
        (tmp_path / f"{name}.toml").write_text(PLAIN.format(name, parent))
    assert codes(tmp_path / "us-aa.toml") == ["PROFILE_CYCLE"]
    for number in range(14):  # a chain without end, though no file comes twice
        (tmp_path / f"us-c{number}.toml").write_text(PLAIN.format(f"us-c{number}", f"us-c{number + 1}"))
    assert codes(tmp_path / "us-c0.toml") == ["PROFILE_CYCLE"]


def test_a_profile_without_parent(tmp_path: Path) -> None:
    path = tmp_path / "us-xx.toml"
    path.write_text('format = 1\nid = "us-xx"\nname = "X"\nstance = "none"\n')
    assert codes(path) == ["PROFILE_KEY_MISSING"]


def test_loading_reads_its_own_chain_and_nothing_else() -> None:
    script = (
        "import sys\nfrom detainer.profiles import load_profile\nread = []\n"
        "sys.addaudithook(lambda event, args: read.append(str(args[0])) if event == 'open' else None)\n"
        "load_profile('us-fl-pinellas')\n"
        "print(sorted(p.rsplit('/', 1)[-1] for p in read if p.endswith('.toml')))\n"
    )
    import subprocess

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "['us-fl-pinellas.toml', 'us-fl.toml', 'us.toml']"


def test_every_source_seen_verbatim_has_its_words_and_every_rule_a_source() -> None:
    for name, path in ids().items():
        document = tomllib.loads(Path(path).read_text("utf-8"))
        for period in document.get("period", []):
            assert all(rule["source"] for rule in period.get("rule", [])), name
