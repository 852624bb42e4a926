"""The page of an audit: well formed, self-contained, its figures those of the JSON, worked by hand."""

from __future__ import annotations

import doctest
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from page import Element, is_in_order, is_whole, leads_somewhere, part, read
from shell import RAW, do
from test_imports import loaded, own

from detainer.audit.figures import DAYS
from detainer.formats.audit import charts, overall, words
from detainer.formats.html import frame
from detainer.formats.text import LAST_LINE

# Released Wednesday 15:00. Straight, 48 h end on Friday at 15:00; by the regulation Thanksgiving and the
# weekend do not count: 9 h on Wednesday, 24 on Friday, and 15 more end on Monday at 15:00. A jail that
# honors detainers goes by the first of the two.
HONORS = """name,sex,release_at,taken_at,freed_at
at the very end,F,2026-11-25 15:00,2026-11-27 15:00,
a minute past,M,2026-11-25 15:00,2026-11-27 15:01,
freed on Monday,F,2026-11-25 15:00,,2026-11-30 15:00
freed on Tuesday,M,2026-11-25 15:00,,2026-12-01 15:00
taken before,M,2026-11-25 15:00,2026-11-25 14:59,
still there,F,2026-11-25 15:00,,
"""
# Released on Monday, no one knows when: 48 h end on Wednesday, at some time of the day. On the same day
# nobody is past that; on Wednesday perhaps; on Thursday everybody is.
DATES = """release_at,taken_at
2026-03-02,2026-03-02
2026-03-02,2026-03-04
2026-03-02,2026-03-05
"""
NAMES = ("48 straight hours", "48 hours by the regulation", "the end by the law read")
NASTY = "<script>alert(1)</script>&\u202e\u200b"
SHOWN = "<script>alert(1)</script>&\\u202e\\u200b"


class Audited:
    """An audit of a table: its page, and its JSON."""

    def __init__(self, folder: Path, text: str, *argv: str, profile: str = "honors", zone: str = "America/New_York", code: int = 0) -> None:  # fmt: skip
        table = folder / "table.csv"
        table.write_text(text, "utf-8")
        self.argv = ["audit", str(table), "-p", profile, "-z", zone, *argv]
        ran = do(*self.argv, "--to", "html")
        assert ran.code == code
        self.text = ran.out
        assert self.text.startswith("<!doctype html>\n")
        self.root = read(self.text.removeprefix("<!doctype html>\n"))

    @cached_property
    def json(self) -> dict[str, Any]:
        return do(*self.argv, "--to", "json").json

    def table(self, caption: str) -> list[list[str]]:
        """The rows of the table whose caption begins so."""
        found = [item for item in self.root.all("table") if item.one("caption").text().startswith(caption)]
        assert len(found) == 1, caption
        return found[0].rows()


@pytest.fixture(scope="module")
def honors(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    more = ["--assume", "ordinary", "--by", "year,sex", "--keep", "name", "--sensitivity"]
    return Audited(tmp_path_factory.mktemp("honors"), HONORS, *more)


@pytest.fixture(scope="module")
def dates(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    more = ["--assume", "ordinary", "--by", "year"]
    return Audited(tmp_path_factory.mktemp("dates"), DATES, *more, zone="America/Chicago")


# ---- the document ----


@pytest.mark.parametrize("name", ["honors", "dates"])
def test_it_is_whole_and_in_order(name: str, request: pytest.FixtureRequest) -> None:
    found: Audited = request.getfixturevalue(name)
    is_whole(found.root)
    leads_somewhere(found.root)
    is_in_order(found.root, ("header", "nav", "main", "footer"))
    assert found.root.one("html").all("title")[0].text() == "Detainer audit of table.csv"
    assert found.root.one("footer").text() == LAST_LINE


def test_every_picture_is_called_something_or_hidden(honors: Audited) -> None:
    pictures = honors.root.all("svg")
    assert len(pictures) > 20
    for item in pictures:
        if item.attributes.get("aria-hidden") != "true":
            assert item.attributes["role"] == "img"
            assert item.one("title").text()
    charts_of_their_own = [item for item in pictures if item.all("desc")]
    assert len(charts_of_their_own) == 1 + 4, "who was inside; by the day, for each of four ends"


def test_the_headline_is_that_of_the_text(honors: Audited) -> None:
    """Of the four measured one left within 48 straight hours, three by the regulation."""
    text = " ".join(do(*honors.argv).out.split())
    headline = honors.root.one("h1").text()
    assert headline == (
        "OF 4 RECORDS MEASURED: the person left within 48 straight hours of release in 25.0 %, "
        "within 48 hours as 8 CFR 287.7(d) counts them in 75.0 %."
    )
    assert text.startswith(headline)


def test_its_contents_lead_to_every_part_in_order(honors: Audited) -> None:
    links = [item.attributes["href"][1:] for item in honors.root.one("nav").all("a")]
    assert links == [item.attributes["id"] for item in honors.root.all("h2")]
    assert [item.text() for item in honors.root.one("nav").all("a")] == [
        "Be careful", "What was counted", "What became of them", "How long past each end", "By year", "By sex",
        "If an assumption were otherwise", "Held longest past release", "Made from", "Sources",
    ]  # fmt: skip


# ---- worked by hand ----


def test_whom_a_court_holds_is_named(tmp_path: Path) -> None:
    row = "release_at,taken_at,criminal-warrant\n2026-11-25 15:00,2026-11-27 15:00,yes\n"
    found = Audited(tmp_path, row, "--assume", "ordinary")
    assert found.table("What became of each person")[0] == ["on a court's warrant", "1", "1", "1"]


def test_what_became_of_six_people(honors: Audited) -> None:
    assert honors.table("What became of each person") == [
        ["taken by ICE inside", "1", "2", "1"],
        ["taken by ICE late", "1", "0", "1"],
        ["freed inside", "0", "1", "0"],
        ["freed late", "2", "1", "2"],
        ["left before release", "1", "1", "1"],
        ["not known", "1", "1", "1"],
        ["measured", "4", "4", "4"],
        ["of these inside", "1", "3", "1"],
        ["in percent", "25.0 %", "75.0 %", "25.0 %"],
    ]


def test_how_long_they_were_held(honors: Audited) -> None:
    """Past release 48 h, 48 h and a minute, 120 h, 144 h; past Friday nothing, a minute, 72 h, 96 h."""
    assert honors.table("Hours past each end") == [
        ["release due", "4", "4", "48.0", "144.0", "144.0", "360.0"],
        ["48 straight hours", "4", "3", "0.0", "96.0", "96.0", "168.0"],
        ["48 hours by the regulation", "4", "1", "0.0", "24.0", "24.0", "24.0"],
        ["the end by the law read", "4", "3", "0.0", "96.0", "96.0", "168.0"],
    ]
    assert honors.table("The bars in numbers") == [
        ["under 24 h", "0", "1", "0", "1"],
        ["24 to 48 h", "0", "0", "1", "0"],
        ["48 to 72 h", "2", "0", "0", "0"],
        ["72 to 96 h", "0", "1", "0", "1"],
        ["96 to 120 h", "0", "1", "0", "1"],
        ["120 to 144 h", "1", "0", "0", "0"],
        ["144 h or more", "1", "0", "0", "0"],
        ["past it for certain", "4", "3", "1", "3"],
    ]


def test_the_days_of_the_figures_are_those_of_the_page() -> None:
    assert len(overall._DAYS) == len(overall._HEADS) == DAYS


def test_the_columns_are_drawn_by_the_day(honors: Audited) -> None:
    """Past release the most of all charts, two, are in the third day; one is half as high."""
    chart = part(honors.root, "How long past each end").all("svg")[0]
    assert chart.one("title").text() == "release due, by the day past it"
    assert chart.one("desc").text() == "1: 0, 2: 0, 3: 2, 4: 0, 5: 0, 6: 1, 7+: 1."
    assert [float(item.attributes["height"]) for item in chart.all("rect")] == [96, 48, 48]


def drawn(picture: Element) -> list[tuple[str, str, str]]:
    """Each box of a picture: its look, where it begins, how wide it is."""
    return [
        (item.attributes["class"], item.attributes["x"], item.attributes["width"])
        for item in picture.all("rect")
    ]


def test_who_was_inside_is_drawn_to_scale(honors: Audited) -> None:
    chart = part(honors.root, "What became of them").all("svg", class_="detainer stacked")[0]
    straight = [("sure", "0.00%", "25.00%"), ("past", "25.00%", "75.00%")]
    regulation = [("sure", "0.00%", "75.00%"), ("past", "75.00%", "25.00%")]
    assert drawn(chart) == [*straight, *regulation, *straight]
    assert chart.one("desc").text() == (
        "48 straight hours: inside 25.0 %, past it 75.0 %. 48 hours by the regulation: inside 75.0 %, "
        "past it 25.0 %. the end by the law read: inside 25.0 %, past it 75.0 %."
    )
    named = [item.text() for item in chart.all("text") if "word" in item.attributes["class"]]
    assert named == ["inside 25.0 %", "past it 75.0 %", "inside 75.0 %", "past it 25.0 %", "inside 25.0 %", "past it 75.0 %"]  # fmt: skip


def test_groups_with_all_before_them(honors: Audited) -> None:
    """Of women one left in time and one on Monday; of men one a minute late and one on Tuesday."""
    assert part(honors.root, "By sex").one("table").rows() == [
        ["all", "6", "25.0 % 1 of 4", "75.0 % 3 of 4", "25.0 % 1 of 4"],
        ["F", "3", "50.0 % 1 of 2", "100.0 % 2 of 2", "50.0 % 1 of 2"],
        ["M", "3", "0.0 % 0 of 2", "50.0 % 1 of 2", "0.0 % 0 of 2"],
    ]
    bars = part(honors.root, "By sex").one("table").all("svg")
    assert drawn(bars[7]) == [("sure", "0.00%", "50.00%"), ("past", "50.00%", "50.00%")], (
        "men, by the regulation"
    )
    assert [row[0] for row in part(honors.root, "By year").one("table").rows()] == ["all", "2026"]


def test_what_moves_the_figures(honors: Audited) -> None:
    """Without a detainer nobody may be held at all: all four measured are past release."""
    rows = {
        row[0]: row[1:] for row in part(honors.root, "If an assumption were otherwise").one("table").rows()
    }
    assert rows["as assumed"] == ["6", "3 of 4", "25.0 % 1 of 4"]
    assert rows["form = none"] == ["0", "4 of 4", "0.0 % 0 of 4"]
    assert rows["box = 2"] == ["0", "-", "-"], "what box 2 says is not known: no end is"
    assert "No figure moves with: issuer, " in part(honors.root, "If an assumption were otherwise").text()


def test_only_the_columns_asked_for_are_shown(honors: Audited) -> None:
    table = part(honors.root, "Held longest past release").one("table")
    assert [item.text() for item in table.one("thead").all("th")] == [
        "row", "hours past release", "released", "left", "name",
    ]  # fmt: skip
    assert table.rows() == [
        ["5", "144.0", "Wed 25 Nov 2026 15:00 EST", "freed Tue 1 Dec 2026 15:00 EST", "freed on Tuesday"],
        ["4", "120.0", "Wed 25 Nov 2026 15:00 EST", "freed Mon 30 Nov 2026 15:00 EST", "freed on Monday"],
        ["3", "48.0", "Wed 25 Nov 2026 15:00 EST", "taken Fri 27 Nov 2026 15:01 EST", "a minute past"],
        ["2", "48.0", "Wed 25 Nov 2026 15:00 EST", "taken Fri 27 Nov 2026 15:00 EST", "at the very end"],
    ]
    assert "still there" not in honors.text


def test_what_to_be_careful_of_comes_first(honors: Audited) -> None:
    first = honors.root.one("main").all("section")[0]
    assert first.one("h2").text() == "Be careful"
    items = [item.text() for item in first.all("li")]
    assert (
        items[0]
        == "NEGATIVE_GAP: 1 record has a person who left before release was due: a class of their own, in no average"
    )
    assert items[1].startswith("Warnings of the answers: ")
    assert "READINGS_DIFFER 6" in items[1]


def test_what_it_was_made_from(honors: Audited) -> None:
    made = part(honors.root, "Made from")
    told = {item.one("dt").text(): item.one("dd").text() for item in made.all("dl")[0].all("div")}
    assert told["input"] == "table.csv"
    assert told["its hash"] == honors.json["made"]["sha256"]
    assert told["command"] == " ".join(honors.json["made"]["arguments"]).replace("--to json", "--to html")
    assert told["assumed"] == "ordinary"
    assert told["dates without hours"] == "bounds: any hour of the day"
    assert honors.json["profiles"][0]["hash"] in honors.table("The law that the records went by")[0][1]
    rules = honors.table("The rules on a hold")
    assert [row[0] for row in rules] == [
        f"{item['layer']}/{item['rule']}" for item in honors.json["profiles"][0]["rules"]
    ]
    with_warrant = next(row for row in rules if row[0] == "honors/with-warrant")
    assert with_warrant[1:4] == ["any date", "allowed", "requests-hold and (I-200 or I-205)"]
    cited = {item["url"] for rule in honors.json["profiles"][0]["rules"] for item in rule["sources"]}
    links = {item.attributes.get("href") for item in part(honors.root, "Sources").all("a")}
    assert {url for url in cited if url.startswith("http")} <= links


# ---- dates without hours ----


def test_a_date_alone_makes_pairs(dates: Audited) -> None:
    """The first is inside, the second either, the third past it: one to two of three."""
    rows = {row[0]: row[1:] for row in dates.table("What became of each person")}
    assert rows["taken by ICE inside"][:2] == ["1-2", "1-2"]
    assert rows["taken by ICE late"][:2] == ["1-2", "1-2"]
    assert rows["in percent"][:2] == ["33.3-66.7 %", "33.3-66.7 %"]
    assert dates.root.one("header").all("p", class_="pairs")[0].text() == (
        "Of 3 of the 3 records only dates are known, not hours: a figure is a pair, at least - at most, "
        "or one number where both are the same."
    )
    perhaps = dates.table("The bars in numbers")[-1]
    assert perhaps == ["past it perhaps", "1", "1", "1", "1"], "the first past release, the second past 48 h"
    chart = part(dates.root, "What became of them").all("svg", class_="detainer stacked")[0]
    assert drawn(chart)[:3] == [
        ("sure", "0.00%", "33.33%"), ("maybe", "33.33%", "33.33%"), ("past", "66.67%", "33.33%"),
    ]  # fmt: skip
    legend = part(dates.root, "What became of them").all("ul", class_="legend")[0]
    assert [item.one("b").text() for item in legend.all("li")] == ["inside", "perhaps", "past it"]


def test_hours_that_are_known_make_single_figures(honors: Audited, tmp_path: Path) -> None:
    said = honors.root.one("header").all("p", class_="pairs")[0].text()
    assert said == "Each figure is one number: of all records the hours are known."
    legend = part(honors.root, "What became of them").all("ul", class_="legend")[0]
    assert [item.one("b").text() for item in legend.all("li")] == ["inside", "past it"]
    read_early = Audited(tmp_path, DATES, "--date-only", "earliest").root.one("header")
    assert "a date without its hour was read as the earliest of its day" in read_early.text()


def told(figures: dict[str, Any]) -> Iterator[str]:
    """Every figure of a total in the JSON, as it is written for people."""

    def pair(least: float, most: float, form: str) -> str:
        low, high = format(least, form), format(most, form)
        return low if low == high else f"{low}-{high}"

    for name, end in figures["ends"].items():
        if name != "release":
            for outcome in end["outcomes"].values():
                yield pair(*outcome, ",")
            yield pair(*end["inside"], ",")
        yield format(end["measured"], ",")
        yield pair(*end["late"], ",")
        for seconds in end["seconds"].values():
            yield pair(seconds[0] / 3600, seconds[1] / 3600, ",.1f")
        yield from (format(number, ",") for number in end["late_by_day"])


@pytest.mark.parametrize("name", ["honors", "dates"])
def test_every_figure_of_the_json_is_on_the_page(name: str, request: pytest.FixtureRequest) -> None:
    found: Audited = request.getfixturevalue(name)
    cells = {cell for table in found.root.all("table") for row in table.rows() for cell in row}
    assert set(told(found.json["total"])) <= cells
    for step in found.json["funnel"]:
        assert [step["text"], f"{step['records']:,}", ""] in found.table("From the rows")
    for by, groups in found.json["by"].items():
        rows = {row[0]: row[1:] for row in part(found.root, f"By {by}").one("table").rows()}
        for group in groups:
            assert rows[group["group"]][0] == f"{group['counted']:,}"
            for place, end in enumerate(("straight", "regulation", "release_by"), 1):
                low, high = group["ends"][end]["inside"]
                inside = f"{low}" if low == high else f"{low}-{high}"
                assert rows[group["group"]][place].endswith(f" {inside} of {group['ends'][end]['measured']}")
    text = found.root.text()
    for note in found.json["notes"]:
        assert f"{note['code']}: {note['text']}" in text
    for code, count in (found.json["warnings"] | found.json["missing"]).items():
        assert f"{code} {count}" in text


# ---- hostile text ----


def test_names_and_cells_are_escaped_and_what_does_not_print_is_shown(tmp_path: Path) -> None:
    table = f'"{NASTY}",release_at,taken_at\n"{NASTY}",2026-11-25 15:00,2026-11-27 15:00\n'
    found = Audited(tmp_path, table, "--by", NASTY, "--keep", NASTY, "--assume", "ordinary")
    assert not RAW.search(found.text)
    assert "<script" not in found.text
    is_whole(found.root)
    leads_somewhere(found.root)
    assert part(found.root, f"By {SHOWN}").one("table").rows()[1][0] == SHOWN
    kept = part(found.root, "Held longest past release").one("table")
    assert kept.one("thead").all("th")[-1].text() == kept.rows()[0][-1] == SHOWN
    assert SHOWN in part(found.root, "Made from").text(), "in the command"


def test_a_cell_with_a_nul_or_an_escape_is_shown(tmp_path: Path) -> None:
    row = json.dumps(
        {"who": "a\x00b\x1b[31m", "release_at": "2026-11-25 15:00", "taken_at": "2026-11-27 15:00"}
    )
    found = Audited(tmp_path, row + "\n", "--by", "who", "--keep", "who", "--from", "jsonl")
    assert part(found.root, "By who").one("table").rows()[1][0] == "a\\x00b\\x1b[31m"


def test_long_cells_are_cut(tmp_path: Path) -> None:
    table = f"who,release_at,taken_at\n{'x' * 300},2026-11-25 15:00,2026-11-27 15:00\n"
    found = Audited(tmp_path, table, "--by", "who", "--keep", "who")
    assert part(found.root, "By who").one("table").rows()[1][0] == "x" * 100 + "... (300 characters)"
    kept = part(found.root, "Held longest past release").one("table").rows()[0][-1]
    assert kept == "x" * 200 + "... (300 characters)"


# ---- other tables ----


def test_nothing_measured_is_said_and_not_drawn(tmp_path: Path) -> None:
    table = "who,release_at,taken_at\na,2026-11-25 15:00,\n"
    found = Audited(tmp_path, table, "--by", "who")
    is_in_order(found.root, ("header", "nav", "main", "footer"))
    assert found.root.one("h1").text().startswith("NO 48 HOURS MEASURED: ")
    assert not found.root.all("svg", class_="detainer stacked")
    assert not [item for item in found.root.all("h2") if item.text() == "How long past each end"]
    assert part(found.root, "By who").one("table").rows() == [
        ["all", "1", "-", "-", "-"],
        ["a", "1", "-", "-", "-"],
    ]
    assert not part(found.root, "By who").all("ul"), "no legend of what is not drawn"
    assert "papers assumed" not in found.root.one("header").text()


def test_nothing_counted_is_a_page_too(tmp_path: Path) -> None:
    found = Audited(tmp_path, "release_at,taken_at\nnonsense,2026-11-25\n", "--by", "year", code=1)
    leads_somewhere_or_nowhere = [item.text() for item in found.root.one("nav").all("a")]
    assert leads_somewhere_or_nowhere == ["What was counted", "What became of them", "Made from"]
    rows = found.table("From the rows")
    assert rows[0] == ["rows were read", "1", ""]
    assert rows[1][:2] == ["cannot be answered: TIME_UNREADABLE", "-1"]
    assert rows[2] == ["counted", "0", ""]
    assert "for certain" not in do(*found.argv).out, "nor has the text a legend"


def test_nobody_past_an_end_has_no_chart_of_days(tmp_path: Path) -> None:
    table = "release_at,taken_at\n2026-11-25 15:00,2026-11-25 15:00\n"
    found = Audited(tmp_path, table, "--assume", "ordinary")
    past = part(found.root, "How long past each end")
    assert len(past.all("table")) == 1
    assert not past.all("svg")


BOOKINGS = """booking,release_at,how,kind
1,2026-03-02 10:00,BOND-SURETY,LOCAL
1,2026-03-02 10:00,BOND-SURETY,LOCAL
1,2026-03-03 10:00,RELEASED TO ICE,HOLD
2,2026-03-02 10:00,BOND-SURETY,LOCAL
2,2026-03-03 10:00,MOVED,HOLD
"""


def test_how_rows_made_bookings(tmp_path: Path) -> None:
    """Five rows, one twice; the second of two bookings was never picked up: it is left out."""
    more = ["--group", "booking", "--disposition", "how", "--pickup", "RELEASED TO ICE", "--freeing", "BOND*"]
    found = Audited(tmp_path, BOOKINGS, *more, "--detainer-rows", "kind=HOLD")
    assert found.table("From the rows")[:5] == [
        ["rows were read", "5", ""],
        ["stand there twice, cell for cell: counted once", "-1", ""],
        ["bookings", "2", ""],
        ["never picked up: no row says so", "-1", ""],
        ["counted", "1", ""],
    ]
    bars = part(found.root, "What was counted").all("svg")
    assert [drawn(bar) for bar in bars[:5]] == [
        [("all", "0.00%", "100.00%")],
        [("out", "80.00%", "20.00%")],
        [("all", "0.00%", "40.00%")],
        [("out", "20.00%", "20.00%")],
        [("all", "0.00%", "20.00%")],
    ]
    told = part(found.root, "Made from").all("dl")[0].text()
    assert "the rows of one booking; how each ended is in how" in told
    for said in ("RELEASED TO ICE", "BOND*", "kind=HOLD"):
        assert said in told


def test_every_row_is_a_charge_where_none_is_the_detainers(tmp_path: Path) -> None:
    more = ["--group", "booking", "--disposition", "how", "--pickup", "RELEASED TO ICE", "--freeing", "BOND*"]
    found = Audited(tmp_path, BOOKINGS, *more)
    assert "is no charge" not in part(found.root, "Made from").text()


def test_a_pipe_has_no_hash() -> None:
    argv = [
        sys.executable,
        "-m",
        "detainer",
        "audit",
        "-",
        "-p",
        "honors",
        "-z",
        "America/New_York",
        "--to",
        "html",
    ]
    ran = subprocess.run(argv, input=HONORS, capture_output=True, text=True, timeout=60, check=True)
    made = part(read(ran.stdout.removeprefix("<!doctype html>\n")), "Made from").text()
    assert "standard input" in made
    assert "none: it came through a pipe" in made
    assert "sha256:" in made, "of the law"


def test_several_laws(tmp_path: Path) -> None:
    """What they share is listed once; the headline's facts name three and count the rest."""
    names = ("us-fl-pinellas", "us-tx-travis", "us-nc", "us-ma")
    rows = "".join(f"{name},America/New_York,2026-11-25 15:00,2026-11-27 15:00\n" for name in names)
    table = tmp_path / "table.csv"
    table.write_text(
        f"profile,timezone,release_at,taken_at\n{rows}".replace("travis,America/New_York", "travis,")
    )
    ran = do("audit", str(table), "--to", "html", "--assume", "ordinary", "--by", "profile")
    assert ran.code == 0
    root = read(ran.out.removeprefix("<!doctype html>\n"))
    leads_somewhere(root)
    assert root.one("header").text().count(" and 1 more") == 1
    rules = [row[0] + row[1] for row in root.all("table")[-1].rows()]
    assert len(rules) == len(set(rules))
    assert [rule.split("/")[0] for rule in rules if rule.startswith("us/")] == ["us"] * sum(
        rule.startswith("us/") for rule in rules
    )
    layers = [rule.split("/")[0] for rule in rules]
    assert layers == sorted(layers, key=layers.index), "each layer's rules stand together"


# ---- small things ----


@pytest.mark.parametrize("module", [charts, words, frame], ids=lambda module: module.__name__)
def test_its_examples_run(module: ModuleType) -> None:
    failed, attempted = doctest.testmod(module)
    assert attempted
    assert not failed


def test_narrow_parts_of_a_bar_say_what_has_room() -> None:
    """About 7 units a letter: of 410, 0.13 is room for a percent alone, 0.05 for nothing."""
    look = charts._LOOKS[0]
    for width, said in ((0.6, ["inside 60.0 %", "60.0 %"]), (0.13, ["13.0 %"]), (0.05, [])):
        assert [read(item).text() for item in charts._on_bar(look, 0.5, width, 0)] == said


def test_from_the_command_line(honors: Audited, tmp_path: Path) -> None:
    for ending in ("html", "htm"):
        path = tmp_path / f"a.{ending}"
        assert do(*honors.argv, "-o", str(path)).code == 0
        assert path.read_text("utf-8").startswith("<!doctype html>\n")


def test_where_only_ascii_prints_it_is_ascii(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Audited(tmp_path, HONORS.replace("a minute past", "José"), "--keep", "name")
    assert "José" in found.text
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    from detainer.cli.main import run

    with pytest.raises(SystemExit):
        run([*found.argv, "--to", "html"])
    stream.seek(0)
    text = stream.read()
    assert "Jos&#233;" in text
    root = read(text.removeprefix("<!doctype html>\n"))
    assert "José" in part(root, "Held longest past release").text()


def test_the_page_is_loaded_only_when_asked_for(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(HONORS)
    argv = ["audit", str(table), "-p", "honors", "-z", "America/New_York"]
    plain = own(loaded(*argv))
    page = own(loaded(*argv, "--to", "html"))
    assert not {
        name for name in plain if name.startswith(("formats.html", "formats.svg", "formats.audit.html"))
    }
    assert "formats.audit.html" in page - plain
