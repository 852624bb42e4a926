"""A file of records, appended to: each line whole, whoever else writes and whatever fails."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from ..errors import DetainerError, Problem, show
from ..formats.record import START

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["Records", "locked", "same_file"]

_PATIENCE = 30.0  # seconds that another program may have the file
#: a byte no file has, which stands for the whole file where locks are on bytes
_FAR = 1 << 62


class Records:
    """Appends records to a file, which is made where there is none.

    ``others`` are the files of the same run, which this one may not be.

    :raises DetainerError: ``OUTPUT_FAILED`` (it cannot be written, or holds something else),
        ``SAME_FILE``.
    """

    def __init__(self, path: str, others: Iterable[str | None] = ()) -> None:
        self._path = path
        with self._coded():
            if not path or path == "-":
                raise OSError("records are kept in a file" if path else "no file was named")
            if os.path.exists(path) and not os.path.isfile(path):  # to open a pipe might wait for ever
                raise OSError("this is a folder" if os.path.isdir(path) else "this is no ordinary file")
            if any(same_file(path, other) for other in others):
                what = f"{show(path)} is the input or the output of this run as well"
                raise DetainerError([Problem("SAME_FILE", "record", what, "give another file")])
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._file = os.open(path, flags, 0o666)
        try:
            with self._coded():
                if not stat.S_ISREG(os.fstat(self._file).st_mode):
                    raise OSError("this is no ordinary file")
                if not START.startswith(_head(self._file)):
                    raise OSError("this file holds something else than records")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Records:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, lines: str) -> None:
        """Append whole lines, each with its end: all of them, or none.

        A line that another writer left unfinished is ended first, so that nothing is glued to it.

        :raises DetainerError: ``OUTPUT_FAILED``.
        """
        with self._coded(), locked(self._file):
            size = os.fstat(self._file).st_size
            try:
                torn = size and _last(self._file, size) != b"\n"
                rest = memoryview(("\n" * bool(torn) + lines).encode("ascii"))
                while rest:
                    rest = rest[os.write(self._file, rest) :]
            except BaseException:
                with suppress(OSError):
                    os.ftruncate(self._file, size)
                raise

    def sync(self) -> None:
        """Wait until what was appended is on the disk.

        :raises DetainerError: ``OUTPUT_FAILED``.
        """
        with self._coded():
            os.fsync(self._file)

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError):
            os.close(self._file)

    @contextmanager
    def _coded(self) -> Iterator[None]:
        try:
            yield
        except DetainerError:
            raise
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            why = (error.strerror if isinstance(error, OSError) else None) or str(error)
            what = f"{show(self._path)}: {why}" if self._path else why
            raise DetainerError([Problem("OUTPUT_FAILED", "record", what, "give another file")]) from None


def same_file(path: str, other: str | None) -> bool:
    """Say whether two names are of one file; of ``-`` whether it is one of the standard streams."""
    with suppress(OSError, ValueError, AttributeError):
        if other is None:
            return False
        if other != "-":
            return os.path.realpath(path) == os.path.realpath(other) or os.path.samefile(path, other)
        found = os.stat(path)
        for stream in (sys.stdin, sys.stdout):
            with suppress(OSError, ValueError, AttributeError):
                if os.path.samestat(found, os.fstat(stream.fileno())):
                    return True
    return False


@contextmanager
def locked(file: int, *, shared: bool = False) -> Iterator[None]:
    """Hold a file against other runs of this program; ``shared``: against those that write.

    :raises OSError: it cannot be locked, or another has had it for half a minute.
    """
    wait, until = 0.001, time.monotonic() + _PATIENCE
    while not _lock(file, shared):
        if time.monotonic() > until:
            raise OSError(f"another program has had it locked for {_PATIENCE:.0f} seconds")
        time.sleep(wait)
        wait = min(wait * 2, 0.05)
    try:
        yield
    finally:
        _unlock(file)


if sys.platform == "win32":

    def _lock(file: int, shared: bool) -> bool:
        return shared or _far(file, msvcrt.LK_NBLCK)

    def _unlock(file: int) -> None:
        with suppress(OSError):
            _far(file, msvcrt.LK_UNLCK)

    def _far(file: int, how: int) -> bool:
        here = os.lseek(file, 0, os.SEEK_CUR)
        try:
            os.lseek(file, _FAR, os.SEEK_SET)
            msvcrt.locking(file, how, 1)
        except PermissionError:
            return False
        finally:
            os.lseek(file, here, os.SEEK_SET)
        return True

else:

    def _lock(file: int, shared: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def _head(file: int) -> bytes:
    """Return how a file begins; what is less than a line was torn."""
    os.lseek(file, 0, os.SEEK_SET)
    return os.read(file, len(START)).partition(b"\n")[0]


def _last(file: int, size: int) -> bytes:
    os.lseek(file, size - 1, os.SEEK_SET)
    return os.read(file, 1)
