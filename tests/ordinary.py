"""Random releases under the built-in profiles with ordinary papers: what the laws of whole answers are asked of."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from instants import instants

from detainer import Custody, Decision, Profile, check, load_profile
from detainer.profiles import AGREEMENT_LAYERS, built_in_ids
from detainer.zones import utc

NY = "America/New_York"
#: North Carolina counts from the receipt of the detainer (G.S. 162-62(b1))
FROM_RECEIPT = ("us-nc",)
ids = st.sampled_from([name for name in built_in_ids() if name not in AGREEMENT_LAYERS.values()])
#: since Form I-247A
releases = instants(2018, 2027).map(utc)

#: the keys that repeat the facts as they were given, or tell whence each is known
OF_THE_FACTS = {"custody", "assumed", "provenance", "steps", "warnings"}

laws = settings(deadline=None, max_examples=150)


@cache
def loaded(name: str) -> Profile:
    return load_profile(name)


def asked(name: str, release: datetime, **facts: Any) -> Decision:
    profile = loaded(name)
    zone = profile.zones[0] if profile.zones else NY
    return check(Custody(release_at=release, **facts), profile, assume="ordinary", timezone=zone)


def said(decision: Decision) -> dict[str, Any]:
    """All that an answer says but the facts themselves and the warnings about them."""
    told = decision.to_dict()
    return {name: told[name] for name in told.keys() - OF_THE_FACTS}
