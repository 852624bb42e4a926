"""Profiles: one layer of law or policy each, found, loaded and validated."""

from .find import AGREEMENT_LAYERS, built_in_ids, ids, load_profile
from .model import (
    ACTS,
    ANY_DATE,
    Agreement,
    Ask,
    ClockEntry,
    Due,
    Note,
    Period,
    Profile,
    Rule,
    Source,
    implied,
)

__all__ = [
    "ACTS",
    "AGREEMENT_LAYERS",
    "ANY_DATE",
    "Agreement",
    "Ask",
    "ClockEntry",
    "Due",
    "Note",
    "Period",
    "Profile",
    "Rule",
    "Source",
    "built_in_ids",
    "ids",
    "implied",
    "load_profile",
]
