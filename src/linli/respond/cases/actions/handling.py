"""What tasks tell a case. Only `organise/tasks/actions` may call what stands here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.respond.cases.actions.steps import (
    Entry,
    change,
    concern,
    hold,
    require_reach,
    require_version,
    take,
    write,
)
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.states import DISPATCH, FINISH, GIVE_UP, State
from linli.respond.cases.models import CaseHandler, CaseParty
from linli.respond.cases.queries import CaseRow, has_reports


@dataclass(frozen=True, slots=True)
class Remaining:
    """The tasks of a case that are still open, and when the first of them is due."""

    open_tasks: int = 0
    due_at: datetime | None = None


def start_handling(
    case_id: UUID,
    party_id: int,
    due_at: datetime | None,
    asker: Asker,
    *,
    version: int | None = None,
) -> None:
    """A party has work to do, due then. The first one brings the case from filed to handling.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`.
    """
    with atomic():
        row = hold(case_id, asker)
        require_version(row, version)
        said = Entry(Act.DISPATCHED, detail={"party_id": party_id, "due_at": _written(due_at)})
        if row.state == State.HANDLING:
            require_reach(row, DISPATCH, asker)
            change(row, due_at=min(filter(None, (due_at, row.due_at)), default=None))
            write(case_id, asker, said)
        else:
            take(row, State.HANDLING, asker, said, due_at=due_at)
        concern(case_id, party_id)


def note_signed(case_id: UUID, party_id: int, asker: Asker) -> None:
    """A person of the party takes the work on, and can no longer check it."""
    with atomic():
        row = hold(case_id, asker)
        require_reach(row, (("sign", "task"),), asker)
        _remember_handler(case_id, asker)
        write(case_id, asker, Entry(Act.SIGNED, detail={"party_id": party_id}))


def stop_handling(
    case_id: UUID, party_id: int, said: Entry, remaining: Remaining, asker: Asker
) -> None:
    """A party returned its work or was relieved of it; the last one leaves the case filed.

    Raises `NotFound`, `Refused`, `IllegalMove`.
    """
    counted = {"returned_count": F("returned_count") + 1} if said.act is Act.RETURNED else {}
    with atomic():
        row = hold(case_id, asker)
        require_reach(row, GIVE_UP, asker)
        _step_unless_busy(row, State.FILED, said, remaining, asker, **counted)
        CaseParty.objects.filter(case_id=case_id, party_id=party_id).delete()


def resolve(case_id: UUID, said: Entry, remaining: Remaining, asker: Asker) -> None:
    """A party has done its work; after the last one the case waits to be checked.

    Raises `NotFound`, `Refused`, `IllegalMove`.
    """
    with atomic():
        row = hold(case_id, asker)
        require_reach(row, FINISH, asker)
        _remember_handler(case_id, asker)
        _step_unless_busy(row, State.RESOLVED, said, remaining, asker)


def accept(case_id: UUID, reason: str, asker: Asker, version: int) -> None:
    """The check was passed: reporters are asked whether it helped, or the case closes.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove` (also for who worked on it).
    """
    with atomic():
        row = hold(case_id, asker)
        require_version(row, version)
        to = State.FEEDBACK if has_reports(case_id) else State.CLOSED
        take(row, to, asker, Entry(Act.VERIFIED, reason))


def rework(case_id: UUID, reason: str, remaining: Remaining, asker: Asker, version: int) -> None:
    """The check was not passed: the work goes on, and that is counted.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove` (also for who worked on it).
    """
    with atomic():
        row = hold(case_id, asker)
        require_version(row, version)
        said, counted = Entry(Act.SENT_BACK, reason), F("rework_count") + 1
        take(row, State.HANDLING, asker, said, due_at=remaining.due_at, rework_count=counted)


def _step_unless_busy(
    row: CaseRow, to: State, said: Entry, remaining: Remaining, asker: Asker, **columns: Any
) -> None:
    """While other parties are at work the case stays, and only what was said is written."""
    if remaining.open_tasks or row.state != State.HANDLING:
        change(row, due_at=remaining.due_at, **columns)
        write(row.id, asker, said)
    else:
        left = remaining.open_tasks
        take(row, to, asker, said, open_tasks=left, due_at=remaining.due_at, **columns)


def _remember_handler(case_id: UUID, asker: Asker) -> None:
    if asker.user_id is not None:
        CaseHandler.objects.get_or_create(case_id=case_id, user_id=asker.user_id)


def _written(at: datetime | None) -> str:
    return at.isoformat() if at else ""
