"""The result of a printed order, entered by the desk for somebody without an account."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks.actions import cancel, enter_result, verify
from linli.organise.tasks.logic.entering import OnPaper
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from tests.capabilities.cases.happenings import PART, again, audited
from tests.capabilities.tasks.works import everything, photo_by, task_now

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture
def paper(task: TaskRow, lin: Asker) -> OnPaper:
    """Liu has pumped the water out and brought the paper back."""
    done_at = task.dispatched_at + timedelta(seconds=1)
    photos = [photo_by(lin)]
    return OnPaper("Pumped out: 0 cm.", done_at, "Liu", "139 0000 0001", photos, [photo_by(lin)])


def test_it_counts_as_the_result_of_the_unit(
    task: TaskRow, paper: OnPaper, lin: Asker, he: Asker
) -> None:
    enter_result(task.id, paper, lin, task.version)

    row, case = task_now(task), again(task.case_id)
    assert (row.state, row.worker, row.done_by, row.told_at) == (
        *("done", "Liu (…0001)"),
        *(lin.user_id, paper.done_at),
    )
    assert "13900000001" not in repr(everything())
    assert (row.photo_ids, row.before_ids) == (tuple(paper.photo_ids), tuple(paper.before_ids))
    assert case.state == "resolved"
    assert audited()[-1] == ("Lin", "enter_result", "task")
    # As a checker too, Lin would check what she entered.
    both = replace(lin, grants=(*lin.grants, *he.grants))
    before = everything()
    with pytest.raises(Refused):
        verify(case.id, True, "", both, case.version)
    assert everything() == before
    verify(case.id, True, "", he, case.version)


def test_a_second_result_is_refused(task: TaskRow, paper: OnPaper, lin: Asker) -> None:
    enter_result(task.id, paper, lin, task.version)
    before = everything()

    for version in (task.version, task_now(task).version):
        with pytest.raises(IllegalMove) as done:
            enter_result(task.id, paper, lin, version)
        assert "here already" in done.value.guard

    assert everything() == before


def test_a_paper_from_before_the_check_does_not_count(
    clock: Any, task: TaskRow, paper: OnPaper, lin: Asker, he: Asker
) -> None:
    enter_result(task.id, paper, lin, task.version)
    clock.forward(hours=1)
    verify(task.case_id, False, "Still wet.", he, again(task.case_id).version)
    before, row = everything(), task_now(task)

    with pytest.raises(BadText) as old:
        enter_result(task.id, paper, lin, row.version)

    assert old.value.field == "done_at"
    assert everything() == before
    clock.forward(hours=1)
    newer = replace(paper, done_at=paper.done_at and paper.done_at + timedelta(hours=1, minutes=30))
    enter_result(task.id, replace(newer, before_ids=()), lin, row.version)
    assert task_now(task).state == "done"


def test_a_paper_of_an_order_that_was_taken_back_is_told(
    task: TaskRow, paper: OnPaper, lin: Asker
) -> None:
    cancel(task.id, "Mistake.", lin, task.version)

    with pytest.raises(IllegalMove) as over:
        enter_result(task.id, paper, lin, task_now(task).version)

    assert "taken back" in over.value.guard


def test_the_time_on_the_paper_is_bounded(task: TaskRow, paper: OnPaper, lin: Asker) -> None:
    before = everything()
    early = task.dispatched_at - timedelta(minutes=2)
    for told in (None, early, task.dispatched_at + timedelta(days=1)):
        with pytest.raises(BadText) as bad:
            enter_result(task.id, replace(paper, done_at=told), lin, task.version)
        assert bad.value.field == "done_at"
    with pytest.raises(StaleVersion):
        enter_result(task.id, paper, lin, task.version + 1)

    assert everything() == before


def test_only_the_desk_within_reach_enters_results(
    task: TaskRow, paper: OnPaper, zhao: Asker, chen: Asker, wu: Asker
) -> None:
    before = everything()

    for who, refusal in ((zhao, NotFound), (chen, Refused), (wu, Refused)):
        with pytest.raises(refusal):
            enter_result(task.id, paper, who, task.version)

    assert everything() == before


def test_nobody_need_be_named(task: TaskRow, paper: OnPaper, lin: Asker) -> None:
    enter_result(task.id, replace(paper, name="", phone=""), lin, task.version)

    assert task_now(task).worker == ""
    [told] = [one.detail["told_at"] for one in cases.timeline(task.case_id, PART)
              if one.act == "finished"]  # fmt: skip
    assert paper.done_at is not None
    assert told == paper.done_at.isoformat()
