"""Runs the command line: here, in a process of its own, or at a pseudo-terminal.

Whatever is run, nothing it prints may be a traceback or a raw control character.
"""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import Any
from unittest.mock import patch

from detainer.cli import run

NY = ["-z", "America/New_York"]
RELEASE = ["-r", "2026-11-25T15:00"]
AS_OF = ["--as-of", "2026-11-25T16:00"]
HONORS = ["check", "-p", "honors", *NY, *RELEASE, *AS_OF]
OWN = ("DETAINER_TIMEZONE", "DETAINER_PROFILE", "DETAINER_PROFILES", "NO_COLOR", "COLUMNS")
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class Ran:
    """What a run printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in out + err
        assert "INTERNAL" not in out + err
        assert not RAW.search(out + err)

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def codes(self) -> list[str]:
        return [item["code"] for item in self.json["errors"]]

    @property
    def warned(self) -> list[str]:
        return [item["code"] for item in self.json["warnings"]]


def do(*argv: str, **environment: str) -> Ran:
    """Run the command line here."""
    out, err = io.StringIO(), io.StringIO()
    with patch.dict(os.environ), redirect_stdout(out), redirect_stderr(err):
        for name in OWN:
            os.environ.pop(name, None)
        os.environ.update(environment)
        try:
            run(list(argv))
        except SystemExit as done:
            return Ran(int(done.code or 0), out.getvalue(), err.getvalue())


def outside(*argv: str, shell: str = "{}", **environment: str) -> Ran:
    """Run ``python -m detainer`` in a process of its own; ``shell`` says how, as ``{} | head -1``."""
    around = {name: value for name, value in os.environ.items() if name not in OWN} | environment
    words = [sys.executable, "-m", "detainer", *argv]
    line = shell.format('"$@"')
    ran = subprocess.run(
        ["sh", "-c", line, "sh", *words], capture_output=True, text=True, timeout=60, env=around
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def at_a_terminal(*argv: str, **environment: str) -> str:
    """Run at a pseudo-terminal and return what was shown, colours and all."""
    around = {name: value for name, value in os.environ.items() if name not in OWN}
    around |= {"TERM": "xterm", **environment}
    shown = b""
    pid, master = pty.fork()
    if pid == 0:  # pragma: no cover
        os.execvpe(sys.executable, [sys.executable, "-m", "detainer", *argv], around)
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.waitpid(pid, 0)
    os.close(master)
    text = shown.decode().replace("\r\n", "\n")
    assert "Traceback" not in text
    plain = re.sub(r"\x1b\[[0-9]*m", "", text).replace("\r", "")  # but for colours, and a line written over
    assert not RAW.search(plain)
    return text
