"""Takes photos in and gives them out. Who may see one is decided by the view that asks."""

from collections.abc import Sequence
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse

from linli.ground.files import queries as files
from linli.ground.files.marking import read_marked
from linli.ground.files.photos import MOST_BYTES, PhotoMustWait

ONE_DAY = 24 * 3600


def read_upload(upload: "UploadedFile[bytes]") -> bytes:
    """The bytes, at most one more than a photo may have: enough to be refused."""
    content = upload.read(MOST_BYTES + 1)
    return content if isinstance(content, bytes) else content.encode()


def photo_answer(photo_id: UUID) -> HttpResponse:
    """The bytes, for this browser only; what a photo id names never changes."""
    try:
        content, media_type = files.read(photo_id)
    except files.UnknownFile as unknown:
        raise Http404 from unknown
    return _answer(content, media_type)


def marked_answer(photo_id: UUID, lines: Sequence[str]) -> HttpResponse:
    """The photo with these lines written on it; it stays as it is where it is kept."""
    try:
        content = read_marked(photo_id, lines)
    except files.UnknownFile as unknown:
        raise Http404 from unknown
    except PhotoMustWait as busy:
        return HttpResponse(str(busy), content_type="text/plain; charset=utf-8", status=503)
    return _answer(content, "image/jpeg")


def _answer(content: bytes, media_type: str) -> HttpResponse:
    headers = {"Cache-Control": f"private, max-age={ONE_DAY}, immutable"}
    return HttpResponse(content, content_type=media_type, headers=headers)
