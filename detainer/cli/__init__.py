"""The command line: a thin shell around the pure library."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

__all__ = ["run"]


def run(argv: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code; never with a traceback.

    A run is short and makes no garbage worth collecting; looking for it would take a
    twentieth of the time of a check.
    """
    gc.disable()
    os.environ.setdefault("PYTHONTZPATH", "")  # the machine's zones are never used: do not look for them
    try:
        from .main import run as run_main

        run_main(argv)
    except KeyboardInterrupt:
        sys.exit(130)
