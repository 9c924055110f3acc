"""What tasks tell a case. Only `organise/tasks/actions` may call what stands here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker, Refused
from linli.registers.calendars.logic import OFFICE
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases.actions import timing
from linli.respond.cases.actions.steps import (
    CASES,
    Entry,
    change,
    concern,
    decide,
    hold,
    put,
    remember_handler,
    require_reach,
    take,
    tell,
    write,
)
from linli.respond.cases.actions.timing import Timed
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.clocks import URGENT_SIGN_IN, Due, limit_of
from linli.respond.cases.logic.runs import Clock
from linli.respond.cases.logic.states import (
    DISPATCH,
    FINISH,
    GIVE_UP,
    WITHDRAW,
    Rights,
    State,
    Transition,
    step_or_stay,
    steps_open,
)
from linli.respond.cases.models import CaseHandler, CaseParty
from linli.respond.cases.queries import CaseRow, situation


@dataclass(frozen=True, slots=True)
class Work:
    """A task and the party that has it; `calendar` is the code of the party's working hours.

    `worker` is who does it without an account, as the timeline shows them; `is_whistled`: called
    together with others, so that it signs for it at once.
    """

    task_id: UUID
    party_id: int
    calendar: str = OFFICE
    worker: str = ""
    is_whistled: bool = False


@dataclass(frozen=True, slots=True)
class Remaining:
    """The tasks of a case that are still open, and when the first of them is due.

    At `warn_at` three quarters of the time of one of them are gone. `is_done`: what was called
    together is done by those who came.
    """

    open_tasks: int = 0
    due_at: datetime | None = None
    warn_at: datetime | None = None
    is_done: bool = False

    def times(self) -> dict[str, datetime | None]:
        return {"due_at": self.due_at, "warn_at": self.warn_at}


def start_handling(case_id: UUID, work: Work, asker: Asker, *, version: int | None = None) -> Due:
    """A party has this work to do; returns by when. The first one brings the case from filed to
    handling.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`.
    """
    with atomic():
        row = hold(case_id, asker)
        decided = decide(row, State.HANDLING, DISPATCH, asker, version)
        due = _start_clocks(row, work)
        detail = {"party_id": work.party_id, "due_at": _written(due.at)}
        task = Remaining(1, due.at, due.warn_at)
        first = _first_of(task, row) if decided.stays else task
        take(row, decided, asker, Entry(Act.DISPATCHED, detail=detail), **first.times())
        concern(case_id, work.party_id)
    return due


def note_signed(case_id: UUID, work: Work, asker: Asker) -> None:
    """A person of the party takes the work on, and can no longer check it."""
    with atomic():
        row = hold(case_id, asker)
        require_reach(row, (("sign", "task"),), asker)
        remember_handler(case_id, asker)
        timing.stop(timing.of_case(case_id, task_id=work.task_id, clock=Clock.SIGN_IN))
        detail: dict[str, Any] = {"party_id": work.party_id}
        if work.worker:
            detail["worker"] = work.worker
        write(case_id, asker, Entry(Act.SIGNED, detail=detail))


def note_whistled(case_id: UUID, said: Entry, asker: Asker) -> None:
    """Several parties were called at once. Raises `NotFound`."""
    with atomic():
        change(hold(case_id, asker), is_whistled=True)
        tell(case_id, asker, said)


def note_arranged(case_id: UUID, said: Entry, asker: Asker) -> None:
    """A person of the party arranged how the work goes on, and can no longer check it."""
    with atomic():
        hold(case_id, asker)
        remember_handler(case_id, asker)
        tell(case_id, asker, said)


def note_handed_over(case_id: UUID, to_user: int, said: Entry, asker: Asker) -> None:
    """Somebody else of the party goes on with the work, and can no longer check it either.

    `organise/tasks` has decided that the asker may say so.
    """
    with atomic():
        hold(case_id, CASES)
        CaseHandler.objects.get_or_create(case_id=case_id, user_id=to_user)
        write(case_id, asker, said)


def stop_handling(
    case_id: UUID, work: Work, said: Entry, remaining: Remaining, asker: Asker
) -> None:
    """A party returned its work or was relieved of it; the last one leaves the case filed.

    Where others were called with it and have done their work, that is checked.

    A case that is over stays as it ended. Raises `NotFound`, `Refused`, `IllegalMove`.
    """
    party_id = work.party_id
    counted = {"returned_count": F("returned_count") + 1} if said.act is Act.RETURNED else {}
    with atomic():
        row = hold(case_id, asker)
        columns = {**_times(row, remaining), **counted}
        timing.stop(timing.of_case(case_id, task_id=work.task_id))
        if row.is_open:
            to = State.RESOLVED if remaining.is_done else State.FILED
            take(row, _onward(row, to, GIVE_UP, remaining, asker), asker, said, **columns)
        else:
            require_reach(row, GIVE_UP, asker)
            change(row, **columns)
            write(case_id, asker, said)
        CaseParty.objects.filter(case_id=case_id, party_id=party_id).delete()


def take_back(case_id: UUID, work: Work, said: Entry, remaining: Remaining, asker: Asker) -> None:
    """The work was given to a wrong party: the case is as it was before, and so are its clocks.

    Raises `NotFound`, `Refused`, `IllegalMove`.
    """
    with atomic():
        row = hold(case_id, asker)
        decided = _onward(row, State.FILED, WITHDRAW, remaining, asker)
        timing.stop(timing.of_case(case_id, task_id=work.task_id))
        if decided.stays:
            take(row, decided, asker, said, **remaining.times())
        else:
            due = timing.revive(case_id)
            put(row, decided, asker, said, **due.columns())
        CaseParty.objects.filter(case_id=case_id, party_id=work.party_id).delete()


def resolve(case_id: UUID, work: Work, said: Entry, remaining: Remaining, asker: Asker) -> None:
    """A party has done its work; after the last one the case waits to be checked.

    Its clock stands still until the check: what is left of it is there if the work goes on.
    Raises `NotFound`, `Refused`, `IllegalMove`.
    """
    with atomic():
        row = hold(case_id, asker)
        decided = _onward(row, State.RESOLVED, FINISH, remaining, asker)
        remember_handler(case_id, asker)
        timing.pause(timing.of_case(case_id, task_id=work.task_id))
        take(row, decided, asker, said, **_times(row, remaining))


def accept(
    row: CaseRow, decided: Transition, reason: str, asker: Asker, evidence: dict[str, Any]
) -> None:
    """The check was passed: reporters are asked whether it helped, or the case closes.

    Raises `StaleVersion`.
    """
    with atomic():
        take(row, decided, asker, Entry(Act.VERIFIED, reason, evidence))


def pass_unchecked(row: CaseRow, share: int, asker: Asker) -> None:
    """The sample did not take it: reporters are asked whether it helped, or the case closes.

    Raises `Refused` to persons: that is decided by nobody. `IllegalMove`, `StaleVersion`.
    """
    if asker.is_person:
        raise Refused(f"{asker.name} may not let work pass without a check.")
    with atomic():
        to = next(one.to for one in steps_open(row.state, FINISH, situation(row, asker)))
        decided = decide(row, to, FINISH, asker)
        take(row, decided, asker, Entry(Act.UNSAMPLED, detail={"sample": share}))


def rework(
    row: CaseRow, decided: Transition, said: Entry, remaining: Remaining, asker: Asker
) -> None:
    """The check was not passed: the work goes on, and that is counted. Raises `StaleVersion`."""
    columns = {**remaining.times(), "rework_count": F("rework_count") + 1}
    with atomic():
        take(row, decided, asker, said, **columns)


def go_on(case_id: UUID, task_id: UUID) -> Due | None:
    """The work of a task that was done goes on, with what is left of its time; None for one that
    is older than clocks are.
    """
    found = timing.resume(timing.of_case(case_id, task_id=task_id, clock=Clock.HANDLE))
    return found.get((task_id, Clock.HANDLE))


OF_WORK: Final = (Clock.SIGN_IN, Clock.HANDLE)
WHISTLED: Final = {Clock.SIGN_IN: URGENT_SIGN_IN}


def _start_clocks(row: CaseRow, work: Work) -> Due:
    item = catalogue.item_then(row.item, row.item_version)
    _, handle = (
        timing.start(
            row.id,
            Timed(
                clock=one,
                limit=WHISTLED.get(one, usual) if work.is_whistled else usual,
                calendar=work.calendar,
                task_id=work.task_id,
                party_id=work.party_id,
            ),
        )
        for one, usual in ((one, limit_of(one, item)) for one in OF_WORK)
    )
    return handle


def _onward(row: CaseRow, to: State, by: Rights, remaining: Remaining, asker: Asker) -> Transition:
    """While other parties are at work the case stays. Raises `Refused`, `IllegalMove`."""
    require_reach(row, by, asker)
    return step_or_stay(row.state, to, by, situation(row, asker, remaining.open_tasks))


def _times(row: CaseRow, remaining: Remaining) -> dict[str, datetime | None]:
    """A suspended case is due when it is looked at again, whoever is left."""
    return {} if row.state == State.SUSPENDED else remaining.times()


def _first_of(task: Remaining, row: CaseRow) -> Remaining:
    """The case is due when the first of its tasks is."""
    return Remaining(
        due_at=min(filter(None, (task.due_at, row.due_at)), default=None),
        warn_at=min(filter(None, (task.warn_at, row.warn_at)), default=None),
    )


def _written(at: datetime | None) -> str:
    return at.isoformat() if at else ""
