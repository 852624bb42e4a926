"""Tables opened for reading and writing: files, pipes, standard streams, and which format they have."""

from __future__ import annotations

import codecs
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import IO, Any, BinaryIO, Literal

from ..errors import DetainerError, Problem, show
from ..formats.tables.lines import decoded, encoding_of
from ..formats.tables.model import Reader, Writer
from ..table.added import Added
from .files import opened_whole

__all__ = [
    "DELIMITERS",
    "FORMATS",
    "Format",
    "Input",
    "format_named",
    "format_of",
    "has_arrow",
    "named_beforehand",
    "need_arrow",
    "output",
    "read",
    "written",
]

Format = Literal["csv", "tsv", "jsonl", "xlsx", "parquet"]
FORMATS: tuple[Format, ...] = ("csv", "tsv", "jsonl", "xlsx", "parquet")
_ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".parquet": "parquet",
    ".pq": "parquet",
}
DELIMITERS: dict[Format, str] = {"csv": ",", "tsv": "\t"}
_WIDEST = 20_000  # columns that lines of JSON are made into at most
_KEPT = "detainer-kept"  # how text is encoded of which some was no text


def format_named(path: str) -> Format | None:
    """Return the format that a file's name ends in, None where it says none."""
    return _ENDINGS.get(os.path.splitext(path)[1].lower())


class Input:
    """A table's bytes: a file, a pipe, or standard input for ``-``. Closes what it opened."""

    def __init__(self, path: str, hint: str = "give a table") -> None:
        """:raises DetainerError: ``INPUT_UNREADABLE``."""
        self.path = path
        self._open = ExitStack()
        try:
            if path == "-":
                if sys.stdin is None:
                    raise OSError("there is no standard input")
                raw: Any = getattr(sys.stdin, "buffer", sys.stdin)
                self.file: BinaryIO = raw
            elif os.path.isdir(path):
                raise OSError("this is a folder")
            else:
                self.file = self._open.enter_context(open(path, "rb"))  # noqa: SIM115
            self.size = os.path.getsize(path) if os.path.isfile(path) else None
            self.head: bytes = self.file.peek(4)[:4]
        except (OSError, ValueError) as error:
            self._open.close()
            raise unreadable(path, error, hint) from None

    def __enter__(self) -> Input:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def is_file(self, path: str) -> bool:
        """Say whether this is the ordinary file of that name."""
        try:
            return self.size is not None and os.path.samefile(self.path, path)
        except (OSError, ValueError):
            return False

    @property
    def is_wide(self) -> bool:
        """Whether the text is not UTF-8 but UTF-16."""
        return encoding_of(self.head) != "utf-8-sig"

    def text(self, file: IO[bytes] | None = None) -> io.TextIOWrapper:
        """Return the text of the bytes, or of a file that has them."""
        text = decoded(file or self.file, self.head)
        self._open.callback(_let_go, text)  # it would close what it reads
        return text

    def rewindable(self) -> IO[bytes]:
        """Return the bytes as a file that can be read twice; a pipe is kept in one meanwhile."""
        if self.size is not None:
            return self.file
        kept = self._open.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        while block := self.file.read(1 << 20):
            kept.write(block)
        kept.seek(0)
        return kept

    def done(self) -> float | None:
        """Return which part of the bytes was read; None where it is not known how many there are."""
        if not self.size:
            return None
        try:
            return min(1.0, self.file.tell() / self.size)
        except (OSError, ValueError):
            return None


def unreadable(path: str, error: OSError | ValueError, hint: str = "give a table") -> DetainerError:
    """Return the error of a table that cannot be opened or read."""
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return DetainerError([Problem("INPUT_UNREADABLE", "input", f"{show(path)}: {why}", hint)])


def format_of(source: Input) -> Format:
    """Return the format that the first bytes of a table say."""
    if source.head.startswith(b"PK"):
        return "xlsx"
    if source.head == b"PAR1":
        return "parquet"
    return "jsonl" if source.head.lstrip().startswith(b"{") else "csv"


def has_arrow() -> bool:
    """Say whether what the extra ``arrow`` brings is installed."""
    return find_spec("pyarrow") is not None and find_spec("numpy") is not None


def need_arrow(field: str, what: str) -> None:
    """Refuse what needs the extra ``arrow`` where it is not installed.

    :raises DetainerError: ``EXTRA_NEEDED``.
    """
    if not has_arrow():
        hint = "pip install 'detainer[arrow]'"
        raise DetainerError([Problem("EXTRA_NEEDED", field, f"{what} needs the extra `arrow`", hint)])


def read(source: Input, kind: Format) -> Reader:
    """Return what reads a table."""
    if kind == "xlsx":
        from ..formats.tables.xlsx import XlsxReader

        return XlsxReader(source.rewindable())
    if kind == "parquet":
        need_arrow("input", "Parquet")
        from ..formats.tables.parquet import ParquetReader

        return ParquetReader(source.rewindable())
    text = source.text()
    if kind == "jsonl":
        from ..formats.tables.jsonl import JsonlReader

        return JsonlReader(text)
    from ..formats.tables.csv import CsvReader

    return CsvReader(text, DELIMITERS[kind])


def named_beforehand(source: Input) -> tuple[tuple[str, ...], Reader]:
    """Read JSON Lines once for the names of all columns; return them, and what reads it again.

    :raises DetainerError: ``TABLE_TOO_WIDE``.
    """
    from ..formats.tables.jsonl import JsonlReader

    file = source.rewindable()
    text = source.text(file)
    names: dict[str, None] = {}
    for row in JsonlReader(text):
        names.update(dict.fromkeys(row.names))
        if len(names) > _WIDEST:
            raise DetainerError([_too_wide(row.number)])
    text.detach()
    file.seek(0)
    return tuple(names), JsonlReader(source.text(file))


def _too_wide(number: int) -> Problem:
    what = f"the lines up to row {number} have more than {_WIDEST:,} names, and each would be a column"
    return Problem("TABLE_TOO_WIDE", "input", what, "write JSON Lines instead, or name the facts alike")


@contextmanager
def output(path: str | None) -> Iterator[Any]:
    """Open the bytes of the output: a file that is put in place when it is whole, or standard output."""
    if path not in (None, "-"):
        with opened_whole(str(path)) as file:
            yield file
        return
    try:
        yield getattr(sys.stdout, "buffer", sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        problem = Problem("OUTPUT_FAILED", "output", str(error.strerror or error), "give a file with -o")
        raise DetainerError([problem]) from None


@contextmanager
def written(
    stream: Any, kind: Format, names: tuple[str, ...], added: Added, *, safe: bool, raw: bool
) -> Iterator[Writer]:
    """Open what writes a table to a stream of bytes. ``raw``: lines of JSON go out as they came in."""
    if kind == "xlsx":
        from ..formats.tables.xlsx import XlsxWriter

        book = XlsxWriter(stream, names, added)
        yield book
        book.close()
        return
    if kind == "parquet":
        need_arrow("output", "Parquet")
        from ..formats.tables.parquet import ParquetWriter

        with ParquetWriter(stream, names, added) as file:
            yield file
            file.close()
        return
    keep = kind != "jsonl" or raw  # a byte that is no UTF-8 is kept; in a new line of JSON it is escaped
    errors = _KEPT if keep else "backslashreplace"
    text = (
        stream if isinstance(stream, io.TextIOBase) else io.TextIOWrapper(stream, "utf-8", errors, newline="")
    )
    try:
        yield _text_writer(text, kind, names, added, safe)
        text.flush()
    finally:
        if text is not stream:
            _let_go(text)


def _keep_bytes(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write a byte that was no UTF-8 as it was; half a character, which JSON may tell, escaped."""
    assert isinstance(error, UnicodeEncodeError)
    part = error.object[error.start : error.end]
    kept = b"".join(
        bytes((ord(half) - 0xDC00,))
        if "\udc80" <= half <= "\udcff"
        else half.encode("ascii", "backslashreplace")
        for half in part
    )
    return kept, error.end


codecs.register_error(_KEPT, _keep_bytes)


def _let_go(text: Any) -> None:
    """Take the stream back from its wrapper, which would close it."""
    try:
        text.detach()
    except (OSError, ValueError):
        return


def _text_writer(text: Any, kind: Format, names: tuple[str, ...], added: Added, safe: bool) -> Writer:
    if kind == "jsonl":
        from ..formats.tables.jsonl import JsonlWriter

        return JsonlWriter(text, added)
    from ..formats.tables.csv import CsvWriter

    return CsvWriter(text, names, added, DELIMITERS[kind], safe=safe)
