"""Without signing in, one address may send a storm's worth of reports, and not a script's."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.ground.files.models import StoredFile
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import PublicFilter
from linli.web.shared import limits
from linli.web.shared.limits import AddressLimit
from tests.cast import District
from tests.web.conftest import jpeg

PATH = "/open311/v2/requests.json"


def test_what_is_in_hand_is_taken_and_comes_back_with_time() -> None:
    limit = AddressLimit(burst=2, per_second=0.5)

    taken = [limit.allows("198.51.100.7", second) for second in (0, 0, 0, 1, 2, 2)]

    assert taken == [True, True, False, False, True, False]
    assert limit.wait_seconds == 2


def test_addresses_are_counted_apart() -> None:
    limit = AddressLimit(burst=1, per_second=0.5)

    assert limit.allows("198.51.100.7", 0)
    assert limit.allows("198.51.100.8", 0)
    assert not limit.allows("198.51.100.7", 0)


def test_a_household_cannot_choose_new_addresses() -> None:
    limit = AddressLimit(burst=1, per_second=0.5)

    assert limit.allows("2001:db8:1:2::1", 0)
    assert not limit.allows("2001:db8:1:2:ffff::9", 0)
    assert limit.allows("2001:db8:1:3::1", 0)
    assert limit.allows("::ffff:198.51.100.7", 0)
    assert not limit.allows("198.51.100.7", 0)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", ""])
def test_our_own_machine_is_exempt(address: str) -> None:
    limit = AddressLimit(burst=1, per_second=0.5)

    assert all(limit.allows(address, 0) for _ in range(10))


def test_memory_of_addresses_is_bounded() -> None:
    limit = AddressLimit(burst=1, per_second=0.001, most=3)

    for last in range(10):
        limit.allows(f"198.51.100.{last}", last)

    assert limit.allows("198.51.100.0", 10)
    assert not limit.allows("198.51.100.9", 10)


def test_too_many_reports_from_one_address_are_refused_in_words(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REPORTS", AddressLimit(burst=2, per_second=0.5))
    form = {"service_code": "garbage", "description": "Full."}

    answers = [client.post(PATH, form, REMOTE_ADDR="198.51.100.7") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].json()[0]["code"] == 429
    assert len(reports.public_reports(PublicFilter())) == 2
    assert client.post(PATH, form, REMOTE_ADDR="198.51.100.8").status_code == 201


@pytest.mark.parametrize("path", [PATH, "/report/"])
def test_photos_count_more_than_words(
    path: str, district: District, data: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REPORTS", AddressLimit(burst=4, per_second=0.5))
    words = {"service_code": "garbage", "item": "garbage", "text": "Full.", "description": "Full."}

    def send(key: str) -> Any:
        field = "media" if path == PATH else "photos"
        form = {**words, "key": key, field: SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")}
        return client.post(path, form, REMOTE_ADDR="198.51.100.7")

    first, second = send("k1"), send("k2")

    assert first.status_code in {201, 302}
    assert second.status_code == 429
    assert "4" in second.content.decode()
    assert len(reports.public_reports(PublicFilter())) == 1
    assert StoredFile.objects.count() == 1
