"""Reads the report form: what was typed, which photos came along, and what is wrong with it."""

from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID, uuid4

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from linli.ground.files.actions import BadPhoto, store_photo
from linli.ground.idempotency.actions import KeyReused, once
from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.sense.devices import queries as devices
from linli.sense.devices.queries import LabelSpot
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import MOST_PHOTOS, BadReport, NewReport
from linli.web.shared.photos import read_upload
from linli.web.shared.request import Request

PLAIN_FIELDS: Final = (
    "item",
    "text",
    "address",
    "place_code",
    "reporter_name",
    "reporter_phone",
)
_PHOTO_SALT: Final = "report.photo"
_LONGEST_KEY: Final = 64
ONCE_SCOPE: Final = "report form"


@dataclass(slots=True)
class ReportForm:
    """A form as it stands on the page: empty, or sent and to be mended.

    `key` is the same when a form is sent twice, so that one report comes of it. Photos that have
    arrived stay with the form (`tickets`), so that nobody has to choose them again. Whoever scanned
    the sticker of a device (`spot`) need not say where it is.
    """

    key: str
    spot: LabelSpot | None = None
    values: dict[str, str] = field(default_factory=dict)
    lat: float | None = None
    lon: float | None = None
    photos: list[UUID] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls, item: str = "", label: str = "") -> "ReportForm":
        return cls(key=uuid4().hex, values={"item": item}, spot=devices.spot_of_label(label))

    @classmethod
    def sent(cls, request: Request) -> "ReportForm":
        """What was typed and which photos came before; `add_photos` takes in the new ones."""
        form = cls(
            key=request.POST.get("key", "")[:_LONGEST_KEY] or uuid4().hex,
            values={name: request.POST.get(name, "") for name in PLAIN_FIELDS},
            photos=_photos_of(request.POST.getlist("photo_ticket")),
            spot=devices.spot_of_label(request.POST.get("device", "")),
        )
        form._read_point(request.POST.get("lat", ""), request.POST.get("lon", ""))
        return form

    @property
    def tickets(self) -> list[str]:
        """Signed, so that nobody can add a photo that somebody else sent."""
        return [signing.dumps(str(photo), salt=_PHOTO_SALT) for photo in self.photos]

    @property
    def fingerprint(self) -> bytes:
        """What makes a repeated form the same one; photos get new ids each time they are sent."""
        content = repr((sorted(self.values.items()), self.lat, self.lon))
        return content.encode("utf-8", "surrogatepass")

    def add_photos(self, uploads: "list[UploadedFile[bytes]]", asker: Asker) -> None:
        """Stores what was sent; a file that is no photo is named in the fault."""
        if len(self.photos) + len(uploads) > MOST_PHOTOS:
            self.faults["photos"] = _("Please send at most %(most)d photos.") % {
                "most": MOST_PHOTOS
            }
            return
        for upload in uploads:
            try:
                self.photos.append(store_photo(read_upload(upload), asker).id)
            except BadPhoto as bad:
                self.faults["photos"] = _("“%(file)s”: %(reason)s") % {
                    "file": upload.name,
                    "reason": bad,
                }

    def as_report(self, channel: str) -> NewReport:
        found = NewReport(
            channel=channel,
            lat=self.lat,
            lon=self.lon,
            photos=tuple(self.photos),
            **self.values,
        )
        place = places.place(self.spot.place_id) if self.spot else None
        if self.spot is None or place is None:
            return found
        return replace(
            found,
            channel="device_label",
            lat=self.spot.lat,
            lon=self.spot.lon,
            place_code=place.code,
        )

    def take_faults(self, bad: BadReport) -> None:
        for fault in bad.faults:
            self.faults.setdefault(fault.field, reports.explain(fault))

    def take(self, channel: str, asker: Asker) -> str:
        """The receipt; empty when the form has to be mended. Raises `Refused`."""

        def act() -> tuple[int, str]:
            return 201, take_report(self.as_report(channel), asker).receipt

        try:
            return str(once(ONCE_SCOPE, self.key, self.fingerprint, act)[1])
        except BadReport as bad:
            self.take_faults(bad)
        except KeyReused:
            self._start_anew()
        return ""

    def _start_anew(self) -> None:
        """A new key: the next time it is sent, it is another report."""
        self.key = uuid4().hex
        self.faults["text"] = _(
            "You have sent this form before with other words. Send it again if this is another "
            "report."
        )

    def _read_point(self, lat: str, lon: str) -> None:
        """A point is optional; half of one or letters are left out and the address must do."""
        try:
            self.lat, self.lon = float(lat), float(lon)
        except ValueError:
            self.lat = self.lon = None


def _photos_of(tickets: list[str]) -> list[UUID]:
    """The photos of tickets that we signed; others are left out."""
    found = []
    for ticket in tickets[:MOST_PHOTOS]:
        try:
            found.append(UUID(signing.loads(ticket, salt=_PHOTO_SALT)))
        except signing.BadSignature:
            continue
    return found
