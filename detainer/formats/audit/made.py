"""What an audit was made from: by these another makes it again and reads the law it went by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...audit.report import Report, clocks_of, rules_of
from ...profiles import ClockEntry, Rule
from ..html.markup import Html, facts, joined, table, tag
from ..html.sources import Sources
from ..json import digest_of

__all__ = ["made", "sources_of"]

#: how a date without its hour was read
_DATES = {
    "bounds": "bounds: any hour of the day",
    "earliest": "earliest: as early as the day allows",
    "latest": "latest: as late as the day allows",
}


def sources_of(report: Report) -> Sources:
    """Return the sources of the law that the records went by."""
    cited = [source for entry in _clocks(report).values() for source in entry.sources]
    return Sources([*cited, *(source for _, _, rule in _rules(report) for source in rule.sources)])


def made(report: Report, sources: Sources) -> Iterator[Html]:
    """Yield the input and the command, the versions, how rows made bookings, and the law."""
    yield facts(_facts(report), "facts small made")
    if not report.used:
        return
    yield _profiles(report)
    clocks = [
        ("", [name, f"{entry.clock.hours} h from release", sources.cited(entry.sources)])
        for name, entry in _clocks(report).items()
    ]
    caption = "The two federal readings by which all were measured"
    yield table("readings", caption, ("reading", "hours", "sources"), clocks, "law")
    rules = [("", _row(layer, dates, rule, sources)) for layer, dates, rule in _rules(report)]
    caption = "The rules on a hold that may have been in force, layer by layer"
    yield table("rules", caption, ("rule", "in force", "outcome", "when", "sources"), rules, "law")


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    done = report.made
    yield "input", done.input
    yield "its hash", tag("code", done.sha256) if done.sha256 else "none: it came through a pipe"
    yield "command", tag("code", " ".join(done.arguments))
    yield "assumed", done.assume
    yield "dates without hours", _DATES.get(done.dates or "", "-")
    yield "made with", f"detainer {done.detainer}, tzdata {done.tzdata}, calendar {done.calendar}"
    if grouped := done.grouped:
        yield "a booking is", f"the rows of one {grouped.key}; how each ended is in {grouped.disposition}"
        yield "is the pickup", ", ".join(grouped.pickup)
        yield "frees the person", ", ".join(grouped.freeing)
        if grouped.detainer:
            yield "is no charge", grouped.detainer


def _profiles(report: Report) -> Html:
    rows = []
    for used in report.used:
        profile = used.law.profile
        rows.append(
            (
                "",
                [
                    joined([profile.id, tag("span", profile.name, class_="soft block")]),
                    joined(
                        [
                            ", ".join(layer.id for layer in profile.layers),
                            tag("code", digest_of(profile.layers), class_="soft block"),
                        ]
                    ),
                    used.law.zone,
                    f"{used.since} to {used.until}",
                    f"{used.records:,}",
                ],
            )
        )
    heads = ("profile", "its layers, and their hash", "zone", "released", "records")
    return table("profiles", "The law that the records went by", heads, rows, "law profiles")


def _clocks(report: Report) -> Mapping[str, ClockEntry]:
    return {name: entry for used in report.used for name, entry in clocks_of(used).items()}


def _rules(report: Report) -> list[tuple[str, str, Rule]]:
    """Return the rules of all profiles, each layer's once, as the layers first come."""
    found: dict[tuple[str, str, str], Rule] = {}
    for used in report.used:
        for layer, dates, rule in rules_of(used):
            found.setdefault((layer.id, dates, rule.id), rule)
    layers = list(dict.fromkeys(layer for layer, _, _ in found))
    ordered = sorted(found.items(), key=lambda item: layers.index(item[0][0]))
    return [(layer, dates, rule) for (layer, dates, _), rule in ordered]


def _row(layer: str, dates: str, rule: Rule, sources: Sources) -> list[str]:
    when = tag("code", rule.when_text) if rule.when_text else "always"
    return [
        f"{layer}/{rule.id}",
        dates,
        rule.outcome.replace("_", " "),
        when,
        sources.cited(rule.sources),
    ]
