"""Photos are checked, drawn anew without metadata, and kept whole or not at all."""

import hashlib
import io
import random
import stat
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from linli.ground.audit.models import AuditEntry
from linli.ground.database import InTransaction, atomic
from linli.ground.files import photos, queries, storage
from linli.ground.files.actions import BadPhoto, store_photo
from linli.ground.files.models import StoredFile
from linli.ground.files.queries import UnknownFile
from linli.ground.files.storage import MissingFile
from linli.ground.rights.asker import VISITOR, Asker
from tests.capabilities.ground.drawn import photo, png_that_claims

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def exif_at_the_estate(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "SecretMaker 7"
    exif.get_ifd(GPS).update(
        {1: "N", 2: (31.0, 49.0, 12.0), 3: "E", 4: (117.0, 13.0, 12.0), 29: "2026:09:07"}
    )
    return exif


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.fixture
def nothing_kept(data: Path) -> object:
    """Checks that a refused photo left neither a row nor a file."""

    def check() -> None:
        assert StoredFile.objects.count() == 0
        assert not (data / "files").exists()

    return check


@pytest.mark.django_db
def test_a_photo_is_kept_under_the_hash_of_what_is_kept(data: Path) -> None:
    kept = store_photo(photo(), VISITOR)
    content, media_type = queries.read(kept.id)
    assert (kept.width, kept.height, media_type) == (64, 32, "image/jpeg")
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert content != photo()
    path = data / "files" / kept.sha256[:2] / kept.sha256[2:4] / kept.sha256
    assert path.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert queries.facts_of([kept.id, UUID(int=7)]) == [kept]


@pytest.mark.django_db
def test_position_is_read_and_then_nothing_of_the_metadata_is_left(data: Path) -> None:
    content = photo(exif=exif_at_the_estate(), comment=b"my secret", dpi=(300, 300))
    assert b"SecretMaker" in content
    kept = store_photo(content, VISITOR)
    assert (kept.lat, kept.lon) == (31.82, 117.22)
    bare, _ = queries.read(kept.id)
    assert b"Secret" not in bare
    assert b"secret" not in bare
    assert b"Exif" not in bare
    assert set(opened(bare).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert len(opened(bare).getexif()) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_metadata_of_other_formats_goes_too(data: Path, kind: str) -> None:
    content = photo(kind=kind, exif=exif_at_the_estate())
    assert b"SecretMaker" in content
    kept = store_photo(content, VISITOR)
    assert (kept.lat, kept.lon) == (31.82, 117.22)
    bare, _ = queries.read(kept.id)
    assert b"SecretMaker" not in bare
    assert opened(bare).format == "JPEG"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (64, 32), (4, 16)),
        (2, (64, 32), (60, 16)),
        (3, (64, 32), (60, 16)),
        (4, (64, 32), (4, 16)),
        (5, (32, 64), (16, 4)),
        (6, (32, 64), (16, 4)),
        (7, (32, 64), (16, 60)),
        (8, (32, 64), (16, 60)),
        (9, (64, 32), (4, 16)),
    ],
)
def test_a_photo_is_turned_upright(
    data: Path, orientation: int, size: tuple[int, int], red: tuple[int, int]
) -> None:
    kept = store_photo(photo(exif=exif_at_the_estate(orientation)), VISITOR)
    upright = opened(queries.read(kept.id)[0]).convert("RGB")
    assert upright.size == size == (kept.width, kept.height)
    assert upright.getpixel(red) == pytest.approx((254, 0, 0), abs=4)


@pytest.mark.django_db
def test_a_large_photo_is_made_smaller(data: Path) -> None:
    kept = store_photo(photo(4096, 1024), VISITOR)
    assert (kept.width, kept.height) == (2048, 512)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "L"),
        ("PNG", "LA"),
        ("PNG", "I;16"),
        ("PNG", "RGBA"),
        ("WEBP", "RGBA"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
    ],
)
def test_every_kind_of_pixel_is_taken(data: Path, kind: str, mode: str) -> None:
    source = "L" if mode == "I;16" else mode
    content = photo(kind=kind, mode=source)
    if mode == "I;16":
        out = io.BytesIO()
        opened(content).convert("I;16").save(out, kind)
        content = out.getvalue()
    kept = store_photo(content, VISITOR)
    assert opened(queries.read(kept.id)[0]).mode == "RGB"


@pytest.mark.django_db
def test_what_is_transparent_becomes_white(data: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    kept = store_photo(out.getvalue(), VISITOR)
    assert opened(queries.read(kept.id)[0]).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"not a photo at all",
        b"%PDF-1.7 ...",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0",
        photo()[:40],
        photo(kind="GIF", mode="P"),
        photo(kind="TIFF"),
        photo(kind="BMP"),
        png_that_claims(0, 0),
    ],
)
def test_what_is_no_photo_is_refused(content: bytes, nothing_kept: object) -> None:
    with pytest.raises(BadPhoto):
        store_photo(content, VISITOR)
    nothing_kept()


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_cut_off_is_refused(share: float, kind: str, nothing_kept: object) -> None:
    content = photo(640, 480, kind=kind)
    with pytest.raises(BadPhoto):
        store_photo(content[: int(len(content) * share)], VISITOR)
    nothing_kept()


@pytest.mark.django_db
def test_too_many_bytes_are_refused_unread(nothing_kept: object) -> None:
    with pytest.raises(BadPhoto, match="10"):
        store_photo(b"\xff" * (photos.MOST_BYTES + 1), VISITOR)
    nothing_kept()


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_garbled_metadata_does_not_spoil_a_photo(data: Path) -> None:
    content = bytearray(photo(exif=exif_at_the_estate()))
    start = content.index(b"Exif\x00\x00") + 6
    for offset in range(start + 4, start + 60, 3):
        garbled = bytearray(content)
        garbled[offset : offset + 2] = b"\xff\xfe"
        assert store_photo(bytes(garbled), VISITOR).width > 0


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_any_bytes_give_a_photo_or_a_reason(kind: str) -> None:
    chance = random.Random(f"photos {kind}")
    whole = photo(kind=kind, exif=exif_at_the_estate())
    for _ in range(300):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            kept = photos.clean(bytes(spoilt))
        except BadPhoto:
            continue
        assert max(opened(kept.jpeg).size) <= photos.LONGEST_EDGE


@pytest.mark.django_db
def test_a_photo_of_several_lenses_is_taken(data: Path) -> None:
    out = io.BytesIO()
    opened(photo()).save(out, "MPO", save_all=True, append_images=[opened(photo())])
    assert store_photo(out.getvalue(), VISITOR).width == 64


@pytest.mark.django_db
def test_the_same_photo_twice_is_one_file_and_two_rows(data: Path) -> None:
    first, second = store_photo(photo(), VISITOR), store_photo(photo(), VISITOR)
    assert first.id != second.id
    assert first.sha256 == second.sha256
    assert len([path for path in (data / "files").rglob("*") if path.is_file()]) == 1


def test_who_sent_a_photo_is_on_record(data: Path, wang: Asker) -> None:
    kept = store_photo(photo(), wang)
    assert StoredFile.objects.get(pk=kept.id).made_by == wang.user_id
    entry = AuditEntry.objects.get()
    assert (entry.user_name, entry.act, entry.kind, entry.thing_id) == (
        "Wang",
        "store",
        "photo",
        str(kept.id),
    )


@pytest.mark.django_db
def test_a_write_that_fails_leaves_nothing(
    nothing_kept: object, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        if not stat.S_ISDIR(storage.os.fstat(descriptor).st_mode):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store_photo(photo(), VISITOR)
    assert StoredFile.objects.count() == 0
    assert [path for path in (data / "files").rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_bytes_are_on_the_disk_before_a_row_tells_of_them(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronised: list[str] = []
    sync = storage.os.fsync

    def watch(descriptor: int) -> None:
        assert StoredFile.objects.count() == 0
        synchronised.append(storage.os.readlink(f"/proc/self/fd/{descriptor}"))
        sync(descriptor)

    monkeypatch.setattr(storage.os, "fsync", watch)
    kept = store_photo(photo(), VISITOR)
    folder = data / "files" / kept.sha256[:2] / kept.sha256[2:4]
    assert [Path(path).name.startswith(".new-") for path in synchronised].count(True) == 1
    assert synchronised[-1] == str(folder)
    assert {str(data), str(data / "files"), str(folder.parent)} <= set(synchronised)


@pytest.mark.django_db
def test_lost_bytes_are_told_with_their_path(data: Path) -> None:
    kept = store_photo(photo(), VISITOR)
    path = data / "files" / kept.sha256[:2] / kept.sha256[2:4] / kept.sha256
    path.unlink()
    with pytest.raises(MissingFile, match=f"{path} is missing; restore"):
        queries.read(kept.id)


@pytest.mark.django_db
def test_nobody_decodes_a_photo_while_others_wait_to_write(nothing_kept: object) -> None:
    """SQLite has one writer: a signal waited 25 s behind eight photos."""
    with pytest.raises(InTransaction, match="before the atomic block"), atomic():
        store_photo(photo(), VISITOR)
    nothing_kept()


@pytest.mark.django_db
def test_an_unknown_file_is_told_as_such(data: Path) -> None:
    with pytest.raises(UnknownFile, match="There is no file"):
        queries.read(UUID(int=7))
    assert queries.facts_of([]) == []


@pytest.mark.django_db
def test_nobody_names_the_photo_that_another_account_sent(
    data: Path, wang: Asker, zhao: Asker
) -> None:
    own, open_ = store_photo(photo(), wang).id, store_photo(photo(), VISITOR).id
    named = [own, open_, UUID(int=7)]

    assert queries.own(named, wang) == {own}
    assert queries.own(named, zhao) == set()
    assert queries.own(named, VISITOR) == {open_}
    assert queries.own(named, Asker.for_part("tests")) == {own, open_}
