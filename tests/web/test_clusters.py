"""Of a list that is longer than its page, the map asks for all cases."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from linli.web.console import queue
from tests.web.conftest import Story

WINDOW = {"west": 117, "south": 31, "east": 118, "north": 32, "zoom": 9}


def told(client: Client, query: str = "") -> list[str]:
    """The address that the page tells its map, if any."""
    shown = client.get(f"/console/cases/{query}").content.decode()
    return [one.replace("&amp;", "&") for one in re.findall('data-clusters="([^"]*)"', shown)]


@pytest.mark.django_db
def test_a_list_of_several_pages_is_counted_on_the_map(
    story: Story, browse: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = browse("lin")
    assert told(lin) == []
    parts = [replace(one, filter=replace(one.filter, limit=1)) for one in queue.PARTS]
    monkeypatch.setattr(queue, "PARTS", parts)

    assert told(lin, "?severity=emergency") == []
    [address] = told(lin)
    [one] = lin.get(address, WINDOW).json()["features"]
    assert one["properties"] == {"count": 2, "severity": "emergency", "number": ""}
    assert lin.get(address, {**WINDOW, "zoom": "near"}).status_code == 404
    assert browse("zhao").get(address, WINDOW).json()["features"] == []
