"""The template of ``detainer profiles new``."""

__all__ = ["EXAMPLE", "PROFILE"]

PROFILE = """\
# One layer of law or policy. Check it with: detainer profiles validate {id}.toml
format = 1
id     = "{id}"
name   = "Its name, as people write it"
parent = "{parent}"              # the layer above decides first
zones  = ["{zone}"]  # IANA names; leave out to take the parent's
stance = "mixed"                 # honors, wso, sanctuary, mixed or none: for people; the rules decide
covers = "which jails"

# A question only this jurisdiction asks, worded for a yes or a no by an officer.
[ask.listed-charge]
text = "Is the person charged with an offense listed in the policy?"

# A box of dates. `until` is the first date no longer governed; no `until`: still in force.
[[period]]
id   = "policy"
from = 2026-01-01

# Rules for an act in order: the first whose `when` is met speaks.
# outcome: required and not_allowed bind every layer below; allowed passes down; silent says nothing.
[[period.rule]]
id      = "listed-charge"
act     = ["hold"]               # hold, notify (tell ICE the release time), transfer
when    = "requests-hold and (I-200 or I-205) and listed-charge"
outcome = "allowed"              # without a clock of its own the form's clock governs
source  = ["policy"]

[[period.rule]]
id      = "no-hold"
act     = ["hold"]
outcome = "not_allowed"
source  = ["policy"]

# Where the words were read. seen: verbatim (then quote them), paraphrase or unverified.
[source.policy]
cite    = "The policy, its number and date"
url     = "https://example.org/policy"
seen    = "unverified"
checked = 2026-11-24
"""

EXAMPLE = """\
# At least two examples a rule (met, not met) and one on each side of every change of law,
# counted by hand from the words of the law. Times are local; ordinary papers unless
# assume = "nothing".

[[example]]
why    = "listed charge, I-247A with an I-200, Mon 2026-03-02 10:00: 48 straight hours end Wed 10:00"
facts  = {{ release_at = "2026-03-02T10:00", answers = {{ listed-charge = true }} }}
expect = {{ hold = "allowed", release_by = "2026-03-04T10:00", spoke = "{id}/listed-charge" }}

[[example]]
why    = "no listed charge: no hold"
facts  = {{ release_at = "2026-03-02T10:00", answers = {{ listed-charge = false }} }}
expect = {{ hold = "not_allowed", release_by = "2026-03-02T10:00", spoke = "{id}/no-hold" }}
"""
