"""A client that others wrote (`three`, PyPI) reads and reports by our Open311, over a real line."""

import itertools
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tools.system import System

# It was written for Python 2; but for this name it runs as it is, though not without warnings.
itertools.ifilter = filter  # type: ignore[attr-defined]
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from three import Three

NOISE = {"description": "Drilling at night.", "lat": "31.82", "long": "117.22"}


@pytest.fixture(scope="module")
def city() -> Iterator[System]:
    with System() as running:
        yield running


@pytest.fixture
def client(city: System) -> Any:
    return Three(city.url("/open311/v2"))


def day(moved: int) -> str:
    """As this client wants a day, so many from today."""
    return (datetime.now(UTC) + timedelta(days=moved)).strftime("%m-%d-%Y")


def test_it_discovers_the_endpoint(city: System, client: Any) -> None:
    [endpoint] = client.discovery()["endpoints"]

    assert endpoint["url"] == city.url("/open311/v2")
    assert Three(endpoint["url"]).services() == client.services()


def test_it_learns_what_can_be_reported(client: Any) -> None:
    codes = [service["service_code"] for service in client.services()]

    assert "noise" in codes
    assert {service["metadata"] for service in client.services()} == {False}
    assert client.services("noise") == {"service_code": "noise", "attributes": []}
    assert client.services("nothing")[0]["code"] == 404


@pytest.mark.parametrize("key", ["", "its-own-key"])
def test_it_reports_with_and_without_a_key(client: Any, key: str) -> None:
    [taken] = client.post("noise", api_key=key, name="Wang Wu", address="Cuizhu Road 5", **NOISE)
    assert client.post_response.status_code == 201

    request_id = taken["service_request_id"]
    [row] = client.request(request_id)
    assert (row["service_code"], row["status"]) == ("noise", "open")
    assert client.token(request_id) == [{"service_request_id": request_id, "token": request_id}]


def test_it_sends_a_photo(client: Any) -> None:
    photo = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(photo, "JPEG")
    photo.seek(0)

    [taken] = client.post("garbage", media=photo, **NOISE)

    assert client.post_response.status_code == 201
    [row] = client.request(taken["service_request_id"])
    assert row["media_url"] is None, "nobody has released it yet"


def test_it_finds_requests_by_service_state_time_and_count(client: Any) -> None:
    known = [client.post("road_damage", **NOISE)[0]["service_request_id"] for _ in range(3)]

    found = client.requests("road_damage", status="open,closed", between=[day(-1), day(2)])
    assert [row["service_request_id"] for row in found] == known[::-1]
    assert client.requests("road_damage", status="closed") == []
    assert client.requests("road_damage", between=[day(-9), day(-8)]) == []
    pages = [client.requests("road_damage", count=2, page=page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 1, 0]
    both = client.requests(service_request_id=",".join(known[:2]), status="closed")
    assert {row["service_request_id"] for row in both} == set(known[:2])


def test_it_is_told_what_was_wrong(client: Any) -> None:
    assert client.post("nothing", **NOISE)[0]["code"] == 404
    assert client.post("noise", lat="north")[0]["code"] == 400
    assert client.request("638344")[0]["code"] == 404
    assert client.token("12345")[0]["code"] == 404
    assert client.requests(status="fixed")[0]["code"] == 400
