"""The page in Chromium: that it renders, is accessible, fits a narrow screen and two sheets of paper.

``pip install -e ".[test,browser]"``, then ``pytest -m browser``. Chromium is ``chromium`` of
the path, or ``DETAINER_CHROMIUM``; ``DETAINER_AXE`` is ``axe.min.js`` of npm's axe-core.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from screens import SCREENS, is_accessible, opened, printed
from test_examples import EXAMPLES
from test_picture import KINDS, made
from test_timeline import decide

from detainer import examples as worked
from detainer import load_profile
from detainer.formats.html import render
from detainer.formats.text import LAST_LINE, statement

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_renders_and_is_accessible(
    browser: Browser, axe: str, kind: str, screen: str, tmp_path: Path
) -> None:
    decision = made(kind, tmp_path)
    page, heard = opened(browser, render(decision), tmp_path, **SCREENS[screen])
    assert page.locator("h1").inner_text() == statement(decision)[0]
    assert page.locator("svg").bounding_box()["width"] > 250  # type: ignore[index]
    is_accessible(page, axe)
    assert heard == []
    page.context.close()


def test_axe_would_find_a_fault(browser: Browser, axe: str, tmp_path: Path) -> None:
    page, _ = opened(browser, render(made("a hold", tmp_path)), tmp_path)
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.querySelector('h1').style.color = '#eee'")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")
    assert {"html-has-lang", "color-contrast"} <= {item["id"] for item in found["violations"]}
    page.context.close()


def test_dark_is_dark_and_paper_is_white(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, render(made("a hold", tmp_path)), tmp_path, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 22, 27)"
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.context.close()


def test_tables_are_reached_and_moved_with_the_keyboard(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, render(made("a hold", tmp_path)), tmp_path, **SCREENS["narrow"])
    table = page.locator(".wide", has=page.locator(".clocks"))
    for _ in range(40):
        page.keyboard.press("Tab")
        if table.evaluate("item => item === document.activeElement"):
            break
    page.keyboard.press("ArrowRight")
    for _ in range(50):  # it moves smoothly
        if table.evaluate("item => item.scrollLeft > 0"):
            break
        page.wait_for_timeout(100)
    assert table.evaluate("item => item.scrollLeft > 0")
    assert table.evaluate("item => item === document.activeElement")
    page.context.close()


# ---- on paper ----


ORDINARY = [
    ("honors", "2026-11-25T15:00", {"as_of": "2026-11-25T16:48"}),
    ("us-fl-pinellas", "2026-03-06T18:00", {"as_of": "2026-03-06T19:00"}),
    ("us-ma", "2026-11-25T15:00", {}),
    ("us-nc", "2025-11-06T14:00", {}),
    ("us-pa", "2026-11-25T15:00", {}),
    ("us-ny-nyc-police", "2026-11-25T15:00", {}),
]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(("profile", "release", "facts"), ORDINARY, ids=[p for p, *_ in ORDINARY])
def test_an_ordinary_answer_takes_two_sheets(
    browser: Browser, profile: str, release: str, facts: dict[str, Any], paper: str, tmp_path: Path
) -> None:
    decision = decide(profile, release, **facts)
    page, heard = opened(browser, render(decision), tmp_path, color_scheme="dark")
    sheets = printed(page, paper)
    assert len(sheets) in (1, 2)
    assert statement(decision)[0] in sheets[0]
    assert sheets[-1].count("Not printed: ") == 1
    assert LAST_LINE in sheets[-1]
    assert f"{len(sheets)} of {len(sheets)}" in sheets[-1]
    assert heard == []
    page.context.close()


def test_what_was_folded_by_hand_is_printed_all_the_same(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, render(made("a hold", tmp_path)), tmp_path)
    before = printed(page, "A4")
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = false)")
    assert printed(page, "A4") == before
    assert "honors/with-warrant" in " ".join(before), "the rule that decides"
    assert "us/criminal-warrant" not in " ".join(before), "one that was not met"
    page.context.close()


def test_every_twentieth_worked_example_takes_no_more_than_three(browser: Browser) -> None:
    page = browser.new_page()
    every = [(name, item) for name, items in EXAMPLES.items() for item in items]
    for name, example in every[::20]:
        page.set_content(render(worked.decide(load_profile(name), example)))
        assert len(printed(page, "Letter")) <= 3, (name, example["why"])
    page.context.close()
