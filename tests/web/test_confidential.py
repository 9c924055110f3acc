"""Whoever handles what was told in confidence reads where it is, and never of whom it came."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions as task_actions
from linli.organise.tasks import queries as tasks
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.respond.cases.queries import CaseRow
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.web.console.prints.work_order import work_order
from tests.capabilities.cases.happenings import again
from tests.cast import District
from tests.web.conftest import PARTS
from tests.web.test_console import Browse

pytestmark = pytest.mark.django_db

NAME, PHONE = "王秀兰", "13900001234"
CALL = NewReport(
    item="waterlogging",
    text="积水。",
    channel="call",
    naming="confidential",
    place_code="b3",
    address=f"{NAME}家 3栋2单元501 电话{PHONE}",
    reporter_name=NAME,
    reporter_phone=PHONE,
)


@pytest.fixture
def case(district: District, people: dict[str, Asker], deliver: Callable[[], None]) -> CaseRow:
    """Told to Lin by telephone; Wu's firm has it to do."""
    signal_id = take_report(CALL, people["lin"]).signal_id
    deliver()
    row = cases.case_of_signal(signal_id, PARTS)
    assert row is not None
    if row.state == "received":
        move(row.id, "filed", people["lin"], row.version)
        deliver()
    if not tasks.of_case(row.id, PARTS):
        task_actions.dispatch(row.id, district.property, people["lin"])
        deliver()
    return again(row.id)


def pages_of(case: CaseRow, browser: Client) -> dict[str, str]:
    [task] = tasks.of_case(case.id, PARTS)
    addresses = [
        *("/console/cases/", "/console/tasks/", "/console/foot/", f"/console/cases/{case.id}/"),
        *(f"/console/tasks/{task.id}/", f"/console/foot/tasks/{task.id}/"),
        *("/api/v1/cases", f"/api/v1/cases/{case.id}"),
    ]
    got = {one: browser.get(one) for one in addresses}
    got["export"] = browser.post("/console/cases/export/", {"as": "csv"})
    bodies = {key: b"".join(one) for key, one in got.items() if one.status_code == 200}
    return {key: body.decode() for key, body in bodies.items()}


@pytest.mark.parametrize("who", ["wu", "he"])
def test_who_works_on_it_reads_the_door_and_neither_name_nor_number(
    who: str, case: CaseRow, browse: Browse
) -> None:
    pages = pages_of(case, browse(who))

    assert f"/console/cases/{case.id}/" in pages
    assert "3栋2单元501" in pages[f"/console/cases/{case.id}/"]
    assert [key for key, page in pages.items() if NAME in page or PHONE in page] == []


def test_the_printed_work_order_names_nobody(case: CaseRow, people: dict[str, Asker]) -> None:
    [task] = tasks.of_case(case.id, PARTS)
    sheet = str(work_order(task, case, people["wu"]))
    assert "3栋2单元501" in sheet
    assert NAME not in sheet
    assert PHONE not in sheet


def test_the_desk_reads_the_address_as_it_was_told(case: CaseRow, browse: Browse) -> None:
    assert CALL.address in browse("lin").get(f"/console/cases/{case.id}/").content.decode()


def test_zhao_from_elsewhere_sees_nothing_of_it(case: CaseRow, browse: Browse) -> None:
    pages = pages_of(case, browse("zhao"))
    assert [key for key, page in pages.items() if "501" in page or case.number in page] == []
