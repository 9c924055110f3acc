"""Role x route, generated from the URL map: every page says who may open it, all others fail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from linli.ground.rights.asker import Asker
from linli.organise.tasks import queries as tasks
from linli.respond.alerts import queries as alerts
from linli.respond.cases import queries as cases
from linli.sense.devices import queries as devices
from tests.web.conftest import PARTS, Story

WHO: Final = ("", "wang", "lin", "chen", "wu", "he", "zhao", "gu", "shen", "jian")
MACHINES: Final = ("api/v1/", "open311/", "healthz", "metrics")
"""Doors for programs; their rights are tested beside them."""

# y: may; s: signs in first; x: 403, in words; -: 404, as if it were not there
#                            visitor wang lin chen wu he zhao gu shen jian
MATRIX: Final[dict[tuple[str, str], str]] = {
    ("GET", "sign-in"):              "y y y y y y y y y y",
    ("POST", "sign-out"):            "y y y y y y y y y y",
    ("POST", "language"):            "y y y y y y y y y y",
    ("GET", "portal:home"):          "y y y y y y y y y y",
    ("GET", "portal:report"):        "y y y y y y y y y y",
    ("GET", "portal:received"):      "y y y y y y y y y y",
    ("GET", "portal:find"):          "y y y y y y y y y y",
    ("GET", "portal:follow"):        "y y y y y y y y y y",
    ("POST", "portal:follow"):       "y y y y y y y y y y",
    ("GET", "portal:mine"):          "s y y y x x y x x x",
    ("GET", "portal:photo"):         "s y y y x x - x x x",
    ("GET", "console:home"):         "s x y y y y y y y y",
    ("GET", "console:queue"):        "s x y y y y y x x x",
    ("GET", "console:take"):         "s x y y x x y x x x",
    ("GET", "console:find-place"):   "s x y y x x y x x x",
    ("GET", "console:find-item"):    "s x y y x x y x x x",
    ("GET", "console:outlines"):     "s x y y y y y x x x",
    ("GET", "console:case"):         "s x y y y y - x x x",
    ("POST", "console:move"):        "s x y x x x - x x x",
    ("POST", "console:place"):       "s x y x x x - x x x",
    ("POST", "console:note"):        "s x y y x y - x x x",
    ("POST", "console:dispatch"):    "s x y x x x - x x x",
    ("POST", "console:verify"):      "s x x x x y - x x x",
    ("POST", "console:acknowledge"): "s x y x y x - x x x",
    ("POST", "console:reporter"):    "s x y x x x - x x x",
    ("GET", "console:report-photo"): "s x y y x x - x x x",
    ("GET", "console:tasks"):        "s x y y y y y x x x",
    ("GET", "console:task"):         "s x y y y y - x x x",
    ("POST", "console:sign"):        "s x x x y x - x x x",
    ("POST", "console:return"):      "s x x x y x - x x x",
    ("POST", "console:finish"):      "s x x x y x - x x x",
    ("POST", "console:cancel"):      "s x y x x x - x x x",
    ("GET", "console:task-photo"):   "s x - - - - - x x x",
    ("GET", "console:devices"):      "s x y y x x y x x x",
    ("GET", "console:register"):     "s x y x x x y x x x",
    ("GET", "console:device"):       "s x y y x x - x x x",
    ("GET", "console:label"):        "s x y y x x - x x x",
    ("POST", "console:renew"):       "s x y x x x - x x x",
    ("POST", "console:revoke"):      "s x y x x x - x x x",
    ("GET", "console:outbox"):       "s x y x x x y y x x",
    ("GET", "console:platform"):     "s x x x x x x y x x",
    ("POST", "console:retry"):       "s x x x x x x y x x",
    ("GET", "console:people"):       "s x x x x x x x y x",
    ("GET", "console:audit"):        "s x x x x x x x x y",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """One request that a page of ours would send."""

    method: str
    address: str
    form: dict[str, Any]

    def by(self, client: Client) -> HttpResponse:
        if self.method == "GET":
            return client.get(self.address)
        return client.post(self.address, self.form)


@pytest.mark.django_db
@pytest.mark.parametrize("route", MATRIX, ids=" ".join)
def test_a_route_is_open_to_those_whose_work_it_is(
    route: tuple[str, str], story: Story, browse: Callable[[str], Client]
) -> None:
    call = _call(*route, story)
    expected = dict(zip(WHO, MATRIX[route].split(), strict=True))
    # First all who are refused: whoever may act changes what there is to see.
    for who in sorted(WHO, key=lambda one: expected[one] == "y"):
        before = _everything(story)
        answer = call.by(browse(who))
        assert _outcome(answer) == expected[who], (who, answer.status_code)
        if expected[who] != "y":
            assert _everything(story) == before, f"{who} was refused and changed something"


def test_every_route_is_in_the_matrix() -> None:
    named = {name for _, name in MATRIX}
    missing = [name for name in _routes(get_resolver()) if name not in named]
    assert missing == []


def _routes(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[str]:
    """The names of all routes for people, with their name spaces."""
    for one in resolver.url_patterns:
        path = prefix + str(one.pattern)
        if path.startswith(MACHINES):
            continue
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}" if one.name else path
        else:
            yield from _routes(one, path, f"{one.namespace}:" if one.namespace else space)


def _outcome(answer: HttpResponse) -> str:
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/"):
        return "s"
    return {403: "x", 404: "-"}.get(answer.status_code, "y")


def _call(method: str, name: str, story: Story) -> Call:
    values = _values(story)
    ids = {
        "portal:received": ["receipt"],
        "portal:follow": ["receipt"],
        "portal:photo": ["report_id", "photo_id"],
        "console:report-photo": ["report_id", "photo_id"],
        "console:reporter": ["reported", "report_id"],
        "console:acknowledge": ["case_id", "alert_id"],
        "console:task-photo": ["task_id", "photo_id"],
        "console:retry": ["delivery_id"],
        **{
            f"console:{act}": ["case_id"]
            for act in ("case", "move", "place", "note", "dispatch", "verify")
        },
        **{f"console:{act}": ["task_id"] for act in ("task", "sign", "return", "finish", "cancel")},
        **{f"console:{act}": ["device_id"] for act in ("device", "label", "renew", "revoke")},
    }
    address = reverse(name, args=[values[one] for one in ids.get(name, [])])
    return Call(method, address, _form(story))


def _values(story: Story) -> dict[str, object]:
    return {
        "receipt": story.receipt,
        "report_id": story.report,
        "photo_id": story.photo,
        "case_id": story.case,
        "reported": story.reported,
        "alert_id": story.alert,
        "task_id": story.task,
        "device_id": story.device,
        "delivery_id": 1,
    }


def _form(story: Story) -> dict[str, object]:
    """One form that holds what any of the acts asks for."""
    return {
        "version": cases_version(story.case),
        "to": "voided",
        "reason": "A test.",
        "text": "A test.",
        "place_id": story.district.estate,
        "party_id": story.district.street_office,
        "passed": "yes",
        "purpose": "details",
        "language": "en",
    }


def cases_version(case_id: UUID) -> int:
    row = cases.case(case_id, PARTS)
    assert row is not None
    return row.version


def _everything(story: Story) -> object:
    """What a refused act could have changed."""
    return (
        cases.case(story.case, PARTS),
        cases.timeline(story.case, PARTS),
        tasks.task(story.task, PARTS),
        alerts.alert(story.alert, PARTS),
        devices.credentials(story.device),
        devices.count(Asker.for_part("tests")),
    )
