"""A lower layer never lifts what binds above it, nor shortens a mandate.

Where the chain down to some layer says `not_allowed` or `other_custody`, every layer added
below leaves the hold so; where it says `required`, the hold stays required and its release is
the same second. What binds on notify and transfer stays as well. Not so of a `not_allowed`
that comes of a spent window alone: there a layer's own clock had run out, and no rule said no.

Source: docs/design.md, "How a ruling is made": `required` and `not_allowed` bind; a county has no power that
its state has taken away.
"""

from __future__ import annotations

from pathlib import Path

from chains import RELAXED, Case, cases, decide
from hypothesis import given


@RELAXED
@given(case=cases())
def test_a_lower_layer_never_lifts_what_binds(case: Case, tmp_path: Path) -> None:
    profile = case.files.load(tmp_path)
    decision = decide(case.facts, profile)
    if decision is None:
        return
    for layer in profile.parents:
        above = decide(case.facts, layer)
        assert above is not None
        spent = any(way.spent for way in above.basis.ways)
        if above.hold in ("not_allowed", "other_custody") and not spent:
            assert decision.hold == above.hold
        if above.hold == "required":
            assert (decision.hold, decision.release_by) == ("required", above.release_by)
        for act in ("notify", "transfer"):
            bound = getattr(above, act).outcome
            if bound in ("required", "not_allowed"):
                assert getattr(decision, act).outcome == bound
