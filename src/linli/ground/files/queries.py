"""Reads stored files. Who may see a file is decided by the thing it belongs to, so not here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.ground.files import storage
from linli.ground.files.models import StoredFile
from linli.ground.rights.asker import Asker


class UnknownFile(Exception):
    """No file has this id."""


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A stored photo; `lat`, `lon` and `taken_at` are where and when it was taken, if it told."""

    id: UUID
    sha256: str
    media_type: str
    width: int
    height: int
    lat: float | None
    lon: float | None
    taken_at: datetime | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SoundRef:
    """A stored voice message, and how long it lasts."""

    id: UUID
    media_type: str
    seconds: float


def read(file_id: UUID) -> tuple[bytes, str]:
    """The bytes and their media type. Raises `UnknownFile`, `storage.MissingFile`."""
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None:
        raise UnknownFile(f"There is no file {file_id}.")
    return storage.fetch(row.sha256), row.media_type


def facts_of(ids: Iterable[UUID]) -> list[PhotoRef]:
    """What is known of these photos, in the order of `ids`; unknown ids are left out."""
    wanted = list(ids)
    known = StoredFile.objects.in_bulk(wanted)
    return [photo_ref(known[one]) for one in wanted if one in known]


def sound(file_id: UUID) -> SoundRef | None:
    """What is known of a voice message; None for a photo, or when there is none."""
    row = StoredFile.objects.filter(pk=file_id, seconds__isnull=False).first()
    return sound_ref(row) if row else None


def own(ids: Iterable[UUID], asker: Asker, *, sounds: bool = False) -> set[UUID]:
    """Those of the photos, or of the `sounds`, that the asker stored.

    For a visitor those that any visitor did.

    Whoever names a file may see it from then on: nobody may name what another account stored. A
    part of ours vouches for any that is there.
    """
    found = StoredFile.objects.filter(pk__in=list(ids), seconds__isnull=not sounds)
    if not asker.part:
        found = found.filter(made_by=asker.user_id)
    return set(found.values_list("pk", flat=True))


def photo_ref(row: StoredFile) -> PhotoRef:
    return PhotoRef(
        id=row.pk,
        sha256=row.sha256,
        media_type=row.media_type,
        width=row.width or 0,
        height=row.height or 0,
        lat=row.taken_lat,
        lon=row.taken_lon,
        taken_at=row.taken_at,
        made_at=row.made_at,
    )


def sound_ref(row: StoredFile) -> SoundRef:
    return SoundRef(id=row.pk, media_type=row.media_type, seconds=row.seconds or 0.0)
