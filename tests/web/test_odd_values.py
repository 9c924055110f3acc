"""No value that a stranger makes up is our fault: no page and no endpoint answers 500 to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client

from linli.ground.rights.asker import Asker
from linli.web.api.v1.api import api
from tests.web.api_client import ROOT, Program
from tests.web.conftest import Story
from tests.web.rights import undone
from tests.web.stage import Stage
from tests.web.test_rights_matrix import MATRIX, WHO

# What SQLite takes PostgreSQL may not, and there are many addresses.
pytestmark = [pytest.mark.peers, pytest.mark.django_db]

Browse = Callable[[str], Client]

# PostgreSQL keeps no NUL, and knows no number of more than 64 bits.
ODD: Final = ("a\0b", "9" * 40)
ASKED: Final = (
    *("q", "type", "after", "item", "place", "severity", "cursor", "tab", "receipt", "device"),
    *("next", "corrects", "for", "lat", "lon", "service_code", "service_request_id", "status"),
    *("start_date", "end_date", "page", "page_size", "extensions", "place_chosen", "point", "join"),
)
"""All parameters that any address takes."""
SENT: Final = (
    *("username", "password", "next", "language", "key", "item", "text", "address", "place_code"),
    *("reporter_name", "reporter_phone", "reporter_email", "device", "lat", "lon", "photo_ticket"),
    *("purpose", "to", "reason", "passed", "channel", "version", "id", "type", "place", "name"),
    *("alias", "spot", "firm", "party_id", "place_id", "service_code", "description", "long"),
    *("channel_ref", "item_typed", "place_chosen", "point", "naming", "urgency", "join", "answer"),
    *("number", "certificate", "stops", "inspected_on", "chosen", "why", "source", "incident_name"),
    *("act", "user_id", "case_id", "call_id", "resource_id", "count", "level"),
    *("address_string", "first_name", "last_name", "phone", "email", "media_url"),
)
"""All fields that any form has."""
WORDS: Final = (
    "/console/devices/{}/",
    "/console/devices/{}/label.svg",
    "/console/devices/{}/renew/",
    "/console/devices/{}/revoke/",
    "/console/platform/parked/{}/retry/",
    "/report/received/{}/",
    "/r/{}",
    "/open311/v2/services/{}.json",
    "/open311/v2/services/{}.xml",
    "/open311/v2/requests/{}.json",
    "/open311/v2/requests/{}.xml",
    "/open311/v2/{}",
    "/api/v1/cases/{}",
    "/api/v1/devices/{}/readings",
    "/api/v1/{}",
)
"""All addresses that hold a word or a number."""


@pytest.fixture
def stage(story: Story, people: dict[str, Asker]) -> Stage:
    return Stage(story, people)


def who_may(route: tuple[str, str]) -> str:
    """The first of the cast to whom this is open, but rather somebody who signed in."""
    letters = dict(zip(WHO, MATRIX[route].split(), strict=True))
    return next((who for who in reversed(WHO) if letters[who] in {"y", "o"}), "")


def quiet(browser: Client) -> Client:
    """Gets the page for what broke on our side, as a browser does."""
    browser.raise_request_exception = False
    return browser


@contextmanager
def reading() -> Iterator[set[str]]:
    """Notes which values are read meanwhile: nothing can break by one that nobody looks at."""
    names: set[str] = set()
    take, take_all = QueryDict.__getitem__, QueryDict.getlist

    def noted(values: QueryDict, name: str) -> Any:
        names.add(name)
        return take(values, name)

    def all_noted(values: QueryDict, name: str, default: Any = None) -> Any:
        names.add(name)
        return take_all(values, name, default)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QueryDict, "__getitem__", noted)
        patch.setattr(QueryDict, "getlist", all_noted)
        yield names


def one_by_one(
    ask: Callable[[dict[str, str]], HttpResponse], known: tuple[str, ...], odd: str
) -> Iterator[tuple[str, HttpResponse]]:
    """All known names at once, then each that is read, also those that come up on the way."""
    with reading() as read:
        with undone():
            yield "all", ask(dict.fromkeys(known, odd))
        with undone():
            ask({})
        tried: set[str] = set()
        while left := sorted(read - tried):
            tried.add(left[0])
            with undone():
                yield left[0], ask({left[0]: odd})


def sending(post: Any, form: dict[str, Any], odd: dict[str, str]) -> HttpResponse:
    answer: HttpResponse = post({**form, **odd})
    return answer


def faults(answers: Iterator[tuple[str, HttpResponse]]) -> list[str]:
    return [asked for asked, answer in answers if answer.status_code >= 500]


@pytest.mark.parametrize("odd", ODD)
def test_no_parameter_of_an_address_is_our_fault(stage: Stage, browse: Browse, odd: str) -> None:
    def tried() -> Iterator[tuple[str, HttpResponse]]:
        for method, name in MATRIX:
            if method != "GET" or name in {"healthz", "metrics"}:
                continue
            browser = quiet(browse(who_may((method, name))))
            with undone():
                stage.set_for(name)
                address = stage.address(name)
                for parameter, answer in one_by_one(partial(browser.get, address), ASKED, odd):
                    yield f"{name}?{parameter}", answer

    assert faults(tried()) == []


@pytest.mark.parametrize("odd", ODD)
def test_no_field_of_a_form_is_our_fault(stage: Stage, browse: Browse, odd: str) -> None:
    def tried() -> Iterator[tuple[str, HttpResponse]]:
        for method, name in MATRIX:
            if method != "POST":
                continue
            who = who_may((method, name))
            browser = quiet(browse(who))
            with undone():
                stage.set_for(name)
                post = partial(browser.post, stage.address(name))
                form = stage._form(name, who)
                for field, answer in one_by_one(partial(sending, post, form), SENT, odd):
                    yield f"{name} {field}", answer

    assert faults(tried()) == []


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("address", WORDS)
def test_no_word_of_a_path_is_our_fault(
    browse: Browse, people: dict[str, Asker], address: str, odd: str
) -> None:
    for who in ("lin", "gu"):
        browser = quiet(browse(who))
        for method in (browser.get, browser.post):
            assert method(address.format(quote(odd))).status_code < 500


@pytest.mark.parametrize("odd", ODD)
def test_no_parameter_of_the_api_is_our_fault(
    story: Story, people: dict[str, Asker], odd: str
) -> None:
    program = Program(people["lin"])
    quiet(program.client)

    def tried() -> Iterator[tuple[str, HttpResponse]]:
        for path, methods in api.get_openapi_schema(path_prefix=ROOT)["paths"].items():
            for parameter in methods.get("get", {}).get("parameters", ()):
                if parameter["in"] != "query":
                    continue
                address = path.replace("{id}", str(story.case))
                with undone():
                    yield (
                        f"{path}?{parameter['name']}",
                        program.client.get(
                            address, {parameter["name"]: odd}, headers=program.headers({})
                        ),
                    )

    assert faults(tried()) == []
