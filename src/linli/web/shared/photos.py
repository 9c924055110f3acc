"""Takes photos in and gives them out. Who may see one is decided by the view that asks."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse

from linli.ground.files import queries as files
from linli.ground.files.photos import MOST_BYTES

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
    headers = {"Cache-Control": f"private, max-age={ONE_DAY}, immutable"}
    return HttpResponse(content, content_type=media_type, headers=headers)
