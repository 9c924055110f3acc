"""Gives work to parties: by a person, or by the duty that a party has."""

from typing import Final
from uuid import UUID

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.keys import new_key
from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions.steps import TASKS
from linli.organise.tasks.facts import TaskDispatched
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.models import Task
from linli.registers.parties import queries as parties
from linli.registers.parties.logic import Office
from linli.registers.parties.queries import PartyRow
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import Entry, handling, hold, require_reach, tell
from linli.respond.cases.actions.handling import Work
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import BadText, IllegalMove
from linli.respond.cases.logic.ladder import RETURNS_DECIDED
from linli.respond.cases.logic.states import DISPATCH
from linli.respond.cases.logic.states import State as CaseState
from linli.respond.cases.queries import CaseRow
from linli.wire.texts import N_

CAME_BACK: Final = {
    *(CaseState.HANDLING, CaseState.SUSPENDED),
    *(CaseState.FEEDBACK, CaseState.REOPEN_REQUESTED),
    CaseState.MERGED,
}

ADJUDICATED: Final = N_(
    "It came back three times: only the post that is named for this says whose work it is."
)


def dispatch(case_id: UUID, party_id: int, asker: Asker, version: int | None = None) -> UUID:
    """Gives a filed case to a party, or one in handling to one more; returns the task's id.

    `version` is that of the case as it was read. Raises `NotFound`, `Refused`, `StaleVersion`,
    `IllegalMove` (also when the party has it already) and `BadText` for an unknown party.
    """
    with atomic():
        case = hold(case_id, asker)
        require_reach(case, DISPATCH, asker)
        _require_adjudicator(case, asker)
        return give(case, party_in_use(party_id), asker, version)


def dispatch_by_duty(case_id: UUID, asker: Asker) -> None:
    """Gives a case that was filed to whoever has the duty; again is harmless.

    What came back from a party or from reporters stays with the desk, and so does what has no
    place yet: a person decides. Raises `NotFound`, `Refused`.
    """
    with atomic():
        case = hold(case_id, asker)
        if case.state != CaseState.FILED or case.place_id is None or _came_back(case_id):
            return
        holder = parties.duty_holder(case.item, case.place_id)
        if holder is None:
            tell(case_id, asker, Entry(Act.NOBODY_TO_DISPATCH))
        else:
            give(case, holder, asker)


def party_in_use(party_id: int) -> PartyRow:
    """Raises `BadText`."""
    party = parties.party(party_id)
    if party is None:
        raise BadText("party", N_("There is no unit %(party)s."), {"party": party_id})
    if party.is_retired:
        message = N_("%(party)s is no longer in use; please choose another unit.")
        raise BadText("party", message, {"party": party.name})
    return party


def give(
    case: CaseRow,
    party: PartyRow,
    asker: Asker,
    version: int | None = None,
    *,
    called: bool = False,
) -> UUID:
    """The party has the work; `called` by a whistle, it signs for it at once. The case is held.

    Raises `Refused`, `StaleVersion`, `IllegalMove`.
    """
    if Task.objects.filter(case_id=case.id, party_id=party.id, is_open=True).exists():
        has_it = N_("This unit already has it.")
        raise IllegalMove("case", case.state, CaseState.HANDLING, (), has_it)
    work = Work(new_key(), party.id, party.calendar_code, is_whistled=called)
    limit = handling.start_handling(case.id, work, asker, version=version)
    task = Task.objects.create(
        id=work.task_id,
        case_id=case.id,
        case_number=case.number,
        item=case.item,
        severity=case.severity,
        party_id=party.id,
        place_id=case.place_id,
        state=State.DISPATCHED,
        dispatched_by=asker.user_id,
        **limit.columns(),
        **case.where.columns(),
    )
    announce(TaskDispatched(task.id, case.id, party.id, urgent=case.is_emergency))
    audit.record(asker, "dispatch", "task", str(task.id), case_id=str(case.id))
    return task.id


def _require_adjudicator(case: CaseRow, asker: Asker) -> None:
    """What came back three times is not sent on by the desk, if a post is named to say whose it is.

    Raises `IllegalMove`.
    """
    is_over_returns = case.state == CaseState.FILED and case.returned_count >= RETURNS_DECIDED
    post = parties.in_charge(Office.ADJUDICATOR, case.place_id) if is_over_returns else None
    if post and asker.is_person and asker.user_id != post.user_id and _came_back(case.id):
        raise IllegalMove("case", case.state, CaseState.HANDLING, (), ADJUDICATED)


def _came_back(case_id: UUID) -> bool:
    """From a party, or from reporters for whom it did not help."""
    return cases.course(case_id, TASKS)[-1].from_state in CAME_BACK
