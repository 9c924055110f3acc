"""What tags do when places move."""

from linli.ground.rights.asker import Asker
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue
from linli.sense.tags import actions


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(actions.follow_places, fact)
