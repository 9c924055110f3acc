"""A unit plans its work for a time; after its deadline only with the asking for more time."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.answers import queries as answers
from linli.organise.delays import queries
from linli.organise.delays.actions import plan
from linli.organise.tasks.actions import begin_planned, finish, sign
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.queries import clocks
from linli.sense.reports import queries as reports
from tests.capabilities.cases.happenings import PART, acts, again, case_from, told
from tests.capabilities.tasks.conftest import filed, signed, task
from tests.capabilities.tasks.works import everything, task_now

__all__ = ["filed", "signed", "task"]


def due(row: TaskRow) -> datetime:
    found = task_now(row).due_at
    assert found
    return found


def planned(row: TaskRow, at: datetime, wu: Asker, reason: str = "") -> TaskRow:
    plan(row.id, at, reason, wu, task_now(row).version)
    return task_now(row)


def test_planned_work_is_moved_begun_and_finished_while_its_clock_runs_on(
    clock: Any, signed: TaskRow, wu: Asker
) -> None:
    ends = due(signed)
    row = planned(signed, ends - timedelta(minutes=20), wu)
    assert (row.state, row.planned_at, row.is_open) == (
        *("scheduled", ends - timedelta(minutes=20)),
        True,
    )
    row = planned(signed, ends - timedelta(minutes=10), wu)
    assert row.planned_at == ends - timedelta(minutes=10)

    clock.forward(minutes=5)
    begin_planned(row.id, wu, row.version)
    row = task_now(row)

    assert (row.state, row.planned_at, row.due_at) == ("in_progress", None, ends)
    run = clocks.runs(row.case_id, PART)[row.id, "handle"]
    assert (run.is_running, len(run.intervals), run.due_at) == (True, 1, ends)
    assert acts(row.case_id)[-3:] == ["scheduled", "scheduled", "begun"]
    row = planned(row, ends - timedelta(minutes=1), wu)
    finish(row.id, "Done before.", [], wu, row.version)
    assert again(row.case_id).state == "resolved"


def test_a_time_after_the_deadline_asks_for_the_time_that_it_needs(
    signed: TaskRow, wu: Asker, lin: Asker
) -> None:
    ends = due(signed)
    row = planned(signed, ends + timedelta(minutes=25, seconds=1), wu, "No pump before four.")

    (asked,) = queries.of_task(row.id, wu)
    assert (asked.kind, asked.amount, asked.unit, asked.reason, asked.is_open) == (
        *("extension", 26, "minutes"),
        "No pump before four.",
        True,
    )
    assert (row.state, row.is_planned_late, row.due_at) == ("scheduled", True, ends)
    assert queries.waiting(lin).items == [asked]


def test_what_cannot_be_planned_is_refused_without_a_trace(
    clock: Any, signed: TaskRow, wu: Asker, lin: Asker, zhao: Asker
) -> None:
    before, ends, now = everything(), due(signed), clock.now()
    for at, reason in (
        (None, ""),
        (now, ""),
        (now + timedelta(days=181), "Why."),
        (ends + timedelta(seconds=1), " "),
        (ends + timedelta(days=2), "More than can be asked for."),
    ):
        with pytest.raises(BadText) as refused:
            plan(signed.id, at, reason, wu, signed.version)
        assert refused.value.field == "planned_at"
    soon = ends - timedelta(minutes=1)
    with pytest.raises(Refused):
        plan(signed.id, soon, "", lin, signed.version)
    with pytest.raises((NotFound, Refused)):
        plan(signed.id, soon, "", zhao, signed.version)
    with pytest.raises(StaleVersion):
        plan(signed.id, soon, "", wu, signed.version + 1)
    with pytest.raises(IllegalMove):
        begin_planned(signed.id, wu, signed.version)
    assert (everything(), queries.of_task(signed.id, PART)) == (before, [])


def test_planned_work_is_not_signed_for_again(signed: TaskRow, wu: Asker) -> None:
    row = planned(signed, due(signed) - timedelta(minutes=1), wu)
    before = everything()
    with pytest.raises(IllegalMove):
        sign(row.id, wu, row.version)
    assert everything() == before


def test_the_reporter_reads_when_somebody_comes(signed: TaskRow, wu: Asker) -> None:
    told_by = told("waterlogging")
    assert case_from(told_by).id == signed.case_id
    row = planned(signed, due(signed) - timedelta(minutes=1), wu)
    own = reports.of_signals([told_by], PART)

    def followed() -> Any:
        (found,) = answers.follow_all(own, "en")
        return found.planned_at

    assert followed() == row.planned_at
    begin_planned(row.id, wu, row.version)
    assert followed() is None
