"""Reads the report form: what was typed, which photos came along, and what is wrong with it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import uuid4

from django.utils.translation import gettext as _

from linli.ground.idempotency.actions import KeyReused, once
from linli.ground.idempotency.queries import answered
from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import BadReport, NewReport, Taken
from linli.web.shared.photo_form import came_with, sent_key, sent_photos
from linli.web.shared.report_spot import ReportSpot, scanned
from linli.web.shared.request import Request
from linli.web.shared.voice_form import VoiceForm, sent_voice, voice_came_with

PLAIN_FIELDS: Final = (
    "item",
    "text",
    "address",
    "place_code",
    "reporter_name",
    "reporter_phone",
)
TakeIn = Callable[[NewReport, Asker], Taken]
ONCE_SCOPE: Final = "report form"


@dataclass(slots=True, kw_only=True)
class ReportForm(VoiceForm):
    """A form as it stands on the page: empty, or sent and to be mended.

    Whoever scanned the sticker of a device or the code of a place (`spot`) need not say where it
    is; `trouble` says why what was scanned leads nowhere.
    """

    spot: ReportSpot | None = None
    trouble: str = ""
    values: dict[str, str] = field(default_factory=dict)
    lat: float | None = None
    lon: float | None = None

    @classmethod
    def asked(cls, request: Request) -> "ReportForm":
        """Empty, but for what the address says: an item, and where one stands."""
        found = scanned(request.GET.dict())
        values = {"item": request.GET.get("item", "")}
        return cls(values=values, spot=found.spot, trouble=found.trouble)

    @classmethod
    def sent(cls, request: Request) -> "ReportForm":
        """What was typed and which photos came before; `add_photos` takes in the new ones."""
        photos, voice = sent_photos(request), sent_voice(request)
        found = scanned(request.POST.dict())
        form = cls(
            key=sent_key(request),
            values={name: request.POST.get(name, "") for name in PLAIN_FIELDS},
            photos=photos,
            voice=voice,
            came_with=(*came_with(request, photos), *voice_came_with(request, voice)),
            spot=found.spot,
            trouble=found.trouble,
        )
        if form.trouble:
            form.faults["address"] = form.trouble
        form._read_point(request.POST.get("lat", ""), request.POST.get("lon", ""))
        return form

    def fingerprint(self, channel: str) -> bytes:
        """What makes a repeated form the same one; photos get new ids each time they are sent."""
        label = self.spot.code if self.spot else ""
        words = sorted(self.values.items())
        content = repr((words, self.lat, self.lon, label, channel, self.came_with))
        return content.encode("utf-8", "surrogatepass")

    def as_report(self, channel: str) -> NewReport:
        found = NewReport(
            channel=channel,
            lat=self.lat,
            lon=self.lon,
            photos=tuple(self.photos),
            voice=self.voice,
            **self.values,  # type: ignore[arg-type]  # only the fields of words
        )
        place = places.place(self.spot.place_id) if self.spot else None
        if self.spot is None or place is None:
            return found
        return replace(
            found,
            channel=self.spot.channel or channel,
            lat=self.spot.lat,
            lon=self.spot.lon,
            address=" ".join(filter(None, (self._spot_words(), self.values["address"].strip()))),
            place_code=place.code,
        )

    def _spot_words(self) -> str:
        """Which lift or door it is; what a sticker says helps nobody to find it."""
        return self.spot.words if self.spot and self.spot.field == "tag" else ""

    def take_faults(self, bad: BadReport) -> None:
        for fault in bad.faults:
            self.faults.setdefault(fault.field, reports.explain(fault))

    def taken_before(self, channel: str) -> str:
        """The receipt if this form was taken before: then its photos need not be looked at."""
        with suppress(KeyReused):  # `take` says so, once the new photos are kept with the form
            known = answered(ONCE_SCOPE, self.key, self.fingerprint(channel))
            return str(known[1]) if known else ""
        return ""

    def take(self, channel: str, asker: Asker, take_in: TakeIn = take_report) -> str:
        """The receipt; empty when the form has to be mended. Raises `Refused`, and as `take_in`."""

        def act() -> tuple[int, str]:
            return 201, take_in(self.as_report(channel), asker).receipt

        try:
            return str(once(ONCE_SCOPE, self.key, self.fingerprint(channel), act)[1])
        except BadReport as bad:
            self.take_faults(bad)
        except KeyReused:
            self._start_anew()
        return ""

    def _start_anew(self) -> None:
        """A new key: the next time it is sent, it is another report."""
        self.key = uuid4().hex
        self.faults["text"] = _(
            "You have sent this form before with other words or photos. Send it again if this is "
            "another report."
        )

    def _read_point(self, lat: str, lon: str) -> None:
        """A point is optional; half of one or letters are left out and the address must do."""
        try:
            self.lat, self.lon = float(lat), float(lon)
        except ValueError:
            self.lat = self.lon = None
