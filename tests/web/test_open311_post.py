"""Anybody may report by Open311: bad input is refused in words, and a repeat is harmless."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from linli.ground.files import photos
from linli.ground.files.models import StoredFile
from linli.ground.rights.asker import Asker
from linli.ground.turns import Turns
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import PublicFilter

PATH = "/open311/v2/requests.json"
PART = Asker.for_part("tests")
FLOOD = {
    "service_code": "waterlogging",
    "lat": "31.82",
    "long": "117.22",
    "description": "The underpass is under water.",
}
MOST_STATEMENTS = 12
"""Nine, and on PostgreSQL the wake-up of the workers."""

pytestmark = pytest.mark.usefixtures("district")


def form(**changes: str) -> dict[str, str]:
    return {name: value for name, value in {**FLOOD, **changes}.items() if value}


def kept() -> int:
    return len(reports.public_reports(PublicFilter(limit=100)))


def faults(answer: Any) -> str:
    """The sentences of an error; checks its shape on the way."""
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert all(fault["code"] == answer.status_code for fault in answer.json())
    return "\n".join(fault["description"] for fault in answer.json())


def photo() -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(written, "JPEG")
    return written.getvalue()


def test_report_is_taken_and_can_be_read_at_once(client: Client) -> None:
    answer = client.post(PATH, form(first_name="Wang", phone="13800001234"))

    [taken] = answer.json()
    assert answer.status_code == 201
    assert taken.keys() == {"service_request_id", "service_notice", "account_id"}
    [found] = client.get(
        f"/open311/v2/requests/{taken['service_request_id']}.json?extensions=true"
    ).json()
    assert (found["status"], found["service_code"]) == ("open", "waterlogging")
    assert found["extended_attributes"]["case"] is None
    assert found["extended_attributes"]["place"]["code"] == "e1"
    assert "Wang" not in json.dumps(found)


def test_e_mail_is_kept_for_answering_and_told_to_nobody(client: Client) -> None:
    [taken] = client.post(PATH, form(first_name="Wang", email="wang@example.org")).json()

    reporter = reports.reporter_of(UUID(taken["service_request_id"]), PART)
    shown = [
        client.get(address).content.decode()
        for address in (PATH, f"/open311/v2/requests/{taken['service_request_id']}.json")
    ]
    assert (reporter.name, reporter.email) == ("Wang", "wang@example.org")
    assert [text for text in shown if "wang@" in text or "Wang" in text] == []


def test_media_url_is_kept_for_the_staff_and_told_to_nobody(client: Client) -> None:
    [taken] = client.post(PATH, form(media_url="https://example.org/flood.jpg")).json()

    report = reports.report(UUID(taken["service_request_id"]), PART)
    [shown] = client.get(f"/open311/v2/requests/{taken['service_request_id']}.json").json()
    assert report is not None
    assert report.media_url == "https://example.org/flood.jpg"
    assert shown["media_url"] is None


def test_what_is_not_kept_is_named(client: Client) -> None:
    filled = {"device_id": "d7", "attribute[depth]": "deep", "account_id": "", "api_key": "k"}

    [taken] = client.post(PATH, form(**filled), headers={"Accept-Language": "en"}).json()

    notice = taken["service_notice"]
    assert notice.endswith("Not kept, because we have no use for it: attribute, device_id.")


def test_receipt_is_told_to_who_reports_and_to_nobody_else(client: Client) -> None:
    [taken] = client.post(PATH, form()).json()
    report = reports.report(taken["service_request_id"], PART)

    listed = client.get(PATH + "?extensions=true").content.decode()

    assert report is not None
    assert report.receipt in taken["service_notice"]
    assert report.receipt not in listed


def test_same_key_gives_the_same_answer_and_one_report(client: Client) -> None:
    first = client.post(PATH, form(), headers={"Idempotency-Key": "k1"})
    second = client.post(PATH, form(), headers={"Idempotency-Key": "k1"})

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert kept() == 1


def test_same_key_for_another_report_is_refused(client: Client) -> None:
    client.post(PATH, form(), headers={"Idempotency-Key": "k1"})

    answer = client.post(PATH, form(description="Other."), headers={"Idempotency-Key": "k1"})

    assert answer.status_code == 409
    assert "Idempotency-Key" in faults(answer)
    assert kept() == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"description": "x" * 10_000}, "description"),
        ({"description": "a\0b"}, "description"),
        ({"description": "x" * 1_000_000}, "description"),
        ({"address_string": "a\0b"}, "address_string"),
        ({"address_string": "x" * 301}, "address_string"),
        ({"first_name": "x" * 81}, "first_name"),
        ({"phone": "not a number"}, "phone"),
        ({"email": "not an address"}, "email"),
        ({"email": "w@" + "e" * 1_000_000}, "email"),
        ({"media_url": "file:///etc/passwd"}, "media_url"),
        ({"media_url": "https://example.org/" + "x" * 2_000}, "media_url"),
        ({"lat": "nan"}, "lat"),
        ({"lat": "inf"}, "lat"),
        ({"lat": "91"}, "lat"),
        ({"lat": "here"}, "lat"),
        ({"long": ""}, "lat"),
        ({"service_code": ""}, "service_code"),
    ],
)
def test_bad_input_is_refused_in_words(client: Client, changes: dict[str, str], named: str) -> None:
    answer = client.post(PATH, form(**changes))

    assert answer.status_code == 400
    assert named in faults(answer)
    assert kept() == 0


@pytest.mark.parametrize("code", ["no_such_thing", "x\0y"])
def test_a_service_that_is_not_there_is_not_found(client: Client, code: str) -> None:
    answer = client.post(PATH, form(service_code=code))

    assert answer.status_code == 404
    assert "service_code" in faults(answer)
    assert kept() == 0


def test_a_key_an_account_and_a_jurisdiction_change_nothing(client: Client) -> None:
    """Both may be left out, sent empty, or filled in (GeoReport v2, "Optional Arguments")."""
    plain, empty, filled = (
        client.post(PATH, form() | more)
        for more in (
            {},
            {"api_key": "", "jurisdiction_id": "", "account_id": ""},
            {"api_key": "k", "jurisdiction_id": "city.gov", "account_id": "7"},
        )
    )

    assert [one.status_code for one in (plain, empty, filled)] == [201] * 3
    assert [one.json()[0]["account_id"] for one in (plain, empty, filled)] == [None] * 3


def test_too_large_a_form_is_refused(client: Client) -> None:
    answer = client.post(
        PATH,
        f"service_code=waterlogging&description={'x' * 3_000_000}",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 413
    assert faults(answer)


@pytest.mark.parametrize("kind", ["application/json", "text/xml", ""])
def test_a_body_that_is_no_form_is_refused(client: Client, kind: str) -> None:
    answer = client.post(PATH, json.dumps(FLOOD), content_type=kind)

    assert answer.status_code == 400
    assert "application/x-www-form-urlencoded" in faults(answer)


def test_a_broken_multipart_form_is_refused(client: Client) -> None:
    answer = client.post(PATH, b"--x\r\nbroken", content_type="multipart/form-data; boundary=")

    assert answer.status_code == 400
    assert faults(answer)


def test_point_far_from_every_place_is_kept_for_a_person(client: Client) -> None:
    [taken] = client.post(PATH, form(lat="0", long="0")).json()

    report = reports.report(taken["service_request_id"], PART)

    assert report is not None
    assert (report.place_id, report.lat, report.lon) == (None, 0.0, 0.0)


def test_report_without_a_point_is_kept_with_its_address(client: Client) -> None:
    answer = client.post(PATH, form(lat="", long="", address_string="Cuizhu Road 5"))

    report = reports.report(answer.json()[0]["service_request_id"], PART)

    assert report is not None
    assert (report.place_id, report.address) == (None, "Cuizhu Road 5")


def test_without_a_description_the_service_says_what_it_is(client: Client) -> None:
    answer = client.post(PATH, form(description=""), headers={"Accept-Language": "en"})

    report = reports.report(answer.json()[0]["service_request_id"], PART)

    assert report is not None
    assert report.text


def test_photo_is_kept_with_the_report_and_not_shown(client: Client, data: Path) -> None:
    media = SimpleUploadedFile("flood.jpg", photo(), "image/jpeg")

    answer = client.post(PATH, {**FLOOD, "media": media})

    report_id = answer.json()[0]["service_request_id"]
    report = reports.report(report_id, PART)
    assert report is not None
    assert len(report.photo_ids) == 1
    [shown] = client.get(f"/open311/v2/requests/{report_id}.json").json()
    assert shown["media_url"] is None


def test_photo_that_is_no_photo_is_refused(client: Client, data: Path) -> None:
    media = SimpleUploadedFile("flood.jpg", b"MZ not a photo", "image/jpeg")

    answer = client.post(PATH, {**FLOOD, "media": media})

    assert answer.status_code == 400
    assert "media" in faults(answer)
    assert kept() == 0


def test_a_faulty_report_is_refused_before_its_photos_are_looked_at(
    client: Client, data: Path
) -> None:
    media = SimpleUploadedFile("flood.jpg", photo(), "image/jpeg")

    answer = client.post(PATH, {**FLOOD, "service_code": "no_such_thing", "media": media})

    assert answer.status_code == 404
    assert list(data.rglob("*")) == []


def test_a_repeated_report_keeps_its_photo_once(client: Client, data: Path) -> None:
    first, second = (
        client.post(
            PATH,
            {**FLOOD, "media": SimpleUploadedFile("flood.jpg", photo(), "image/jpeg")},
            headers={"Idempotency-Key": "k1"},
        )
        for _ in range(2)
    )

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert StoredFile.objects.count() == 1


def test_a_photo_that_must_wait_is_told_when_to_come_again(
    client: Client, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "TURNS", Turns(at_work=1, in_line=0, seconds=0))
    media = SimpleUploadedFile("flood.jpg", photo(), "image/jpeg")

    with photos.TURNS.turn():
        answer = client.post(PATH, {**FLOOD, "media": media})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "media" in faults(answer)
    assert kept() == 0


def test_six_photos_are_too_many(client: Client, data: Path) -> None:
    media = [SimpleUploadedFile(f"{n}.jpg", photo(), "image/jpeg") for n in range(6)]

    answer = client.post(PATH, {**FLOOD, "media": media})

    assert answer.status_code == 400
    assert kept() == 0


def test_what_only_staff_may_report_is_refused_to_everybody(client: Client) -> None:
    answer = client.post(PATH, form(service_code="device_silent"))

    assert answer.status_code == 403
    assert "device_silent" in faults(answer)


def test_faults_are_told_in_the_language_asked_for(client: Client) -> None:
    english = client.post(PATH, form(service_code=""), headers={"Accept-Language": "en"})

    assert faults(english) == "“service_code” is missing; GET services lists what there is."


def test_a_report_costs_few_statements(client: Client) -> None:
    client.post(PATH, form())  # the registers are in memory from here on

    with CaptureQueriesContext(connection) as captured:
        client.post(PATH, form(), headers={"Idempotency-Key": "k1"})

    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= MOST_STATEMENTS
