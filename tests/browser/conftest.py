"""Chromium, and axe-core to look at a page with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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
