"""The map drawn: every state once, nothing over another, readable in grey and without seeing it."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from shell import do

from detainer.atlas import KINDS, Kind, Tile, changes, history, tiles
from detainer.cli.map import FORMATS
from detainer.formats.map import page as pages
from detainer.formats.map import render
from detainer.formats.map.listing import lines
from detainer.formats.map.tiles import LOOKS, PLACED, SIDE
from detainer.formats.map.words import KIND_WORDS, SHORT, marks, span
from detainer.formats.svg.sheet import MARGIN, RIGHT
from detainer.formats.text import LAST_LINE
from detainer.places import places
from detainer.states import NAMES

SVG = "{http://www.w3.org/2000/svg}"
HERE = places()
DAYS = [date(2012, 1, 1), date(2017, 6, 1), date(2019, 7, 15), date(2026, 11, 24), date(2027, 6, 1)]


@cache
def found_on(day: date) -> tuple[Tile, ...]:
    return tiles(HERE, day)


@cache
def picture(day: date) -> ElementTree.Element:
    return ElementTree.fromstring(render(found_on(day), day))


def drawn_tiles(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """Each tile's group by postal code; a code twice fails here."""
    groups = [item for item in root.iter(f"{SVG}g") if "place" in item.get("class", "").split()]
    codes = [text_of(group, "code") for group in groups]
    assert len(set(codes)) == len(codes)
    return dict(zip(codes, groups, strict=True))


def text_of(group: ElementTree.Element, look: str) -> str:
    return next(t.text or "" for t in group.iter(f"{SVG}text") if look in t.get("class", "").split())


def box_of(group: ElementTree.Element) -> tuple[float, float, float, float]:
    rect = next(item for item in group.iter(f"{SVG}rect") if "tile" in item.get("class", "").split())
    x, y, width, height = (float(rect.get(name, 0)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


# ---- the picture ----


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_state_once_and_no_tile_over_another(day: date) -> None:
    root = picture(day)
    found = drawn_tiles(root)
    assert set(found) == set(HERE)
    boxes = {code: box_of(group) for code, group in found.items()}
    for (a, one), (b, two) in combinations(boxes.items(), 2):
        apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
        assert apart, (a, b)
    height = float(root.get("height", 0))
    assert all(
        MARGIN <= x < right <= RIGHT and 0 < y < bottom < height for x, y, right, bottom in boxes.values()
    )
    assert all(round(right - x, 1) == round(bottom - y, 1) for x, y, right, bottom in boxes.values()), (
        "square"
    )


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_tile_says_its_outcome_in_words_and_marks(day: date) -> None:
    found = drawn_tiles(picture(day))
    for item in found_on(day):
        group = found[item.code]
        assert text_of(group, "word") == KIND_WORDS[item.kind][0]
        signs = [t.text for t in group.iter(f"{SVG}text") if "sign" in t.get("class", "").split()]
        assert "".join(reversed([sign or "" for sign in signs])) == marks(item)
        assert group.findtext(f"{SVG}title") == group.get("aria-label")
        assert (group.get("aria-label") or "").startswith(f"{item.name}: {KIND_WORDS[item.kind][0]}")


def test_unsettled_law_is_on_the_tile() -> None:
    found = drawn_tiles(picture(date(2026, 11, 24)))
    assert found["WI"].get("aria-label") == "Wisconsin: not allowed, unsettled law"
    assert found["AL"].get("aria-label") == "Alabama: no rule, unsettled law"
    assert found["FL"].get("aria-label") == "Florida: required, words not read"
    assert found["PA"].get("aria-label") == "Pennsylvania: no rule"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_it_is_well_formed_and_needs_nothing_else(day: date) -> None:
    text, root = render(found_on(day), day), picture(day)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in text
    ids = [item.get("id") for item in root.iter() if item.get("id")]
    assert len(set(ids)) == len(ids)
    patterns = {f"#{item.get('id')}" for item in root.iter(f"{SVG}pattern")}
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= patterns
    assert root.get("role") == "img"
    style = root.findtext(f"{SVG}style") or ""
    selectors = re.findall(r"([^{}\n]+)\{", re.sub(r"@media[^{]*\{", "", style))
    assert all(name.startswith(".detainer") for selector in selectors for name in selector.split(","))
    for item in root.iter(f"{SVG}text"):  # nothing runs off the sheet
        size = float(item.get("font-size", 13))
        end = float(item.get("x", 0)) + (0 if item.get("text-anchor") else 0.53 * size * len(item.text or ""))
        assert end <= 960, item.text


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_who_cannot_see_it_is_told_every_state(day: date) -> None:
    told = picture(day).findtext(f"{SVG}desc") or ""
    for kind in KINDS:
        names = [item.name for item in found_on(day) if item.kind == kind]
        if names:
            assert f"{KIND_WORDS[kind][0]} {len(names)}: {', '.join(names)}." in told
    assert told.endswith(LAST_LINE)
    assert "agreement under 8 U.S.C. 1357(g)" in told, "a county may answer otherwise"
    assert ("this date is after that" in told) == (day > date(2026, 11, 24))


def lightness(colour: str) -> float:
    """How light a colour is in grey, 0 to 255 (ITU-R BT.601)."""
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    red, green, blue = (int(digits[n : n + 2], 16) for n in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize(("rules", "paper"), [(LOOKS.light, "#fff"), (LOOKS.dark, "#14161b")])
def test_kinds_differ_in_grey(rules: str, paper: str) -> None:
    """Solid fills lie far apart in lightness, from one another and from paper; others have patterns."""
    fill = {name: re.search(rf"\.{name}\{{fill:(#\w+)", rules) for name in ("required", "not_allowed")}
    solid = [lightness(found[1]) for found in fill.values() if found] + [lightness(paper)]
    assert len(solid) == 3
    assert all(abs(a - b) > 50 for a, b in combinations(solid, 2))


def kind_tile(kind: Kind, code: str) -> Tile:
    return found_on(DAYS[0])[0]._replace(
        kind=kind, code=code, name=NAMES[code], doubts=(), notes=(), rules=()
    )


def test_every_kind_has_its_own_look() -> None:
    found = [kind_tile(kind, code) for kind, code in zip(KINDS, PLACED, strict=False)]
    root = ElementTree.fromstring(render(found, DAYS[0]))
    looks = set()
    for group in drawn_tiles(root).values():
        rect = next(item for item in group.iter(f"{SVG}rect") if "tile" in item.get("class", ""))
        looks.add(rect.get("fill", "")[:7] or rect.get("class"))
    assert len(looks) == len(KINDS)
    shown = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert all(f"{KIND_WORDS[kind][0]}: 1" in shown for kind in KINDS), "the legend has each"
    assert len({SHORT[kind] for kind in KINDS}) == len(KINDS), "on a small map too"


def test_all_places_of_the_grid() -> None:
    assert set(PLACED) == set(NAMES)
    assert len(set(PLACED.values())) == len(PLACED)
    assert 0.53 * 12.5 * max(len(word) for word, _ in KIND_WORDS.values()) < SIDE, "a word fits its tile"


# ---- the page ----


class Reader(HTMLParser):
    """Reads the page; an element closed in the wrong place fails."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        self.words: list[tuple[str, str]] = []
        self.within: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.seen.append((tag, found, tuple(self.within)))
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)
            self.within.append(found.get("class", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}, tuple(self.within)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.within.pop()

    def handle_data(self, data: str) -> None:
        self.words.append((self.open[-1] if self.open else "", data))


@cache
def page(day: date = date(2019, 7, 15)) -> str:
    return pages.render([history(code, profile) for code, profile in HERE.items()], day)


@cache
def read() -> Reader:
    return Reader(page())


def test_the_page_has_a_step_for_each_date_of_change_and_opens_at_the_date() -> None:
    turned = changes(history(code, profile) for code, profile in HERE.items())
    radios = [found for tag, found, _ in read().seen if tag == "input"]
    assert len(radios) == len(turned) + 1, "and one for what was before"
    labels = [found["for"] for tag, found, _ in read().seen if tag == "label" and found["class"] == "date"]
    assert labels == [found["id"] for found in radios]
    (opened,) = (number for number, found in enumerate(radios) if "checked" in found)
    assert str(turned[opened - 1].day) == "2019-07-01", "the last change before 2019-07-15"
    for day, name in ((date(1990, 1, 1), "d0"), (date(2090, 1, 1), f"d{len(turned)}")):
        assert f'id="{name}" checked' in page(day)


def test_each_step_shows_each_state_once_in_map_and_table() -> None:
    """Follows the rules of style: what a step does not hide is one tile and one row of each place."""
    rules = re.findall(r"#d(\d+):checked~\.stage \.v:not\(([^)]*)\)\{display:none\}", page())
    turns = {code: history(code, profile) for code, profile in HERE.items()}
    steps = [date(1970, 1, 1), *(change.day for change in changes(turns.values()))]
    assert [int(number) for number, _ in rules] == list(range(len(steps)))
    things = [
        (tag, found.get("class", "").split(), found.get("aria-label", ""))
        for tag, found, _ in read().seen
        if tag in ("g", "tbody", "div")
    ]
    for day, (_, listed) in zip(steps, rules, strict=True):
        kept = {name.lstrip(".") for name in listed.split(",")}
        shown = [item for item in things if "v" not in item[1] or kept & set(item[1])]
        told = [label for tag, names, label in shown if tag == "g" and "place" in names]
        assert len(told) == len(HERE)
        for code, profile in HERE.items():
            word = KIND_WORDS[next(t for t in reversed(turns[code]) if t.day <= day).kind][0]
            name = profile.name if profile else NAMES[code]
            assert sum(label.startswith(f"{name}: {word}") for label in told) == 1
        assert sum(tag == "tbody" for tag, _, _ in shown) == len(HERE)
        assert sum("step" in names for tag, names, _ in shown) == 1


def test_the_table_is_complete() -> None:
    heads = [found for tag, found, _ in read().seen if tag == "th"]
    assert [found for found in heads if found.get("scope") == "col"] == [{"scope": "col"}] * 5
    rows = sum(len(history(code, profile)) for code, profile in HERE.items())
    assert len([found for found in heads if found.get("scope") == "row"]) == rows
    text = " ".join("".join(data for _, data in read().words).split())
    for part in (
        "Fla. Stat. 908.102(2)", "us-fl/comply", "Gov. Code 7284.6(a)(1)(B)", "Voces de la Frontera v. Gerber",
        "verbatim", "paraphrase", "unverified", "Galarza v. Szalczyk", "since 2019-07-01", LAST_LINE,
    ):  # fmt: skip
        assert part in text
    for item in found_on(date(2026, 11, 24)):
        for doubt in item.doubts:
            assert " ".join(doubt.question.split()) in text


def test_the_page_works_without_script_and_alone() -> None:
    text = page()
    assert "<script" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert not any(name.startswith("on") for _, found, _ in read().seen for name in found)
    ids = [found["id"] for _, found, _ in read().seen if "id" in found]
    assert len(set(ids)) == len(ids)
    wanted = {found["for"] for tag, found, _ in read().seen if tag == "label"}
    assert wanted <= set(ids)
    assert set(re.findall(r"url\(#([^)]*)\)", text)) <= set(ids)
    assert len(text) < 400_000


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("1970-01-01", "2010-01-01", "before Fri 1 Jan 2010"),
        ("2019-07-01", "2019-09-23", "Mon 1 Jul 2019 to Sun 22 Sep 2019"),
        ("2019-07-01", "2019-07-02", "Mon 1 Jul 2019"),
        ("2019-07-01", None, "from Mon 1 Jul 2019"),
        ("1970-01-01", None, "any date"),
    ],
)
def test_the_dates_of_a_step(since: str, until: str | None, expected: str) -> None:
    assert span(date.fromisoformat(since), until and date.fromisoformat(until)) == expected  # type: ignore[arg-type]


# ---- names ----

NASTY = 'X\x1b[31m<b>&"\u202e\u200b\x00\ufffe</title><script>alert(1)</script>'
SHOWN = 'X\\x1b[31m<b>&"\\u202e\\u200b\\x00\\ufffe</title><script>alert(1)</script>'


def test_hostile_names_are_escaped() -> None:
    # A profile's file is refused with such a name; a program may still make one.
    day = DAYS[3]
    found = [item._replace(name=NASTY) if item.code == "FL" else item for item in found_on(day)]
    turns = [
        tuple(item._replace(name=NASTY) for item in history(code, profile)) for code, profile in HERE.items()
    ]
    svg, html = render(found, day), pages.render(turns, day)
    for text in (svg, html):
        assert not set("\x1b\u202e\u200b\x00\ufffe") & set(text)
        assert "<script" not in text
        assert "<b>&" not in text
    root = ElementTree.fromstring(svg)
    assert (drawn_tiles(root)["FL"].get("aria-label") or "").startswith(f"{SHOWN}: required")
    assert any(data == SHOWN for _, data in Reader(html).words)
    assert not set("\x1b\u202e\u200b\x00\ufffe") & set("\n".join(lines(found, day)))


# ---- the list and the command ----


def test_the_list_has_a_line_for_each_state() -> None:
    ran = do("profiles", "map", "--on", "2019-07-01")
    assert (ran.code, ran.err) == (0, "")
    printed = ran.out.splitlines()
    assert all(len(line) <= 80 for line in printed)
    assert printed[0] == "State law on ICE holds past release, Mon 1 Jul 2019"
    codes = [line[:2] for line in printed if re.match(r"[A-Z]{2} ", line)]
    assert codes == list(HERE)
    assert "FL Florida                  required    \u2020   Fla. Stat. 908.102(2)" in printed
    assert "PR Puerto Rico              not read" in printed


def test_json() -> None:
    answer = do("profiles", "map", "--on", "2019-07-01", "-f", "json").json
    assert (answer["on"], answer["form"], answer["changed"], answer["changes"]) == (
        "2019-07-01", "I-247A", "2019-07-01", "2019-09-23",
    )  # fmt: skip
    found = {place["code"]: place for place in answer["places"]}
    assert set(found) == set(HERE)
    assert (found["FL"]["outcome"], found["FL"]["unverified"]) == ("required", True)
    assert found["FL"]["rules"][0]["sources"][0]["cite"] == "Fla. Stat. 908.102(2)"
    assert found["WI"]["contested"][0]["otherwise"][0]["outcome"] == "allowed"
    assert found["NJ"]["missing"][0]["flag"] == "--answer violent-charge=yes|no"
    assert (found["PR"]["profile"], found["PR"]["outcome"]) == (None, "unread")
    early = do("profiles", "map", "--on", "1980-01-01", "-f", "json").json
    assert (early["changed"], early["changes"]) == (None, "2010-01-01")


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.svg", "<svg "), ("a.HTML", "<!DOCTYPE html>"), ("a.json", "{\n"), ("a.txt", "State law on ICE")],
)
def test_the_format_follows_the_name_of_the_file(name: str, start: str, tmp_path: Path) -> None:
    path = tmp_path / name
    ran = do("profiles", "map", "--on", "2026-03-01", "-o", str(path))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert path.read_text("utf-8").startswith(start)
    assert do("profiles", "map", "--on", "2026-03-01", "-f", "svg").out.startswith("<svg ")


def test_what_is_refused(tmp_path: Path) -> None:
    assert FORMATS == ("text", "json", "svg", "html")
    for arguments, code in (
        (["-f", "pdf"], "VALUE_UNKNOWN"),
        (["--on", "1960-01-01"], "YEAR_OUT_OF_RANGE"),
        (["--on", "2019-02-30"], "DATE_IMPOSSIBLE"),
        (["-o", str(tmp_path / "nowhere" / "a.svg")], "OUTPUT_FAILED"),
        (["--profiles", str(tmp_path / "nowhere")], "PROFILE_UNREADABLE"),
    ):
        ran = do("profiles", "map", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert code in ran.err


def test_profiles_of_ones_own_are_on_the_map(tmp_path: Path) -> None:
    text = 'format = 1\nid = "us-pr"\nname = "Porto"\nparent = "us"\nzones = ["America/Puerto_Rico"]\nstance = "none"\n'
    (tmp_path / "us-pr.toml").write_text(text, "utf-8")
    ran = do("profiles", "map", "--on", "2026-03-01", "-f", "json", "--profiles", str(tmp_path))
    assert [p["name"] for p in json.loads(ran.out)["places"] if p["code"] == "PR"] == ["Porto"]


def test_today_where_no_date_is_given() -> None:
    answer = do("profiles", "map", "-f", "json").json
    assert abs((date.fromisoformat(answer["on"]) - date.today()).days) <= 1, "the date in UTC"


def test_where_no_facts_are_needed_none_are_listed() -> None:
    assert "Needs facts" not in list(lines(found_on(date(1990, 1, 1)), date(1990, 1, 1)))
    assert "Needs facts" in list(
        lines(found_on(date(2019, 7, 1)), date(2019, 7, 1))
    )  # New Jersey's exceptions


def test_the_pages_legend_has_only_the_marks_that_some_tile_has() -> None:
    """Florida's act rests on a paragraph that was not read (†), and nothing else is marked there."""
    only = pages.render([history("FL", places()["FL"])], date(2019, 7, 15))
    legend = only.split('<ul class="legend">')[1].split("</ul>")[0]
    assert "words not read" in legend
    assert "unsettled law" not in legend
