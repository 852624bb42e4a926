"""Whose law a row goes by, and which dates are one to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ..agencies import Agency, agreements_on, profile_ids, serves
from ..agencies import one as one_agency
from ..custody import AGREEMENTS
from ..decision import zone_of
from ..errors import DetainerError, Problem, show
from ..forms import FORMS
from ..profiles import Profile, ids, load_profile
from ..space import Chain
from ..states import CODES
from ..zones import last_year
from .stamps import Stamps

__all__ = ["Law", "Laws"]


_MOST = 10_000  # laws kept at most


class Law:
    """One profile in one zone, with the agreements of one agency where one was named.

    The dates between two cuts are one place: no ruling tells them apart. ``cuts`` has them
    by fact, as ordinals.
    """

    def __init__(self, profile: Profile, stamps: Stamps, agency: Sequence[Agency] | None) -> None:
        self.profile, self.stamps, self.zone, self.agency = profile, stamps, stamps.zone, agency
        self.asks = {name: ask for layer in profile.layers for name, ask in layer.asks.items()}
        forms = {day for form in FORMS.values() for day in (form.since, form.until, *(form.ordinary or ()))}
        own = [item for layer in profile.layers for item in layer.agreements]
        signed = {day for item in own for day in (item.signed, item.until)} | {a.signed for a in agency or ()}
        # with every agreement's layer its cells are as fine as those of any of its chains
        chain = Chain(profile, frozenset(AGREEMENTS))
        whole = sorted({*chain.cuts, *(day.toordinal() for day in forms | signed if day)})
        of_forms = sorted(day.toordinal() for day in forms if day)
        #: whether the dates of booking and offense count; either narrows the other
        self.narrow = bool(chain.dimensions & {"offense", "booking"})
        #: the last date for which the zone data need no doubt
        self.zone_known = date(last_year(), 12, 31).toordinal()
        self.cuts: Mapping[str, list[int]] = {
            "release_at": whole,
            "received_at": whole if "receipt" in chain.dimensions else of_forms,
            **dict.fromkeys(("booked_at", "offense_on"), whole if self.narrow else []),
        }  # fmt: skip

    def place(self, fact: str, ordinal: int) -> int:
        """Return the number of the place of a fact's date, by its ordinal."""
        return bisect_right(self.cuts[fact], ordinal)

    def agreed(self, day: date) -> frozenset[str]:
        """Return the agreements in force on a date: of the agency that was named, and the profile's own."""
        return agreements_on(self.agency or (), day) | self.profile.agreements_on(day)


class Laws:
    """Finds the law of each row, and keeps it for the next that names the same.

    ``profile`` and ``zone`` go for the rows that name none; the profile and the zone of
    ``around`` only where nothing else says. ``agencies`` gives the imported sheet when it is
    first needed; ``forms`` are the formats of times.
    """

    def __init__(
        self,
        profile: str | None,
        zone: str | None,
        around: tuple[str | None, str | None],
        folders: Sequence[str],
        agencies: Callable[[], list[Agency]],
        forms: dict[str | None, str],
    ) -> None:
        self.profile, self.zone, self.around = profile, zone, around
        self.folders, self.forms = tuple(folders), forms
        self._agencies = agencies
        self._sheet: list[Agency] | None = None
        self._found: dict[tuple[str, str, str, str], Law | tuple[Problem, ...]] = {}
        self._laws: dict[object, Law] = {}
        self._stamps: dict[str, Stamps] = {}
        self._ids: frozenset[str] | None = None

    def find(self, profile: str, zone: str, state: str, agency: str) -> Law:
        """Return the law that a row's own cells name; an empty one tells nothing.

        :raises DetainerError: ``PROFILE_NEEDED`` and those of
            :func:`~detainer.profiles.load_profile`, of the zone and of the sheet of agencies.
        """
        key = profile, zone, state, agency
        law = self._found.get(key)
        if law is None:
            if len(self._found) >= _MOST:
                self._found.clear()
            try:
                law = self._find(*key)
            except DetainerError as error:
                law = error.problems
            self._found[key] = law
        if isinstance(law, tuple):
            raise DetainerError(law)
        return law

    def _find(self, profile: str, zone: str, state: str, agency: str) -> Law:
        code = self._state(state)
        agreements = None
        wanted: tuple[str, ...] = (f"us-{code.lower()}",) if code else ()
        if agency:
            if self._sheet is None:
                self._sheet = self._agencies()
            name = agency if "," in agency or not code else f"{agency}, {code}"
            agreements = one_agency(self._sheet, name)
            wanted = tuple(name for name in profile_ids(agreements[0]) if self._fits(agreements[0], name))
        ref = profile or self.profile or next((name for name in wanted if name in self._known()), None)
        if not ref:
            ref = wanted[-1] if wanted else self.around[0]
        if not ref:
            raise DetainerError(
                [Problem("PROFILE_NEEDED", "profile", "no profile was named", "--profile us-fl, or a column")]
            )
        loaded = load_profile(ref, folders=self.folders)
        of_state = [layer.id for layer in loaded.layers[1:2] if layer.id.startswith("us-")]
        where = agreements[0].state if agreements else code
        if where and of_state and of_state != [f"us-{where.lower()}"]:
            raise DetainerError(
                [
                    Problem(
                        "CONTRADICTION",
                        "agency" if agreements else "state",
                        f"the row is of {where}, the profile {loaded.id} is not",
                        "leave one of them out",
                    )
                ]
            )
        key = zone_of(loaded, zone or self.zone or (self.around[1] if len(loaded.zones) != 1 else None))
        self.stamps(key)
        same = id(loaded), key, tuple(agreements) if agreements is not None else None
        if same not in self._laws:
            self._laws[same] = Law(loaded, self._stamps[key], agreements)
        return self._laws[same]

    def stamps(self, zone: str) -> Stamps:
        """Return what reads and writes the instants of a zone."""
        if zone not in self._stamps:
            self._stamps[zone] = Stamps(zone, self.forms)
        return self._stamps[zone]

    def _fits(self, agency: Agency, name: str) -> bool:
        """Say whether a profile may be an agency's, as far as there is one."""
        return name not in self._known() or serves(agency, load_profile(name, folders=self.folders).name)

    def _known(self) -> frozenset[str]:
        if self._ids is None:
            self._ids = frozenset(ids(self.folders))
        return self._ids

    @staticmethod
    def _state(text: str) -> str:
        name = text.upper()
        code = CODES.get(name, name)
        if code and code not in CODES.values():
            raise DetainerError(
                [Problem("VALUE_UNKNOWN", "state", f"'{show(text, 40)}' is no state", "FL, or Florida")]
            )
        return code
