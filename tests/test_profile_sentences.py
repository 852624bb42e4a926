"""A profile told in sentences, as `profiles show` prints it."""

from __future__ import annotations

from pathlib import Path

from made import PLAIN, written

from detainer import load_profile
from detainer.formats.profile import sentences

GOOD = Path(__file__).parent / "profiles" / "good" / "us-xx.toml"


def told(name: str | Path) -> str:
    return " ".join(" ".join(sentences(load_profile(name))).split())


def test_boxes_rules_agreements_and_papers() -> None:
    text = told(GOOD)
    assert (
        "old: release until 2020-01-01 and offense until 2019-01-01 and booking from 2010-01-01 and receipt from 2010-01-01; only where not still-good"
        in text
    )
    assert "nothing below may say otherwise" in text
    assert "within 2 h before release_at, up to 7 days early" in text
    assert "agreement WSO, signed 2019-05-06 until 2021-01-01" in text
    assert "Ordinary papers: order yes, box 1" in text


def test_a_layer_that_says_nothing(tmp_path: Path) -> None:
    bare = list(sentences(written(tmp_path, PLAIN.format("us-xx", "us"))))
    assert "This layer has no rules." in bare
    assert "zones none: give --timezone" in bare


def test_questions_without_ordinary_papers() -> None:
    assert "Questions" not in list(sentences(load_profile("sanctuary")))
    assert "Questions --answer violent-charge:" in told("us-nj")
    assert "Ordinary papers" not in told("us-nj")
