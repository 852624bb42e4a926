"""Keeping the answers that are given: one of ``check``, or those on the rows of a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..decision import Decision
from ..errors import DetainerError
from ..formats.record import dumps
from ..zones import utc
from .made import made
from .options import Options
from .records import Records

if TYPE_CHECKING:  # a check has no need of tables
    from ..errors import Problem
    from ..formats.tables.model import Row, Writer
    from ..table.answer import Answer
    from .table_options import TableOptions

__all__ = ["Decider", "Recorded", "keep"]

Decider = Callable[[Sequence[str]], tuple[Decision, ...]]
_BLOCK = 1 << 18  # characters that are appended at once
_MOST = 1_000  # sets of columns kept at most


def keep(reader: Options, decision: Decision) -> None:
    """Append one decision to the file that ``--record`` names; when this returns it is on the disk.

    :raises DetainerError: ``OUTPUT_FAILED``, ``SAME_FILE``.
    """
    assume = reader.one("assume", "ordinary") or ""
    with Records(reader.record or "", [reader.output or "-"]) as records:
        records.append(dumps(decision, made(), assume=assume, recorded_at=_now()) + "\n")
        records.sync()


class Recorded:
    """Writes the rows of a table, and appends the decisions of each that was answered to a file.

    They are appended in blocks, and all of them are on the disk before the run ends and the
    table is put in place. A run that fails keeps the decisions on the rows before.
    """

    def __init__(
        self, writer: Writer, chosen: TableOptions, decider: Callable[[tuple[str, ...]], Decider]
    ) -> None:
        """:raises DetainerError: ``OUTPUT_FAILED``, ``SAME_FILE``."""
        self._writer, self._chosen, self._decider = writer, chosen, decider
        self._deciders: dict[tuple[str, ...], Decider] = {}
        self._records = Records(chosen.record or "", [chosen.input, chosen.output or "-"])
        self._made = made()
        self._block: list[str] = []
        self._size = 0

    def __enter__(self) -> Recorded:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._records:
            try:
                self._flush()
                self._records.sync()
            except DetainerError:
                if kind is None:  # else that is what went wrong first
                    raise

    def write(self, row: Row, answer: Answer | None, problems: Sequence[Problem]) -> None:
        """Write a row; one that was answered is recorded too."""
        if answer is not None:
            self._keep(row, answer)
        self._writer.write(row, answer, problems)

    def close(self) -> None:
        """Nothing is held back but until the run ends."""

    def _keep(self, row: Row, answer: Answer) -> None:
        decide = self._deciders.get(row.names)
        if decide is None:
            if len(self._deciders) >= _MOST:
                self._deciders.clear()
            decide = self._deciders[row.names] = self._decider(row.names)
        chosen = self._chosen
        as_of = None if chosen.now is None else utc(chosen.now)
        dates = chosen.dates if "DATE_ONLY" in answer.warnings else None
        for decision in decide(row.texts):
            line = dumps(
                replace(decision, as_of=as_of),
                self._made,
                assume=chosen.assume,
                recorded_at=_now(),
                row=row.number,
                date_only=dates,
            )
            self._block.append(line + "\n")
            self._size += len(line)
        if self._size >= _BLOCK:
            self._flush()

    def _flush(self) -> None:
        if self._block:
            block, self._block, self._size = "".join(self._block), [], 0
            self._records.append(block)


def _now() -> str:
    return datetime.fromtimestamp(int(time.time()), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
