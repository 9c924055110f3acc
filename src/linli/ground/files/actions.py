"""Stores photos and voice messages, and removes those that nothing names."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic, require_no_transaction, require_transaction
from linli.ground.files import photos, sounds, storage
from linli.ground.files.models import StoredFile
from linli.ground.files.photos import BadPhoto, PhotoMustWait
from linli.ground.files.queries import PhotoRef, SoundRef, photo_ref, sound_ref
from linli.ground.files.sounds import BadSound
from linli.ground.rights.asker import Asker

__all__ = [
    "BadPhoto",
    "BadSound",
    "MissingPhotos",
    "PhotoMustWait",
    "PhotoRef",
    "SoundRef",
    "TooManyPhotos",
    "forget_unnamed",
    "name_photos",
    "send_photo",
    "store_photo",
    "store_sound",
]

MOST_OF_ONE_PERSON: Final = 500
"""Within a day: a hundred work orders of five photos each."""
ONE_DAY: Final = timedelta(days=1)
MOST_AT_ONCE: Final = 50


class MissingPhotos(Exception):
    """So many of the photos to be named are not there; they must be sent again."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} photos are not there.")
        self.count = count


class TooManyPhotos(Exception):
    """This person has sent so many photos within a day that no more are taken."""


def send_photo(content: bytes, asker: Asker) -> PhotoRef:
    """Keeps a photo that is named afterwards, in a report or in the result of a work order.

    Raises `Refused`, and as `store_photo` does.
    """
    asker.require("store", "photo")
    return store_photo(content, asker)


def store_photo(content: bytes, asker: Asker) -> PhotoRef:
    """Keeps a photo, re-encoded and without metadata, under the hash of what is kept.

    Call it before the transaction of the thing it belongs to: decoding takes its time, and the
    bytes must be on the disk before any row tells of them. What names it within a day says so by
    `name_photos`. Raises `BadPhoto`, `PhotoMustWait`, `TooManyPhotos`, and `InTransaction`.
    """
    require_no_transaction("Storing a photo")
    _require_room(asker)
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
            taken_at=photo.taken_at,
            made_by=asker.user_id,
        )
        audit.record(asker, "store", "photo", str(row.pk))
    return photo_ref(row)


def store_sound(content: bytes, asker: Asker) -> SoundRef:
    """Keeps a voice message, without what else its file told, as `store_photo` does a photo.

    Raises `BadSound`, `TooManyPhotos`, and `InTransaction`.
    """
    require_no_transaction("Storing a voice message")
    _require_room(asker)
    sound = sounds.clean(content)
    sha256 = storage.keep(sound.content)
    with atomic():
        row = StoredFile.objects.create(
            sha256=sha256,
            media_type=sound.media_type,
            size=len(sound.content),
            seconds=round(sound.seconds, 1),
            made_by=asker.user_id,
        )
        audit.record(asker, "store", "voice", str(row.pk))
    return sound_ref(row)


def name_photos(ids: Iterable[UUID]) -> None:
    """Keeps these photos and voice messages for good, in the transaction of what names them.

    Raises `MissingPhotos` when some are not there (any more), and `NotInTransaction`.
    """
    wanted = set(ids)
    if not wanted:
        return
    require_transaction("Naming photos")
    named = StoredFile.objects.filter(pk__in=wanted).update(is_named=True)
    if named != len(wanted):
        raise MissingPhotos(len(wanted) - named)


def forget_unnamed(before: datetime) -> int:
    """Removes what was stored before this and what nothing has named; returns how many."""
    forgotten = 0
    while some := _forget_some(before):
        forgotten += some
    return forgotten


def _forget_some(before: datetime) -> int:
    """The bytes go first: cut off in between, the rows are found again."""
    unnamed = StoredFile.objects.filter(is_named=False, made_at__lt=before).order_by("made_at")
    if not unnamed.exists():
        return 0  # without taking the pen from those who write
    with atomic():
        if connection.features.has_select_for_update_skip_locked:
            unnamed = unnamed.select_for_update(skip_locked=True)
        rows = list(unnamed[:MOST_AT_ONCE])
        StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
        gone = {row.sha256 for row in rows}
        kept = StoredFile.objects.filter(sha256__in=gone).values_list("sha256", flat=True)
        for sha256 in gone.difference(kept):
            storage.drop(sha256, before)
    return len(rows)


def _require_room(asker: Asker) -> None:
    if asker.user_id is None:
        return  # what strangers may send is counted by their addresses
    sent = StoredFile.objects.filter(made_by=asker.user_id, made_at__gt=clock.now() - ONE_DAY)
    if sent.count() >= MOST_OF_ONE_PERSON:
        raise TooManyPhotos(
            _("You have sent %(most)d photos within a day; please send more tomorrow.")
            % {"most": MOST_OF_ONE_PERSON}
        )
