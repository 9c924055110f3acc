"""What is written on photos of results, and what they say of themselves."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import ExifTags, Image

from linli.ground import clock
from linli.ground.files import queries
from linli.ground.files.actions import store_photo
from linli.ground.files.logic import OFFSET, TAKEN, taken_at
from linli.ground.files.marking import marked, read_marked
from linli.ground.rights.asker import Asker
from tests.capabilities.ground.drawn import photo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("exif", "at"),
    [
        ({TAKEN: "2026:11:29 16:02:03"}, datetime(2026, 11, 29, 8, 2, 3, tzinfo=UTC)),
        (
            {TAKEN: "2026:11:29 16:02:03\x00", OFFSET: "+09:00"},
            datetime(2026, 11, 29, 7, 2, 3, tzinfo=UTC),
        ),
        ({TAKEN: "2026:11:29 16:02:03", OFFSET: "soon"}, None),
        ({TAKEN: "0000:00:00 00:00:00"}, None),
        ({TAKEN: "1999:01:01 00:00:00"}, None),
        ({TAKEN: "2027:11:29 16:02:03"}, None),
        ({TAKEN: 7}, None),
        ({}, None),
    ],
)
def test_a_photo_tells_when_it_was_taken(exif: dict[int, object], at: datetime | None) -> None:
    assert taken_at(exif, SHANGHAI, NOW) == at


@pytest.mark.django_db
def test_the_time_is_read_before_all_metadata_goes(data: Path, lin: Asker) -> None:
    del data
    exif = Image.Exif()
    before = clock.now().astimezone(SHANGHAI) - timedelta(hours=3)
    exif[ExifTags.IFD.Exif] = {TAKEN: before.strftime("%Y:%m:%d %H:%M:%S")}

    ref = store_photo(photo(exif=exif), lin)

    assert ref.taken_at == before.replace(microsecond=0)
    content, _ = queries.read(ref.id)
    assert not Image.open(io.BytesIO(content)).getexif()


@pytest.mark.django_db
def test_the_marks_are_a_rendition_and_the_photo_stays(data: Path, lin: Asker) -> None:
    del data
    ref = store_photo(photo(800, 600), lin)
    kept, _ = queries.read(ref.id)

    shown = Image.open(io.BytesIO(read_marked(ref.id, ["工单 1 · 翠竹苑", "收到"])))

    assert shown.size == (800, 600)
    assert queries.read(ref.id)[0] == kept
    assert brightness(shown, 100, 595) < brightness(shown, 100, 300) - 20


def brightness(image: Image.Image, x: int, y: int) -> int:
    return image.convert("L").crop((x, y, x + 1, y + 1)).tobytes()[0]


def test_a_long_line_fits_into_a_narrow_photo() -> None:
    shown = Image.open(io.BytesIO(marked(photo(64, 64), ["翠湖街道翠竹社区翠竹一网格" * 3])))

    assert shown.size == (64, 64)
