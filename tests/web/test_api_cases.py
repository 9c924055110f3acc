"""Programs see and move the cases that their account reaches, and no others."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions as tasks
from linli.organise.tasks import queries as task_queries
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.respond.cases.queries import CaseRow
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.sense.signals.actions import raise_signal
from linli.sense.signals.logic import NewSignal
from tests.capabilities.tasks.works import photo_by
from tests.cast import District
from tests.web.api_client import Program, fields, problem

PART = Asker.for_part("tests")
Deliver = Callable[[], None]


def noticed(deliver: Deliver, clock: Any, item: str = "waterlogging", key: str = "a") -> CaseRow:
    """A case by a sensor's signal in the building of the tiny district."""
    signal_id = raise_signal(
        NewSignal(
            item=item,
            source_kind="reading",
            source_key=key,
            happened_at=clock.now(),
            lat=31.82,
            lon=117.22,
            device_id="d7",
        ),
        PART,
    )
    deliver()
    case = cases.case_of_signal(signal_id, PART)
    assert case is not None
    return case


def reported(deliver: Deliver, item: str = "garbage") -> CaseRow:
    """A case by a report, which waits for the desk."""
    new = NewReport(item=item, text="The bins are full.", channel="portal", lat=31.82, lon=117.22)
    taken = take_report(new, PART)
    deliver()
    case = cases.case_of_signal(taken.signal_id, PART)
    assert case is not None
    return case


def done(case: CaseRow, deliver: Deliver, wu: Asker) -> CaseRow:
    """The case once Wu has done the work."""
    [task] = task_queries.of_case(case.id, PART)
    tasks.sign(task.id, wu, task.version)
    tasks.finish(task.id, "Pumped dry: 0 cm.", [photo_by(wu)], wu, task.version + 1)
    deliver()
    return now(case)


def now(case: CaseRow) -> CaseRow:
    found = cases.case(case.id, PART)
    assert found is not None
    return found


def test_a_case_is_told_with_codes_and_the_steps_that_are_open(
    district: District, lin: Asker, clock: Any, deliver: Deliver
) -> None:
    case = reported(deliver)

    told = Program(lin).get(f"cases/{case.id}").json()

    assert (told["number"], told["item"], told["place"]) == (case.number, "garbage", "b3")
    assert (told["state"], told["signals"], told["version"]) == ("received", 1, case.version)
    assert {"to": "filed", "needs_reason": False} in told["moves"]
    assert told["opened_at"] == "2026-09-07T02:00:00Z"


def test_cases_are_listed_newest_first_and_page_by_page(
    district: District, lin: Asker, clock: Any, deliver: Deliver
) -> None:
    numbers = []
    for item in ("garbage", "noise", "road_damage"):
        numbers.append(reported(deliver, item).number)
        clock.forward(minutes=1)
    program = Program(lin)

    first = program.get("cases?limit=2").json()
    rest = program.get(f"cases?limit=2&cursor={first['next']}").json()

    assert [case["number"] for case in first["items"] + rest["items"]] == numbers[::-1]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("item=waterlogging", 1),
        ("item=garbage", 0),
        ("state=handling", 1),
        ("state=filed&state=closed", 0),
        ("place=s1", 1),
        ("place=b3", 1),
        ("place=m2", 0),
        ("severity=urgent", 1),
        ("severity=low", 0),
        ("since=2026-09-07T02:00:00Z", 1),
        ("since=2026-09-07T03:00:00Z", 0),
        ("until=2026-09-07T01:00:00Z", 0),
        ("overdue=true", 0),
        ("device=d7", 1),
        ("device=d8", 0),
        ("q=nowhere", 0),
        ("q=积水", 1),
        ("q=%e3%80%803栋%20ROAD", 1),
        ("q=积水&place=m2", 0),
        ("q=积水&device=d7&state=handling", 1),
        ("q='%22*)(", 0),
    ],
)
def test_cases_are_found_by_filters(  # noqa: PLR0917
    query: str, found: int, district: District, lin: Asker, clock: Any, deliver: Deliver
) -> None:
    noticed(deliver, clock)

    assert len(Program(lin).items(f"cases?{query}")) == found


def test_words_find_cases_page_by_page_within_reach(
    district: District, lin: Asker, zhao: Asker, clock: Any, deliver: Deliver
) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(reported(deliver, "garbage").number)
        clock.forward(minutes=1)
    reported(deliver, "noise")
    asked = "cases?q=垃圾&limit=2"

    first = Program(lin).get(asked).json()
    rest = Program(lin).get(f"{asked}&cursor={first['next']}").json()

    assert [case["number"] for case in first["items"] + rest["items"]] == numbers[::-1]
    assert rest["next"] is None
    assert Program(zhao).get(asked).json() == {"items": [], "next": None}


def test_a_case_is_found_by_its_number(
    district: District, lin: Asker, clock: Any, deliver: Deliver
) -> None:
    case = noticed(deliver, clock)

    assert [one["id"] for one in Program(lin).items(f"cases?q={case.number}")] == [str(case.id)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("state=lost", "state.0"),
        ("place=nowhere", "place"),
        ("severity=grave", "severity"),
        ("item=a%00b", "item"),
        ("q=a%00b", "q"),
        ("q=" + "x" * 101, "q"),
        ("since=yesterday", "since"),
        ("since=2026-09-07T02:00:00", "since"),
        ("since=0001-01-01T00:00:00%2B14:00", "since"),
        ("until=9999-12-31T23:59:59-14:00", "until"),
        ("cursor=none", "cursor"),
        ("cursor=%C2%B2", "cursor"),
        ("device=" + "x" * 65, "device"),
        ("overdue=maybe", "overdue"),
    ],
)
def test_wrong_filters_are_told_by_field(
    query: str, field: str, district: District, lin: Asker
) -> None:
    assert fields(Program(lin).get(f"cases?{query}")) == [field]


@pytest.mark.parametrize("offset", ["%2B23:59", "-23:59"])
def test_a_time_may_have_any_offset(district: District, lin: Asker, offset: str) -> None:
    assert Program(lin).items(f"cases?since=2026-09-07T02:00:00{offset}") == []


def test_a_list_costs_the_same_queries_however_long(
    district: District, lin: Asker, clock: Any, deliver: Deliver
) -> None:
    program = Program(lin)
    noticed(deliver, clock)
    few = queries_of(program)
    for number, item in enumerate(("gas_leak", "smoke_fire", "garbage", "manhole_open")):
        noticed(deliver, clock, item, f"k{number}")

    assert len(program.items("cases")) == 5
    assert queries_of(program) == few


def queries_of(program: Program) -> int:
    program.items("cases")  # the registers are in memory from here on
    with CaptureQueriesContext(connection) as captured:
        program.items("cases")
    return len(captured)


def test_the_desk_files_a_case_and_the_timeline_tells(
    district: District, lin: Asker, clock: Any, deliver: Deliver
) -> None:
    case, program = reported(deliver), Program(lin)

    answer = program.post(f"cases/{case.id}/transitions", {"to": "filed", "version": case.version})

    assert answer.status_code == 200, answer.content
    assert (answer.json()["state"], answer.json()["version"]) == ("filed", case.version + 1)
    steps = program.items(f"cases/{case.id}/timeline")
    assert (steps[0]["act"], steps[-1]["actor"], steps[-1]["to_state"]) == (
        "opened",
        "Lin",
        "filed",
    )


def test_a_stale_version_is_refused_with_the_current_one(
    district: District, lin: Asker, clock: Any, deliver: Deliver
) -> None:
    case = reported(deliver)
    body = {"to": "filed", "version": case.version - 1}

    answer = Program(lin).post(f"cases/{case.id}/transitions", body)

    assert problem(answer, 409, "stale-version")["current"] == case.version
    assert now(case) == case


@pytest.mark.parametrize("to", ["handling", "resolved", "closed", "suspended"])
def test_an_illegal_transition_is_refused_with_what_is_legal(
    to: str, district: District, lin: Asker, deliver: Deliver
) -> None:
    case = reported(deliver)
    body = {"to": to, "version": case.version, "reason": "Done."}

    answer = Program(lin).post(f"cases/{case.id}/transitions", body)

    assert "filed" in problem(answer, 409, "illegal-move")["allowed"]
    assert now(case) == case


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": "lost"}, "to"),
        ({"to": "rejected"}, "reason"),
        ({"to": "rejected", "reason": "x" * 10_000}, "reason"),
        ({"to": "rejected", "reason": "x" * 1_000_000}, "reason"),
        ({"to": "rejected", "reason": "a\0b"}, "reason"),
        ({"version": None}, "version"),
        ({"version": -1}, "version"),
        ({"version": 10**30}, "version"),
        ({"version": float("nan")}, "version"),
    ],
)
def test_a_bad_transition_is_told_by_field(
    changes: dict[str, Any], field: str, district: District, lin: Asker, deliver: Deliver
) -> None:
    case = reported(deliver)
    body = {"to": "filed", "version": case.version, **changes}

    answer = Program(lin).post(f"cases/{case.id}/transitions", body)

    assert fields(answer) == [field]
    assert now(case) == case


def test_who_is_from_elsewhere_sees_and_changes_nothing(
    district: District, zhao: Asker, deliver: Deliver
) -> None:
    case, program = reported(deliver), Program(zhao)
    body = {"to": "filed", "version": case.version}

    assert program.items("cases") == []
    problem(program.get(f"cases/{case.id}"), 404, "not-found")
    problem(program.get(f"cases/{case.id}/timeline"), 404, "not-found")
    problem(program.post(f"cases/{case.id}/transitions", body), 404, "not-found")
    assert now(case) == case


def test_who_may_see_but_not_move_is_refused(
    district: District, chen: Asker, deliver: Deliver
) -> None:
    case = reported(deliver)
    body = {"to": "filed", "version": case.version}

    problem(Program(chen).post(f"cases/{case.id}/transitions", body), 403, "refused")

    assert now(case) == case


def test_who_has_nothing_to_do_with_cases_is_refused(district: District, gu: Asker) -> None:
    problem(Program(gu).get("cases"), 403, "refused")


def test_unknown_case_is_not_found(district: District, lin: Asker) -> None:
    problem(Program(lin).get(f"cases/{uuid4()}"), 404, "not-found")
    problem(Program(lin).get("cases/7"), 404, "not-found")


def test_a_checker_accepts_the_work_of_another(
    district: District, wu: Asker, he: Asker, clock: Any, deliver: Deliver
) -> None:
    case = done(noticed(deliver, clock), deliver, wu)
    program = Program(he)
    moves = [move["to"] for move in program.get(f"cases/{case.id}").json()["moves"]]

    answer = program.post(f"cases/{case.id}/transitions", {"to": "closed", "version": case.version})

    assert moves == ["closed", "handling"]
    assert answer.json()["state"] == "closed"
    assert not now(case).is_open


def test_who_checks_what_was_checked_meanwhile_hears_that_it_changed(
    district: District, wu: Asker, he: Asker, clock: Any, deliver: Deliver
) -> None:
    case, program = done(noticed(deliver, clock), deliver, wu), Program(he)
    path, body = f"cases/{case.id}/transitions", {"to": "closed", "version": case.version}
    program.post(path, body)

    late = program.post(path, {**body, "to": "handling", "reason": "Still wet."})

    assert problem(late, 409, "stale-version")["current"] == now(case).version


def test_what_residents_reported_goes_to_feedback_and_nowhere_else_in_its_place(
    district: District, lin: Asker, wu: Asker, he: Asker, deliver: Deliver
) -> None:
    case = reported(deliver)
    move(case.id, "filed", lin, case.version)
    deliver()
    case, program = done(case, deliver, wu), Program(he)
    path, body = f"cases/{case.id}/transitions", {"to": "closed", "version": case.version}

    refused = problem(program.post(path, body), 409, "illegal-move")

    assert refused["guard"] == "First, ask its reporters."
    assert "feedback" in refused["allowed"]
    assert now(case) == case
    offered = [move["to"] for move in program.get(f"cases/{case.id}").json()["moves"]]
    assert offered == ["feedback", "handling"]
    assert program.post(path, {**body, "to": "feedback"}).json()["state"] == "feedback"


def test_a_checker_sends_poor_work_back_with_a_reason(
    district: District, wu: Asker, he: Asker, clock: Any, deliver: Deliver
) -> None:
    case = done(noticed(deliver, clock), deliver, wu)
    body = {"to": "handling", "version": case.version}

    silent = Program(he).post(f"cases/{case.id}/transitions", body)
    answer = Program(he).post(f"cases/{case.id}/transitions", {**body, "reason": "Still wet."})

    assert fields(silent) == ["reason"]
    assert (answer.json()["state"], answer.json()["reworked"]) == ("handling", 1)


def test_who_did_the_work_does_not_check_it(
    district: District, wu: Asker, clock: Any, deliver: Deliver
) -> None:
    case = done(noticed(deliver, clock), deliver, wu)
    body = {"to": "closed", "version": case.version}

    problem(Program(wu).post(f"cases/{case.id}/transitions", body), 403, "refused")

    assert now(case) == case


def test_same_key_moves_a_case_once(district: District, lin: Asker, deliver: Deliver) -> None:
    case, program = reported(deliver), Program(lin)
    path, body = f"cases/{case.id}/transitions", {"to": "verifying", "version": case.version}

    first = program.post(path, body, Idempotency_Key="k1")
    second = program.post(path, body, Idempotency_Key="k1")
    other = program.post(path, {**body, "to": "filed"}, Idempotency_Key="k1")

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    problem(other, 409, "key-reused")
    assert (now(case).state, now(case).version) == ("verifying", case.version + 1)
