"""Work changes hands within its unit: whoever signed for it is away."""

from typing import Final
from uuid import UUID

from linli.ground.accounts import queries as accounts
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks.actions.steps import TASKS, read_reason, seen
from linli.organise.tasks.facts import TaskHandedOver
from linli.organise.tasks.logic.handing import IN_HANDS
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import TaskRow
from linli.organise.tasks.queries.hands import may_hand_over
from linli.respond.cases.actions import Entry, handling, hold
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import BadText, IllegalMove, StaleVersion
from linli.wire.texts import N_

NOT_IN_HANDS: Final = N_("Nobody has signed for it: the whole unit has it, and anybody may sign.")
NOT_OF_UNIT: Final = N_("This person does not work for the unit; please choose somebody who does.")
HAS_IT: Final = N_("This person has it already.")


def hand_over(task_id: UUID, to_user: int, reason: str, asker: Asker, version: int) -> None:
    """Somebody else of the unit goes on with it, and neither of the two checks it; clocks stay.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove` and `BadText`.
    """
    with atomic():
        row = _held(task_id, asker)
        if row.version != version:
            raise StaleVersion("task", row.version)
        if row.state not in IN_HANDS or row.signed_by is None:
            raise IllegalMove("task", row.state, row.state, (), NOT_IN_HANDS)
        if to_user == row.signed_by:
            raise BadText("to", HAS_IT)
        if to_user not in accounts.handlers_of([row.party_id]).get(row.party_id, {}):
            raise BadText("to", NOT_OF_UNIT)
        detail = {"party_id": row.party_id, "from_user": row.signed_by, "to_user": to_user}
        said = Entry(Act.HANDED_OVER, read_reason(reason), detail)
        still = Task.objects.filter(pk=row.id, version=row.version, state=row.state)
        if still.update(signed_by=to_user, version=row.version + 1) != 1:
            raise StaleVersion("task", seen(task_id, asker).version)
        handling.note_handed_over(row.case_id, to_user, said, asker)
        announce(TaskHandedOver(row.id, row.case_id, row.party_id, to_user))
        audit.record(
            asker,
            "hand_over",
            "task",
            str(row.id),
            case_id=str(row.case_id),
            source=str(row.signed_by),
            to=str(to_user),
        )


def _held(task_id: UUID, asker: Asker) -> TaskRow:
    hold(seen(task_id, asker).case_id, TASKS)
    row = seen(task_id, asker)
    asker.require("hand_over", "task")
    if not may_hand_over(row, asker):
        raise Refused(f"{asker.name} may not hand over a task here.")
    return row
