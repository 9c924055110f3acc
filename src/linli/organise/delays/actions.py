"""A unit asks for more time, or for its work to wait; somebody else approves or refuses."""

from datetime import datetime
from typing import Any
from uuid import UUID

import django_tasks

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.organise.delays.facts import DelayAsked, DelayDecided
from linli.organise.delays.logic import (
    DECIDED,
    LONGEST_EXTENSION,
    LONGEST_REASON,
    PASSED,
    TOO_FAR,
    DelayKind,
    DelayState,
    Wanted,
    more_needed,
    read_wanted,
    require_askable,
    require_other,
)
from linli.organise.delays.models import Delay
from linli.organise.delays.queries import DelayRow, delay, extensions
from linli.organise.tasks import actions as task_actions
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.actions.delaying import NOT_TIMED
from linli.organise.tasks.queries import TASKS, TaskRow
from linli.registers.places.following import follow
from linli.respond.cases.actions import Entry, hold, tell
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.logic.runs import Clock
from linli.respond.cases.logic.texts import read_text
from linli.respond.cases.queries import clocks

ASKED = {
    DelayKind.EXTENSION: Act.EXTENSION_ASKED,
    DelayKind.SUSPENSION: Act.SUSPENSION_ASKED,
}


def ask(task_id: UUID, wanted: Wanted, asker: Asker, version: int) -> UUID:
    """Somebody of the unit asks; returns the id. `version` is that of the task as it was read.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove` (also while another one waits, and
    after two extensions) and `BadText`.
    """
    with atomic():
        row = _work(task_id, asker)
        if not asker.require("ask_time", "task").covers(row.where, parties=(row.party_id,)):
            raise Refused(f"{asker.name} may not ask for time for this task.")
        if row.version != version:
            raise StaleVersion("task", row.version)
        waiting = Delay.objects.filter(task_id=task_id, is_open=True).count()
        require_askable(row.state, waiting=waiting, extended=extensions(task_id), kind=wanted.kind)
        unit = _unit(row, wanted.kind)
        said = read_wanted(wanted, unit, clock.now())
        made = _make(row, wanted, said, unit, asker)
        detail = {**_detail(made), "delay_id": str(made.id)}
        tell(row.case_id, asker, Entry(ASKED[wanted.kind], said, detail))
        announce(DelayAsked(made.id, row.id, row.case_id, row.party_id))
        audit.record(asker, "ask_time", "task", str(row.id), case_id=str(row.case_id))
        return made.id


def plan(task_id: UUID, at: datetime | None, reason: str, asker: Asker, version: int) -> None:
    """The unit says when it comes; for after its deadline it asks for more time with it, and why.

    Raises as `ask` and `schedule` do.
    """
    with atomic():
        row = _work(task_id, asker)
        if at is None or row.due_at is None or at <= row.due_at or not reason.strip():
            task_actions.schedule(task_id, at, asker, version)
            return
        task_actions.schedule(task_id, at, asker, version, asks_more=True)
        run = clocks.runs(row.case_id, TASKS)[task_id, Clock.HANDLE]
        more = more_needed(run, at, LONGEST_EXTENSION[run.terms.unit])
        if more is None:
            raise BadText("planned_at", TOO_FAR)
        wanted = Wanted(kind=DelayKind.EXTENSION, reason=reason, amount=more)
        ask(task_id, wanted, asker, version + 1)


def approve(delay_id: UUID, asker: Asker) -> None:
    """The work waits until the day, or has so much more time.

    Raises `NotFound`, `Refused` (also to whoever asked, and on what only a leader decides),
    `IllegalMove` when it was decided or the work cannot wait any more, and `BadText` for a day that
    has passed.
    """
    with atomic():
        row = _undecided(delay_id, asker)
        _decide(row, DelayState.APPROVED, "", asker)
        detail = {"delay_id": str(row.id), "task_id": str(row.task_id), "party_id": row.party_id}
        if row.kind is DelayKind.EXTENSION:
            assert row.amount is not None
            more = {"amount": row.amount, "unit": row.unit}
            said = Entry(Act.EXTENDED, row.reason, {**detail, **more})
            task_actions.extend(row.task_id, row.amount, said, asker)
            return
        assert row.review_at is not None
        if row.review_at <= clock.now():
            raise BadText("review_at", PASSED)
        until = {"until": row.review_at.isoformat()}
        said = Entry(Act.SUSPENDED, row.reason, {**detail, **until})
        task_actions.suspend(row.case_id, row.review_at, said, asker)


def refuse(delay_id: UUID, why: str, asker: Asker) -> None:
    """It stays as it is, and the unit reads why. Raises as `approve`, and `BadText`."""
    with atomic():
        row = _undecided(delay_id, asker)
        said = read_text("why", why, LONGEST_REASON)
        _decide(row, DelayState.REFUSED, said, asker)
        detail = {"delay_id": str(row.id), "task_id": str(row.task_id), "party_id": row.party_id}
        tell(row.case_id, asker, Entry(Act.DELAY_REFUSED, said, detail))


def lapse(task_id: UUID) -> None:
    """The work ended before anybody decided; again is harmless."""
    with atomic():
        waiting = Delay.objects.filter(task_id=task_id, is_open=True)
        waiting.update(is_open=False, state=DelayState.LAPSED, decided_at=clock.now())


@django_tasks.task()
def follow_places(move_id: str) -> int:
    """Brings along what was asked for about work in places that have moved; returns how many."""
    return follow(Delay, move_id)


def _work(task_id: UUID, asker: Asker) -> TaskRow:
    """The task as it is while its case is held."""
    seen = tasks.task(task_id, asker)
    if seen is None:
        raise NotFound("task", task_id)
    hold(seen.case_id, asker)
    row = tasks.task(task_id, asker)
    if row is None:
        raise NotFound("task", task_id)
    return row


def _unit(row: TaskRow, kind: DelayKind) -> str:
    """The unit of the clock of the work. Raises `IllegalMove` when none runs to be extended."""
    running = clocks.running_of_tasks([row.id]).get(row.id, [])
    timed = next((one for one in running if one.clock == Clock.HANDLE and one.due_at), None)
    if timed is None and kind is DelayKind.SUSPENSION:
        return ""
    if timed is None:
        raise IllegalMove("task", row.state, kind, (), NOT_TIMED)
    return timed.terms.unit


def _make(row: TaskRow, wanted: Wanted, said: str, unit: str, asker: Asker) -> Delay:
    is_longer = wanted.kind is DelayKind.EXTENSION
    return Delay.objects.create(
        kind=wanted.kind,
        task_id=row.id,
        case_id=row.case_id,
        case_number=row.case_number,
        item=row.item,
        party_id=row.party_id,
        place_id=row.place_id,
        reason=said,
        amount=wanted.amount if is_longer else None,
        unit=unit,
        review_at=None if is_longer else wanted.review_at,
        asked_by=asker.user_id,
        asked_by_name=asker.name,
        **row.where.columns(),
    )


def _detail(made: Delay) -> dict[str, Any]:
    """For the timeline: what was asked for."""
    until = made.review_at.isoformat() if made.review_at else ""
    asked = {"task_id": str(made.task_id), "party_id": made.party_id}
    return {**asked, "amount": made.amount, "unit": made.unit, "until": until}


def _undecided(delay_id: UUID, asker: Asker) -> DelayRow:
    """What waits, while its case is held, if the asker may decide on it."""
    seen = delay(delay_id, asker)
    if seen is None:
        raise NotFound("delay", delay_id)
    hold(seen.case_id, asker)
    row = delay(delay_id, asker)
    if row is None or not asker.require(row.act, "task").covers(row.where):
        raise Refused(f"{asker.name} may not decide on this.")
    require_other(row.asked_by, asker.user_id)
    if not row.is_open:
        raise IllegalMove("delay", row.state, row.state, (), DECIDED)
    return row


def _decide(row: DelayRow, to: DelayState, why: str, asker: Asker) -> None:
    Delay.objects.filter(pk=row.id).update(
        state=to,
        is_open=False,
        decided_at=clock.now(),
        decided_by=asker.user_id,
        decided_by_name=asker.name,
        decided_why=why,
    )
    announce(DelayDecided(row.id, row.task_id, row.case_id, to))
    audit.record(asker, "decide", "delay", str(row.id), outcome=to)
