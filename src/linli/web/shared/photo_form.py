"""A form that takes photos: what has arrived stays with it, so that nobody chooses it again."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Final
from uuid import UUID, uuid4

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from linli.ground.files.actions import BadPhoto, PhotoMustWait, TooManyPhotos, store_photo
from linli.ground.rights.asker import Asker
from linli.sense.reports.logic import MOST_PHOTOS
from linli.web.shared.limits import may_send_photos, photos_wait_seconds
from linli.web.shared.photos import read_upload
from linli.web.shared.request import Request

_PHOTO_SALT: Final = "report.photo"
_LONGEST_KEY: Final = 64
TICKETS_LAST: Final = timedelta(hours=12)
"""Photos that nothing names are kept for a day; a ticket must not outlive its photo."""

STATUSES: Final[dict[type[Exception], HTTPStatus]] = {
    BadPhoto: HTTPStatus.BAD_REQUEST,
    PhotoMustWait: HTTPStatus.SERVICE_UNAVAILABLE,
    TooManyPhotos: HTTPStatus.TOO_MANY_REQUESTS,
}
"""What may be wrong with a photo, and with which status its form comes back."""


@dataclass(slots=True, kw_only=True)
class PhotoForm:
    """Photos and faults of a form. `key` is the same when it is sent twice, and counts once.

    With `status` it comes back when it has faults.
    """

    key: str = field(default_factory=lambda: uuid4().hex)
    photos: list[UUID] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    status: int = HTTPStatus.BAD_REQUEST
    came_with: tuple[str, ...] = ()
    """What the photos it was sent with are known by, as long as the same form is sent."""

    @property
    def tickets(self) -> list[str]:
        """Signed, so that nobody can add a photo that somebody else sent."""
        return [signing.dumps(str(photo), salt=_PHOTO_SALT) for photo in self.photos]

    def add_photos(self, request: Request) -> None:
        """Stores what was sent; a file that is no photo is named in the fault."""
        uploads = request.FILES.getlist("photos")
        if len(self.photos) + len(uploads) > MOST_PHOTOS:
            told = _("Please send at most %(most)d photos.")
            self.faults["photos"] = told % {"most": MOST_PHOTOS}
        elif not may_send_photos(request, len(uploads)):
            told = _(
                "Too many photos have come from your network; try again in %(seconds)d seconds."
            )
            self.faults["photos"] = told % {"seconds": photos_wait_seconds(len(uploads))}
            self.status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            for upload in uploads:
                self._add(upload, request.asker)

    def _add(self, upload: "UploadedFile[bytes]", asker: Asker) -> None:
        try:
            self.photos.append(store_photo(read_upload(upload), asker).id)
        except tuple(STATUSES) as fault:
            self.status = STATUSES[type(fault)]
            told = _("“%(file)s”: %(reason)s")
            self.faults["photos"] = told % {"file": upload.name, "reason": fault}


def sent_key(request: Request) -> str:
    """The key of a form that came back; a new one for a form that has lost it."""
    return request.POST.get("key", "")[:_LONGEST_KEY] or uuid4().hex


def came_with(request: Request, photos: list[UUID]) -> tuple[str, ...]:
    """Photos that had arrived before by their ids, new ones by what they hold."""
    return (
        *(str(photo) for photo in photos),
        *(_sha256(upload) for upload in request.FILES.getlist("photos")),
    )


def _sha256(upload: "UploadedFile[bytes]") -> str:
    found = hashlib.sha256(read_upload(upload)).hexdigest()
    upload.seek(0)
    return found


def sent_photos(request: Request) -> list[UUID]:
    """The photos of tickets that we signed today; others are left out."""
    found = []
    for ticket in request.POST.getlist("photo_ticket")[:MOST_PHOTOS]:
        try:
            found.append(UUID(signing.loads(ticket, salt=_PHOTO_SALT, max_age=TICKETS_LAST)))
        except signing.BadSignature:
            continue
    return found
