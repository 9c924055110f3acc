"""What incidents do when places move."""

from linli.ground.rights.asker import Asker
from linli.organise.incidents import actions
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(actions.follow_places, fact)
