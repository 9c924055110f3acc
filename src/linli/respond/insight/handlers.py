"""What figures do by the clock, and when places move."""

from uuid import UUID

from django_tasks import task

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue, follow
from linli.respond.insight import actions
from linli.respond.insight.models import Counted


@task()
def count_and_roll_up() -> int:
    """Brings the figures up to date; returns how many days changed."""
    actions.count_changed()
    return actions.roll_up()


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(follow_moved, fact)


@task()
def follow_moved(move_id: str) -> int:
    """Brings what is counted along, and has its days tallied anew; returns how many rows moved."""
    for moved in places.moved(UUID(move_id)):
        here = Counted.objects.filter(place_id__in=moved.place_ids)
        with atomic():
            actions.mark_stale(here.order_by().values_list("day", flat=True).distinct())
    return follow(Counted, move_id)
