"""Photos that nothing names are removed after a day, their bytes with them; the others stay."""

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from linli.flow import TIMETABLE
from linli.ground import housekeeping
from linli.ground.database import NotInTransaction, atomic
from linli.ground.files import actions
from linli.ground.files.actions import (
    MissingPhotos,
    PhotoRef,
    TooManyPhotos,
    forget_unnamed,
    name_photos,
    send_photo,
    store_photo,
)
from linli.ground.files.models import StoredFile
from linli.ground.rights.asker import VISITOR, Asker, Refused

pytestmark = pytest.mark.django_db


def photo(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "JPEG")
    return out.getvalue()


def kept(data: Path) -> set[str]:
    """The hashes of all bytes that are kept."""
    return {path.name for path in (data / "files").rglob("*") if path.is_file()}


def named(colour: str) -> PhotoRef:
    stored = store_photo(photo(colour), VISITOR)
    with atomic():
        name_photos([stored.id])
    return stored


def test_a_photo_that_nothing_names_goes_after_a_day(data: Path, clock: Any) -> None:
    store_photo(photo("red"), VISITOR)
    stays = named("blue")
    clock.forward(hours=23, minutes=59)
    assert housekeeping.forget_unnamed_photos.call() == 0

    clock.forward(minutes=2)

    assert housekeeping.forget_unnamed_photos.call() == 1
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [stays.id]
    assert kept(data) == {stays.sha256}


def test_it_is_looked_for_each_hour() -> None:
    every = {entry.task.func: entry.interval for entry in TIMETABLE}

    assert every[housekeeping.forget_unnamed_photos.func] == timedelta(hours=1)


def test_many_go_in_several_transactions(
    data: Path, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 2)
    for _ in range(5):
        store_photo(photo(), VISITOR)
    clock.forward(days=2)

    assert forget_unnamed(clock.now()) == 5
    assert kept(data) == set()


def test_bytes_that_another_photo_has_too_stay(data: Path, clock: Any) -> None:
    store_photo(photo(), VISITOR)
    stays = named("red")
    clock.forward(days=2)

    assert forget_unnamed(clock.now()) == 1
    assert kept(data) == {stays.sha256}


def test_bytes_that_have_come_again_stay_for_whoever_is_about_to_tell_of_them(
    data: Path, clock: Any
) -> None:
    """The row of the other is not committed yet: only the file says that it came again."""
    old = store_photo(photo(), VISITOR)
    clock.forward(days=2)
    before = clock.now() - timedelta(days=1)
    again = store_photo(photo(), VISITOR)
    StoredFile.objects.filter(pk=again.id).delete()

    assert forget_unnamed(before) == 1
    assert kept(data) == {old.sha256}


def test_bytes_that_are_lost_already_do_not_stop_the_rest(data: Path, clock: Any) -> None:
    lost = store_photo(photo("red"), VISITOR)
    os.unlink(data / "files" / lost.sha256[:2] / lost.sha256[2:4] / lost.sha256)
    store_photo(photo("blue"), VISITOR)
    clock.forward(days=2)

    assert forget_unnamed(clock.now()) == 2
    assert (StoredFile.objects.count(), kept(data)) == (0, set())


def test_a_photo_that_is_gone_cannot_be_named(data: Path) -> None:
    stored = store_photo(photo(), VISITOR)

    with pytest.raises(MissingPhotos, match="1 photos are not there"), atomic():
        name_photos([stored.id, UUID(int=7)])

    assert not StoredFile.objects.get(pk=stored.id).is_named


@pytest.mark.django_db(transaction=True)
def test_photos_are_named_with_what_names_them(data: Path) -> None:
    stored = store_photo(photo(), VISITOR)

    with pytest.raises(NotInTransaction):
        name_photos([stored.id])


def test_only_those_who_report_or_work_send_photos_by_themselves(
    data: Path, wu: Asker, gu: Asker
) -> None:
    without_rights = Asker("Zhao", 7)
    for other in (gu, without_rights, VISITOR):
        with pytest.raises(Refused, match="may not store a photo"):
            send_photo(photo(), other)

    assert kept(data) == set()
    assert send_photo(photo(), wu).width == 8


def test_one_person_sends_so_many_within_a_day(
    data: Path, clock: Any, wu: Asker, wang: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_OF_ONE_PERSON", 2)
    for colour in ("red", "blue"):
        send_photo(photo(colour), wu)

    with pytest.raises(TooManyPhotos, match="2"):
        send_photo(photo("green"), wu)

    store_photo(photo("green"), wang)
    clock.forward(hours=24)
    assert send_photo(photo("green"), wu).width == 8
