"""Where it is can be said in words: suggestions while typing, and a step without scripts."""

import gzip
import re
from collections.abc import Callable

import pytest
from django.test import Client

from linli.ground.database import atomic
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker
from linli.registers.places.models import Place
from linli.sense.reports import queries as reports
from linli.web.portal import places
from linli.web.shared import outlines
from linli.web.shared.limits import AddressLimit
from tests.cast import District

FORM = {"key": "k1", "item": "noise", "text": "吵", "address": "翠竹苑3栋"}


@pytest.mark.django_db
def test_the_step_shows_what_may_be_meant_and_keeps_the_rest(
    district: District, client: Client
) -> None:
    page = client.post("/report/", {**FORM, "step": "find-place"}).content.decode()
    offered = re.findall(r'type="radio" name="at" value="(\w*)"', page)
    assert offered[0] == "b3"
    assert offered[-1] == ""
    assert ">吵</textarea>" in page

    sent = client.post("/report/", {**FORM, "at": "b3"})
    found = reports.by_receipt(sent["Location"].rstrip("/").rsplit("/", 1)[1])
    assert found is not None
    assert (found.place_id, found.address) == (district.building, "翠竹苑3栋")


@pytest.mark.django_db
def test_words_that_mean_no_place_are_taken_as_they_are(district: District, client: Client) -> None:
    typed = {**FORM, "address": "qqqq zzzz"}
    page = client.post("/report/", {**typed, "step": "find-place"}).content.decode()
    assert re.findall(r'type="radio" name="at" value="(\w*)" checked', page) == [""]
    assert client.post("/report/", {**typed, "at": ""}).status_code == 302


@pytest.mark.django_db
def test_suggestions_come_while_typing_and_offer_no_homes(
    district: District, client: Client
) -> None:
    levels = district.where("building").columns()
    Place.objects.create(
        code="h1", name="501室", level="home", parent_id=district.building, **levels
    )
    page = client.get("/report/places", {"q": "czy 3"}).content.decode()
    assert 'data-code="b3"' in page
    assert 'data-code="h1"' not in client.get("/report/places", {"q": "501室"}).content.decode()


@pytest.mark.django_db
def test_one_address_asks_only_so_often(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "ASKED", AddressLimit(burst=1.0, per_second=0.001))
    there = {"REMOTE_ADDR": "198.51.100.7"}
    asked = [client.get("/report/places", {"q": "czy"}, **there).status_code for _ in range(2)]
    assert asked == [200, 429]


@pytest.mark.django_db
def test_a_place_chosen_from_a_public_page_is_filled_in(district: District, client: Client) -> None:
    page = client.get("/report/", {"at": "e1"}).content.decode()
    assert 'name="at" value="e1"' in page
    assert client.get("/report/", {"at": "nowhere"}).status_code == 200


@pytest.mark.django_db
def test_a_point_of_the_map_is_named_down_to_the_building(
    district: District, client: Client
) -> None:
    where = places.places.outline_of(district.building).representative_point()
    page = client.get("/report/places", {"lat": where.y, "lon": where.x}).content.decode()
    assert re.findall(r'data-code="(\w+)"', page) == ["b3"]


@pytest.mark.django_db
@pytest.mark.parametrize("point", [("0", "0"), ("nan", "117"), ("99", "117"), ("x", "y")])
def test_a_point_in_no_place_is_not_named(
    district: District, client: Client, point: tuple[str, str]
) -> None:
    answer = client.get("/report/places", {"lat": point[0], "lon": point[1]})
    assert (answer.status_code, b"data-code" in answer.content) == (200, False)


@pytest.mark.django_db
def test_the_map_to_press_on_is_there_once_there_is_something_to_press(client: Client) -> None:
    assert "data-pin " not in client.get("/report/").content.decode()


@pytest.mark.django_db
def test_the_outlines_for_everybody_hold_no_homes(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/report/").content.decode()
    assert "data-pin " in page
    shown = client.get("/report/outlines").json()["features"]
    assert "b3" in {one["properties"]["code"] for one in shown}
    home = {"type": "Feature", "properties": {"code": "h1", "level": "home"}}
    drawn = {"type": "FeatureCollection", "features": [*shown, home]}
    monkeypatch.setattr(places.places, "outlines", lambda: drawn)
    with atomic():
        bump("places")
    assert client.get("/report/outlines").json()["features"] == shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "address"), [("", "/report/outlines"), ("lin", "/console/outlines/")]
)
def test_the_outlines_are_encoded_once_and_again_after_a_change(
    who: str,
    address: str,
    people: dict[str, Asker],
    browse: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = browse(who)
    first = browser.get(address)
    assert first["Cache-Control"].endswith("max-age=300")
    with monkeypatch.context() as still:
        still.setattr(outlines, "_encoded", None)  # whoever encodes now fails
        packed = browser.get(address, headers={"accept-encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == first.content
    Place.objects.filter(code="b3").update(name="三号楼")
    with atomic():
        bump("places")
    names = {one["properties"]["name"] for one in browser.get(address).json()["features"]}
    assert "三号楼" in names


@pytest.mark.django_db
def test_a_pressed_point_is_the_place_of_the_report(district: District, client: Client) -> None:
    where = places.places.outline_of(district.building).representative_point()
    point = {"lat": f"{where.y:.6f}", "lon": f"{where.x:.6f}"}
    sent = client.post("/report/", {**FORM, **point, "address": "", "at": ""})
    found = reports.by_receipt(sent["Location"].rstrip("/").rsplit("/", 1)[1])
    assert found is not None
    assert found.place_id == district.building
