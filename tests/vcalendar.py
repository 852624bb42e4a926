"""A calendar file as another library reads it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

import vobject


class Read:
    """A file as the vobject package reads it."""

    def __init__(self, text: str) -> None:
        for zone in re.findall(
            r"^TZID:(.*)\r$", text, re.MULTILINE
        ):  # it would keep the first it read of that name
            vobject.icalendar.registerTzid(zone, None)
        event = vobject.readOne(text).vevent
        self.summary: str = event.summary.value
        self.description: str = event.description.value
        self.uid: str = event.uid.value
        self.sequence = int(event.sequence.value)
        self.stamp: datetime = event.dtstamp.value.astimezone(UTC)
        self.zone: tzinfo = event.dtstart.value.tzinfo
        self.starts: datetime = event.dtstart.value.astimezone(UTC)
        self.ends: datetime | None = event.dtend.value.astimezone(UTC) if "dtend" in event.contents else None
        self.alarms = [alarm.trigger.value for alarm in event.contents.get("valarm", [])]
        self.actions = {alarm.action.value for alarm in event.contents.get("valarm", [])}
