"""`POST files`: photos, to be named by their id in a report or in a task's result."""

from uuid import UUID

from django.http import HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from linli.ground.files.actions import send_photo
from linli.web.api.v1.asking import Asked, answer, write, written_before
from linli.web.shared.photos import read_upload

router = Router()


class FileOut(Schema):
    """A stored photo; `lat` and `lon` are where it was taken, if it told."""

    id: UUID
    media_type: str
    width: int
    height: int
    lat: float | None
    lon: float | None


@router.post("files", response={201: FileOut}, summary="Store a photo")
def store(request: Asked, photo: File[UploadedFile]) -> HttpResponse:
    """JPEG, PNG or WebP up to 10 MB; kept as JPEG without its metadata."""
    content = read_upload(photo)
    known = written_before(request, content)
    if known is not None:
        return answer(*known)
    kept = send_photo(content, request.auth)
    told = {name: getattr(kept, name) for name in FileOut.model_fields}
    return write(request, lambda: (201, told), content)
