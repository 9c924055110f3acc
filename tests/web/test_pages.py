"""Every page shows to those whose work it is."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.conftest import Story

Browse = Callable[[str], Client]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("lin", "/console/"),
        ("lin", "/console/cases/"),
        ("lin", "/console/cases/{case}/"),
        ("lin", "/console/cases/{reported}/"),
        ("wu", "/console/cases/{case}/"),
        ("he", "/console/cases/{case}/"),
        ("chen", "/console/cases/{reported}/"),
        ("wu", "/console/tasks/"),
        ("wu", "/console/tasks/{task}/"),
        ("lin", "/console/devices/"),
        ("lin", "/console/devices/{device}/"),
        ("lin", "/console/devices/register/"),
        ("lin", "/console/outbox/"),
        ("gu", "/console/platform/"),
        ("shen", "/console/people/"),
        ("jian", "/console/audit/"),
        ("", "/"),
        ("", "/report/"),
        ("", "/r/{receipt}"),
        ("", "/report/received/{receipt}/"),
        ("", "/sign-in/"),
        ("wang", "/mine/"),
        ("wang", "/mine/{report}/photos/{photo}/"),
    ],
)
def test_a_page_shows(story: Story, browse: Browse, name: str, address: str, language: str) -> None:
    client = browse(name)
    client.cookies["linli_language"] = language
    values = {field: getattr(story, field) for field in Story.__slots__}
    answer = client.get(address.format(**values))
    assert answer.status_code == 200, answer.content[:400]
