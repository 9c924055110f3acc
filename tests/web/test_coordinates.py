"""Gu checks on known points in which coordinates a list is, and loads it so."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.ground.rights.asker import Asker
from linli.registers.places.logic.coordinates import Source, System, from_wgs84, read_source
from linli.registers.places.models import Place
from linli.sense.devices.models import Device
from tests.cast import District
from tests.web.test_lists import work

pytestmark = pytest.mark.django_db

ADDRESS = "/console/data/coordinates/"
GCJ02 = Source(System.GCJ02)


@pytest.fixture
def gu_browser(
    district: District, people: dict[str, Asker], browse: Callable[[str], Client]
) -> Client:
    return browse("gu")


def asked(browser: Client, **fields: str) -> str:
    return browser.get(ADDRESS, fields).content.decode()


def typed(lat: float, lon: float, source: Source = GCJ02) -> str:
    return "{},{}".format(*from_wgs84(lat, lon, source))


def test_the_system_that_fits_is_said_in_words(gu_browser: Client, district: District) -> None:
    where = f"{district.lat}, {district.lon}"
    page = asked(gu_browser, numbers1=typed(district.lat, district.lon), where1=where)
    assert "<b>GCJ-02（高德、腾讯、微信）</b>：各点偏差不超过 0 米" in page
    assert "564 米" in page


def test_a_building_is_named_and_decides(gu_browser: Client, district: District) -> None:
    spot = Place.objects.get(code="b3")
    assert spot.lat is not None
    assert spot.lon is not None
    page = asked(gu_browser, numbers1=typed(spot.lat, spot.lon), where1="b3")
    assert "<b>GCJ-02" in page


def test_a_whole_city_decides_nothing(gu_browser: Client, district: District) -> None:
    page = asked(gu_browser, numbers1=typed(district.lat, district.lon), where1="c1")
    assert "范围太大" in page


@pytest.mark.parametrize(
    ("numbers", "where", "said"),
    [
        ("31.8", "b3", "用逗号分开"),
        ("31.8,117.2", "没有的地方zz", "没有这个地点"),
        ("31.8,117.2", "131.8,117.2", "131.8"),
        ("640412,3457455", "20,110", "都对不上"),
        ("9" * 400, "b3", "用逗号分开"),
        ("31.8,117.2", "20,110", "都对不上"),
    ],
)
def test_what_cannot_be_checked_is_said(
    gu_browser: Client, numbers: str, where: str, said: str
) -> None:
    page = asked(gu_browser, numbers1=numbers, where1=where)
    assert said in page


def test_a_list_in_gcj02_stands_where_it_is(gu_browser: Client, district: District) -> None:
    lat, lon = from_wgs84(district.lat, district.lon, GCJ02)
    content = f"编码,名称,级别,上级编码,纬度,经度\nb7,7栋,楼栋,e1,{lat},{lon}\n".encode()
    answers = {}
    for coordinates in ("", "gcj02"):
        answer = gu_browser.post(
            "/console/data/place/",
            {"file": SimpleUploadedFile("a.csv", content), "coordinates": coordinates},
        )
        work()
        answers[coordinates] = gu_browser.get(answer["Location"]).content.decode()
    assert "在地点“e1”范围之外" in answers[""]
    assert "导入这 1 行" in answers["gcj02"]

    gu_browser.post(f"{answer['Location']}load/")
    work()

    row = Place.objects.get(code="b7")
    assert (row.lat, row.lon) == pytest.approx((district.lat, district.lon), abs=1e-7)


@pytest.mark.parametrize("coordinates", ["wgs84", "gcj02", "bd09", "cgcs2000", "cgcs2000-gk39"])
def test_devices_in_any_coordinates_stand_where_they_are(
    gu_browser: Client, district: District, coordinates: str
) -> None:
    source = read_source(coordinates)
    columns = "X坐标（北）,Y坐标（东）" if source.is_projected else "纬度,经度"
    first, second = from_wgs84(district.lat, district.lon, source)
    content = f"设备编号,类型,地点,{columns}\nd7,水位计,b3,{first},{second}\n".encode()
    sent = {"file": SimpleUploadedFile("a.csv", content), "coordinates": coordinates}
    answer = gu_browser.post("/console/data/device/", sent)
    work()
    gu_browser.post(f"{answer['Location']}load/")
    work()
    row = Device.objects.get(pk="d7")
    assert (row.lat, row.lon) == pytest.approx((district.lat, district.lon), abs=1e-6)


def test_coordinates_that_nobody_knows_are_refused(gu_browser: Client) -> None:
    file = SimpleUploadedFile("a.csv", b"x")
    answer = gu_browser.post("/console/data/place/", {"file": file, "coordinates": "mars"})
    assert answer.status_code == 400
    assert "“mars”不是已知的坐标系" in answer.content.decode()
