"""An audit as JSON: every figure, and everything that made it. Pairs are [at least, at most]."""

from __future__ import annotations

from typing import Any

from ...audit.figures import EndFigures, Figures, Pair
from ...audit.report import Report, clocks_of, rules_of
from ...audit.run import Kept, Used
from ...zones import local
from ..json import digest_of, dumped, source_of

__all__ = ["dumps", "to_dict"]


def dumps(report: Report, *, ascii_only: bool = False) -> str:
    """Return the report as text, indented."""
    return dumped(to_dict(report), ascii_only=ascii_only)


def to_dict(report: Report) -> dict[str, Any]:
    """Return the report as plain values."""
    made = report.made
    return {
        "schema": 1,
        "made": {
            "input": made.input,
            "sha256": made.sha256,
            "arguments": list(made.arguments),
            "assume": made.assume,
            "date_only": made.dates,
            "grouped": made.grouped
            and {
                "group": made.grouped.key,
                "disposition": made.grouped.disposition,
                "pickup": list(made.grouped.pickup),
                "freeing": list(made.grouped.freeing),
                "detainer_rows": made.grouped.detainer,
            },
            "detainer": made.detainer,
            "tzdata": made.tzdata,
            "calendar": made.calendar,
        },
        "funnel": [{"step": step.name, "records": step.number, "text": step.text} for step in report.steps],
        "assumed": report.assumed,
        "date_only_records": report.dated,
        "total": _figures(report.total),
        "by": {
            name: [{"group": group, **_figures(figures)} for group, figures in groups.items()]
            for name, groups in report.by.items()
        },
        "sensitivity": [
            {"fact": turn.fact, "instead": turn.value, **_figures(turn.figures)} for turn in report.turns
        ],
        "longest": [_kept(report, item) for item in report.longest],
        "notes": [{"code": note.code, "records": note.number, "text": note.text} for note in report.notes],
        "warnings": dict(report.warnings),
        "missing": dict(report.missing),
        "profiles": [_used(used) for used in report.used],
    }


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "counted": figures.counted,
        "holds": dict(figures.holds),
        "ends": {end: _end(found) for end, found in figures.ends.items()},
    }


def _end(found: EndFigures) -> dict[str, Any]:
    return {
        "outcomes": {name: list(pair) for name, pair in found.outcomes.items()},
        "measured": found.measured,
        "inside": list(found.inside),
        "late": list(found.late),
        "seconds": {
            "median": _pair(found.median),
            "ninetieth": _pair(found.ninetieth),
            "longest": _pair(found.longest),
            "total": list(found.total),
        },
        "late_by_day": list(found.days),
    }


def _pair(pair: Pair | None) -> list[int] | None:
    return None if pair is None else list(pair)


def _kept(report: Report, item: Kept) -> dict[str, Any]:
    answer, late = item.answer, item.answer.latest

    def between(first: int | None, last: int | None) -> list[str]:
        """Return the first and the last instant that it may have been, in the facility's time."""
        assert first is not None
        return [local(at, answer.zone).isoformat() for at in (first, first if last is None else last)]

    return {
        "row": item.row,
        "cells": dict(zip(report.kept, item.cells, strict=True)),
        "released_between": between(answer.start, late and late.start),
        "left_between": between(answer.out, late and late.out),
        "past_release_seconds": [item.least, item.most],
        "taken": item.answer.taken,
    }


def _used(used: Used) -> dict[str, Any]:
    profile = used.law.profile
    return {
        "id": profile.id,
        "name": profile.name,
        "timezone": used.law.zone,
        "layers": [layer.id for layer in profile.layers],
        "hash": digest_of(profile.layers),
        "records": used.records,
        "released": [used.since.isoformat(), used.until.isoformat()],
        "clocks": [
            {
                "clock": name,
                "hours": entry.clock.hours,
                "sources": [source_of(item) for item in entry.sources],
            }
            for name, entry in clocks_of(used).items()
        ],
        "rules": [
            {
                "layer": layer.id,
                "in_force": dates,
                "rule": rule.id,
                "when": rule.when_text,
                "outcome": rule.outcome,
                "sources": [source_of(item) for item in rule.sources],
            }
            for layer, dates, rule in rules_of(used)
        ],
    }
