"""Reads which units a whistle called to a case, and who of them has come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.ground.rights.asker import Asker
from linli.organise.tasks.logic.states import State as TaskState
from linli.organise.tasks.logic.whistling import has_come
from linli.organise.tasks.models import Task, Whistle
from linli.organise.tasks.queries import TaskRow, of_case
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.states import WHISTLE, State
from linli.respond.cases.queries import CaseRow


@dataclass(frozen=True, slots=True)
class Called:
    """One of the units: its work, and whether it came or was released."""

    task: TaskRow
    has_come: bool


@dataclass(frozen=True, slots=True)
class WhistleRow:
    """Who called whom and why; the lead first."""

    id: UUID
    why: str
    blown_by_name: str
    blown_at: datetime
    called: tuple[Called, ...]

    @property
    def missing(self) -> int:
        return sum(not one.has_come for one in self.called)


def whistles(case_id: UUID, asker: Asker) -> list[WhistleRow]:
    """The whistles for a case, newest first, with what the asker may see of the work."""
    blown = list(Whistle.objects.filter(case_id=case_id).order_by("-id"))
    if not blown or cases.case(case_id, asker) is None:
        return []
    rows = of_case(case_id, asker)
    return [_row(one, rows) for one in blown]


def others_done(row: TaskRow) -> bool:
    """Whether a unit that was called by the same whistle has done its work."""
    called = Task.objects.filter(case_id=row.case_id, whistle_id=row.whistle_id)
    return row.whistle_id is not None and called.filter(state=TaskState.DONE).exists()


def may_whistle(case: CaseRow, asker: Asker) -> bool:
    is_open_to = case.state in (State.FILED, State.HANDLING)
    return is_open_to and any(
        cases.scope_covers(case, asker.scope(act, kind)) for act, kind in WHISTLE
    )


def _row(one: Whistle, rows: list[TaskRow]) -> WhistleRow:
    called = [
        Called(row, has_come(row.state, is_signed=row.signed_at is not None))
        for row in rows
        if row.whistle_id == one.id
    ]
    called.sort(key=lambda each: not each.task.is_lead)
    return WhistleRow(one.id, one.why, one.blown_by_name, one.blown_at, tuple(called))
