"""The page in Chromium: that it renders, is accessible, fits a narrow screen and two sheets of paper.

``pip install -e ".[test,browser]"``, then ``pytest -m browser``. Chromium is ``chromium`` of
the path, or ``DETAINER_CHROMIUM``; ``DETAINER_AXE`` is ``axe.min.js`` of npm's axe-core.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pytest
from test_examples import EXAMPLES
from test_picture import KINDS, made
from test_timeline import decide

from detainer import Decision, load_profile
from detainer import examples as worked
from detainer.formats.html import render
from detainer.formats.text import LAST_LINE, statement

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = os.environ.get("DETAINER_CHROMIUM") or shutil.which("chromium")
    assert path, "no Chromium: install Debian's package chromium, or set DETAINER_CHROMIUM"
    with sync_playwright() as driver:
        # without its sandbox it runs as root too; what it opens is made here
        started = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    path = os.environ.get("DETAINER_AXE")
    assert path, "set DETAINER_AXE to axe.min.js of npm's axe-core"
    return Path(path).read_text("utf-8")


def opened(browser: Browser, decision: Decision, folder: Path, **screen: Any) -> tuple[Page, list[str]]:
    """The page in a screen of its own, and what the browser had to say or asked for on the way."""
    file = folder / "answer.html"
    file.write_text(render(decision), "utf-8")
    heard: list[str] = []
    page = browser.new_context(**screen).new_page()
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda asked: heard.append(asked.url) if asked.url != file.as_uri() else None)
    page.goto(file.as_uri())
    return page, heard


SCREENS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1100, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1100, "height": 900}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
    "in forced colours": {"forced_colors": "active", "viewport": {"width": 700, "height": 900}},
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_renders_and_is_accessible(
    browser: Browser, axe: str, kind: str, screen: str, tmp_path: Path
) -> None:
    decision = made(kind, tmp_path)
    page, heard = opened(browser, decision, tmp_path, **SCREENS[screen])
    assert page.locator("h1").inner_text() == statement(decision)[0]
    assert page.locator("svg").bounding_box()["width"] > 250  # type: ignore[index]
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), "nothing runs off the screen"
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found["violations"]] == []
    assert len(found["passes"]) > 20
    assert heard == []
    page.context.close()


def test_axe_would_find_a_fault(browser: Browser, axe: str, tmp_path: Path) -> None:
    page, _ = opened(browser, made("a hold", tmp_path), tmp_path)
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.querySelector('h1').style.color = '#eee'")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")
    assert {"html-has-lang", "color-contrast"} <= {item["id"] for item in found["violations"]}
    page.context.close()


def test_dark_is_dark_and_paper_is_white(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, made("a hold", tmp_path), tmp_path, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 22, 27)"
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.context.close()


def test_tables_are_reached_and_moved_with_the_keyboard(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, made("a hold", tmp_path), tmp_path, **SCREENS["narrow"])
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


def printed(page: Page, paper: str) -> list[str]:
    """The text of each sheet."""
    from pypdf import PdfReader

    sheets = PdfReader(BytesIO(page.pdf(format=paper, prefer_css_page_size=False))).pages
    # letters drawn as one, as in "first", are taken apart
    return [" ".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in sheets]


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
    page, heard = opened(browser, decision, tmp_path, color_scheme="dark")
    sheets = printed(page, paper)
    assert len(sheets) in (1, 2)
    assert statement(decision)[0] in sheets[0]
    assert sheets[-1].count("Not printed: ") == 1
    assert LAST_LINE in sheets[-1]
    assert f"{len(sheets)} of {len(sheets)}" in sheets[-1]
    assert heard == []
    page.context.close()


def test_what_was_folded_by_hand_is_printed_all_the_same(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, made("a hold", tmp_path), tmp_path)
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
