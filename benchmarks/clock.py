"""How fast hours are counted, and how often rightly: this program and others, against the clock.

Run it where the program and its ``bench`` extra are installed: ``python benchmarks/clock.py``.

First part: 48 hours without Saturdays, Sundays and federal holidays as kept, midnight to
midnight, elapsed, from random starts in America/New_York, 2015 to 2030. Each peer is given the
starts in the form it likes best, its calendar is made beforehand, and only its own work is
timed. Ends are compared with the count by minutes of ``tests/oracle.py``.

Second part: one ``check`` of a record that is ready, without writing it as JSON.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from types import ModuleType
from typing import Any, NamedTuple

from detainer import Custody, check, load_profile, ruling
from detainer.clock import Clock, Start
from detainer.profiles import Profile
from detainer.zones import load, seconds

ZONE = "America/New_York"
HERE = load(ZONE)
YEARS = (2015, 2030)
STARTS = 20_000
COUNTED = STARTS  # of these the minutes are counted
WEEKEND = (5, 6)
CLOCK = Clock(
    "regulation", 48, None, Start("one", ("release_at",)), ("saturday", "sunday", "federal-holiday-observed")
)
HOURS = timedelta(hours=48)


class Peer(NamedTuple):
    """A way to count: its name, how many starts it is given, and what makes the ends."""

    name: str
    starts: int
    #: from seconds: what is timed, and what turns its answers into seconds
    prepare: Callable[[list[int]], tuple[Callable[[], Sequence[Any]], Callable[[Any], int]]]


def module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


oracle = module(Path(__file__).parent.parent / "tests" / "oracle.py")


def days_off() -> list[date]:
    """Return the federal holidays as kept, those of the weekend too."""
    return sorted(
        day for year in range(YEARS[0] - 1, YEARS[1] + 2) for day in oracle.statute(year) | oracle.kept(year)
    )


def naive(start: int) -> datetime:
    return datetime.fromtimestamp(start, HERE).replace(tzinfo=None)


def from_naive(end: datetime) -> int:
    return seconds(end.replace(tzinfo=HERE))


# ---- this program and its peers ----


def ours(starts: list[int]) -> tuple[Callable[[], list[int]], Callable[[int], int]]:
    end = CLOCK.end
    return lambda: [end(start, ZONE) for start in starts], int


def businesstimedelta(starts: list[int]) -> tuple[Callable[[], list[Any]], Callable[[Any], int]]:
    """A working day cannot end at 24:00: it ends a microsecond before, and ends are rounded."""
    import businesstimedelta as peer
    import pytz

    zone = pytz.timezone(ZONE)
    week = peer.WorkDayRule(time(0), time(23, 59, 59, 999_999), [0, 1, 2, 3, 4], tz=zone)
    rules = peer.Rules([week, peer.HolidayRule(set(days_off()), tz=zone)])
    span = peer.BusinessTimeDelta(rules, hours=48)
    given = [datetime.fromtimestamp(start, zone) for start in starts]
    return lambda: [start + span for start in given], lambda end: round(end.timestamp())


def business_duration(starts: list[int]) -> tuple[Callable[[], list[datetime]], Callable[[Any], int]]:
    """It measures from one time to another: the end is searched for, to the minute."""
    from business_duration import businessDuration

    free = days_off()

    def find(start: datetime) -> datetime:
        low, high = 48 * 60 - 1, 9 * 24 * 60
        while high - low > 1:
            middle = (low + high) // 2
            passed = businessDuration(
                start, start + timedelta(minutes=middle), weekendlist=[5, 6], holidaylist=free, unit="min"
            )
            low, high = (low, middle) if passed >= 48 * 60 else (middle, high)
        return start + timedelta(minutes=high)

    given = [naive(start) for start in starts]
    return lambda: [find(start) for start in given], from_naive


def custom_business_hour(starts: list[int]) -> tuple[Callable[[], list[Any]], Callable[[Any], int]]:
    """It refuses a day of 24 hours: open until 23:59, less the minute that two days lose each."""
    import pandas as pd

    span = pd.offsets.CustomBusinessHour(n=48, start="00:00", end="23:59", holidays=days_off())
    lost = pd.Timedelta(minutes=2)
    given = [pd.Timestamp(naive(start)) for start in starts]
    return lambda: [start + span - lost for start in given], lambda end: from_naive(end.to_pydatetime())


def custom_business_day(starts: list[int]) -> tuple[Callable[[], list[Any]], Callable[[Any], int]]:
    """Two working days on, at the same time; from a day off, first to the next midnight that counts."""
    import pandas as pd

    two = pd.offsets.CustomBusinessDay(n=2, holidays=days_off())
    none = pd.offsets.CustomBusinessDay(n=0, holidays=days_off())

    def add(start: Any) -> Any:
        return (start if none.is_on_offset(start) else none.rollforward(start.normalize())) + two

    given = [pd.Timestamp(naive(start)) for start in starts]
    return lambda: [add(start) for start in given], lambda end: from_naive(end.to_pydatetime())


def numpy_one(starts: list[int]) -> tuple[Callable[[], list[Any]], Callable[[Any], int]]:
    """The same with dates and the minute of the day, a start at a time."""
    import numpy as np

    calendar = np.busdaycalendar(holidays=days_off())

    def add(day: Any, clock: Any) -> Any:
        counts = np.is_busday(day, busdaycal=calendar)
        to = np.busday_offset(day, 2, roll="forward", busdaycal=calendar)
        return to + clock if counts else to + np.timedelta64(0, "m")

    minutes = [np.datetime64(naive(start), "m") for start in starts]
    given = [(at.astype("M8[D]"), at - at.astype("M8[D]")) for at in minutes]
    return lambda: [add(day, clock) for day, clock in given], lambda end: from_naive(end.item())


def numpy_all(starts: list[int]) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    """The same for all starts at once."""
    import numpy as np

    calendar = np.busdaycalendar(holidays=days_off())
    minutes = np.array([naive(start) for start in starts], "M8[m]")
    dates = minutes.astype("M8[D]")
    clocks = minutes - dates

    def add() -> Any:
        counts = np.is_busday(dates, busdaycal=calendar)
        to = np.busday_offset(dates, 2, roll="forward", busdaycal=calendar)
        return to + np.where(counts, clocks, np.timedelta64(0, "m"))

    return add, lambda end: from_naive(end.item())


def numpy_tie(starts: list[int]) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    """The same with the tie written out: from a midnight or a day off, the end of the second day.

    Right for this clock only: it counts the wall's hours, and here the clocks change on days off.
    """
    import numpy as np

    calendar = np.busdaycalendar(holidays=days_off())
    minutes = np.array([naive(start) for start in starts], "M8[m]")
    dates = minutes.astype("M8[D]")
    clocks = minutes - dates

    def add() -> Any:
        whole_days = ~np.is_busday(dates, busdaycal=calendar) | (clocks == np.timedelta64(0, "m"))
        to = np.busday_offset(dates, np.where(whole_days, 1, 2), roll="forward", busdaycal=calendar)
        return to + np.where(whole_days, np.timedelta64(24 * 60, "m"), clocks)

    return add, lambda end: from_naive(end.item())


PEERS = [
    Peer("detainer Clock.end", STARTS, ours),
    Peer("businesstimedelta", 2_000, businesstimedelta),
    Peer("business-duration, searched", 2_000, business_duration),
    Peer("pandas CustomBusinessHour", 2_000, custom_business_hour),
    Peer("pandas CustomBusinessDay", STARTS, custom_business_day),
    Peer("numpy.busday_offset, one by one", STARTS, numpy_one),
    Peer("numpy.busday_offset, one array", STARTS, numpy_all),
    Peer("the same, the tie written out", STARTS, numpy_tie),
]


def clocks() -> bool:
    chance = random.Random(48)
    low, high = (seconds(datetime(year, 1, 1, tzinfo=HERE)) // 60 for year in (YEARS[0], YEARS[1] + 1))
    starts = [chance.randrange(low, high) * 60 for _ in range(STARTS)]
    true = [oracle.end(CLOCK, start, ZONE) for start in starts[:COUNTED]]
    print(
        f"48 hours without weekends and federal holidays, {ZONE}, {YEARS[0]}-{YEARS[1]}, starts to the minute"
    )
    print(f"{'':34}{'starts':>8}{'us each':>12}{'ratio':>10}{'wrong':>8}{'of':>8}")
    our_time, good = 0.0, True
    for peer in PEERS:
        try:
            run, read = peer.prepare(starts[: peer.starts])
        except ImportError as error:
            print(f"{peer.name:34}skipped: {error.name} is not installed")
            continue
        answers = run()  # warms what is made when first asked for
        taken = min(timed(run) for _ in range(5 if peer.starts == STARTS else 1)) / peer.starts / 1000
        our_time = our_time or taken
        pairs = list(zip(map(read, answers), true, strict=False))
        wrong = sum(end != right for end, right in pairs)
        print(
            f"{peer.name:34}{peer.starts:>8,}{taken:>12,.3f}{taken / our_time:>10,.1f}{wrong:>8,}{len(pairs):>8,}"
        )
        if peer.prepare is ours:
            good = bound("Clock.end", taken, 2, "us") and wrong == 0
    return good


def timed(run: Callable[[], object]) -> int:
    begin = perf_counter_ns()
    run()
    return perf_counter_ns() - begin


def bound(name: str, taken: float, limit: float, unit: str) -> bool:
    held = taken <= limit
    print(f"  {name}: {taken:,.2f} {unit}, bound {limit:g} {unit}: {'held' if held else 'MISSED'}")
    return held


# ---- check ----


def releases(count: int) -> list[datetime]:
    chance = random.Random(7)
    first = datetime(2026, 1, 2, 17, tzinfo=UTC)
    return [first + timedelta(minutes=chance.randrange(300 * 24 * 60)) for _ in range(count)]


def whole(profile: Profile, release: datetime) -> Custody:
    """Return a record with every fact, and an answer to all the profile asks."""
    asks = {name: ask.type for name, ask in profile.all_asks.items()}
    return Custody(
        release_at=release,
        booked_at=release - timedelta(days=9),
        freed_at=release + timedelta(hours=30),
        taken_at=release + timedelta(hours=30),
        offense_on=(release - timedelta(days=12)).date(),
        form="I-247A",
        box=1,
        asks_custody=True,
        issuer="ICE",
        received_at=release - timedelta(days=8),
        served_at=release - timedelta(days=7),
        cancelled_at="never",
        warrant_served_at=release,
        papers={
            "I-200": True,
            "I-205": False,
            "I-203": False,
            "criminal-warrant": False,
            "judge-order": False,
        },
        designated=True,
        citizenship="none",
        agreement=frozenset({"WSO"}),
        answers={name: False if kind == "yes-no" else "never" for name, kind in asks.items()},
    )


def each(run: Callable[[Custody], object], records: list[Custody], rounds: int = 7) -> float:
    """Return microseconds a record: the best of several rounds."""

    def all_of_them() -> None:
        for record in records:
            run(record)

    all_of_them()
    return min(timed(all_of_them) for _ in range(rounds)) / len(records) / 1000


def checks() -> bool:
    good = []
    print("\ncheck of a ready record, without to_dict; releases vary")
    for name, record, limit, what in (
        ("us-fl-pinellas", whole, 25, "all facts known"),
        ("us-nj", None, 60, "release alone, the rest open"),
        ("us-fl-pinellas", None, 60, "release alone, the rest open"),
    ):
        profile = load_profile(name)
        records = [
            record(profile, release) if record else Custody(release_at=release) for release in releases(1_000)
        ]

        def run(custody: Custody, profile: Profile = profile) -> object:
            return check(custody, profile, assume="nothing")

        ways = len(check(records[0], profile).basis.ways)
        taken = each(run, records)
        good.append(bound(f"{name}, {what} ({ways} way{'s' * (ways > 1)})", taken, limit, "us"))
    for name in ("us-fl-pinellas", "us-nj"):
        profile = load_profile(name)
        record = Custody(release_at=releases(1)[0])
        taken = median(first_ruling(record, profile) for _ in range(15))
        good.append(bound(f"{name}, a first ruling", taken / 1e6, 10, "ms"))
    return all(good)


def first_ruling(record: Custody, profile: Profile) -> int:
    ruling._CACHE.clear()
    return timed(lambda: check(record, profile))


if __name__ == "__main__":
    held = [clocks(), checks()]
    sys.exit(0 if all(held) else 1)
