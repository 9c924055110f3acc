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
    decide,
    hold,
    remember_handler,
    require_reach,
    take,
    window_of,
    write,
)
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.states import (
    DISPATCH,
    FINISH,
    GIVE_UP,
    Rights,
    State,
    Transition,
    step_or_stay,
)
from linli.respond.cases.models import CaseParty
from linli.respond.cases.queries import CaseRow, situation


@dataclass(frozen=True, slots=True)
class Remaining:
    """The tasks of a case that are still open, and when the first of them is due.

    At `warn_at` three quarters of the time of one of them are gone.
    """

    open_tasks: int = 0
    due_at: datetime | None = None
    warn_at: datetime | None = None

    def times(self) -> dict[str, datetime | None]:
        return {"due_at": self.due_at, "warn_at": self.warn_at}


def start_handling(
    case_id: UUID,
    party_id: int,
    task: Remaining,
    asker: Asker,
    *,
    version: int | None = None,
) -> None:
    """A party has this work to do. The first one brings the case from filed to handling.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`.
    """
    with atomic():
        row = hold(case_id, asker)
        decided = decide(row, State.HANDLING, DISPATCH, asker, version)
        detail = {"party_id": party_id, "due_at": _written(task.due_at)}
        first = _first_of(task, row) if decided.stays else task
        take(row, decided, asker, Entry(Act.DISPATCHED, detail=detail), **first.times())
        concern(case_id, party_id)


def note_signed(case_id: UUID, party_id: int, asker: Asker) -> None:
    """A person of the party takes the work on, and can no longer check it."""
    with atomic():
        row = hold(case_id, asker)
        require_reach(row, (("sign", "task"),), asker)
        remember_handler(case_id, asker)
        write(case_id, asker, Entry(Act.SIGNED, detail={"party_id": party_id}))


def stop_handling(
    case_id: UUID, party_id: int, said: Entry, remaining: Remaining, asker: Asker
) -> None:
    """A party returned its work or was relieved of it; the last one leaves the case filed.

    A case that is over stays as it ended. Raises `NotFound`, `Refused`, `IllegalMove`.
    """
    counted = {"returned_count": F("returned_count") + 1} if said.act is Act.RETURNED else {}
    columns = {**remaining.times(), **counted}
    with atomic():
        row = hold(case_id, asker)
        if row.is_open:
            take(row, _onward(row, State.FILED, GIVE_UP, remaining, asker), asker, said, **columns)
        else:
            require_reach(row, GIVE_UP, asker)
            change(row, **columns)
            write(case_id, asker, said)
        CaseParty.objects.filter(case_id=case_id, party_id=party_id).delete()


def resolve(case_id: UUID, said: Entry, remaining: Remaining, asker: Asker) -> None:
    """A party has done its work; after the last one the case waits to be checked.

    Raises `NotFound`, `Refused`, `IllegalMove`.
    """
    with atomic():
        row = hold(case_id, asker)
        decided = _onward(row, State.RESOLVED, FINISH, remaining, asker)
        remember_handler(case_id, asker)
        take(row, decided, asker, said, **remaining.times())


def accept(
    row: CaseRow, decided: Transition, reason: str, asker: Asker, evidence: dict[str, Any]
) -> None:
    """The check was passed: reporters are asked whether it helped, or the case closes.

    Raises `StaleVersion`.
    """
    waits = window_of(row) if decided.to is State.FEEDBACK else {}
    with atomic():
        take(row, decided, asker, Entry(Act.VERIFIED, reason, evidence), **waits)


def rework(
    row: CaseRow, decided: Transition, said: Entry, remaining: Remaining, asker: Asker
) -> None:
    """The check was not passed: the work goes on, and that is counted. Raises `StaleVersion`."""
    columns = {**remaining.times(), "rework_count": F("rework_count") + 1}
    with atomic():
        take(row, decided, asker, said, **columns)


def _onward(row: CaseRow, to: State, by: Rights, remaining: Remaining, asker: Asker) -> Transition:
    """While other parties are at work the case stays. Raises `Refused`, `IllegalMove`."""
    require_reach(row, by, asker)
    return step_or_stay(row.state, to, by, situation(row, asker, remaining.open_tasks))


def _first_of(task: Remaining, row: CaseRow) -> Remaining:
    """The case is due when the first of its tasks is."""
    return Remaining(
        due_at=min(filter(None, (task.due_at, row.due_at)), default=None),
        warn_at=min(filter(None, (task.warn_at, row.warn_at)), default=None),
    )


def _written(at: datetime | None) -> str:
    return at.isoformat() if at else ""
