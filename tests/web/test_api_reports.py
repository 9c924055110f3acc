"""Programs bring reports and read what became of them; who told them stays behind one door."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from linli.ground.audit.models import AuditEntry
from linli.ground.files.actions import store_photo
from linli.ground.rights.asker import VISITOR, Asker
from linli.organise.answers.logic import Word
from linli.respond.cases import queries as cases
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.sense.reports.models import Report
from linli.sense.signals.models import Signal
from tests.cast import District
from tests.web.api_client import Program, fields, problem
from tests.web.conftest import jpeg

PART = Asker.for_part("tests")
FLOOD = {"item": "waterlogging", "description": "The underpass is under water.", "place": "b3"}
SMOKE = {**FLOOD, "item": "smoke_fire"}


def kept(answer: Any) -> reports.ReportRow:
    """The report that was taken."""
    assert answer.status_code == 201, answer.content
    report = reports.report(UUID(answer.json()["id"]), PART)
    assert report is not None
    return report


def test_a_report_of_a_program_opens_a_case(
    district: District, wang: Asker, deliver: Callable[[], None]
) -> None:
    answer = Program(wang).post("reports", {**FLOOD, "address": "North gate"})
    deliver()

    report = kept(answer)
    assert answer.json() == {"id": str(report.id), "receipt": report.receipt}
    assert (report.channel, report.text) == ("api", "The underpass is under water.")
    assert (report.place_id, report.address) == (district.building, "North gate")
    case = cases.case_of_signal(report.signal_id, PART)
    assert case is not None
    assert (case.item, case.signal_count) == ("waterlogging", 1)


def test_without_a_place_the_point_decides(district: District, wang: Asker) -> None:
    body = {**FLOOD, "place": None, "lat": 31.82, "lon": 117.22}

    assert kept(Program(wang).post("reports", body)).place_id == district.building


def test_who_told_it_is_kept_for_answering_and_told_to_no_program(
    district: District, lin: Asker
) -> None:
    told = {"reporter_name": "Wang", "reporter_phone": "13800001234", "reporter_email": "w@x.org"}
    program = Program(lin)

    report = kept(program.post("reports", {**FLOOD, **told}))

    assert reports.reporter_of(report.id, PART) == reports.Reporter(
        "Wang", "13800001234", "w@x.org"
    )
    shown = program.get(f"reports/{report.id}").content.decode()
    assert [text for text in ("Wang", "13800001234", "w@x.org") if text in shown] == []


def test_taking_a_report_is_audited(district: District, wang: Asker) -> None:
    report = kept(Program(wang).post("reports", FLOOD))

    line = AuditEntry.objects.get(act="take")
    assert (line.user_id, line.thing_id) == (wang.user_id, str(report.id))


def test_photos_come_along_by_their_ids(district: District, wang: Asker, data: Path) -> None:
    program = Program(wang)
    photo = program.send("files", photo=BytesIO(jpeg())).json()["id"]

    report = kept(program.post("reports", {**FLOOD, "photos": [photo]}))

    assert report.photo_ids == (UUID(photo),)


def test_the_photo_of_somebody_else_is_refused(
    district: District, wang: Asker, zhao: Asker, data: Path
) -> None:
    photo = store_photo(jpeg(), wang).id

    answer = Program(zhao).post("reports", {**FLOOD, "photos": [str(photo)]})

    assert fields(answer) == ["photos"]
    assert Report.objects.count() == 0


def test_the_same_idempotency_key_is_the_same_report(district: District, wang: Asker) -> None:
    program = Program(wang)

    first = program.post("reports", FLOOD, Idempotency_Key="k1")
    second = program.post("reports", FLOOD, Idempotency_Key="k1")

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    other = program.post("reports", {**FLOOD, "description": "Other."}, Idempotency_Key="k1")
    problem(other, 409, "key-reused")
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item": "no_such_thing"}, "item"),
        ({"item": "a\0b"}, "item"),
        ({"item": None}, "item"),
        ({"description": " "}, "description"),
        ({"description": "x" * 4001}, "description"),
        ({"description": "a\0b"}, "description"),
        ({"description": 7}, "description"),
        ({"place": "nowhere"}, "place"),
        ({"lat": 31.82}, "lat"),
        ({"lat": 91, "lon": 0}, "lat"),
        ({"lat": float("nan"), "lon": 0}, "lat"),
        ({"address": "a" * 301}, "address"),
        ({"reporter_name": "n" * 81}, "reporter_name"),
        ({"reporter_phone": "call me"}, "reporter_phone"),
        ({"reporter_email": "nowhere"}, "reporter_email"),
        ({"photos": ["0199b4c5-0000-7000-8000-000000000000"]}, "photos"),
        ({"photos": [f"0199b4c5-0000-7000-8000-00000000000{n}" for n in range(6)]}, "photos"),
        ({"photos": ["7"]}, "photos.0"),
    ],
)
def test_a_bad_report_is_told_by_field(
    changes: dict[str, Any], field: str, district: District, wang: Asker
) -> None:
    assert fields(Program(wang).post("reports", {**FLOOD, **changes})) == [field]
    assert (Report.objects.count(), Signal.objects.count()) == (0, 0)


def test_half_a_character_is_told_by_field(district: District, wang: Asker) -> None:
    program = Program(wang)
    body = b'{"item": "garbage", "description": "half \\ud800"}'

    answer = program.client.post(
        "/api/v1/reports", body, "application/json", headers=program.headers({})
    )

    assert fields(answer) == ["description"]


def test_all_faults_are_told_at_once_in_the_language_asked_for(
    district: District, wang: Asker
) -> None:
    body = {**FLOOD, "description": "", "reporter_phone": "x"}

    answer = Program(wang).post("reports", body, Accept_Language="zh")

    assert [error["reason"] for error in problem(answer, 422, "invalid")["errors"]] == [
        "请简单说明出了什么问题。",
        "“x”不是电话号码；请用 3 到 20 位数字，可带空格和短横线。",
    ]


def test_what_is_not_public_is_open_to_those_who_take_reports_there(
    district: District, lin: Asker, chen: Asker
) -> None:
    for asker in (lin, chen):
        assert kept(Program(asker).post("reports", SMOKE)).is_public is False


def test_what_is_not_public_is_refused_to_all_others(
    district: District, zhao: Asker, wu: Asker, he: Asker, gu: Asker
) -> None:
    for asker in (zhao, wu, he, gu):
        problem(Program(asker).post("reports", SMOKE), 403, "refused")
    assert (Report.objects.count(), Signal.objects.count()) == (0, 0)


def test_wang_reads_what_became_of_his_report(
    district: District, wang: Asker, deliver: Callable[[], None]
) -> None:
    program = Program(wang)
    report = kept(program.post("reports", FLOOD))
    deliver()

    told = program.get(f"reports/{report.id}").json()

    assert told["state"] == Word.RECEIVED
    assert [one["text"] for one in told["answers"]] == ["We have received your report."]
    assert (told["item_name"], told["place"]) == ("Water on the road", "b3")
    assert (told["receipt"], told["channel"]) == (report.receipt, "api")


def test_zhao_and_other_residents_do_not_see_it(
    district: District, wang: Asker, zhao: Asker, lin: Asker
) -> None:
    new = NewReport(item="garbage", text="Full.", channel="portal", place_code="b3")
    report = take_report(new, VISITOR).report_id

    for asker in (wang, zhao):
        problem(Program(asker).get(f"reports/{report}"), 404, "not-found")
    assert Program(lin).get(f"reports/{report}").json()["description"] == "Full."
