"""Reads supervision letters, for those who may see the task."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.ground import clock
from linli.ground.rights.asker import Asker
from linli.organise.supervision.models import Letter
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.queries import TaskRow


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter; its number is unique within the desk and the year."""

    id: UUID
    year: int
    sequence: int
    desk_id: int
    task_id: UUID
    case_id: UUID
    party_id: int
    demand: str
    was_due_at: datetime
    answer_by: datetime
    made_at: datetime
    made_by_name: str


def letter(letter_id: UUID, asker: Asker) -> LetterRow | None:
    """The letter, or None when its task is not within the asker's reach."""
    found = Letter.objects.filter(pk=letter_id).first()
    if found is None or tasks.task(found.task_id, asker) is None:
        return None
    return _row(found)


def of_task(task_id: UUID, asker: Asker) -> list[LetterRow]:
    """The letters about one task, oldest first; none when it is not within reach."""
    if tasks.task(task_id, asker) is None:
        return []
    return [_row(one) for one in Letter.objects.filter(task_id=task_id).order_by("id")]


def may_supervise(row: TaskRow, asker: Asker) -> bool:
    """Whether this asker may write to the unit now."""
    scope = asker.scope("supervise", "task")
    return row.is_overdue(clock.now()) and scope.covers(row.where)


def _row(one: Letter) -> LetterRow:
    return LetterRow(
        id=one.id,
        year=one.year,
        sequence=one.sequence,
        desk_id=one.desk_id,
        task_id=one.task_id,
        case_id=one.case_id,
        party_id=one.party_id,
        demand=one.demand,
        was_due_at=one.was_due_at,
        answer_by=one.answer_by,
        made_at=one.made_at,
        made_by_name=one.made_by_name,
    )
