"""Reads supervision letters, for those who may see the task, and what is late within reach."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from linli.ground import clock
from linli.ground.paging import Key, Order, Page, cut_parts
from linli.ground.rights import filters as rights
from linli.ground.rights.asker import Asker
from linli.organise.supervision.models import Escalation, Letter
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.queries import TaskRow
from linli.registers.parties import queries as parties

GRAVEST: Final = Order(
    "gravest", (Key("rung", int, descending=True), Key("made_at", datetime), Key("id", UUID))
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRow:
    """Something that is late, how far (`rung`), and the post that hears of it, if one is named."""

    id: UUID
    case_id: UUID
    case_number: str
    item: str
    place_id: int | None
    task_id: UUID | None
    party_id: int | None
    clock: str
    rung: int
    post_id: int | None
    made_at: datetime


def escalations(
    asker: Asker, *, own: bool = False, cursor: str = "", limit: int = 50
) -> Page[EscalationRow]:
    """What is late within reach, the latest by its time first; `own`: what the asker's posts hear.

    Raises `Refused`, `BadPage`.
    """
    scope = asker.require("see", "case")
    owned = Q(party_id__in=sorted(scope.parties)) if scope.parties else None
    wanted = Q(is_open=True)
    if own:
        wanted &= Q(post_id__in=[one.id for one in parties.posts_of(asker.user_id)])
    parts = [Escalation.objects.filter(part & wanted) for part in rights.parts(scope, owned=owned)]
    rows, more = cut_parts(parts, GRAVEST, cursor, limit)
    return Page([_escalation(row) for row in rows], more)


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


def _escalation(one: Escalation) -> EscalationRow:
    return EscalationRow(
        id=one.id,
        case_id=one.case_id,
        case_number=one.case_number,
        item=one.item,
        place_id=one.place_id,
        task_id=one.task_id,
        party_id=one.party_id,
        clock=one.clock,
        rung=one.rung,
        post_id=one.post_id,
        made_at=one.made_at,
    )


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
