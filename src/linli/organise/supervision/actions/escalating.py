"""Tells named posts that a clock has run too far, or that work came back three times."""

from uuid import UUID

import django_tasks

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.organise.supervision.logic import OFFICE_OF
from linli.organise.supervision.models import Escalation
from linli.registers.parties import queries as parties
from linli.registers.places.following import follow
from linli.respond.cases.actions import Entry, hold, tell
from linli.respond.cases.facts import ClockClimbed
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.ladder import RETURNS_DECIDED
from linli.respond.cases.logic.runs import Clock
from linli.respond.cases.logic.states import State
from linli.respond.cases.queries import CaseRow, clocks


def escalate(fact: ClockClimbed, asker: Asker) -> None:
    """The post that is named for this step hears of it; again is harmless.

    What was over before the fact came is told to nobody.
    """
    if fact.rung not in OFFICE_OF:
        return
    with atomic():
        case = hold(fact.case_id, asker)
        running = clocks.running([case.id]).get(case.id, [])
        if any((one.task_id, one.clock) == (fact.task_id, fact.clock) for one in running):
            _make(case, fact)


def adjudicate(case_id: UUID, asker: Asker) -> None:
    """Work that came back three times goes to the post that ends the quarrel; again is harmless."""
    with atomic():
        case = hold(case_id, asker)
        if case.state != State.FILED or case.returned_count < RETURNS_DECIDED:
            return
        fact = ClockClimbed(case_id, None, None, Clock.DISPATCH, 0)
        if _make(case, fact):
            post = parties.in_charge(OFFICE_OF[0], case.place_id)
            detail = {"post_id": post.id if post else None, "times": case.returned_count}
            tell(case_id, asker, Entry(Act.ADJUDICATED, detail=detail))


def settle_task(task_id: UUID) -> None:
    """Its work is over, and so is what was late of it."""
    with atomic():
        Escalation.objects.filter(task_id=task_id, is_open=True).update(is_open=False)


def settle_case(case_id: UUID, *, everything: bool) -> None:
    """It went on, and what was late of the desk is over; at its end everything is.

    A clock that goes on keeps its escalations.
    """
    with atomic():
        late = Escalation.objects.filter(case_id=case_id, is_open=True)
        if not everything:
            running = clocks.running([case_id]).get(case_id, [])
            late = late.filter(task_id=None).exclude(clock__in=[one.clock for one in running])
        late.update(is_open=False)


def take_up_again(case_id: UUID, asker: Asker) -> None:
    """A clock of the desk runs on as if it had never stopped: what was late of it is so still."""
    with atomic():
        hold(case_id, asker)
        for (task_id, name), run in clocks.runs(case_id, asker).items():
            if task_id is None and run.is_running:
                told = Escalation.objects.filter(case_id=case_id, task_id=None, clock=name)
                told.filter(made_at__gte=run.started_at).update(is_open=True)


@django_tasks.task()
def follow_places(move_id: str) -> int:
    """Brings escalations along whose places have moved; returns how many."""
    return follow(Escalation, move_id)


def _make(case: CaseRow, fact: ClockClimbed) -> bool:
    """Whether it is new."""
    post = parties.in_charge(OFFICE_OF[fact.rung], case.place_id)
    _, is_new = Escalation.objects.get_or_create(
        case_id=case.id,
        task_id=fact.task_id,
        clock=fact.clock,
        rung=fact.rung,
        is_open=True,
        defaults={
            "case_number": case.number,
            "item": case.item,
            "place_id": case.place_id,
            "party_id": fact.party_id,
            "post_id": post.id if post else None,
            **case.where.columns(),
        },
    )
    return is_new
