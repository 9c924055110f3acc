"""Reads what units asked for about their time, for those who may see their work."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from linli.ground.database import single
from linli.ground.database.counting import count_up_to
from linli.ground.paging import Key, Order, Page, cut_parts
from linli.ground.rights import filters as rights
from linli.ground.rights.asker import Asker, Where
from linli.organise.delays.logic import (
    AT_WORK,
    MOST_EXTENSIONS,
    DelayKind,
    DelayState,
    right_for,
)
from linli.organise.delays.models import Delay
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases.logic.runs import Clock
from linli.respond.cases.queries import clocks

OLDEST: Final = Order("oldest", (Key("asked_at", datetime), Key("id", UUID)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayRow:
    """What was asked for, by whom, and what became of it."""

    id: UUID
    kind: DelayKind
    task_id: UUID
    case_id: UUID
    case_number: str
    item: str
    party_id: int
    place_id: int | None
    where: Where
    state: DelayState
    is_open: bool
    reason: str
    amount: int | None
    unit: str
    review_at: datetime | None
    asked_at: datetime
    asked_by: int | None
    asked_by_name: str
    decided_at: datetime | None
    decided_by_name: str
    decided_why: str

    @property
    def act(self) -> str:
        """The act on tasks that whoever decides must be allowed."""
        return right_for(self.kind, self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class Askable:
    """What a unit may ask for now: the unit of its clock, and which kinds are left."""

    unit: str
    kinds: tuple[DelayKind, ...]


def delay(delay_id: UUID, asker: Asker) -> DelayRow | None:
    """What was asked for, or None when its work is not within the asker's reach."""
    found = single(Delay.objects.filter(pk=delay_id))
    if found is None or tasks.task(found.task_id, asker) is None:
        return None
    return _row(found)


def of_task(task_id: UUID, asker: Asker) -> list[DelayRow]:
    """All that was asked for about one work order, oldest first; none when it is out of reach."""
    if tasks.task(task_id, asker) is None:
        return []
    return [_row(one) for one in Delay.objects.filter(task_id=task_id).order_by("id")]


def waiting(asker: Asker, cursor: str = "", limit: int = 50) -> Page[DelayRow]:
    """What nobody has decided yet within reach, the oldest first. Raises `Refused`, `BadPage`."""
    scope = asker.require("extend", "task")
    parts = [Delay.objects.filter(part, is_open=True) for part in rights.parts(scope)]
    rows, more = cut_parts(parts, OLDEST, cursor, limit)
    return Page([_row(row) for row in rows], more)


def how_many_wait(asker: Asker, most: int) -> int:
    """How many of them; `most` for that many and more. Raises `Refused`."""
    scope = asker.require("extend", "task")
    parts = [Delay.objects.filter(part, is_open=True) for part in rights.parts(scope)]
    return count_up_to(most, {"waiting": parts})["waiting"]


def may_decide(row: DelayRow, asker: Asker) -> bool:
    """Whether this asker decides on it: not whoever asked, and a leader on what is long."""
    is_own = asker.user_id is not None and asker.user_id == row.asked_by
    return row.is_open and not is_own and asker.scope(row.act, "task").covers(row.where)


def askable(row: TaskRow, asker: Asker) -> Askable | None:
    """What this asker may ask for about the work now; None for nothing."""
    scope = asker.scope("ask_time", "task")
    if row.state not in AT_WORK or not scope.covers(row.where, parties=(row.party_id,)):
        return None
    running = clocks.running_of_tasks([row.id]).get(row.id, [])
    timed = next((one for one in running if one.clock == Clock.HANDLE and one.due_at), None)
    asked = Delay.objects.filter(task_id=row.id)
    if asked.filter(is_open=True).exists():
        return None
    if timed is None or extensions(row.id) >= MOST_EXTENSIONS:
        return Askable("", (DelayKind.SUSPENSION,))
    return Askable(timed.terms.unit, tuple(DelayKind))


def extensions(task_id: UUID) -> int:
    """How often the work was given more time."""
    approved = {"kind": DelayKind.EXTENSION, "state": DelayState.APPROVED}
    return Delay.objects.filter(task_id=task_id, **approved).count()


def _row(one: Delay) -> DelayRow:
    return DelayRow(
        id=one.id,
        kind=DelayKind(one.kind),
        task_id=one.task_id,
        case_id=one.case_id,
        case_number=one.case_number,
        item=one.item,
        party_id=one.party_id,
        place_id=one.place_id,
        where=Where.of(one),
        state=DelayState(one.state),
        is_open=one.is_open,
        reason=one.reason,
        amount=one.amount,
        unit=one.unit,
        review_at=one.review_at,
        asked_at=one.asked_at,
        asked_by=one.asked_by,
        asked_by_name=one.asked_by_name,
        decided_at=one.decided_at,
        decided_by_name=one.decided_by_name,
        decided_why=one.decided_why,
    )
