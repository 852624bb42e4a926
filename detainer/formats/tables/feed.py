"""The bytes of a file that are not read yet: looked at as a block, or taken line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import numpy as np

from ...arrow.cells import PAD, Bytes
from .lines import too_long
from .model import LONGEST

__all__ = ["Feed"]

_MORE = 1 << 18  # bytes that are read on while a line has no end


class Feed:
    """A file, and what was read of it and not yet taken; a mark of UTF-8 is left out.

    Around it there is room, that a line end may stand on either side and whole words be loaded.
    """

    def __init__(self, file: IO[bytes], block: int) -> None:
        self._file, self._block = file, block
        self._room = bytearray(block + 2 * PAD)
        self.begin = self.end = PAD
        #: whether the file has no more
        self.ended = False
        self.fill()
        if self._room.startswith(b"\xef\xbb\xbf", self.begin):
            self.take(3)

    def fill(self, least: int = 0) -> bool:
        """Read on until there is a block of bytes, and ``least`` at the least; return whether there are any."""
        held = self.end - self.begin
        wanted = max(self._block, least)
        if not self.ended and held < wanted:
            self._make_room(wanted)
            with memoryview(self._room) as room:
                while not self.ended and self.end - self.begin < wanted:
                    count = self._file.readinto(room[self.end : self.begin + wanted])  # type: ignore[attr-defined]
                    self.ended = not count
                    self.end += count
        return self.begin < self.end

    def _make_room(self, wanted: int) -> None:
        kept = bytes(memoryview(self._room)[self.begin : self.end])
        if wanted > len(self._room) - 2 * PAD:
            self._room = bytearray(wanted + 2 * PAD)
        self.begin, self.end = PAD, PAD + len(kept)
        self._room[self.begin : self.end] = kept

    def window(self) -> tuple[Bytes, int]:
        """Return the bytes not taken, a line end before them, one after them at the file's end, and their number.

        They are good until the next :meth:`fill`; some bytes more lie behind them.
        """
        self._room[self.begin - 1] = ord("\n")
        size = self.end - self.begin + 1
        if self.ended and self._room[self.end - 1] != ord("\n"):
            self._room[self.end] = ord("\n")
            size += 1
        return np.frombuffer(self._room, np.uint8)[self.begin - 1 :], size

    def has(self, byte: bytes) -> bool:
        """Say whether a byte is among those not taken."""
        return self._room.find(byte, self.begin, self.end) >= 0

    def take(self, count: int) -> None:
        """Take so many bytes, or as many as there are."""
        self.begin = min(self.begin + count, self.end)

    def lines(self) -> Iterator[str]:
        """Take line by line, as :func:`.lines.lines` yields them.

        :raises DetainerError: ``LINE_TOO_LONG``.
        """
        while True:
            until = self._line_end()
            if until < 0:
                held = self.end - self.begin
                if held > LONGEST // 4 and self._text(self.end).__sizeof__() > LONGEST:
                    raise too_long()
                self.fill(held + _MORE)
                continue
            if until == self.begin:
                return
            text = self._text(until)
            self.begin = until
            yield text

    def _line_end(self) -> int:
        """Return where the next line ends, with what ends it; -1 where more must be read to say."""
        newline = self._room.find(b"\n", self.begin, self.end)
        back = self._room.find(b"\r", self.begin, self.end if newline < 0 else newline)
        if 0 <= back < self.end - 1:
            return back + 2 if back + 1 == newline else back + 1
        if newline >= 0:
            return newline + 1
        return self.end if self.ended else -1

    def _text(self, until: int) -> str:
        return self._room[self.begin : until].decode("utf-8", "surrogateescape")
