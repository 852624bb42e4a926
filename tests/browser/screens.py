"""A page opened in a screen, looked at and printed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCREENS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1100, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1100, "height": 900}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
    "in forced colours": {"forced_colors": "active", "viewport": {"width": 700, "height": 900}},
}


def opened(browser: Browser, text: str, folder: Path, **screen: Any) -> tuple[Page, list[str]]:
    """The page in a screen of its own, and what the browser had to say or asked for on the way."""
    file = folder / "page.html"
    file.write_text(text, "utf-8")
    heard: list[str] = []
    page = browser.new_context(**screen).new_page()
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda asked: heard.append(asked.url) if asked.url != file.as_uri() else None)
    page.goto(file.as_uri())
    return page, heard


def is_accessible(page: Page, axe: str) -> None:
    """Nothing runs off the screen, and axe finds nothing, with all that is folded open."""
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), "nothing runs off the screen"
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found["violations"]] == []
    assert len(found["passes"]) > 20


def printed(page: Page, paper: str) -> list[str]:
    """The text of each sheet."""
    from pypdf import PdfReader

    sheets = PdfReader(BytesIO(page.pdf(format=paper, prefer_css_page_size=False))).pages
    # letters drawn as one, as in "first", are taken apart
    return [" ".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in sheets]
