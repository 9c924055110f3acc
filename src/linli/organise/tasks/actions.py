"""Gives work to parties, takes their results, and lets somebody else check them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import django_tasks
from django.db.models import Count, Min

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.files import queries as files
from linli.ground.files.actions import MissingPhotos, name_photos
from linli.ground.keys import new_key
from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks.facts import TaskDispatched, TaskMoved
from linli.organise.tasks.logic.results import (
    LONGEST_RESULT,
    NOTHING_ELSE,
    Looked,
    Spot,
    require_photos,
)
from linli.organise.tasks.logic.states import OPEN, TRANSITIONS, State, step
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import TaskRow, needs_photo, of_case, task, task_row
from linli.registers.parties import queries as parties
from linli.registers.parties.queries import PartyRow
from linli.registers.places.following import follow
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import (
    Entry,
    decide,
    delaying,
    handling,
    hold,
    require_reach,
    tell,
)
from linli.respond.cases.actions.handling import Remaining, Work
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.logic.states import DISPATCH, VERIFY, steps_open
from linli.respond.cases.logic.states import State as CaseState
from linli.respond.cases.logic.texts import LONGEST_REASON, read_text
from linli.respond.cases.queries import CaseRow
from linli.wire.texts import N_

ACTS: Final = {one.to: one.act for one in TRANSITIONS if one.kind == "task"}
"""State that is asked for → the right that it needs."""

CAME_BACK: Final = {
    *(CaseState.HANDLING, CaseState.SUSPENDED),
    *(CaseState.FEEDBACK, CaseState.REOPEN_REQUESTED),
}

NOT_TIMED: Final = N_("Its clock does not run, so that there is nothing to extend.")

TASKS: Final = Asker.for_part("tasks")


def dispatch(case_id: UUID, party_id: int, asker: Asker, version: int | None = None) -> UUID:
    """Gives a filed case to a party, or one in handling to one more; returns the task's id.

    `version` is that of the case as it was read. Raises `NotFound`, `Refused`, `StaleVersion`,
    `IllegalMove` (also when the party has it already) and `BadText` for an unknown party.
    """
    with atomic():
        case = hold(case_id, asker)
        require_reach(case, DISPATCH, asker)
        party = parties.party(party_id)
        if party is None:
            raise BadText("party", N_("There is no unit %(party)s."), {"party": party_id})
        if party.is_retired:
            message = N_("%(party)s is no longer in use; please choose another unit.")
            raise BadText("party", message, {"party": party.name})
        return _dispatch(case, party, asker, version)


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
            _dispatch(case, holder, asker, None)


def sign(task_id: UUID, asker: Asker, version: int) -> None:
    """A person of the party takes the work on. `version` is that of the task as it was read.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`, as all that follow.
    """
    with atomic():
        row = _begin(task_id, State.IN_PROGRESS, asker, version)
        _change(row, State.IN_PROGRESS, signed_at=clock.now(), signed_by=asker.user_id)
        handling.note_signed(row.case_id, _work(row), asker)
        audit.record(asker, "sign", "task", str(row.id), case_id=str(row.case_id))


def return_(task_id: UUID, reason: str, asker: Asker, version: int) -> None:
    """The party says why this is not its work; a person decides whose it is. Raises `BadText`."""
    with atomic():
        row = _begin(task_id, State.RETURNED, asker, version)
        _stop(row, State.RETURNED, Act.RETURNED, _reason(reason), asker)
        audit.record(asker, "return", "task", str(row.id), case_id=str(row.case_id))


def cancel(task_id: UUID, reason: str, asker: Asker, version: int) -> None:
    """The desk takes the work back, and says why. Raises `BadText`."""
    with atomic():
        row = _begin(task_id, State.CANCELLED, asker, version)
        _stop(row, State.CANCELLED, Act.CANCELLED, _reason(reason), asker)
        audit.record(asker, "cancel", "task", str(row.id), case_id=str(row.case_id))


def cancel_all(case_id: UUID, asker: Asker) -> None:
    """Takes back what is still open of a case that is over, and says why; again is harmless."""
    with atomic():
        if hold(case_id, asker).is_open:
            return
        reason = cases.course(case_id, TASKS)[-1].reason
        for row in of_case(case_id, asker):
            if row.is_open:
                _stop(row, State.CANCELLED, Act.CANCELLED, reason, asker)


def finish(  # noqa: PLR0913 - the fields of one form
    task_id: UUID,
    text: str,
    photo_ids: Sequence[UUID],
    asker: Asker,
    version: int,
    *,
    spot: Spot | None = None,
) -> None:
    """The work is done: what was done, with photos. The last task leaves the case to be checked.

    `spot` is where that was, if the asker tells it; it stays with this result and nowhere else.

    Raises `BadText` without a text, without a photo where the item asks for one, and for photos
    that the asker has not sent.
    """
    with atomic():
        row = _begin(task_id, State.DONE, asker, version)
        said = read_text("text", text, LONGEST_RESULT)
        require_photos(len(photo_ids), is_needed=needs_photo(row))
        photos = _photos(photo_ids, asker)
        _change(
            row,
            State.DONE,
            done_at=clock.now(),
            done_by=asker.user_id,
            result_text=said,
            photo_ids=photos,
            spot=spot.kept() if spot else None,
        )
        detail = {"task_id": str(row.id), "party_id": row.party_id, "photo_ids": photos}
        done = Entry(Act.FINISHED, said, detail)
        handling.resolve(row.case_id, _work(row), done, _remaining(row.case_id), asker)
        audit.record(
            asker, "finish", "task", str(row.id), case_id=str(row.case_id), photos=str(len(photos))
        )


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
            handling.accept(case, decided, said, asker, _evidence(looked, asker))
        else:
            _reopen_tasks(case, said)
            back = Entry(Act.SENT_BACK, said, _evidence(looked, asker))
            handling.rework(case, decided, back, _remaining(case_id), asker)
        result = "passed" if passed else "sent back"
        audit.record(asker, "verify", "case", str(case_id), outcome=result)


def suspend(case_id: UUID, until: datetime, said: Entry, asker: Asker) -> None:
    """Nobody has to work on the case until then: all its tasks wait. Raises as all above."""
    with atomic():
        delaying.suspend(case_id, until, said, asker)
        Task.objects.filter(case_id=case_id, is_open=True).update(due_at=None, warn_at=None)


def resume(case_id: UUID, asker: Asker) -> None:
    """The work on a suspended case goes on, with the time that was left. Raises as all above."""
    with atomic():
        waiting = [row.id for row in of_case(case_id, TASKS) if row.is_open]
        due = delaying.resume(case_id, waiting, Entry(Act.RESUMED), asker)
        for task_id, one in due.items():
            Task.objects.filter(pk=task_id).update(**one.columns())
        audit.record(asker, "resume", "case", str(case_id))


def resume_suspended(asker: Asker) -> int:
    """Has each case go on whose suspension is over; returns how many. Again is harmless."""
    over = delaying.over()
    for case_id in over:
        with atomic():
            if hold(case_id, asker).state == CaseState.SUSPENDED:
                resume(case_id, asker)
    return len(over)


def extend(task_id: UUID, more: int, said: Entry, asker: Asker) -> None:
    """The work may take so many units of its clock longer. The asker decides on its case, held.

    Raises `NotFound`, and `IllegalMove` for work that is not going on.
    """
    with atomic():
        row = _seen(task_id, asker)
        hold(row.case_id, TASKS)
        due = delaying.extend(row.case_id, task_id, more) if row.is_open else None
        if due is None or due.at is None:
            raise IllegalMove("task", row.state, "extended", (), NOT_TIMED)
        Task.objects.filter(pk=task_id).update(**due.columns())
        delaying.note_extended(row.case_id, said, _remaining(row.case_id), asker)


@django_tasks.task()
def follow_places(move_id: str) -> int:
    """Brings tasks along whose places have moved; returns how many."""
    return follow(Task, move_id)


def _dispatch(case: CaseRow, party: PartyRow, asker: Asker, version: int | None) -> UUID:
    if Task.objects.filter(case_id=case.id, party_id=party.id, is_open=True).exists():
        has_it = N_("This unit already has it.")
        raise IllegalMove("case", case.state, CaseState.HANDLING, (), has_it)
    work = Work(new_key(), party.id, party.calendar_code)
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
        **limit.columns(),
        **case.where.columns(),
    )
    announce(TaskDispatched(task.id, case.id, party.id, urgent=case.is_emergency))
    audit.record(asker, "dispatch", "task", str(task.id), case_id=str(case.id))
    return task.id


def _came_back(case_id: UUID) -> bool:
    """From a party, or from reporters for whom it did not help."""
    return cases.course(case_id, TASKS)[-1].from_state in CAME_BACK


def _begin(task_id: UUID, to: State, asker: Asker, version: int) -> TaskRow:
    """The task as it is once its case is held, if the asker may bring it there now."""
    seen = _seen(task_id, asker)
    hold(seen.case_id, TASKS)
    row, act = _seen(task_id, asker), ACTS[to]
    if not asker.require(act, "task").covers(row.where, parties=(row.party_id,)):
        raise Refused(f"{asker.name} may not {act} a task here.")
    if row.version != version:
        raise StaleVersion("task", row.version)
    step(row.state, to)
    return row


def _seen(task_id: UUID, asker: Asker) -> TaskRow:
    row = task(task_id, asker)
    if row is None:
        raise NotFound("task", task_id)
    return row


def _change(row: TaskRow, to: State, **columns: Any) -> None:
    """Changes the task if it is still as it was read, and announces that."""
    step(row.state, to)
    changed = Task.objects.filter(pk=row.id, version=row.version, state=row.state).update(
        state=to, is_open=to in OPEN, version=row.version + 1, **columns
    )
    if changed != 1:
        raise StaleVersion("task", Task.objects.values_list("version", flat=True).get(pk=row.id))
    announce(TaskMoved(row.id, row.case_id, row.state, to))


def _stop(row: TaskRow, to: State, act: Act, reason: str, asker: Asker) -> None:
    _change(row, to, reason=reason)
    said = Entry(act, reason, {"task_id": str(row.id), "party_id": row.party_id})
    handling.stop_handling(row.case_id, _work(row), said, _remaining(row.case_id), asker)


def _reopen_tasks(case: CaseRow, reason: str) -> None:
    """The last work of each party on the case goes on, with what is left of its time."""
    done = Task.objects.filter(case_id=case.id, state=State.DONE, party_id__in=case.parties)
    last = {one.party_id: task_row(one) for one in done.order_by("done_at")}
    for row in last.values():
        left = handling.go_on(case.id, row.id)
        times = left.columns() if left else {}
        _change(row, State.IN_PROGRESS, reason=reason, done_at=None, done_by=None, **times)


def _work(row: TaskRow) -> Work:
    return Work(row.id, row.party_id)


def _remaining(case_id: UUID) -> Remaining:
    left = Task.objects.filter(case_id=case_id, is_open=True)
    return Remaining(
        **left.aggregate(open_tasks=Count("pk"), due_at=Min("due_at"), warn_at=Min("warn_at"))
    )


def _reason(text: str) -> str:
    return read_text("reason", text, LONGEST_REASON)


def _photos(photo_ids: Sequence[UUID], asker: Asker) -> list[str]:
    """Their ids as they are stored; only photos that the asker sent prove what the asker did.

    Raises `BadText`.
    """
    missing = len(set(photo_ids) - files.own(photo_ids, asker))
    if missing:
        raise _lost(missing)
    try:
        name_photos(photo_ids)
    except MissingPhotos as removed:
        raise _lost(removed.count) from removed
    return [str(photo) for photo in photo_ids]


def _evidence(looked: Looked, asker: Asker) -> dict[str, Any]:
    """What a check brought back, as the timeline keeps it. Raises `BadText`."""
    require_photos(len(looked.photo_ids), is_needed=False)
    found: dict[str, Any] = {}
    if looked.photo_ids:
        found["photo_ids"] = _photos(looked.photo_ids, asker)
    if looked.spot:
        found["spot"] = looked.spot.kept()
    return found


def _lost(count: int) -> BadText:
    message = N_("%(count)d of the photos have not arrived; please add them again.")
    return BadText("photos", message, {"count": count})
