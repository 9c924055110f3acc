"""Lin looks at what everybody will see before she releases it; Open311 tells no more than that."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import Story

Browse = Callable[[str], Client]


def address(story: Story) -> str:
    return f"/console/cases/{story.reported}/reports/{story.report}/release/"


def told(client: Client, story: Story, query: str = "") -> dict[str, Any]:
    [row] = json.loads(client.get(f"/open311/v2/requests/{story.report}.json{query}").content)
    found: dict[str, Any] = row
    return found


@pytest.mark.django_db
def test_everybody_reads_item_state_and_about_where(story: Story, client: Client) -> None:
    row = told(client, story)
    assert (row["description"], row["status"], row["address"]) == ("道路积水", "open", None)
    assert (row["lat"], row["long"]) == (31.82, 117.22)
    assert "地下通道" not in json.dumps(row, ensure_ascii=False)


@pytest.mark.django_db
def test_lin_sees_it_first_then_releases_it_and_takes_it_back(
    story: Story, client: Client, browse: Browse
) -> None:
    lin = browse("lin")
    form = {"text": "通道积水", "photo": str(story.photo), "sure": "yes"}
    preview = lin.post(address(story), {**form, "act": "preview"})
    assert preview.status_code == 200
    assert "通道积水" in preview.content.decode()
    assert told(client, story)["description"] == "道路积水"

    assert lin.post(address(story), {**form, "act": "release"}).status_code == 302
    assert told(client, story)["description"] == "通道积水"

    assert lin.post(address(story), {"act": "withdraw"}).status_code == 302
    assert told(client, story)["description"] == "道路积水"


@pytest.mark.django_db
def test_open311_leads_to_a_photo_as_long_as_it_is_released(
    story: Story, client: Client, browse: Browse
) -> None:
    path = f"/open311/v2/requests/{story.report}/photos/{story.photo}.jpg"
    assert (told(client, story)["media_url"], client.get(path).status_code) == (None, 404)

    form = {"text": "通道积水", "photo": str(story.photo), "sure": "yes", "act": "release"}
    browse("lin").post(address(story), form)
    shown = client.get(path)
    row = told(client, story, "?extensions=true")
    assert row["media_url"] == f"http://testserver{path}"
    assert row["extended_attributes"]["photos"] == [row["media_url"]]
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "private, no-store")

    browse("lin").post(address(story), {"act": "withdraw"})
    gone = client.get(path)
    assert (told(client, story)["media_url"], gone.status_code) == (None, 404)
    assert gone.json()[0]["code"] == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": "打 13900001234"}, "仍有电话号码"),
        ({"text": " "}, "请写下"),
        ({"photo": "yes"}, "请先确认"),
    ],
)
def test_what_may_not_be_released_comes_back_with_why(
    story: Story, client: Client, browse: Browse, changed: dict[str, str], sentence: str
) -> None:
    photo = {"photo": str(story.photo)} if "photo" in changed else {}
    sent = {"text": "通道积水", **changed, **photo, "act": "release"}
    answer = browse("lin").post(address(story), sent)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert told(client, story)["description"] == "道路积水"
