"""Counts the hours of an immigration detainer, and shows the rules.

>>> from detainer import Custody, check
>>> from datetime import datetime, timedelta, timezone
>>> release = datetime(2026, 11, 25, 15, 0, tzinfo=timezone(timedelta(hours=-5)))
>>> decision = check(Custody(release_at=release, papers={"I-200": False}), "sanctuary",
...                  assume="ordinary", timezone="America/New_York")
>>> decision.hold, decision.release_by == release
('not_allowed', True)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .custody import Custody
    from .decision import Decision, check
    from .errors import DetainerError, Problem
    from .profiles import Profile, load_profile

__version__ = "0.1.0"

__all__ = [
    "Custody",
    "Decision",
    "DetainerError",
    "Problem",
    "Profile",
    "__version__",
    "check",
    "load_profile",
]

_HOME = {
    "Custody": "custody",
    "Decision": "decision",
    "DetainerError": "errors",
    "Problem": "errors",
    "Profile": "profiles",
    "check": "decision",
    "load_profile": "profiles",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that a command loads only what it needs."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value
