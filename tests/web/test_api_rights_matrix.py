"""Whose token may do what: role x operation, made from the description of the API.

All find the story of `tests/web/conftest.py`, set so that the act is possible now. Afterwards every
table is looked at (`tests/web/rights.py`).
"""

from io import BytesIO
from typing import Any, Final

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from linli.ground.rights.asker import Asker
from linli.web.api.v1.api import api
from tests.web.api_client import ROOT, Program
from tests.web.conftest import Story, jpeg
from tests.web.rights import row_of, undone
from tests.web.stage import Stage
from tests.web.stage_time import LONGER, OUTSIDE, in_an_hour

# Columns: a visitor · Wang, resident · Lin, duty desk · Chen, grid worker · Wu, handling unit ·
#          He, checker · Zhao, duty desk of another district · Gu, system administrator ·
#          Shen, security administrator · Jian, auditor · the leader of Lin's desk
# y: may. Something is told and nothing changes; an act is done, and what we keep has changed
# s: no token (401)      x: refused (403)      -: as if it were not there (404)
# Whoever is refused (s, x, -) has changed nothing.
#                                             visitor W L C W H Z G S J L
MATRIX: Final[dict[tuple[str, ...], str]] = {
    ("POST", "reports"):                           "s y y y y y y y y y y",
    ("GET", "reports/{id}"):                       "s y y y x x - x x x y",
    ("GET", "cases"):                              "s x y y y y y x x x y",
    ("GET", "cases/clusters"):                     "s x y y y y y x x x y",
    ("GET", "cases/{id}"):                         "s x y y y y - x x x y",
    ("GET", "cases/{id}/timeline"):                "s x y y y y - x x x y",
    ("POST", "cases/{id}/transitions", "filed"):   "s x y x x x - x x x y",
    ("POST", "cases/{id}/transitions", "closed"):  "s x x x x y - x x x x",
    ("POST", "cases/{id}/whistles", "called"):     "s x y x x x - x x x y",
    ("POST", "cases/{id}/merge", "merged"):        "s x y x - x - x x x y",
    ("POST", "cases/{id}/unmerge", "separated"):   "s x y x - x - x x x y",
    ("GET", "tasks"):                              "s x y y y y y x x x y",
    ("GET", "tasks/{id}"):                         "s x y y y y - x x x y",
    ("POST", "tasks/{id}/transitions", "in_progress"): "s x x x y x - x x x x",
    ("POST", "tasks/{id}/transitions", "scheduled"): "s x x x y x - x x x x",
    ("POST", "tasks/{id}/transitions", "referred"): "s x x x y x - x x x x",
    ("POST", "tasks/{id}/follow-ups", "asked_again"): "s x y x y x - x x x y",
    ("POST", "tasks/{id}/transitions", "withdrawn"): "s x x x x x - x x x y",
    ("POST", "tasks/{id}/transitions", "returned"): "s x x x y x - x x x x",
    ("POST", "tasks/{id}/transitions", "done"):    "s x x x y x - x x x x",
    ("POST", "tasks/{id}/transitions", "cancelled"): "s x y x x x - x x x y",
    ("POST", "tasks/{id}/results", "entered"):     "s x y x x x - x x x y",
    ("GET", "tasks/{id}/links"):                   "s x y x y x - x x x y",
    ("POST", "tasks/{id}/links", "linked"):        "s x y x y x - x x x y",
    ("POST", "tasks/{id}/links/revoke", "revoked"): "s x y x y x - x x x y",
    ("POST", "batches", "many"):                   "s x y x x x y x x x y",
    ("GET", "batches/{id}", "told"):               "s - y - - - - - - - -",
    ("POST", "batches/{id}/go-on", "remaining"):   "s - y - - - - - - - -",
    ("POST", "tasks/{id}/delays", "longer"):       "s x x x y x - x x x x",
    ("POST", "delays/{id}/decisions", "approved"): "s x y x x x - x x x y",
    ("GET", "incidents"):                          "s x y y y y y x x x y",
    ("GET", "incidents/{id}", "commanded"):        "s x y y y y - x x x y",
    ("POST", "incidents", "opened"):               "s x y x x x - x x x y",
    ("POST", "incidents/{id}/lines", "commanded"): "s x y y x y - x x x y",
    ("GET", "ledger-rows"):                        "s x y y x y y y x x y",
    ("GET", "alerts"):                             "s x y x y x y x x x y",
    ("POST", "alerts/{id}/ack"):                   "s x y x y x - x x x y",
    ("POST", "signals"):                           "s x y x x x x x x x y",
    ("GET", "devices"):                            "s x y y x x y x x x y",
    ("POST", "devices"):                           "s x y x x x x x x x y",
    ("GET", "devices/{id}/readings"):              "s x y y x x - x x x y",
    ("POST", "files"):                             "s y y y y y y x x x y",
    ("GET", "items"):                              "s y y y y y y y y y y",
    ("GET", "places"):                             "s y y y y y y y y y y",
}  # fmt: skip

QUERIES: Final = {
    "ledger-rows": {"ledger": "elevators"},
    "cases/clusters": {"west": 117, "south": 31, "east": 118, "north": 32, "zoom": 9},
}
"""What is asked along."""

BEFORE: Final = {
    "commanded": (Stage.open_incident,),
    "closed": (Stage.sign, Stage.finish),
    "done": (Stage.sign,),
    "scheduled": (Stage.sign,),
    "referred": (Stage.sign,),
    "asked_again": (Stage.sign, Stage.refer),
    "merged": (Stage.tell_again,),
    "separated": (Stage.merge,),
    "longer": (Stage.sign,),
    "told": (Stage.begin_batch,),
    "remaining": (Stage.begin_batch,),
    "revoked": (Stage.send_link,),
    "approved": (Stage.sign, Stage.ask_time),
}
"""State that is asked for → what must have happened before."""


@pytest.mark.django_db
def test_every_operation_is_open_to_those_whose_work_it_is(
    story: Story, people: dict[str, Asker]
) -> None:
    stage = Stage(story, people)
    tokens = {"": {}, **{who: Program(people[who]).headers({}) for who in people}}

    def row(method: str, path: str, to: str = "") -> str:
        with undone():
            for happen in BEFORE.get(to, ()):
                happen(stage)
            return row_of(method, lambda who: _asked(method, path, to, stage, tokens[who]))

    assert {operation: row(*operation) for operation in MATRIX} == MATRIX


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
    assert described == {operation[:2] for operation in MATRIX}


def test_every_act_is_somebodys_work() -> None:
    assert [operation for operation, row in MATRIX.items() if "y" not in row] == []


def test_beside_the_operations_lies_only_their_description() -> None:
    [space] = [one for one in get_resolver("linli.web.api.urls").url_patterns if "v1" in str(one)]
    routes = {str(one.pattern).replace("<uuidstr:id>", "{id}") for one in space.url_patterns}

    operations = {operation[1] for operation in MATRIX}
    assert {one.replace("<id>", "{id}") for one in routes} - operations == {
        "",
        "openapi.json",
        "<path:rest>",
    }


def _asked(method: str, path: str, to: str, stage: Stage, headers: dict[str, str]) -> HttpResponse:
    """What a program with these headers gets."""
    address, client = _address(path, to, stage), Client()
    if method == "GET":
        return client.get(address, QUERIES.get(path), headers=headers)
    if path == "files":
        return client.post(address, {"photo": BytesIO(jpeg())}, headers=headers)
    return client.post(address, _body(path, to, stage), "application/json", headers=headers)


def _address(path: str, to: str, stage: Stage) -> str:
    story = stage.story
    case = story.reported if to in {"filed", "merged", "separated"} else story.case
    ids = {
        "cases": case,
        "tasks": story.task,
        "delays": stage.delay_asked()[0],
        "batches": stage.batch_id()[0],
        "incidents": stage.incident()[0],
        "alerts": story.alert,
        "devices": story.device,
        "reports": story.report,
    }
    return ROOT + path.replace("{id}", str(ids.get(path.split("/", maxsplit=1)[0], "")))


def _body(path: str, to: str, stage: Stage) -> dict[str, Any]:
    if path == "cases/{id}/transitions":
        return {"to": to, "version": stage.case_version(reported=to == "filed")}
    if path == "tasks/{id}/delays":
        return {"version": stage.task_version(), **LONGER, "amount": 1}
    if path == "delays/{id}/decisions":
        return {"outcome": "approved"}
    if path in {"cases/{id}/merge", "cases/{id}/unmerge"}:
        return stage.merging()
    if path == "tasks/{id}/transitions":
        said = "text" if to == "done" else "reason"
        step = {"to": to, "version": stage.task_version(), said: "A test."}
        at = f"{in_an_hour()}:00+08:00"
        outside = {name: value for name, value in OUTSIDE.items() if name != "act"}
        more = {
            "scheduled": {"planned_at": at},
            "referred": {"outside": outside | {"answer_by": at}},
        }
        return step | more.get(to, {})
    return {
        "incidents": {"case": str(stage.story.case), "name": "Flood"},
        "incidents/{id}/lines": {"text": "The water rises."},
        "cases/{id}/whistles": {**stage.called(), "lead": "property", "helpers": ["street_office"]},
        "tasks/{id}/follow-ups": {"heard": to, "version": stage.task_version(), "text": "A test."},
        "tasks/{id}/results": {"version": stage.task_version(), **stage.paper()},
        "batches": stage.many(),
        "tasks/{id}/links": {"name": "Liu", "phone": "139 0000 0001"},
        "reports": {"item": "garbage", "place": "b3", "description": "The bins are full."},
        "signals": {"item": "garbage", "place": "b3"},
        "devices": {"id": "new", "type": "water_gauge", "place": "b3"},
    }.get(path, {})
