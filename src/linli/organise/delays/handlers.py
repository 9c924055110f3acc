"""What becomes of what a unit asked for when its work ends, or its place moves."""

from linli.ground.rights.asker import Asker
from linli.organise.delays import actions
from linli.organise.tasks.facts import TaskMoved
from linli.organise.tasks.logic.states import OPEN
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue


def lapse(fact: TaskMoved, _: Asker) -> None:
    if fact.to_state not in OPEN:
        actions.lapse(fact.task_id)


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(actions.follow_places, fact)
