"""Codes on paper lead to the public address; from an address of this computer none is made."""

import io
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from linli.ground.rights.asker import Asker
from linli.sense.devices import queries as devices
from linli.sense.tags.actions import make
from linli.sense.tags.logic import NewTag
from linli.web.shared.qr import qr_picture, qr_print
from tests.web.conftest import PARTS, Story

Browse = Callable[[str], Client]
PUBLIC = "https://linli.example.cn"
HERE = {"HTTP_HOST": "127.0.0.1:8000"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, public_url=PUBLIC))


@pytest.fixture
def tag(story: Story, people: dict[str, Asker]) -> tuple[UUID, str]:
    made = make(NewTag("lift", story.district.building, "2 号梯"), people["lin"])
    return made.id, made.code


def pixels(picture: Image.Image) -> tuple[tuple[int, int], bytes]:
    plain = picture.convert("L")
    return plain.size, plain.tobytes()


def printed(answer: HttpResponse) -> Image.Image:
    [image] = PdfReader(io.BytesIO(answer.content)).pages[0].images
    assert image.image is not None
    return image.image


def test_a_poster_leads_to_the_public_address_wherever_it_is_printed(
    public: None, tag: tuple[UUID, str], browse: Browse
) -> None:
    tag_id, code = tag
    lin = browse("lin")
    address = f"{PUBLIC}/q/{code}"
    poster = printed(lin.get(f"/console/codes/{tag_id}/poster/", **HERE))
    expected = Image.open(io.BytesIO(qr_print(address)))
    assert pixels(poster) == pixels(expected)
    assert lin.get(f"/console/codes/{tag_id}/code.svg", **HERE).content == qr_picture(address)


def test_without_it_a_poster_leads_to_where_the_desk_opened_linli(
    tag: tuple[UUID, str], browse: Browse
) -> None:
    tag_id, code = tag
    picture = browse("lin").get(f"/console/codes/{tag_id}/code.svg", HTTP_HOST="10.0.0.5:8000")
    assert picture.content == qr_picture(f"http://10.0.0.5:8000/q/{code}")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "0.0.0.0"])
def test_a_poster_that_would_lead_nowhere_is_refused_with_what_to_set(
    tag: tuple[UUID, str], browse: Browse, host: str
) -> None:
    tag_id, _code = tag
    for path in ("poster/", "code.svg"):
        answer = browse("lin").get(f"/console/codes/{tag_id}/{path}", HTTP_HOST=host)
        assert answer.status_code == 409
        assert host in answer.content.decode()
        assert "LINLI_PUBLIC_URL" in answer.content.decode()
    assert (
        "LINLI_PUBLIC_URL" in browse("lin").get("/console/codes/", HTTP_HOST=host).content.decode()
    )


def test_who_may_not_see_a_code_is_not_told_about_its_address(
    tag: tuple[UUID, str], browse: Browse
) -> None:
    answer = browse("zhao").get(f"/console/codes/{tag[0]}/poster/", **HERE)
    assert answer.status_code == 404


def test_a_sticker_follows_the_public_address(public: None, story: Story, browse: Browse) -> None:
    lin, page = browse("lin"), f"/console/devices/{story.device}/"
    label = lin.get(f"{page}label.svg", **HERE)
    row = devices.device(story.device, PARTS)
    assert row is not None
    assert label.content == qr_picture(f"{PUBLIC}/report/?device={row.label}")
    assert "LINLI_PUBLIC_URL" not in lin.get(page, **HERE).content.decode()


def test_a_sticker_that_would_lead_nowhere_is_not_shown(story: Story, browse: Browse) -> None:
    lin, page = browse("lin"), f"/console/devices/{story.device}/"
    shown = lin.get(page, **HERE).content.decode()
    assert "LINLI_PUBLIC_URL" in shown
    assert "label.svg" not in shown
    assert lin.get(f"{page}label.svg", **HERE).status_code == 409
