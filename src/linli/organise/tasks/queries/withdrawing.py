"""Reads whether a dispatch can be taken back as a mistake, and by whom."""

from datetime import datetime

from linli.ground.rights.asker import Asker
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.logic.withdrawing import OTHERS, QUIET, objection
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import TASKS, TaskRow
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.states import State as CaseState


def may_withdraw(row: TaskRow, asker: Asker) -> bool:
    """Whether it is this asker's: their own dispatch, or any for a leader."""
    is_own = asker.user_id is not None and asker.user_id == row.dispatched_by
    act = "withdraw" if is_own else "withdraw_others"
    return asker.scope(act, "dispatch").covers(row.where)


def is_undoable(row: TaskRow, asker: Asker, now: datetime) -> bool:
    """Of what was sent just now; asks no more than that of older work."""
    is_recent = not objection(row.state, row.dispatched_at, now, is_touched=False)
    return is_recent and may_withdraw(row, asker) and not why_not(row, now)


def why_not(row: TaskRow, now: datetime) -> str:
    """Why the dispatch cannot be taken back any more; empty when it can."""
    steps = cases.timeline(row.case_id, TASKS)
    about = {step.act for step in steps if step.detail.get("task_id") == str(row.id)}
    is_touched = bool(about - QUIET) or bool(row.before_ids)
    why = objection(row.state, row.dispatched_at, now, is_touched=is_touched)
    return why or (OTHERS if _others_worked(row) else "")


def _others_worked(row: TaskRow) -> bool:
    """Whether nobody else is at work, but others were since it was filed: it is not as it was."""
    filed = [one.at for one in cases.course(row.case_id, TASKS) if one.to_state == CaseState.FILED]
    others = Task.objects.filter(case_id=row.case_id, withdrawn_at=None).exclude(pk=row.id)
    since = others.filter(dispatched_at__gte=filed[-1]) if filed else others
    is_last = not since.filter(is_open=True).exists()
    return is_last and since.exclude(state=State.DISPATCHED).exists()
