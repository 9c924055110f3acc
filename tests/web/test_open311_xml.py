"""Open311 in XML tells what it tells in JSON, errors too."""

from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.test import Client

from linli.ground.rights.asker import VISITOR
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.web.api.open311.formats import write_xml

PATH = "/open311/v2/"
ENDPOINTS = ("endpoints", "formats")

pytestmark = pytest.mark.usefixtures("district")


def told(item: str = "garbage") -> str:
    new = NewReport(item=item, text="箱满了。", channel="portal", lat=31.82, lon=117.22)
    return str(take_report(new, VISITOR).report_id)


def read(answer: Any) -> Element:
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return fromstring(answer.content)


def plain(value: Any) -> Any:
    """What JSON holds, as XML can tell it: texts, and arrays without a name of their own."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def back(element: Element) -> Any:
    if element.tag in {
        "services",
        "service_requests",
        "errors",
        "attributes",
        "photos",
        *ENDPOINTS,
    }:
        return [back(one) for one in element]
    return {one.tag: back(one) for one in element} if len(element) else element.text or ""


@pytest.mark.parametrize(
    ("address", "root", "member"),
    [
        ("services", "services", "service"),
        ("services/garbage", "service_definition", "service_code"),
        ("requests", "service_requests", "request"),
        ("requests/{id}", "service_requests", "request"),
        ("tokens/{id}", "service_requests", "request"),
        ("discovery", "discovery", "changeset"),
    ],
)
@pytest.mark.parametrize("query", ["", "?extensions=true"])
def test_both_formats_tell_the_same(
    client: Client, address: str, root: str, member: str, query: str
) -> None:
    told("noise")
    where = PATH + address.format(id=told())

    in_xml = read(client.get(f"{where}.xml{query}"))

    assert in_xml.tag == root
    assert in_xml[0].tag == member
    assert back(in_xml) == plain(client.get(f"{where}.json{query}").json())


def test_a_report_is_taken_and_read_by_xml_alone(client: Client) -> None:
    form = {"service_code": "garbage", "description": "A < B & “C”", "lat": 31.82, "long": 117.22}

    taken = client.post(f"{PATH}requests.xml", form)

    assert taken.status_code == 201
    request_id = read(taken).findtext("request/service_request_id")
    row = read(client.get(f"{PATH}requests/{request_id}.xml"))
    assert row.findtext("request/service_code") == "garbage"
    assert row.findtext("request/status") == "open"


def test_one_key_counts_once_in_both_formats(client: Client) -> None:
    form = {"service_code": "garbage", "description": "Full.", "lat": 31.82, "long": 117.22}
    once = {"Idempotency-Key": "0b9c"}

    first = client.post(f"{PATH}requests.json", form, headers=once).json()
    again = read(client.post(f"{PATH}requests.xml", form, headers=once))

    assert again.findtext("request/service_request_id") == first[0]["service_request_id"]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "requests/638344.xml", 404),
        ("GET", "services/nothing.xml", 404),
        ("GET", "tokens/12345.xml", 404),
        ("GET", "nothing.xml", 404),
        ("GET", "requests.xml?status=fixed", 400),
        ("POST", "requests.xml", 400),
        ("POST", "services.xml", 405),
    ],
)
def test_errors_are_told_in_xml_too(client: Client, method: str, address: str, status: int) -> None:
    answer = client.generic(method, PATH + address)

    assert answer.status_code == status
    errors = read(answer)
    assert errors.tag == "errors"
    assert {one.tag for one in errors} == {"error"}
    assert {one.findtext("code") for one in errors} == {str(status)}
    assert all(one.findtext("description") for one in errors)


def test_what_cannot_stand_in_xml_is_left_out() -> None:
    body = [{"code": 400, "description": "a\x00b\x1bc\ufffe\ud800d\r\n😀<&>"}]

    [error] = fromstring(write_xml("errors", body))

    assert error.findtext("description") == "abcd\r\n😀<&>".replace("\r\n", "\n")
