"""Stores photos."""

from linli.ground.audit import actions as audit
from linli.ground.database import atomic, require_no_transaction
from linli.ground.files import photos, storage
from linli.ground.files.models import StoredFile
from linli.ground.files.photos import BadPhoto, PhotoMustWait
from linli.ground.files.queries import PhotoRef, photo_ref
from linli.ground.rights.asker import Asker

__all__ = ["BadPhoto", "PhotoMustWait", "PhotoRef", "store_photo"]


def store_photo(content: bytes, asker: Asker) -> PhotoRef:
    """Keeps a photo, re-encoded and without metadata, under the hash of what is kept.

    Call it before the transaction of the thing it belongs to: decoding takes its time, and the
    bytes must be on the disk before any row tells of them. Raises `BadPhoto`, `PhotoMustWait`,
    and `InTransaction`.
    """
    require_no_transaction("Storing a photo")
    photo = photos.clean(content)
    sha256 = storage.keep(photo.jpeg)
    with atomic():
        row = StoredFile.objects.create(
            sha256=sha256,
            media_type="image/jpeg",
            size=len(photo.jpeg),
            width=photo.width,
            height=photo.height,
            taken_lat=photo.lat,
            taken_lon=photo.lon,
            made_by=asker.user_id,
        )
        audit.record(asker, "store", "photo", str(row.pk))
    return photo_ref(row)
