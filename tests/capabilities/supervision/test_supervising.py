"""Letters to units whose work is late: who writes them, their numbers, and what stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from linli.ground import clock
from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Refused
from linli.organise.supervision import queries
from linli.organise.supervision.actions import supervise
from linli.organise.supervision.models import Letter
from linli.organise.tasks.actions import dispatch_by_duty
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from tests.capabilities.cases.happenings import PART, case_from, noticed
from tests.capabilities.tasks.works import task_now, task_of
from tests.cast import District, make_person

Make = Callable[[str], Asker]


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)


@pytest.fixture
def late(district: District) -> TaskRow:
    """The property firm should have been done with a flood an hour ago."""
    case = case_from(noticed())
    dispatch_by_duty(case.id, PART)
    Task.objects.filter(case_id=case.id).update(due_at=clock.now() - timedelta(hours=1))
    return task_of(case.id)


def soon() -> Any:
    return clock.now() + timedelta(days=2)


@pytest.mark.django_db
def test_a_letter_is_numbered_kept_and_on_the_timeline(late: TaskRow, leader: Asker) -> None:
    supervise(late.id, "今天派人到场。", soon(), leader, 0)
    supervise(late.id, "再次督办。", soon(), leader, 1)
    first, second = queries.of_task(late.id, leader)
    year = clock.now().astimezone().year
    assert [(one.year, one.sequence) for one in (first, second)] == [(year, 1), (year, 2)]
    assert (first.demand, first.was_due_at, first.made_by_name) == (
        "今天派人到场。",
        late.due_at,
        leader.name,
    )
    steps = [one for one in cases.timeline(late.case_id, PART) if one.act == "supervised"]
    assert [(one.reason, one.actor_id) for one in steps] == [
        ("今天派人到场。", leader.user_id),
        ("再次督办。", leader.user_id),
    ]
    assert steps[0].detail["letter_id"] == str(first.id)
    assert not any(one.is_public for one in steps)
    assert AuditEntry.objects.filter(act="supervise", thing_id=str(late.id)).count() == 2
    assert task_now(late).state == late.state


@pytest.mark.django_db
def test_the_unit_reads_its_letter_and_zhao_does_not(
    late: TaskRow, leader: Asker, wu: Asker, zhao: Asker
) -> None:
    letter = supervise(late.id, "今天派人到场。", soon(), leader, 0)
    seen = queries.letter(letter, wu)
    assert seen is not None
    assert seen.demand == "今天派人到场。"
    assert queries.letter(letter, zhao) is None
    assert queries.of_task(late.id, zhao) == []


@pytest.mark.django_db
def test_only_the_leader_of_the_place_writes_one(
    late: TaskRow, lin: Asker, wu: Asker, zhao: Asker
) -> None:
    for asker, refusal in ((lin, Refused), (wu, Refused), (zhao, NotFound)):
        with pytest.raises(refusal):
            supervise(late.id, "x", soon(), asker, 0)
        assert not queries.may_supervise(late, asker)
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_work_in_time_or_done_is_not_supervised(late: TaskRow, leader: Asker) -> None:
    Task.objects.filter(pk=late.id).update(due_at=soon())
    with pytest.raises(IllegalMove):
        supervise(late.id, "x", soon(), leader, 0)
    Task.objects.filter(pk=late.id).update(due_at=late.due_at, is_open=False, state="done")
    with pytest.raises(IllegalMove):
        supervise(late.id, "x", soon(), leader, 0)
    assert not Letter.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("demand", "days", "field"),
    [
        ("", 1, "demand"),
        ("x" * 1001, 1, "demand"),
        ("a\x00", 1, "demand"),
        ("x", -1, "answer_by"),
        ("x", 91, "answer_by"),
        ("x", None, "answer_by"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    late: TaskRow, leader: Asker, demand: str, days: int | None, field: str
) -> None:
    by = None if days is None else clock.now() + timedelta(days=days)
    with pytest.raises(BadText) as refusal:
        supervise(late.id, demand, by, leader, 0)
    assert refusal.value.field == field
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_the_second_of_two_who_write_at_once_sees_the_first_letter(
    late: TaskRow, leader: Asker
) -> None:
    supervise(late.id, "x", soon(), leader, 0)
    with pytest.raises(StaleVersion):
        supervise(late.id, "y", soon(), leader, 0)
    assert Letter.objects.count() == 1
