"""A form that also takes a voice message: what has arrived stays with it."""

import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from linli.ground.files.actions import BadSound, TooManyPhotos, store_sound
from linli.ground.files.sounds import MOST_BYTES
from linli.web.shared.limits import may_send_photos, photos_wait_seconds
from linli.web.shared.photo_form import TICKETS_LAST, PhotoForm
from linli.web.shared.request import Request

_SALT: Final = "report.voice"


@dataclass(slots=True, kw_only=True)
class VoiceForm(PhotoForm):
    """Besides photos one voice message, for whom writing is hard."""

    voice: UUID | None = None

    @property
    def voice_ticket(self) -> str:
        return signing.dumps(str(self.voice), salt=_SALT) if self.voice else ""

    def add_voice(self, request: Request) -> None:
        """Stores what was sent; a file that is no recording is named in the fault."""
        upload = request.FILES.get("voice")
        if not upload:
            return
        if not may_send_photos(request, 1):
            told = _("Too many messages have come from your network; try again in %(seconds)d s.")
            self.faults["voice"] = told % {"seconds": photos_wait_seconds(1)}
            self.status = HTTPStatus.TOO_MANY_REQUESTS
            return
        try:
            self.voice = store_sound(_read(upload), request.asker).id
        except (BadSound, TooManyPhotos) as fault:
            is_bad = isinstance(fault, BadSound)
            self.status = HTTPStatus.BAD_REQUEST if is_bad else HTTPStatus.TOO_MANY_REQUESTS
            told = _("“%(file)s”: %(reason)s")
            self.faults["voice"] = told % {"file": upload.name, "reason": fault}


def sent_voice(request: Request) -> UUID | None:
    """The message of a ticket that we signed today."""
    try:
        ticket = request.POST.get("voice_ticket", "")
        return UUID(signing.loads(ticket, salt=_SALT, max_age=TICKETS_LAST))
    except signing.BadSignature:
        return None


def voice_came_with(request: Request, voice: UUID | None) -> tuple[str, ...]:
    """What the message is known by, as long as the same form is sent."""
    if upload := request.FILES.get("voice"):
        found = hashlib.sha256(_read(upload)).hexdigest()
        upload.seek(0)
        return (found,)
    return (str(voice),) if voice else ()


def _read(upload: "UploadedFile[bytes]") -> bytes:
    """The bytes, at most one more than a message may have: enough to be refused."""
    content = upload.read(MOST_BYTES + 1)
    return content if isinstance(content, bytes) else content.encode()
