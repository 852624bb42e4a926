"""Makes detainer/data/federal_holidays.csv with the ``holidays`` package.

Run it as a script to write the file anew; a test compares the file with what it makes.
"""

from __future__ import annotations

from pathlib import Path

import holidays

FILE = Path(__file__).parent.parent / "detainer" / "data" / "federal_holidays.csv"
#: the package's names, and the words of 5 U.S.C. 6103(a)
NAMES = {"Martin Luther King Jr. Day": "Birthday of Martin Luther King, Jr."}


def make(first: int = 1970, last: int = 2100) -> str:
    lines = ["date,kind,name"]
    years = holidays.country_holidays("US", years=range(first, last + 2), observed=True)
    for day, names in sorted(years.items()):
        # Columbus Day is in 6103(a) only since Pub. L. 90-363 took effect on 1971-01-01
        if not first <= day.year <= last or (names == "Columbus Day" and day.year < 1971):
            continue
        for name in names.split("; "):
            bare = name.removesuffix(" (observed)")
            kind = "observed" if bare != name else "day"
            lines.append(f"{day},{kind},{NAMES.get(bare, bare)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(make(), encoding="utf-8", newline="\n")
