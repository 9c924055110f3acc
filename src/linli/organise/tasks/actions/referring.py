"""Refers work to an outside body, asks after it, and has it come back: never is it stuck there."""

from typing import Any
from uuid import UUID

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions.steps import TASKS, begin, change, end_referral, seen
from linli.organise.tasks.facts import ReferralDue
from linli.organise.tasks.logic.referrals import (
    STAYS,
    FollowUp,
    Handed,
    Heard,
    Outcome,
    ask_again_at,
    read_follow_up,
    read_handed,
)
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.models import Referral
from linli.organise.tasks.queries import TaskRow
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import OFFICE
from linli.respond.cases.actions import Entry, handling, hold, tell
from linli.respond.cases.logic.acts import Act


def refer(task_id: UUID, handed: Handed, asker: Asker, version: int) -> UUID:
    """An outside body does the work; the unit still answers for it, and its clock runs on.

    Returns the id of the referral. Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`,
    `BadText`.
    """
    with atomic():
        row = begin(task_id, "refer", State.REFERRED, asker, version)
        told = read_handed(handed, clock.now())
        again = _ask_again_at()
        assert told.answer_by is not None
        made = Referral.objects.create(
            task_id=row.id,
            body=told.body,
            reference=told.reference,
            way=told.way,
            follower=told.follower,
            answer_by=told.answer_by,
            ask_again_at=again,
        )
        change(row, State.REFERRED, next_at=again)
        said = {"outside": told.body, "number": told.reference, "way": told.way}
        entry = _entry(row, made, Act.REFERRED, detail={**said, "by": told.answer_by.isoformat()})
        handling.note_arranged(row.case_id, entry, asker)
        audit.record(asker, "refer", "task", str(row.id), case_id=str(row.case_id))
        return made.id


def follow_up(task_id: UUID, told: FollowUp, asker: Asker, version: int) -> None:
    """Somebody asked the outside body, or heard from it; each time is kept. Raises as `refer`."""
    with atomic():
        stays = told.heard in STAYS
        act, to = ("follow_up", State.REFERRED) if stays else ("recall", State.IN_PROGRESS)
        row = begin(task_id, act, to, asker, version)
        said = read_follow_up(told, clock.now())
        referral = _open_referral(row)
        if stays:
            _wait_on(row, referral, said)
        else:
            end_referral(row.id, Outcome(said.heard))
            change(row, to)
        tell(row.case_id, asker, _entry(row, referral, _ACTS[Heard(said.heard)], said.text))
        audit.record(asker, act, "task", str(row.id), case_id=str(row.case_id))


def look_after_referrals(asker: Asker) -> int:
    """What was not answered in time goes back to its unit; what must be asked after again is
    announced, each time once. Returns how many came back. Again is harmless.
    """
    now = clock.now()
    waiting = Referral.objects.filter(ended_at=None)
    late = list(waiting.filter(answer_by__lte=now).values_list("task_id", flat=True))
    for task_id in late:
        _give_back(task_id, asker)
    unsaid = waiting.filter(answer_by__gt=now, ask_again_at__lte=now, is_told=False)
    for referral in unsaid.select_related("task"):
        with atomic():
            if Referral.objects.filter(pk=referral.pk, is_told=False).update(is_told=True):
                task = referral.task
                announce(ReferralDue(task.id, task.case_id, task.party_id))
    return len(late)


def _give_back(task_id: UUID, asker: Asker) -> None:
    with atomic():
        hold(seen(task_id, TASKS).case_id, TASKS)
        row = seen(task_id, TASKS)
        referral = Referral.objects.filter(task_id=task_id, ended_at=None).first()
        if referral is None or row.state != State.REFERRED or referral.answer_by > clock.now():
            return
        end_referral(task_id, Outcome.NO_ANSWER)
        change(row, State.IN_PROGRESS)
        tell(row.case_id, asker, _entry(row, referral, Act.REFERRAL_OVER))


def _wait_on(row: TaskRow, referral: Referral, said: FollowUp) -> None:
    """It stays there, and is asked after again on the next working day."""
    again = _ask_again_at()
    change(row, State.REFERRED, next_at=again)
    Referral.objects.filter(pk=referral.pk).update(
        asked=referral.asked + (said.heard == Heard.ASKED_AGAIN),
        ask_again_at=again,
        is_told=False,
        answer_by=said.answer_by or referral.answer_by,
        reference=said.reference or referral.reference,
    )


def _open_referral(row: TaskRow) -> Referral:
    return Referral.objects.get(task_id=row.id, ended_at=None)


def _ask_again_at() -> Any:
    return ask_again_at(clock.now(), calendars.calendar(OFFICE))


def _entry(
    row: TaskRow, referral: Referral, act: Act, text: str = "", detail: dict[str, Any] | None = None
) -> Entry:
    about = {"task_id": str(row.id), "party_id": row.party_id, "referral_id": str(referral.pk)}
    return Entry(act, text, {**about, "outside": referral.body, **(detail or {})})


_ACTS = {
    Heard.ASKED_AGAIN: Act.ASKED_OUTSIDE,
    Heard.WORKING: Act.OUTSIDE_WORKING,
    Heard.DONE: Act.OUTSIDE_DONE,
    Heard.REFUSED: Act.OUTSIDE_REFUSED,
    Heard.RECALLED: Act.RECALLED,
}
