"""What ledgers do when a case closes, and when places move."""

from linli.ground.rights.asker import Asker
from linli.organise.ledgers import actions
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue
from linli.respond.cases.facts import CaseMoved
from linli.respond.cases.logic.states import FINAL, State


def feed(fact: CaseMoved, _: Asker) -> None:
    if fact.to_state == State.CLOSED:
        actions.feed(fact.case_id)
    elif fact.to_state in FINAL:
        actions.let_go(fact.case_id)


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(actions.follow_places, fact)
