"""What time does: cases close whose reporters did not say whether it helped, and cases go on for
which they added nothing."""

from uuid import UUID

import msgspec

from linli.ground import clock
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases.actions.steps import Entry, decide, hold, take
from linli.respond.cases.actions.supplementing import where_it_was
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.feedback import feedback_limit
from linli.respond.cases.logic.states import MOVE, TELL, State
from linli.respond.cases.models import Case


def close_unanswered(asker: Asker) -> int:
    """Closes each case whose window for an answer is over; returns how many. Again is harmless."""
    over = Case.objects.filter(state=State.FEEDBACK, feedback_until__lte=clock.now())
    due = list(over.order_by("feedback_until").values_list("pk", flat=True))
    return sum(_close(case_id, asker) for case_id in due)


def resume_unsupplemented(asker: Asker) -> int:
    """Lets each case go on that has waited long enough for details; returns how many."""
    over = Case.objects.filter(state=State.INFO_REQUESTED, resumes_at__lte=clock.now())
    due = list(over.order_by("resumes_at").values_list("pk", flat=True))
    return sum(_resume(case_id, asker) for case_id in due)


def _resume(case_id: UUID, asker: Asker) -> bool:
    with atomic():
        row = hold(case_id, asker)
        if row.state != State.INFO_REQUESTED:
            return False  # the reporter answered, or somebody decided, a moment ago
        decided = decide(row, where_it_was(case_id), TELL, asker)
        take(row, decided, asker, Entry(Act.UNSUPPLEMENTED))
    return True


def _close(case_id: UUID, asker: Asker) -> bool:
    with atomic():
        row = hold(case_id, asker)
        if row.state != State.FEEDBACK:
            return False  # somebody decided about it a moment ago
        limit = feedback_limit(catalogue.item_then(row.item, row.item_version))
        said = Entry(Act.UNANSWERED, detail={"limit": msgspec.to_builtins(limit)})
        take(row, decide(row, State.CLOSED, MOVE, asker), asker, said)
    return True
