"""What supervision does when a clock has run too far, work came back, or what was late is over."""

from linli.ground.rights.asker import Asker
from linli.organise.supervision.actions import escalating
from linli.organise.tasks.facts import DispatchWithdrawn, TaskMoved
from linli.organise.tasks.logic.states import OPEN, State
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue
from linli.respond.cases.facts import CaseMoved, ClockClimbed
from linli.respond.cases.logic.states import FINAL


def escalate(fact: ClockClimbed, asker: Asker) -> None:
    escalating.escalate(fact, asker)


def settle_case(fact: CaseMoved, _: Asker) -> None:
    escalating.settle_case(fact.case_id, everything=fact.to_state in FINAL)


def follow_task(fact: TaskMoved, asker: Asker) -> None:
    if fact.to_state not in OPEN:
        escalating.settle_task(fact.task_id)
    if fact.to_state == State.RETURNED:
        escalating.adjudicate(fact.case_id, asker)


def follow_withdrawn(fact: DispatchWithdrawn, asker: Asker) -> None:
    escalating.take_up_again(fact.case_id, asker)


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(escalating.follow_places, fact)
