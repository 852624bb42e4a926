"""The profile loader: any file is a profile that answers and prints in every format, or coded errors."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime, timedelta

from sound import coded

from detainer import Custody, DetainerError, check, load_profile
from detainer.formats import html, ics, json, svg, text
from detainer.formats.profile import sentences

_FOLDER = tempfile.TemporaryDirectory()
_PATH = os.path.join(_FOLDER.name, "us-xx-fuzz.toml")
_RELEASE = datetime(2026, 11, 25, 20, tzinfo=UTC)


def target(data: bytes) -> None:
    """All of it is the file."""
    refused(data)


def refused(data: bytes) -> bool:
    """Load a file, and answer and print by it; say whether it was refused."""
    with open(_PATH, "wb") as file:
        file.write(data)
    try:
        profile = load_profile(_PATH)
    except DetainerError as error:
        coded(error)
        return True
    told = "".join(sentences(profile))
    assert told.replace("\n", "").isprintable()
    zone = profile.zones[0] if profile.zones else "America/New_York"
    for custody in (Custody(release_at=_RELEASE), Custody(booked_at=_RELEASE - timedelta(days=3000))):
        try:
            decision = check(custody, profile, timezone=zone, as_of=_RELEASE, assume="ordinary")
        except DetainerError as error:
            coded(error)
            continue
        for shown in (text.render(decision), svg.render(decision), html.render(decision)):
            assert shown.replace("\n", "").isprintable()
        assert ics.render(decision, (), stamped=_RELEASE).replace("\r\n", "").isprintable()
        assert json.dumps(decision)
    return False
