"""The base map is given out in pieces, and pages open exactly the host that was named."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from linli.ground.base_map import BaseMap
from linli.ground.database import atomic
from linli.ground.revisions.actions import bump
from linli.registers.places.models import Place
from linli.web.shared.base_map import MOST_BYTES, described
from tests.tiles import pmtiles
from tests.web.conftest import Story

ADDRESS = "/map/tiles.pmtiles"
MAP = 'class="desk__map"'
pytestmark = pytest.mark.django_db


def use(base: BaseMap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, base_map=base))


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What is in the file of tiles that the installation has."""
    whole = pmtiles({0: b"a picture"}) + bytes(MOST_BYTES)
    (tmp_path / "a.pmtiles").write_bytes(whole)
    use(BaseMap("pmtiles", file=tmp_path / "a.pmtiles"), monkeypatch)
    return whole


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-6", 0, 6), ("bytes=127-140", 127, 140), ("bytes=5-99999999999", 5, MOST_BYTES + 4)],
)
def test_a_part_of_the_file_is_given(content: bytes, wanted: str, first: int, last: int) -> None:
    answer = Client().get(ADDRESS, headers={"Range": wanted})
    assert answer.status_code == 206
    assert answer.content == content[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(content)}"
    assert answer["ETag"].startswith('"')


@pytest.mark.parametrize(
    "wanted", ["", "bytes=7-6", "bytes=-5", "bytes=0-1,3-4", "bytes=99999999-99999999", "lines=0-1"]
)
def test_all_of_it_or_what_is_not_there_is_refused(content: bytes, wanted: str) -> None:
    answer = Client().get(ADDRESS, headers={"Range": wanted} if wanted else {})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer["Content-Range"] == f"bytes */{len(content)}"


def test_without_a_file_there_is_nothing(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pmtiles").unlink()
    assert Client().get(ADDRESS, headers={"Range": "bytes=0-6"}).status_code == 404
    use(BaseMap("tiles", ("https://x.cn/{z}/{x}/{y}",), "https://x.cn"), monkeypatch)
    assert Client().get(ADDRESS, headers={"Range": "bytes=0-6"}).status_code == 404


def test_the_script_is_told_of_the_tiles_and_people_of_their_maker(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(described().description)["addresses"] == [ADDRESS]
    own = BaseMap(
        "tiles", ("https://x.cn/{z}/{x}/{y}",), "https://x.cn", coordinates="gcj02", attribution="©"
    )
    use(own, monkeypatch)
    about = json.loads(described().description)
    assert (about["addresses"], about["coordinates"]) == (["https://x.cn/{z}/{x}/{y}"], "gcj02")
    assert described().attribution == "©"


@pytest.mark.parametrize(
    ("value", "opened"),
    [("none", []), ("https://tiles.example.cn/{z}/{x}/{y}.png", ["https://tiles.example.cn"])],
)
def test_pages_may_ask_exactly_this_host(tmp_path: Path, value: str, opened: list[str]) -> None:
    script = (
        "import json, linli.settings as s;"
        "print(json.dumps(s.CONTENT_SECURITY_POLICY['DIRECTIVES'], default=str))"
    )
    environment = {**os.environ, "LINLI_DATA": str(tmp_path), "LINLI_MAP": value}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True
    )
    policy = json.loads(done.stdout)
    assert policy["connect-src"] == ["'self'", *opened]
    assert policy["img-src"] == ["'self'", "data:", "blob:", *opened]
    assert policy["script-src"][0] == policy["default-src"][0] == "'self'"
    assert "example" not in json.dumps(policy["script-src"])


def test_the_queue_has_the_room_where_no_map_could_be_drawn(
    story: Story, browse: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAP in queue_of(browse("lin"))
    with atomic():
        Place.objects.update(polygon=None)
        bump("places")
    without = queue_of(browse("lin"))
    assert MAP not in without
    assert 'id="queue"' in without

    use(BaseMap("pmtiles", file=Path("a.pmtiles")), monkeypatch)
    assert MAP in queue_of(browse("lin"))


def queue_of(who: Client) -> str:
    return who.get("/console/cases/").content.decode()
