"""How far a run over a table is: on standard error, at a terminal only."""

from __future__ import annotations

import sys
import time
from contextlib import suppress

from .tables import Input

__all__ = ["Progress"]

_EVERY = 0.5  # seconds


class Progress:
    """One line that is written over: rows, rows a second, time left."""

    def __init__(self, source: Input) -> None:
        self._source = source
        self._shown = bool(sys.stderr and sys.stderr.isatty())
        self._began = self._last = time.monotonic()
        self._width = 0

    def show(self, count: int) -> None:
        """Show how far the run is, twice a second."""
        if not self._shown:
            return
        now = time.monotonic()
        if now - self._last < _EVERY:
            return
        self._last = now
        spent = now - self._began
        line = f"{count:,} rows, {count / spent:,.0f} a second"
        part = self._source.done()
        if part:
            line += f", {_left(spent * (1 - part) / part)} left"
        self._write(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._write("")

    def _write(self, line: str) -> None:
        blank = " " * max(0, self._width - len(line))
        self._width = len(line)
        with suppress(OSError):
            sys.stderr.write(f"\r{line}{blank}\r" if not line else f"\r{line}{blank}")
            sys.stderr.flush()


def _left(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
