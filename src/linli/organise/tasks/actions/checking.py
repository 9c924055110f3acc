"""Lets somebody else check the work."""

from typing import Any
from uuid import UUID

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions.steps import change, own_photos, remaining
from linli.organise.tasks.logic.results import NOTHING_ELSE, Looked, require_photos
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import task_row
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import Entry, decide, handling, hold
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.states import VERIFY, steps_open
from linli.respond.cases.logic.states import State as CaseState
from linli.respond.cases.logic.texts import LONGEST_REASON, read_text
from linli.respond.cases.queries import CaseRow


def verify(  # noqa: PLR0913 - the fields of one form
    case_id: UUID,
    passed: bool,
    reason: str,
    asker: Asker,
    version: int,
    *,
    looked: Looked = NOTHING_ELSE,
) -> None:
    """Somebody else checks the work. Passed: reporters are asked, or the case closes.

    Not passed: it goes back to who did it, with a reason. Raises as `check` does.
    """
    with atomic():
        case = hold(case_id, asker)
        open_now = steps_open(case.state, VERIFY, cases.situation(case, asker))
        passing = (one.to for one in open_now if one.to != CaseState.HANDLING)
        # Where nothing is open to the asker, `check` says why.
        to = next(passing, CaseState.CLOSED) if passed else CaseState.HANDLING
        check(case_id, to, reason, asker, version, looked=looked)


def check(  # noqa: PLR0913 - the fields of one form
    case_id: UUID,
    to: str,
    reason: str,
    asker: Asker,
    version: int,
    *,
    looked: Looked = NOTHING_ELSE,
) -> None:
    """Somebody else checked the work and says where the case goes. `version` is that of the case.

    Raises `NotFound`, `Refused` (also to whoever worked on it), `StaleVersion`, `IllegalMove`,
    `BadText`.
    """
    with atomic():
        case = hold(case_id, asker)
        decided = decide(case, to, VERIFY, asker, version)
        said = read_text("reason", reason, LONGEST_REASON, is_required=decided.needs_reason)
        passed = decided.to != CaseState.HANDLING
        if passed:
            handling.accept(case, decided, said, asker, evidence(looked, asker))
        else:
            _reopen_tasks(case, said)
            back = Entry(Act.SENT_BACK, said, evidence(looked, asker))
            handling.rework(case, decided, back, remaining(case_id), asker)
        result = "passed" if passed else "sent back"
        audit.record(asker, "verify", "case", str(case_id), outcome=result)


def _reopen_tasks(case: CaseRow, reason: str) -> None:
    """The last work of each party on the case goes on, with what is left of its time."""
    done = Task.objects.filter(case_id=case.id, state=State.DONE, party_id__in=case.parties)
    last = {one.party_id: task_row(one) for one in done.order_by("done_at")}
    for row in last.values():
        left = handling.go_on(case.id, row.id)
        undone = dict.fromkeys(("done_at", "done_by", "told_at"))
        times = left.columns() if left else {}
        change(row, State.IN_PROGRESS, reason=reason, sent_back_at=clock.now(), **undone, **times)


def evidence(looked: Looked, asker: Asker) -> dict[str, Any]:
    """What a check brought back, as the timeline keeps it. Raises `BadText`."""
    require_photos(len(looked.photo_ids), is_needed=False)
    found: dict[str, Any] = {}
    if looked.photo_ids:
        found["photo_ids"] = own_photos(looked.photo_ids, asker)
    if looked.spot:
        found["spot"] = looked.spot.kept()
    return found
