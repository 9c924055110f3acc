"""Takes a dispatch back that was a mistake: the case goes on as if it had never been sent."""

from uuid import UUID

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks.actions.steps import TASKS, change, read_reason, remaining, seen, work
from linli.organise.tasks.facts import DispatchWithdrawn
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.logic.withdrawing import require_undoable
from linli.organise.tasks.queries.withdrawing import may_withdraw, why_not
from linli.respond.cases.actions import Entry, handling, hold
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import StaleVersion


def withdraw(task_id: UUID, reason: str, asker: Asker, version: int) -> None:
    """Whoever sent it, or a leader, takes it back while the unit has done nothing with it.

    The work order is kept, and says so. Whoever signed for it still does not check this case.
    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`, `BadText`.
    """
    with atomic():
        hold(seen(task_id, asker).case_id, TASKS)
        row = seen(task_id, asker)
        if not may_withdraw(row, asker):
            raise Refused(f"{asker.name} may not take this dispatch back.")
        if row.version != version:
            raise StaleVersion("task", row.version)
        require_undoable(row.state, why_not(row, clock.now()))
        said = read_reason(reason)
        change(row, State.CANCELLED, reason=said, withdrawn_at=clock.now())
        detail = {"task_id": str(row.id), "party_id": row.party_id}
        entry = Entry(Act.UNDISPATCHED, said, detail)
        handling.take_back(row.case_id, work(row), entry, remaining(row.case_id), asker)
        announce(DispatchWithdrawn(row.id, row.case_id, row.party_id))
        audit.record(asker, "undo", "dispatch", str(row.id), case_id=str(row.case_id))
