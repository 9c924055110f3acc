"""Merges a case into another one, with its work, and separates it again.

Only who has the tasks can tell whether anybody is at work.
"""

from uuid import UUID

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions.steps import TASKS, change, remaining
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import of_case, task_row
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import (
    Entry,
    handling,
    hold,
    merging,
    require_reach,
    require_version,
    tell,
)
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove, NotFound
from linli.respond.cases.logic.states import MERGE, by_hand
from linli.respond.cases.logic.states import State as CaseState
from linli.respond.cases.logic.texts import LONGEST_REASON, read_text
from linli.respond.cases.queries import CaseRow
from linli.wire.texts import N_


def merge(  # noqa: PLR0913 - the fields of one form
    case_id: UUID, into_id: UUID, asker: Asker, version: int, into_version: int, *, reason: str = ""
) -> None:
    """Both cases are one problem: the other one goes on with what this one was told.

    Work orders that nobody has signed for are cancelled; while somebody is at work it is refused.
    The versions are those of the cases as they were read.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`, `BadText`.
    """
    with atomic():
        row, into = _hold_both(case_id, into_id, asker)
        require_version(row, version)
        require_version(into, into_version)
        require_reach(row, MERGE, asker)
        require_reach(into, MERGE, asker)
        said = read_text("reason", reason, LONGEST_REASON, is_required=False)
        merging.require_mergeable(row, into)
        taken_back = _take_back_unsigned(row, said or into.number, asker)
        detail = {"task_ids": taken_back}
        merging.merge(row, into, Entry(Act.MERGED, said, detail), asker)
        audit.record(asker, "merge", "case", str(case_id), into=str(into_id))


def unmerge(case_id: UUID, asker: Asker, version: int, reason: str = "") -> None:
    """The merging was a mistake: what this case was told goes back to it, and so does its work.

    Raises `NotFound`, `Refused` (also when the other case is out of reach), `StaleVersion`,
    `IllegalMove`, `BadText`.
    """
    with atomic():
        into_id = _merged_into(case_id, asker)
        row, into = _hold_both(case_id, into_id, asker)
        require_version(row, version)
        require_reach(row, MERGE, asker)
        require_reach(into, MERGE, asker)
        said = read_text("reason", reason, LONGEST_REASON, is_required=False)
        _give_again(case_id)
        entry = Entry(Act.UNMERGED, said)
        merging.unmerge(row, into, entry, remaining(case_id), asker)
        audit.record(asker, "unmerge", "case", str(case_id), source=str(into_id))


def _hold_both(case_id: UUID, into_id: UUID, asker: Asker) -> tuple[CaseRow, CaseRow]:
    """Everybody holds cases in the same order, so that nobody waits in a circle."""
    held = {one: hold(one, asker) for one in sorted({case_id, into_id})}
    return held[case_id], held[into_id]


def _merged_into(case_id: UUID, asker: Asker) -> UUID:
    row = cases.case(case_id, asker)
    if row is None:
        raise NotFound("case", case_id)
    if row.merged_into is None:
        apart = N_("It is not merged into another case.")
        raise IllegalMove("case", row.state, row.state, (), apart)
    return row.merged_into


def _take_back_unsigned(case: CaseRow, reason: str, asker: Asker) -> list[str]:
    """Returns the ids of the tasks. Raises `IllegalMove` where somebody is at work."""
    still_open = [row for row in of_case(case.id, TASKS) if row.is_open]
    if any(row.state != State.DISPATCHED for row in still_open):
        busy = N_(
            "A unit has signed for it: merge the other case into this one, or cancel its work "
            "order first."
        )
        raise IllegalMove("case", case.state, CaseState.MERGED, by_hand(case.state), busy)
    for row in still_open:
        change(row, State.CANCELLED, reason=reason)
        detail = {"task_id": str(row.id), "party_id": row.party_id}
        tell(case.id, asker, Entry(Act.CANCELLED, reason, detail))
    return [str(row.id) for row in still_open]


def _give_again(case_id: UUID) -> None:
    """The work orders that were cancelled for the merging, with what was left of their time."""
    task_ids = merging.merging_of(case_id).detail.get("task_ids", ())
    for row in map(task_row, Task.objects.filter(pk__in=task_ids).order_by("pk")):
        left = handling.go_on(case_id, row.id)
        change(row, State.DISPATCHED, reason="", **(left.columns() if left else {}))
