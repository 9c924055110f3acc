"""Role x operation, generated from the description of the API: whose token may do what."""

from io import BytesIO
from typing import Any, Final

import pytest
from django.test import Client

from linli.ground.rights.asker import Asker
from linli.organise.tasks import queries as tasks
from linli.respond.alerts import queries as alerts
from linli.respond.cases import queries as cases
from linli.sense.devices import queries as devices
from linli.sense.signals.models import Signal
from linli.web.api.v1.api import api
from tests.web.api_client import ROOT, Program
from tests.web.conftest import PARTS, Story, jpeg

WHO: Final = ("", "wang", "lin", "chen", "wu", "he", "zhao", "gu", "shen", "jian")

# y: may; s: 401; x: 403; -: 404, as if it were not there
#                                       visitor wang lin chen wu he zhao gu shen jian
MATRIX: Final[dict[tuple[str, str], str]] = {
    ("GET", "cases"):                   "s x y y y y y x x x",
    ("GET", "cases/{id}"):              "s x y y y y - x x x",
    ("GET", "cases/{id}/timeline"):     "s x y y y y - x x x",
    ("POST", "cases/{id}/transitions"): "s x y x x x - x x x",
    ("GET", "tasks"):                   "s x y y y y y x x x",
    ("GET", "tasks/{id}"):              "s x y y y y - x x x",
    ("POST", "tasks/{id}/transitions"): "s x x x y x - x x x",
    ("GET", "alerts"):                  "s x y x y x y x x x",
    ("POST", "alerts/{id}/ack"):        "s x y x y x - x x x",
    ("POST", "reports"):                "s y y y y y y y y y",
    ("GET", "reports/{id}"):            "s y y y x x - x x x",
    ("POST", "signals"):                "s x y x x x x x x x",
    ("GET", "devices"):                 "s x y y x x y x x x",
    ("POST", "devices"):                "s x y x x x x x x x",
    ("GET", "devices/{id}/readings"):   "s x y y x x - x x x",
    ("POST", "files"):                  "s y y y y y y y y y",
    ("GET", "items"):                   "s y y y y y y y y y",
    ("GET", "places"):                  "s y y y y y y y y y",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("operation", MATRIX, ids=" ".join)
def test_an_operation_is_open_to_those_whose_work_it_is(
    operation: tuple[str, str], story: Story, people: dict[str, Asker]
) -> None:
    expected = dict(zip(WHO, MATRIX[operation].split(), strict=True))
    # First all who are refused: whoever may act changes what there is to see.
    for who in sorted(WHO, key=lambda one: expected[one] == "y"):
        before = _everything(story)
        status = _call(*operation, story, people.get(who))
        assert {401: "s", 403: "x", 404: "-"}.get(status, "y") == expected[who], (who, status)
        if expected[who] != "y":
            assert _everything(story) == before, f"{who} was refused and changed something"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["cases", "tasks", "alerts", "devices"])
def test_lists_hold_nothing_of_another_district(
    path: str, story: Story, people: dict[str, Asker]
) -> None:
    assert Program(people["lin"]).items(path) != []
    assert Program(people["zhao"]).items(path) == []


def test_every_operation_is_in_the_matrix() -> None:
    paths = api.get_openapi_schema(path_prefix=ROOT)["paths"]

    described = {
        (method.upper(), path.removeprefix(ROOT))
        for path, methods in paths.items()
        for method in methods
    }
    assert described == MATRIX.keys()


def _call(method: str, path: str, story: Story, asker: Asker | None) -> int:
    """The status of what this person's program gets."""
    kind = path.split("/", maxsplit=1)[0]
    ids = {
        "cases": story.case,
        "tasks": story.task,
        "alerts": story.alert,
        "devices": story.device,
        "reports": story.report,
    }
    address = path.replace("{id}", str(ids.get(kind, "")))
    body = _body(path, story)
    if path == "cases/{id}/transitions":
        address = f"cases/{story.reported}/transitions"
    headers = Program(asker).headers({}) if asker else {}
    client = Client()
    if method == "GET":
        return client.get(ROOT + address, headers=headers).status_code
    if path == "files":
        return client.post(ROOT + address, body, headers=headers).status_code
    return client.post(ROOT + address, body, "application/json", headers=headers).status_code


def _body(path: str, story: Story) -> dict[str, Any]:
    case, task = cases.case(story.reported, PARTS), tasks.task(story.task, PARTS)
    assert case is not None
    assert task is not None
    return {
        "cases/{id}/transitions": {"to": "verifying", "version": case.version},
        "tasks/{id}/transitions": {"to": "in_progress", "version": task.version},
        "signals": {"item": "garbage", "place": "b3"},
        "reports": {"item": "garbage", "place": "b3", "description": "The bins are full."},
        "devices": {"id": "new", "type": "water_gauge", "place": "b3"},
        "files": {"photo": BytesIO(jpeg())},
    }.get(path, {})


def _everything(story: Story) -> tuple[object, ...]:
    """What a refused act must leave as it was."""
    return (
        cases.case(story.case, PARTS),
        cases.case(story.reported, PARTS),
        tasks.task(story.task, PARTS),
        alerts.alerts(PARTS, story.case).items,
        devices.count(PARTS),
        Signal.objects.count(),
    )
