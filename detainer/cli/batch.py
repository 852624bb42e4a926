"""``detainer batch``: a table in, the same table with its answers out."""

from __future__ import annotations

import gc
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from typing import Any, TypeVar

import click

from ..decision import Decision
from ..errors import DetainerError, Problem
from ..formats.tables.model import Row, Writer
from ..table.answer import Answer
from ..table.columns import Columns, columns
from .columnar import Blocks, is_columnar, opened, writer_of
from .failure import report
from .main import QuickCommand, values
from .options import once
from .progress import Progress
from .table_options import TableOptions, mapped, timed
from .tables import FORMATS, Format, Input, format_of, named_beforehand, output, read, written

__all__ = ["batch"]

_T = TypeVar("_T")
_MOST = 1_000  # sets of columns kept at most


@click.command(cls=QuickCommand, short_help="Answer every row of a table.")
@click.argument("input", metavar="INPUT|-", shell_complete=values)
@once("-o", "--output", metavar="FILE", text="Write the table there; else to standard output.")
@once("--from", metavar="FORMAT", text=f"{' '.join(FORMATS)}; else by the name, else by its first bytes.")
@once("--to", metavar="FORMAT", text="The same; else by the name of -o, else as the input.")
@once("-p", "--profile", metavar="ID|FILE", text="Whose law, for every row; else by column.")
@once("-z", "--timezone", metavar="ZONE", text="The facility's zone, for every row.")
@mapped
@timed
@once("--date-only", metavar="HOW", text="Dates without times: earliest, latest or bounds; else an error.")
@once("--assume", metavar="WHAT", text="nothing (default); ordinary: ordinary papers.")
@once("--as-of", metavar="TIME", text="Add where each window stands at that time.")
@once("--engine", metavar="HOW", text="row or columnar; else by the size of the table.")
@click.option("-v", "--verbose", is_flag=True, help="Say which engine answered.")
@once("--prefix", metavar="TEXT", text="Put before the names of the added columns.")
@once("--record", metavar="FILE", text="Append each decision and its input, for detainer recheck.")
@click.option("--csv-safe", is_flag=True, help="Make cells inert that a spreadsheet would run.")
@click.option("--strict-rows", is_flag=True, help="Stop at the first row that cannot be answered.")
@click.option("--profiles", multiple=True, metavar="DIR", help="A folder of your own profiles.")
@click.pass_context
def batch(ctx: click.Context, /, **options: Any) -> None:
    """Answer every row of a table: CSV, JSON Lines, XLSX or Parquet, by its name.

    \b
    detainer batch records.csv -p us-fl-pinellas -o answers.csv
    detainer batch records.xlsx -p tx -z America/Chicago --map release_at="Release Date"
    cat records.jsonl | detainer batch - --from jsonl --date-only bounds

    Columns are named like the facts (release_at, received_at, form, I-200, ...) or mapped.
    All columns are kept; hold, release_by, missing, error and others are added. Nothing is
    assumed unless --assume says so. Exit 0: every row was answered; 1: some were not, and
    say why; 2: usage, profile or input error, no output.
    """
    gc.enable()  # a long run makes garbage
    gc.freeze()
    chosen = TableOptions(options)
    try:
        with _killed_like_interrupted(), Input(chosen.input) as source:
            run = _run(chosen, source)
    except _StrictError as error:
        report(error, [])
        ctx.exit(1)
    except _KilledError:
        ctx.exit(128 + signal.SIGTERM)
    rejected = run.codes.pop("", 0)
    if chosen.verbose:
        _say(f"detainer: {run.how}")
    _summary(run.count, rejected, run.codes)
    if rejected:
        ctx.exit(1)


def _run(chosen: TableOptions, source: Input) -> _Run:
    """Answer the table; return the run, with what it counted."""
    if chosen.output not in (None, "-") and source.is_file(str(chosen.output)):
        what = "the input and the output are one file"
        raise DetainerError([Problem("SAME_FILE", "output", what, "give another file with -o")])
    kind = chosen.kind_in or format_of(source)
    to = chosen.kind_out or kind
    run = _Run(chosen)
    columnar = is_columnar(chosen.engine, source, kind, to, recorded=chosen.record is not None)
    if columnar or kind == to == "parquet":
        run.by_block(source, kind, columnar=columnar)
    else:
        run.by_row(source, kind, to)
    return run


class _Run:
    """One run over a table: each row answered or rejected, counted, written."""

    def __init__(self, chosen: TableOptions) -> None:
        self._rows, self._chosen = chosen.rows(), chosen
        self._added = chosen.added()
        self._bound: dict[tuple[str, ...], Callable[[Sequence[str]], Answer]] = {}
        self.how, self.count = "row engine", 0
        #: how many rows have each code; under "" how many were rejected
        self.codes: Counter[str] = Counter()

    def by_row(self, source: Input, kind: Format, to: Format) -> None:
        """Answer and write a table row by row."""
        names: tuple[str, ...] | None
        if kind == "jsonl" and to != "jsonl":
            names, reader = named_beforehand(source)
        else:
            reader = read(source, kind)
            names = reader.names
        if names is not None:
            self.bind(names, whole=kind != "jsonl")
        rows = _any(iter(reader), names)
        with output(self._chosen.output) as stream:
            options = {"safe": self._chosen.safe, "raw": kind == "jsonl"}
            with (
                written(stream, to, names or (), self._added, **options) as writer,
                self.recorded(writer) as told,
            ):
                self.all(rows, told, Progress(source))

    def by_block(self, source: Input, kind: Format, *, columnar: bool) -> None:
        """Answer and write a table many rows at a time, in the format it has."""
        from ..arrow.engine import Engine

        chosen, blocks = self._chosen, opened(source, kind)
        names = blocks.names or ()
        self.bind(names, whole=True)
        engine = Engine(self._rows, self._columns(names, whole=True))
        items, progress = _any(blocks.blocks(), names), Progress(source)
        with (
            output(chosen.output) as stream,
            writer_of(blocks, stream, self._added, engine.zones, safe=chosen.safe) as writer,
            self.recorded(writer) as told,
        ):
            used = engine if columnar else None
            answers = Blocks(used, lambda row: self._one(row, told), safe=chosen.safe)
            for item in items:
                self.count += answers.write(item, writer)
                progress.show(self.count)
            writer.close()
        progress.clear()
        if columnar:
            self.how = f"columnar engine, {answers.alone:,} of the rows by the row engine"

    def bind(self, names: tuple[str, ...], *, whole: bool = False) -> Callable[[Sequence[str]], Answer]:
        """Return what answers the rows with these columns.

        :raises DetainerError: ``COLUMN_TAKEN``, and as :func:`~detainer.table.columns.columns`.
        """
        found = self._bound.get(names)
        if found is None:
            if len(self._bound) >= _MOST:
                self._bound.clear()
            found = self._bound[names] = self._rows.reader(self._columns(names, whole=whole))
        return found

    def _columns(self, names: tuple[str, ...], *, whole: bool = False) -> Columns:
        self._added.refuse(names)
        law = self._chosen.around[0] is not None
        return columns(names, self._chosen.named, self._chosen.skipped, whole=whole, law=law)

    @contextmanager
    def recorded(self, writer: Writer) -> Iterator[Writer]:
        """Open what writes the rows, and with ``--record`` appends their decisions to a file."""
        if self._chosen.record is None:
            yield writer
            return
        from .recording import Recorded

        def decider(names: tuple[str, ...]) -> Callable[[Sequence[str]], tuple[Decision, ...]]:
            return self._rows.decider(self._columns(names))

        with Recorded(writer, self._chosen, decider) as told:
            yield told

    def all(self, records: Iterable[Row], writer: Writer, progress: Progress) -> None:
        """Answer and write every row.

        :raises DetainerError: of the first row that cannot be answered, with ``--strict-rows``.
        """
        names: tuple[str, ...] | None = None
        answer: Callable[[Sequence[str]], Answer] = None  # type: ignore[assignment]
        write, count = writer.write, 0
        for row in records:
            count += 1
            try:
                if row.fault is not None:
                    raise DetainerError([row.fault])
                if row.names is not names:
                    answer, names = self.bind(row.names), row.names
                found = answer(row.texts)
            except DetainerError as error:
                self._reject(row, error, writer)
            else:
                write(row, found, ())
            if not count % 1024:
                progress.show(count)
        self.count = count
        progress.clear()

    def _one(self, row: Row, writer: Writer) -> None:
        """Answer and write a row by itself, in a table whose columns are bound."""
        try:
            if row.fault is not None:
                raise DetainerError([row.fault])
            found = self._bound[row.names](row.texts)
        except DetainerError as error:
            self._reject(row, error, writer)
        else:
            writer.write(row, found, ())

    def _reject(self, row: Row, error: DetainerError, writer: Writer) -> None:
        if any(problem.code == "COLUMN_TAKEN" for problem in error.problems):
            raise error
        if self._chosen.strict:
            raise _StrictError(
                problem._replace(message=f"row {row.number}: {problem.message}") for problem in error.problems
            )
        self.codes.update({"", *(problem.code for problem in error.problems)})
        writer.write(row, None, error.problems)


def _any(items: Iterator[_T], names: tuple[str, ...] | None) -> Iterator[_T]:
    """Return the same items; refuse a table without any.

    :raises DetainerError: ``TABLE_EMPTY``.
    """
    first = next(items, None)
    if first is None:
        why = "a header and no rows" if names else "there is nothing in it"
        raise DetainerError([Problem("TABLE_EMPTY", "input", why, None)])
    return chain((first,), items)


class _StrictError(DetainerError):
    """A row that stops the run."""


def _summary(count: int, rejected: int, codes: Counter[str]) -> None:
    """Say on standard error what became of the rows."""
    line = f"detainer: {count:,} row{'s' * (count != 1)}, {count - rejected:,} answered"
    if rejected:
        counted = ", ".join(f"{code} {number:,}" for code, number in codes.most_common())
        line += f", {rejected:,} rejected ({counted})"
    _say(line)


def _say(line: str) -> None:
    with suppress(OSError):  # nobody may be left to be told
        click.echo(line, err=True)


class _KilledError(KeyboardInterrupt):
    """The run was asked to end (SIGTERM)."""


@contextmanager
def _killed_like_interrupted() -> Iterator[None]:
    """Let a request to end clear up as an interrupt does."""

    def leave(*_: object) -> None:
        raise _KilledError

    try:
        before = signal.signal(signal.SIGTERM, leave)
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
