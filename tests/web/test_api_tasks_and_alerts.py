"""Programs do with tasks and alerts what their account may do, once and in order."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.ground.files import actions as files
from linli.ground.files.models import StoredFile
from linli.ground.rights.asker import Asker
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.queries import TaskRow
from linli.respond.alerts import queries as alerts
from linli.respond.alerts.queries import AlertRow
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.sense.signals.actions import raise_signal
from linli.sense.signals.logic import NewSignal
from tests.capabilities.cases.happenings import case_from, told
from tests.cast import District
from tests.web.api_client import Program, fields, problem

PART = Asker.for_part("tests")


@pytest.fixture
def flood(district: District, clock: Any, deliver: Callable[[], None]) -> TaskRow:
    """The task of a flood that a gauge noticed; the property firm has it and was alerted."""
    signal_id = raise_signal(
        NewSignal(
            item="waterlogging",
            source_kind="reading",
            source_key="a",
            happened_at=clock.now(),
            lat=31.82,
            lon=117.22,
        ),
        PART,
    )
    deliver()
    case = cases.case_of_signal(signal_id, PART)
    assert case is not None
    [task] = tasks.of_case(case.id, PART)
    return task


def now(task: TaskRow) -> TaskRow:
    found = tasks.task(task.id, PART)
    assert found is not None
    return found


def alert_of(task: TaskRow) -> AlertRow:
    [alert] = alerts.alerts(PART, task.case_id).items
    return alert


def photo(name: str = "done.jpg", content: bytes = b"") -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(written, "JPEG")
    return SimpleUploadedFile(name, content or written.getvalue(), "image/jpeg")


def test_tasks_of_the_party_are_listed(flood: TaskRow, wu: Asker, zhao: Asker) -> None:
    [told] = Program(wu).items("tasks")

    assert (told["id"], told["party"], told["place"]) == (str(flood.id), "property", "b3")
    assert (told["state"], told["case_number"]) == ("dispatched", flood.case_number)
    assert Program(zhao).items("tasks") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [("state=dispatched", 1), ("state=done", 0), ("party=property", 1), ("party=water", 0),
     ("item=waterlogging", 1), ("place=s1", 1), ("overdue=true", 0), ("order=newest", 1)],
)  # fmt: skip
def test_tasks_are_found_by_filters(query: str, found: int, flood: TaskRow, lin: Asker) -> None:
    assert len(Program(lin).items(f"tasks?{query}")) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [("state=lost", "state.0"), ("party=nobody", "party"), ("place=nowhere", "place"),
     ("order=random", "order"), ("limit=0", "limit"), ("cursor=none", "cursor")],
)  # fmt: skip
def test_wrong_filters_are_told_by_field(
    query: str, field: str, district: District, lin: Asker
) -> None:
    assert fields(Program(lin).get(f"tasks?{query}")) == [field]


def test_work_is_signed_for_and_finished_with_a_photo(
    flood: TaskRow, wu: Asker, data: Path, deliver: Callable[[], None]
) -> None:
    program, path = Program(wu), f"tasks/{flood.id}/transitions"
    kept = program.send("files", photo=photo()).json()

    signed = program.post(path, {"to": "in_progress", "version": flood.version}).json()
    done = program.post(
        path,
        {
            "to": "done",
            "version": signed["version"],
            "text": "Pumped dry: 0 cm.",
            "photos": [kept["id"]],
        },
    )

    assert [move["to"] for move in signed["moves"]] == ["done", "scheduled", "referred"]
    assert done.status_code == 200, done.content
    assert (done.json()["state"], done.json()["text"], done.json()["photos"]) == (
        "done",
        "Pumped dry: 0 cm.",
        [kept["id"]],
    )
    case = cases.case(flood.case_id, PART)
    assert case is not None
    assert case.state == "resolved"


def test_a_program_is_told_that_the_result_must_be_shown(
    district: District, lin: Asker, wu: Asker, data: Path, deliver: Callable[[], None]
) -> None:
    case = case_from(told("garbage"))
    move(case.id, "filed", lin, case.version)
    deliver()
    [task], program = tasks.of_case(case.id, PART), Program(wu)
    path = f"tasks/{task.id}/transitions"
    signed = program.post(path, {"to": "in_progress", "version": task.version}).json()
    body = {"to": "done", "version": signed["version"], "text": "Empty now."}

    refused = program.post(path, body)

    assert signed["moves"][0] == {
        "to": "done",
        "needs_reason": False,
        "needs_result": True,
        "needs_photo": True,
    }
    assert fields(refused) == ["photos"]
    kept = program.send("files", photo=photo()).json()
    assert program.post(path, {**body, "photos": [kept["id"]]}).json()["state"] == "done"


def test_work_is_returned_with_a_reason(flood: TaskRow, wu: Asker) -> None:
    program, path = Program(wu), f"tasks/{flood.id}/transitions"
    body = {"to": "returned", "version": flood.version}

    assert fields(program.post(path, body)) == ["reason"]
    answer = program.post(path, {**body, "reason": "It is the drain's."})

    assert (answer.json()["state"], answer.json()["reason"]) == ("returned", "It is the drain's.")


def test_the_desk_takes_work_back(flood: TaskRow, lin: Asker) -> None:
    body = {"to": "cancelled", "version": flood.version, "reason": "Not needed."}

    answer = Program(lin).post(f"tasks/{flood.id}/transitions", body)

    assert answer.json()["state"] == "cancelled"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": "dispatched"}, "to"),
        ({"to": "scheduled"}, "planned_at"),
        ({"text": ""}, "text"),
        ({"text": "x" * 10_000}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"photos": ["none"]}, "photos.0"),
        ({"photos": [str(uuid4())]}, "photos"),
        ({"photos": [str(uuid4())] * 6}, "photos"),
    ],
)
def test_a_bad_result_is_told_by_field(
    changes: dict[str, Any], field: str, flood: TaskRow, wu: Asker
) -> None:
    program, path = Program(wu), f"tasks/{flood.id}/transitions"
    program.post(path, {"to": "in_progress", "version": flood.version})
    signed = now(flood)
    body = {"to": "done", "version": signed.version, "text": "Pumped dry: 0 cm.", **changes}

    assert fields(program.post(path, body)) == [field]
    assert now(flood) == signed


def test_a_stale_version_and_an_illegal_step_are_refused(flood: TaskRow, wu: Asker) -> None:
    program, path = Program(wu), f"tasks/{flood.id}/transitions"

    stale = program.post(path, {"to": "in_progress", "version": flood.version + 1})
    illegal = program.post(path, {"to": "done", "version": flood.version, "text": "Done."})

    assert problem(stale, 409, "stale-version")["current"] == flood.version
    assert problem(illegal, 409, "illegal-move")["allowed"] == [
        "in_progress",
        "returned",
        "cancelled",
    ]
    assert now(flood) == flood


def test_who_is_from_elsewhere_takes_no_task(flood: TaskRow, zhao: Asker) -> None:
    program, body = Program(zhao), {"to": "in_progress", "version": flood.version}

    problem(program.get(f"tasks/{flood.id}"), 404, "not-found")
    problem(program.post(f"tasks/{flood.id}/transitions", body), 404, "not-found")
    assert now(flood) == flood


def test_the_desk_signs_for_nobody(flood: TaskRow, lin: Asker) -> None:
    body = {"to": "in_progress", "version": flood.version}

    problem(Program(lin).post(f"tasks/{flood.id}/transitions", body), 403, "refused")

    assert now(flood) == flood


def test_an_alert_is_taken_once(flood: TaskRow, wu: Asker, lin: Asker) -> None:
    alert = alert_of(flood)
    path = f"alerts/{alert.id}/ack"

    first, again = Program(wu).post(path, {}), Program(wu).post(path, {})

    assert first.status_code == 200, first.content
    assert (first.json()["state"], first.json()["acknowledged_by"]) == ("acknowledged", "Wu")
    assert again.json() == first.json()
    problem(Program(lin).post(path, {}), 409, "taken")


def test_alerts_are_listed_within_reach(flood: TaskRow, wu: Asker, zhao: Asker) -> None:
    [told] = Program(wu).items(f"alerts?state=open&case={flood.case_id}")

    assert (told["party"], told["place"], told["channel"]) == ("property", "b3", "outbox")
    assert Program(wu).items("alerts?state=over") == []
    assert Program(zhao).items("alerts") == []


def test_who_is_from_elsewhere_takes_no_alert(flood: TaskRow, zhao: Asker) -> None:
    alert = alert_of(flood)

    problem(Program(zhao).post(f"alerts/{alert.id}/ack", {}), 404, "not-found")

    assert alert_of(flood) == alert


def test_a_photo_is_kept_once_for_each_key(district: District, wu: Asker, data: Path) -> None:
    program = Program(wu)
    program.key = "k1"

    first, second = (program.send("files", photo=photo(f"{n}.jpg")) for n in (1, 2))

    assert first.status_code == 201, first.content
    assert first.json() == second.json()
    assert (first.json()["width"], first.json()["media_type"]) == (40, "image/jpeg")
    assert StoredFile.objects.count() == 1


def test_who_sent_too_many_photos_today_is_told_so(
    district: District, wu: Asker, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_OF_ONE_PERSON", 1)
    Program(wu).send("files", photo=photo())

    told = problem(Program(wu).send("files", photo=photo()), 429, "too-many")

    assert "1" in told["detail"]
    assert StoredFile.objects.count() == 1


def test_a_photo_that_is_no_photo_is_refused(district: District, wu: Asker, data: Path) -> None:
    answer = Program(wu).send("files", photo=photo(content=b"MZ not a photo"))

    assert fields(answer) == ["photo"]
    assert StoredFile.objects.count() == 0


def test_a_missing_photo_is_told(district: District, wu: Asker) -> None:
    assert fields(Program(wu).send("files", note="x")) == ["photo"]


def test_many_rows_are_told_of_one_by_one(flood: TaskRow, lin: Asker) -> None:
    program, nobody = Program(lin), str(uuid4())
    rows = [{"id": str(flood.id), "version": flood.version}, {"id": nobody, "version": 1}]
    body = {"act": "cancel", "reason": "A test.", "rows": rows}

    told = program.post("batches", body, Idempotency_Key="many-1")
    again = program.post("batches", body, Idempotency_Key="many-1")

    assert told.status_code == again.status_code == 200
    assert told.json() == again.json()
    seen = told.json()
    assert (seen["done"], seen["refused"], seen["remaining"]) == (1, 1, 0)
    assert [one["outcome"] for one in seen["rows"]] == ["done", "refused"]
    assert seen["rows"][1]["reason"] != ""
    assert now(flood).state == "cancelled"
    assert program.get(f"batches/{seen['id']}").json() == seen
    unknown = program.post("batches", {**body, "act": "dispatch", "party": "nobody"})
    assert (unknown.status_code, fields(unknown)) == (422, ["party"])


def test_links_are_made_listed_and_revoked(flood: TaskRow, lin: Asker) -> None:
    program, path = Program(lin), f"tasks/{flood.id}/links"
    new = {"name": "Liu", "phone": "139 0000 0001"}

    made = program.post(path, new, Idempotency_Key="link-1").json()
    again = program.post(path, new, Idempotency_Key="link-1").json()

    assert "/t/" in made["address"]
    assert again == {**made, "address": None}
    [link] = program.items(path)
    assert (link["worker"], link["opens"], link["is_bound"]) == ("Liu (…0001)", True, False)
    [ended] = program.post(f"{path}/revoke", {}).json()["items"]
    assert ended == {**link, "opens": False}
