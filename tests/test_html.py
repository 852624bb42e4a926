"""The answer as a page: well formed, self-contained, in order, nothing let in that should not be."""

from __future__ import annotations

import doctest
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from made import HEAD, PERIOD, rule, written
from page import Element, is_in_order, is_whole, leads_somewhere, part, read
from shell import HONORS, do
from test_examples import EXAMPLES
from test_picture import KINDS, made
from test_svg import NASTY, SHOWN
from test_timeline import decide, own

from detainer import Decision, load_profile
from detainer import examples as worked
from detainer.days import excluded
from detainer.formats import hours, html, svg
from detainer.formats.html import markup, render
from detainer.formats.html.markup import address, tag
from detainer.formats.text import LAST_LINE, statement
from detainer.steps import steps


def page(decision: Decision) -> Element:
    text = render(decision)
    assert text.startswith("<!doctype html>\n")
    return read(text.removeprefix("<!doctype html>\n"))


def items(root: Element, title: str) -> list[str]:
    return [item.text() for item in part(root, title).all("li")]


# ---- the document ----


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_whole_and_needs_nothing_else(kind: str, tmp_path: Path) -> None:
    is_whole(page(made(kind, tmp_path)))


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_one_of_a_kind_and_links_lead_somewhere(kind: str, tmp_path: Path) -> None:
    leads_somewhere(page(made(kind, tmp_path)))


@pytest.mark.parametrize("kind", KINDS)
def test_headings_landmarks_and_tables_are_in_order(kind: str, tmp_path: Path) -> None:
    decision = made(kind, tmp_path)
    root = page(decision)
    is_in_order(root)
    assert root.one("h1").text() == statement(decision)[0] == root.one("html").all("title")[0].text()
    assert root.one("footer").all("p")[-1].text() == LAST_LINE


def test_it_never_blesses() -> None:
    """The words of the page; the law's own, in sources, may say what they say."""
    for kind in ("a hold", "no hold", "unknown", "other custody"):
        root = page(made(kind, Path()))
        root.one("main").inside = [
            item for item in root.one("main").inside if "Sources" not in item.text()[:7]
        ]  # type: ignore[union-attr]
        assert not re.search(r"\blawful|\bvalid\b|\blegal\b(?! advice)", root.text(), re.IGNORECASE)


# ---- what it says ----


def test_thanksgiving_by_hand() -> None:
    """Wed 15:00 to 24:00 is 9 h, Friday 24 h (33), Monday 15 h more: 48 at Mon 15:00."""
    root = page(made("a hold", Path()))
    assert part(root, "Readings").one("table").rows() == [
        ["straight", "Fri 27 Nov 2026 15:00 EST", "governs", "48 h, every hour counted",
         "release, Wed 25 Nov 2026 15:00 EST", "ICE, Guidance for Completing Form I-247A (2017) (verbatim)"],
        ["regulation", "Mon 30 Nov 2026 15:00 EST", "",
         "48 h without Saturdays, Sundays and federal holidays as observed",
         "release, Wed 25 Nov 2026 15:00 EST", "8 CFR 287.7(d) (verbatim)"],
    ]  # fmt: skip
    straight, regulation = part(root, "The hours, day by day").all("details")
    assert regulation.one("table").rows() == [
        ["Wed 25 Nov", "15:00-24:00", "9 h", "9 h", ""],
        ["Thu 26 Nov", "00:00-24:00", "not counted", "9 h", "Thanksgiving Day; 5 U.S.C. 6103(a)"],
        ["Fri 27 Nov", "00:00-24:00", "24 h", "33 h", ""],
        ["Sat 28 Nov", "00:00-24:00", "not counted", "33 h", "Saturday"],
        ["Sun 29 Nov", "00:00-24:00", "not counted", "33 h", "Sunday"],
        ["Mon 30 Nov", "00:00-15:00", "15 h", "48 h", ""],
    ]
    assert regulation.all("p")[-1].text() == "full after 48 h: Mon 30 Nov 2026 15:00 EST"
    assert straight.all("p")[-1].text().endswith("Fri 27 Nov 2026 15:00 EST, and it governs")
    facts = {item.all("dt")[0].text(): item.all("dd")[0].text() for item in root.one("header").all("div")}
    assert facts == {
        "profile": "honors: A jail that honors detainers (generic)",
        "release": "Wed 25 Nov 2026 15:00 EST, America/New_York",
        "time left as of": "Wed 25 Nov 2026 16:48 EST",
    }


def test_clocks_that_change_stand_with_their_day() -> None:
    """Sun 2026-11-01 has 25 hours: Sat 12 h, Sun 25 h (37), Mon 11 h."""
    root = page(decide("honors", "2026-10-31T12:00"))
    rows = part(root, "The hours, day by day").all("table")[0].rows()
    assert rows == [
        ["Sat 31 Oct", "12:00-24:00", "12 h", "12 h", ""],
        ["Sun 1 Nov", "00:00-24:00", "25 h", "37 h", "clocks change"],
        ["Mon 2 Nov", "00:00-11:00", "11 h", "48 h", ""],
    ]


def test_the_picture_is_the_chart_and_says_nothing_twice() -> None:
    decision = made("a hold", Path())
    picture = svg.render(decision, alone=False)
    assert picture in render(decision)
    assert "RELEASE BY Fri 15:00" in picture
    assert "unless ICE takes" not in re.sub("<title.*?</title>", "", picture)
    assert LAST_LINE not in picture
    assert "ONLY IF CONFIRMED" not in picture


def test_every_rule_weighed_is_in_one_of_two_tables_with_its_number() -> None:
    decision = decide("us-ma", "2026-11-25T15:00")
    weighed = part(page(decision), "Every rule weighed")
    for act in ("hold", "notify", "transfer"):
        group = [step for step in steps(decision.basis) if step.act == act]
        tables = [
            t
            for t in weighed.all("table")
            if t.one("caption").attributes["id"] in (f"met-{act}", f"unmet-{act}")
        ]
        rows = sorted((row for table in tables for row in table.rows()), key=lambda row: int(row[0]))
        assert [int(row[0]) for row in rows] == list(range(1, len(group) + 1))
        for row, step in zip(rows, group, strict=True):
            assert row[1].startswith(f"{step.layer}/{step.rule} period {step.period}")
            assert row[2] == step.outcome.replace("_", " ")
            assert row[3] == {
                "yes": "met",
                "no": "not met",
                "unknown": "unknown",
                "not reached": "not reached",
            }[step.result] + (", and it decides" if step.spoke else "")
    folded = [item for item in weighed.all("details") if "open" not in item.attributes]
    assert all(item.attributes["class"] == "screen" for item in folded), "what is folded is not printed"


def test_what_is_not_printed_is_said() -> None:
    decision = made("a hold", Path())
    root = page(decision)
    printed = [
        row
        for table in part(root, "Every rule weighed").all("table")
        if table.one("caption").attributes["id"].startswith("met-")
        for row in table.rows()
    ]
    left = len(list(steps(decision.basis))) - len(printed)
    said = root.one("footer").all("p")[0]
    assert said.attributes["class"] == "paper soft"
    assert said.text().startswith(f"Not printed: {left} rules not met or not reached, with their sources; "
                                  "the hours of regulation, day by day; the facts assumed")  # fmt: skip


def test_the_record_says_whence_each_fact_is() -> None:
    decision = decide(
        "honors", "2026-11-25T15:00", form="I-247A", papers={"I-200": True}, agreement=frozenset()
    )
    rows = part(page(decision), "The record, as understood").one("table").rows()
    assert ["release_at", "2026-11-25T15:00:00-05:00", "given"] in rows
    assert ["form", "I-247A", "given"] in rows
    assert ["I-200", "yes", "given"] in rows
    assert ["I-205", "no", "assumed"] in rows
    assert ["citizenship", "none", "assumed"] in rows
    assert ["agreement", "none", "given"] in rows
    florida = part(page(decide("us-fl-pinellas", "2026-03-06T18:00")), "The record, as understood")
    assert ["agreement", "BOA, TFM, WSO", "the profile's agreement"] in florida.one("table").rows()
    assert florida.all("p")[0].text() == "Not known: booked_at, freed_at, taken_at, offense_on, asks_custody."


def test_it_says_what_it_was_made_from() -> None:
    decision = decide("us-ma", "2026-11-25T15:00")
    told = decision.to_dict()
    text = part(page(decision), "Made from").text()
    for value in (
        told["provenance"]["tzdata"],
        told["provenance"]["input"],
        told["profile"]["hash"],
        "us, us-ma",
    ):
        assert value in text


def test_what_is_missing_comes_first_with_its_flag() -> None:
    root = page(made("unknown", Path()))
    assert root.all("h2")[0].text() == "Needed to say more"
    first = part(root, "Needed to say more").all("li")[0]
    assert first.text() == "Which form is the detainer? --form I-247A|I-247|I-247D|I-247N|I-247X|I-247G|none"
    assert "ONLY IF CONFIRMED (assumed, not given)" not in [h.text() for h in root.all("h2")]


def test_a_window_of_many_days_is_folded(tmp_path: Path) -> None:
    """720 h from release touch 31 local days."""
    root = page(made("thirty days", tmp_path))
    long = next(
        d for d in part(root, "The hours, day by day").all("details") if d.all("h3")[0].text() == "own"
    )
    assert "open" not in long.attributes
    assert len(long.one("table").rows()) == 31


def test_a_reading_that_cannot_be_counted_says_why() -> None:
    decision = decide("us-nc", "2025-03-06T14:00", offense_on=date(2025, 1, 10))
    root = page(decision)
    row = next(row for row in part(root, "Readings").one("table").rows() if row[0] == "receipt")
    assert row[1] == "cannot be counted, the time of receipt of the detainer is not known"
    assert "not known when, so nothing is counted" in part(root, "The hours, day by day").text()


def test_hours_past_the_last_holidays_known_say_so() -> None:
    """Fri 2100-12-31 15:00: 9 h are left of the last year, so 48 h without weekends run into 2101."""
    root = page(decide("honors", "2100-12-31T15:00"))
    rows = part(root, "Readings").one("table").rows()
    assert ["regulation", "cannot be counted, no holiday is known after 2100"] in [row[:2] for row in rows]
    assert (
        "no holiday is known after 2100, so nothing is counted" in part(root, "The hours, day by day").text()
    )


def test_a_withdrawn_detainer_governs_until_then() -> None:
    root = page(decide("honors", "2026-11-25T15:00", cancelled_at="2026-11-26T09:30"))
    rows = part(root, "Readings").one("table").rows()
    assert rows[0][2] == "governs, until the withdrawal Thu 26 Nov 2026 09:30 EST"


# ---- sources ----


def sourced(tmp_path: Path, url: str, cite: str = "Xan. Stat. 1") -> Decision:
    text = HEAD.replace("https://example.org", url).replace("Xan. Stat. 1", cite)
    clock = "[clock.own]\nhours = 48\n"
    profile = written(tmp_path, text + clock + PERIOD + rule("r", "allowed", 'clock = ["own"]'))
    return decide(profile, "2026-11-25T15:00")


def test_a_source_is_listed_once_and_linked_from_where_it_is_named(tmp_path: Path) -> None:
    root = page(sourced(tmp_path, "https://example.org/a?b=1&c=%22"))
    own = [item for item in part(root, "Sources").all("li") if "Xan. Stat. 1" in item.text()]
    assert len(own) == 1
    assert own[0].all("a")[0].attributes["href"] == "https://example.org/a?b=1&c=%22"
    rule = part(root, "Rules").all("li")[0]
    assert rule.text() == "hold: allowed: Xan. Stat. 1 (paraphrase; us-xx/r)"
    assert rule.all("a")[0].attributes["href"] == f"#{own[0].attributes['id']}"


ADDRESSES = [
    ("https://example.org/", True, "of the web"),
    ("HTTP://EXAMPLE.ORG", True, "in capitals"),
    ("javascript:alert(1)", False, "runs"),
    ("data:text/html,x", False, "holds a page"),
    ("file:///etc/passwd", False, "of this machine"),
    ("//example.org", False, "of no scheme"),
    ("https://example.org/ onclick=x", False, "a blank in it"),
    ("https://exa\u202emple.org", False, "turns round"),
    ("https://", False, "nowhere"),
    ("a library's shelf", False, "words"),
    (None, False, "none"),
]


@pytest.mark.parametrize(("text", "linked", "why"), ADDRESSES, ids=[why for *_, why in ADDRESSES])
def test_only_addresses_of_the_web_are_links(text: str | None, linked: bool, why: str) -> None:
    assert address(text) == (text if linked else None), why


def test_another_address_is_text(tmp_path: Path) -> None:
    root = page(sourced(tmp_path, "javascript:alert(1)"))
    own = next(item for item in part(root, "Sources").all("li") if "Xan. Stat. 1" in item.text())
    assert not own.all("a")
    assert "javascript:alert(1)" in own.text()


# ---- hostile text ----


def test_text_is_escaped_and_markup_is_not() -> None:
    assert tag("p", '<b>&"', tag("br"), title='"<') == '<p title="&quot;&lt;">&lt;b&gt;&amp;&quot;<br></p>'


def test_names_are_escaped_and_what_does_not_print_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # A profile's file is refused with such a name; a program may still make one.
    def hostile(words: tuple[str, ...], year: int) -> Any:
        return {day: why.replace("Sunday", NASTY) for day, why in excluded(words, year).items()}

    monkeypatch.setattr("detainer.clock.excluded", hostile)
    profile = replace(own(tmp_path, "hours = 48"), name=NASTY)
    text = render(decide(profile, "2026-11-27T15:00"))
    assert not set("\x1b\u202e\u200b\x00\ufffe\ud800") & set(text)
    assert "<script" not in text
    text.encode("utf-8")
    root = read(text.removeprefix("<!doctype html>\n"))
    assert SHOWN in root.one("header").text()
    assert SHOWN in part(root, "The hours, day by day").text()


def test_a_cite_with_markup_is_linked_whole(tmp_path: Path) -> None:
    root = page(sourced(tmp_path, "https://example.org", "A & <B> (c)* [1]"))
    link = part(root, "Rules").all("li")[0].all("a")[0]
    assert link.text() == "A & <B> (c)* [1]"


# ---- all of it ----


def test_every_third_worked_example_has_a_page() -> None:
    for name, example in ((name, item) for name, items in EXAMPLES.items() for item in items[::3]):
        decision = worked.decide(load_profile(name), example)
        root = page(decision)
        assert root.one("h1").text() == statement(decision)[0], name
        ids = [item.attributes["id"] for item in root.all() if "id" in item.attributes]
        assert len(ids) == len(set(ids)), name


@pytest.mark.parametrize("module", [html, markup, hours], ids=lambda module: module.__name__)
def test_its_examples_run(module: ModuleType) -> None:
    failed, attempted = doctest.testmod(module)
    assert attempted
    assert not failed


def test_from_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    assert do(*HONORS, "-f", "html", "-o", str(path)).code == 0
    assert path.read_text("utf-8") == do(*HONORS, "-f", "html").out
    assert path.read_text("utf-8").startswith("<!doctype html>")
