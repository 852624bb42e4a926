"""The page of an audit in Chromium: it renders, is accessible, fits a narrow screen, prints whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from screens import SCREENS, is_accessible, opened, printed
from shell import do
from test_audit_html import DATES, HONORS

from detainer.formats.text import LAST_LINE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

#: 120 places with a long name, of which each had one person taken on the second day
MANY = "place,release_at,taken_at\n" + "".join(
    f"The county's house of correction number {number:03} {'x' * number},2026-11-25 15:00,2026-11-26 1{number % 10}:00\n"
    for number in range(120)
)
TABLES = {
    "hours": (HONORS, ["-z", "America/New_York", "--by", "year,sex", "--keep", "name", "--keep", "sex", "--sensitivity"]),
    "dates": (DATES, ["-z", "America/Chicago", "--by", "year", "--keep", "taken_at"]),
    "many groups": (MANY, ["-z", "America/Chicago", "--by", "place"]),
    "nothing measured": ("release_at,taken_at\n2026-11-25 15:00,\n", ["-z", "America/Chicago", "--by", "year"]),
}  # fmt: skip


def page_of(kind: str, folder: Path) -> str:
    text, more = TABLES[kind]
    table = folder / "table.csv"
    table.write_text(text)
    ran = do("audit", str(table), "-p", "honors", "--assume", "ordinary", "--to", "html", *more)
    assert ran.code == 0
    return ran.out


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("kind", TABLES)
def test_it_renders_and_is_accessible(
    browser: Browser, axe: str, kind: str, screen: str, tmp_path: Path
) -> None:
    page, heard = opened(browser, page_of(kind, tmp_path), tmp_path, **SCREENS[screen])
    assert " MEASURED" in page.locator("h1").inner_text()
    is_accessible(page, axe)
    assert heard == []
    page.context.close()


@pytest.mark.parametrize("width", [320, 1100])
def test_bars_are_as_long_as_they_say(browser: Browser, width: int, tmp_path: Path) -> None:
    """Of four one left within the straight hours: a quarter of the bar, however wide it is."""
    screen = {"viewport": {"width": width, "height": 900}}
    page, _ = opened(browser, page_of("hours", tmp_path), tmp_path, **screen)
    whole = page.locator("svg.stacked").bounding_box()
    inside = page.locator("svg.stacked rect.sure").first.bounding_box()
    assert whole
    assert inside
    assert whole["width"] > 250
    assert inside["width"] == pytest.approx(whole["width"] / 4, abs=2)
    page.context.close()


@pytest.mark.parametrize("screen", ["light", "narrow"])
def test_words_on_bars_keep_to_their_part(browser: Browser, screen: str, tmp_path: Path) -> None:
    """Each label that is shown lies inside the chart and runs into no other of its bar."""
    for kind in ("hours", "dates"):
        page, _ = opened(browser, page_of(kind, tmp_path), tmp_path, **SCREENS[screen])
        chart = page.locator("svg.stacked").bounding_box()
        assert chart
        shown = [item for item in page.locator("svg.stacked text.word, svg.stacked text.short").all() if item.is_visible()]  # fmt: skip
        boxes = [box for item in shown if (box := item.bounding_box())]
        assert len(boxes) >= 3
        for place, box in enumerate(boxes):
            assert chart["x"] <= box["x"]
            assert box["x"] + box["width"] <= chart["x"] + chart["width"]
            for other in boxes[place + 1 :]:
                apart = other["x"] >= box["x"] + box["width"] or box["x"] >= other["x"] + other["width"]
                assert apart or abs(other["y"] - box["y"]) > 20
        page.context.close()


def test_patterns_are_there_without_colour(browser: Browser, tmp_path: Path) -> None:
    """What is past an end is filled by a pattern that is drawn, not by a colour alone."""
    page, _ = opened(browser, page_of("dates", tmp_path), tmp_path)
    for look in ("maybe", "past"):
        fill = page.locator(f"svg.stacked rect.{look}").first.evaluate("item => getComputedStyle(item).fill")
        name = fill.split("#")[1].split('"')[0].rstrip(")")
        assert page.locator(f"pattern#{name} > *").count() == 1
    page.context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(("kind", "most"), [("hours", 4), ("dates", 4), ("many groups", 12)])
def test_it_prints_whole(browser: Browser, kind: str, most: int, paper: str, tmp_path: Path) -> None:
    page, heard = opened(browser, page_of(kind, tmp_path), tmp_path, color_scheme="dark")
    sheets = printed(page, paper)
    assert len(sheets) <= most
    assert "Be careful" in sheets[0]
    assert LAST_LINE in sheets[-1]
    assert f"{len(sheets)} of {len(sheets)}" in sheets[-1]
    assert "On this page" not in sheets[0]
    if kind == "many groups":  # each sheet of the table has its heads again, each place is on one sheet
        listed = [sheet for sheet in sheets if "house of correction" in sheet]
        assert len(listed) > 1
        assert all("by the regulation" in sheet for sheet in listed)
        for number in range(120):
            assert sum(f"number {number:03}" in sheet for sheet in sheets) == 1
    assert heard == []
    page.context.close()


LOOSE = """[...document.querySelectorAll('svg[role=img]')]
.filter(item => getComputedStyle(item.closest('tr, figure')).breakInside !== 'avoid')
.map(item => item.outerHTML.slice(0, 80))"""


def test_no_bar_is_cut_by_the_end_of_a_sheet(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, page_of("many groups", tmp_path), tmp_path)
    page.emulate_media(media="print")
    assert page.evaluate(LOOSE) == [], "each is in a row or a figure that is not broken"
    page.context.close()
