"""`POST files`: photos, to be named by their id in a task's result."""

from uuid import UUID

from django.http import HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from linli.ground.files.actions import store_photo
from linli.ground.idempotency.actions import Answer
from linli.web.api.v1.asking import Asked, write

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
    content = photo.read()

    def act() -> Answer:
        kept = store_photo(content, request.auth)
        return 201, {name: getattr(kept, name) for name in FileOut.model_fields}

    return write(request, act, content)
