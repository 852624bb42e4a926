"""Bytes made wrong in the ways that files are: cut, doubled, flipped, spliced, and filled with what hurts."""

from __future__ import annotations

import random
from collections.abc import Sequence

#: what has hurt readers of text: ends, quotes, NUL, escapes, marks, numbers without end, half characters
ODD: tuple[bytes, ...] = (
    b"", b"\x00", b"\n", b"\r", b"\r\n", b"\t", b'"', b'"""', b"'", b",", b";", b"\\", b"[", b"]", b"[[", b"{", b"}", b"=", b"#",
    b"\x1b[31m", b"\x1b]0;x\x07", b"\x7f", b"\x9b", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe",
    "\u202e".encode(), "\u2066".encode(), "\u200b".encode(), "\u2028".encode(), "\u0085".encode(), "\ufeff".encode(),
    "\u034f".encode(), "\u3164".encode(), "\u0661".encode(), "\U0001f600".encode(), "\U000e0041".encode(),
    b"-1", b"0", b"9" * 400, b"1e999", b"nan", b"inf", b"true", b"null", b"1979-05-27", b"0001-01-01", b"9999-12-31",
    b"2026-11-25T15:00", b"2026-02-30T25:61", b"not ", b"(" * 40, b" and ", b"[" * 2_000, b"a." * 400, b"x" * 3_000, b"=cmd|' /C x'!A0",
)  # fmt: skip


def mutated(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return ``data`` made wrong in one to four places."""
    for _ in range(chance.randint(1, 4)):
        data = _once(chance, data, others)
    return data


def _once(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    size = len(data)
    at = chance.randint(0, size)
    to = min(size, at + chance.choice((1, 1, 2, 4, 16, 64, 256)))
    kind = chance.randrange(8)
    if kind == 0:  # cut out
        return data[:at] + data[to:]
    if kind == 1:  # the end is lost
        return data[:at]
    if kind == 2:  # doubled
        return data[:to] + data[at:]
    if kind == 3 and size:  # a bit flipped
        at = min(at, size - 1)
        return data[:at] + bytes((data[at] ^ 1 << chance.randrange(8),)) + data[at + 1 :]
    if kind == 4:  # a line moved
        lines = data.split(b"\n")
        lines.insert(chance.randint(0, len(lines)), lines.pop(chance.randrange(len(lines))))
        return b"\n".join(lines)
    if kind == 5:  # spliced with another
        other = chance.choice(others) if others else b""
        return data[:at] + other[chance.randint(0, len(other)) :]
    if kind == 6:  # something that hurts, in place
        return data[:at] + chance.choice(ODD) + data[to:]
    return data[:at] + chance.choice(ODD) + data[at:]
