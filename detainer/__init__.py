"""Counts the hours of an immigration detainer, and shows the rules.

>>> from detainer import Custody, check
>>> from datetime import datetime, timedelta, timezone
>>> release = datetime(2026, 11, 25, 15, 0, tzinfo=timezone(timedelta(hours=-5)))
>>> decision = check(Custody(release_at=release, papers={"I-200": False}), "sanctuary",
...                  assume="ordinary", timezone="America/New_York")
>>> decision.hold, decision.release_by == release
('not_allowed', True)
"""

__version__ = "0.1.0"

from .custody import Custody
from .decision import Decision, check
from .errors import DetainerError, Problem
from .profiles import Profile, load_profile

__all__ = ["Custody", "Decision", "DetainerError", "Problem", "Profile", "__version__", "check", "load_profile"]
