"""The lines of a text, in whatever encoding, none longer than can be held."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import IO

from ...errors import DetainerError, Problem
from .model import LONGEST

__all__ = ["decoded", "encoding_of", "lines", "too_long"]

_BLOCK = 1 << 18
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_LINE_OF_JSON = re.compile(r"[^\n]*\n|[^\n]+")


def decoded(stream: IO[bytes], head: bytes) -> io.TextIOWrapper:
    """Return the text of a stream that begins with ``head``: UTF-8, or UTF-16 by its mark or its NULs.

    A byte that is no UTF-8 is kept as it is.
    """
    encoding = encoding_of(head)
    errors = "surrogateescape" if encoding == "utf-8-sig" else "strict"
    return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")


def encoding_of(head: bytes) -> str:
    r"""Return the encoding of a text that begins so.

    >>> encoding_of(b"id,r"), encoding_of(b"i\0d\0")
    ('utf-8-sig', 'utf-16-le')
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    wide = {(True, False): "utf-16-le", (False, True): "utf-16-be"}
    if len(head) >= 4:
        nuls = [byte == 0 for byte in head[:4]]
        if nuls[:2] == nuls[2:] and (nuls[1], nuls[0]) in wide:
            return wide[nuls[1], nuls[0]]
    return "utf-8-sig"


def lines(text: io.TextIOBase, newline: str = "") -> Iterator[str]:
    r"""Yield the lines of a text with their ends; ``\r`` alone ends one too unless ``newline`` is ``\n``.

    :raises DetainerError: ``LINE_TOO_LONG``, ``INPUT_UNREADABLE`` (not in its encoding).
    """
    rest = ""
    while True:
        try:
            block = text.read(_BLOCK)
        except UnicodeDecodeError as error:
            raise DetainerError(
                [
                    Problem(
                        "INPUT_UNREADABLE",
                        "input",
                        f"not {error.encoding} text: {error.reason}",
                        "save it as UTF-8",
                    )
                ]
            ) from None
        if not block:
            break
        if "\n" not in block and (newline or "\r" not in block[:-1]):
            rest += block
            _short(rest)
            continue
        block = rest + block
        cut = block.rfind("\n") + 1 or block.rfind("\r", 0, -1) + 1
        rest = block[cut:]
        _short(rest)
        yield from _split(block[:cut], newline)
    if rest:
        yield from _split(rest, newline)


def _split(text: str, newline: str) -> Iterator[str]:
    if len(text) <= 4 * _BLOCK:
        return io.StringIO(text, newline=newline)
    # the quick way holds four bytes a character, which of a long line is much
    return (match[0] for match in (_LINE_OF_JSON if newline else _LINE).finditer(text))


def _short(text: str) -> None:
    if text.__sizeof__() > LONGEST:
        raise too_long()


def too_long() -> DetainerError:
    """Return the error of a line that cannot be held."""
    what = f"a line of more than {LONGEST:,} bytes"
    hint = "is this a table? Look for the line that has no end"
    return DetainerError([Problem("LINE_TOO_LONG", "input", what, hint)])
