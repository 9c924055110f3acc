"""What tasks do when a case begins, is placed, or moves, by itself or with its place."""

from django_tasks import task

from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue
from linli.respond.cases.facts import CaseMoved, CaseOpened, CasePlaced
from linli.respond.cases.logic.states import FINAL, State


def dispatch_by_duty(fact: CaseOpened, asker: Asker) -> None:
    if fact.state == State.FILED:
        actions.dispatch_by_duty(fact.case_id, asker)


def dispatch_placed(fact: CasePlaced, asker: Asker) -> None:
    actions.dispatch_by_duty(fact.case_id, asker)


def follow_case(fact: CaseMoved, asker: Asker) -> None:
    if fact.to_state == State.FILED:
        actions.dispatch_by_duty(fact.case_id, asker)
    elif fact.to_state == State.RESOLVED:
        actions.pass_unsampled(fact.case_id, asker)
    elif fact.to_state in FINAL:
        actions.cancel_all(fact.case_id, asker)


@task()
def resume_suspended() -> int:
    """The day has come on which a suspension is looked at again; returns how many cases go on."""
    return actions.resume_suspended(Asker.for_part("tasks"))


@task()
def look_after_referrals() -> int:
    """Time goes by for what outside bodies have; returns how much of it came back."""
    return actions.look_after_referrals(Asker.for_part("tasks"))


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(actions.follow_places, fact)
