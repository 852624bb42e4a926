"""The timeline as SVG: well formed, self-contained, readable without seeing it or in grey."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from made import NY, PLAIN, written
from test_picture import KINDS, made
from test_timeline import decide, own

from detainer import Decision, check
from detainer.days import excluded
from detainer.formats.svg import render
from detainer.formats.text import LAST_LINE

SVG = "{http://www.w3.org/2000/svg}"
LEFT, RIGHT = 24, 936


def parse(decision: Decision) -> ElementTree.Element:
    return ElementTree.fromstring(render(decision))


def words(root: ElementTree.Element) -> list[str]:
    return [item.text or "" for item in root.iter(f"{SVG}text")]


def bars(root: ElementTree.Element, look: str) -> list[tuple[float, float]]:
    """From where to where each bar of a look goes; the legend's sample is left out."""
    return [
        (float(item.get("x", 0)), float(item.get("x", 0)) + float(item.get("width", 0)))
        for item in root.iter(f"{SVG}rect")
        if item.get("class") == look and item.get("height") == "26"
    ]


def uprights(root: ElementTree.Element, look: str) -> list[float]:
    paths = (item for item in root.iter(f"{SVG}path") if item.get("class") == look)
    return [float(re.match(r"M([\d.]+) ", path.get("d", "")).group(1)) for path in paths]  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_well_formed_and_needs_nothing_else(kind: str, tmp_path: Path) -> None:
    text = render(made(kind, tmp_path))
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    allowed = {"svg", "title", "desc", "style", "defs", "pattern", "path", "circle", "rect", "text"}
    assert {item.tag.removeprefix(SVG) for item in root.iter()} <= allowed
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {
        f"#{item.get('id')}" for item in root.iter(f"{SVG}pattern")
    }
    assert not any(name.startswith("on") for item in root.iter() for name in item.attrib)
    width, height = root.get("viewBox", "").split()[2:]
    assert (width, height) == (root.get("width"), root.get("height")), "scales from its viewBox"


@pytest.mark.parametrize("kind", KINDS)
def test_who_cannot_see_it_is_told_all(kind: str, tmp_path: Path) -> None:
    root = parse(made(kind, tmp_path))
    assert root.get("role") == "img"
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    told = described.text or ""
    assert told.startswith((title.text or "").rstrip("."))
    for text in words(root):  # readings, marks far off and notes; a line that was broken is told whole
        if "ends" in text and "2026" in text:
            assert text.rstrip(".") in told
    assert told.endswith(LAST_LINE)


def test_thanksgiving_to_scale() -> None:
    # Six days of 152 units from 24: Wed 15:00 is 15/24 of the first: 24 + 95 = 119; Fri 15:00 is
    # 304 further: 423. The regulation: Wed 119-176, Fri 328-480, Mon 784-879.
    root = parse(made("a hold", Path()))
    assert bars(root, "governs") == [(119, 423)]
    assert bars(root, "counts") == [(119, 176), (328, 480), (784, 879)]
    assert uprights(root, "release") == [423]
    assert uprights(root, "line") == [119]
    # 16:48 is 0.7 of the first day: 24 + 106.4; once behind all, once over each of two bars
    assert uprights(root, "now") == [130.4] * 3
    closed = [
        (float(item.get("x", 0)), float(item.get("width", 0)))
        for item in root.iter(f"{SVG}rect")
        if item.get("class") == "closed"
    ]
    assert sorted(closed) == [(176, 152), (480, 152), (632, 152)], "Thursday, Saturday, Sunday"
    said = words(root)
    assert said[0].startswith("RELEASE BY Fri 27 Nov 2026 15:00 EST unless ICE takes")
    for text in (
        "Wed 25 Nov", "Thanksgiving Day", "Saturday", "Sunday", "release Wed 15:00", "now Wed 16:48",
        "RELEASE BY Fri 15:00", "straight: ends Fri 27 Nov 2026 15:00 EST, governs", "does not count",
        "regulation: ends Mon 30 Nov 2026 15:00 EST, does not govern", "counts, governs", LAST_LINE,
    ):  # fmt: skip
        assert text in said
    assert any(text.startswith("ONLY IF CONFIRMED (assumed, not given): form I-247A") for text in said)


def test_a_day_of_25_hours_is_wider() -> None:
    # Sat 31 Oct to Tue 3 Nov 2026 (18:00 EDT Sat is Sat 6 h; the regulation ends Wed): Sunday is 25 h
    root = parse(decide("honors", "2026-10-31T18:00"))
    rules = sorted(set(uprights(root, "rule")))
    wide = [b - a for a, b in pairwise(rules)]
    assert round(wide[1] / wide[0], 2) == round(25 / 24, 2)
    assert "Sun 1 Nov has 25 hours: clocks change" in words(root)


def test_without_a_hold_nothing_is_solid() -> None:
    for kind in ("no hold", "other custody", "unknown"):
        root = parse(made(kind, Path()))
        assert bars(root, "governs") == []
        assert "counts, governs" not in words(root)
    assert "RELEASE DUE Wed 15:00" in words(parse(made("no hold", Path())))
    assert uprights(parse(made("other custody", Path())), "release") == []
    assert bars(parse(made("unknown", Path())), "open") == [(119, 879)]


def test_looks_differ_without_colour() -> None:
    root = parse(made("unknown", Path()))
    fills = {item.get("class"): item.get("fill", "") for item in root.iter(f"{SVG}rect")}
    assert fills["counts"].startswith("url(#h-"), "hatched"
    assert fills["open"].startswith("url(#o-"), "dotted"
    assert "fill" not in parse(made("a hold", Path())).find(f".//{SVG}rect[@class='governs']").attrib  # type: ignore[union-attr]
    style = root.find(f"{SVG}style")
    assert style is not None
    assert "stroke-dasharray" in (style.text or "")
    assert "@media screen and (prefers-color-scheme:dark)" in (style.text or "")


def test_style_stays_inside_and_names_are_the_pictures_own() -> None:
    first, second = made("a hold", Path()), made("no hold", Path())
    style = parse(first).find(f"{SVG}style")
    assert style is not None
    selectors = re.findall(
        r"([^{}\n]+)\{", (style.text or "").replace("@media screen and (prefers-color-scheme:dark){", "")
    )
    assert selectors
    assert all(name.startswith(".detainer") for selector in selectors for name in selector.split(","))
    ids = [{item.get("id") for item in parse(d).iter() if item.get("id")} for d in (first, second)]
    assert not ids[0] & ids[1]
    assert render(first) == render(first)


@pytest.mark.parametrize("kind", KINDS)
def test_everything_drawn_lies_on_the_sheet(kind: str, tmp_path: Path) -> None:
    root = parse(made(kind, tmp_path))
    height = float(root.get("height", 0))
    for look in ("governs", "counts", "open", "closed"):
        assert all(LEFT <= low < high <= RIGHT + 0.05 for low, high in bars(root, look))
    for item in root.iter(f"{SVG}text"):
        x, size, anchor = float(item.get("x", 0)), float(item.get("font-size", 0)), item.get("text-anchor")
        width = 0.53 * size * len(item.text or "")
        low = x - width * {"middle": 0.5, "end": 1.0}.get(anchor or "", 0.0)
        assert low >= 0
        assert low + width <= 960 or len(item.text or "") < 11, item.text
        assert 0 < float(item.get("y", 0)) < height


def test_what_is_cut_has_an_arrow_and_its_words(tmp_path: Path) -> None:
    year = render(made("a year", tmp_path))
    assert "l16 13l-16 13z" in year, "an arrow's head to the right"
    later = words(parse(made("now long after", Path())))
    assert "now Mon 1 Feb 2027 10:00 EST, 67 days after release →" in later
    before = words(parse(made("now long before", Path())))
    assert "← now Thu 1 Jan 2026 10:00 EST, 328 days before release" in before
    assert "l-16 13l16 13z" in render(made("from receipt", tmp_path))


def test_holidays_without_room_are_named_below(tmp_path: Path) -> None:
    said = words(parse(made("ten days", tmp_path)))
    assert "Holidays not counted: Thu 26 Nov Thanksgiving Day" in said


NASTY = 'X\x1b[31m<b>&"\u202e\u200b\x00\ufffe\ud800</title><script>'
SHOWN = 'X\\x1b[31m<b>&"\\u202e\\u200b\\x00\\ufffe\\ud800</title><script>'


def test_names_are_escaped_and_what_does_not_print_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # A profile's file is refused with such a name; a program may still make one.
    def hostile(words: tuple[str, ...], year: int) -> Any:
        return {day: why.replace("Sunday", NASTY) for day, why in excluded(words, year).items()}

    monkeypatch.setattr("detainer.clock.excluded", hostile)
    profile = replace(own(tmp_path, "hours = 48"), name=NASTY)
    decision = decide(profile, "2026-11-27T15:00")
    text = render(decision)
    assert not set("\x1b\u202e\u200b\x00\ufffe\ud800") & set(text)
    assert "<script" not in text
    text.encode("utf-8")
    root = ElementTree.fromstring(text)
    assert any(SHOWN in item for item in words(root))
    assert SHOWN in (root.findtext(f"{SVG}desc") or "")


def test_a_name_in_the_headline_is_escaped(tmp_path: Path) -> None:
    text = PLAIN.format("us-xx", "us").replace('name = "us-xx"', 'name = "A & <B>"') + f'zones = ["{NY}"]\n'
    record = decide("honors", "2026-11-25T15:00").custody
    decision = check(record, written(tmp_path, text))
    root = parse(decision)
    assert "A & <B>" in (root.findtext(f"{SVG}title") or "")
    assert "A &amp; &lt;B&gt;" in render(decision)
