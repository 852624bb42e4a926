"""Writing a file whole: what stood there before is replaced at once, or stays as it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from ..errors import DetainerError, Problem, show

__all__ = ["opened_whole", "write_whole"]


def write_whole(path: str, text: str, field: str = "output") -> None:
    """Write ``text`` (UTF-8) to ``path``, as :func:`opened_whole` does.

    :raises DetainerError: ``OUTPUT_FAILED``.
    """
    with opened_whole(path, field) as file:
        file.write(text.encode("utf-8"))


@contextmanager
def opened_whole(path: str, field: str = "output") -> Iterator[BinaryIO]:
    """Open ``path`` for writing; what is written takes its place when all of it was.

    An ordinary file is written beside and then put in place, so that a run that fails
    leaves the old one; a link is followed and the file's permissions are kept. A device or
    a pipe is written into.

    :raises DetainerError: ``OUTPUT_FAILED``.
    """
    try:
        with _opened(path) as file:
            yield file
    except DetainerError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        shown = f"{show(path)}: {why}" if path else "no file was named"
        problem = Problem("OUTPUT_FAILED", field, shown, "give another file")
        raise DetainerError([problem]) from None


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    exists = os.path.exists(path)
    if exists and not os.path.isfile(path):
        with open(path, "wb") as file:  # a folder is refused here
            yield file
        return
    path = os.path.realpath(path)
    if exists and not os.access(path, os.W_OK):
        raise PermissionError(13, "this file may not be written")
    beside = os.path.join(os.path.dirname(path), f".detainer-{os.urandom(6).hex()}.part")
    try:
        with open(beside, "xb") as file:
            yield file
        if exists:
            os.chmod(beside, os.stat(path).st_mode & 0o7777)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
