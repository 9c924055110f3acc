"""Brings rows along whose places have moved: at once, and once more a little later."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Model
from django_tasks.base import Task

from linli.ground import clock
from linli.ground.database import atomic
from linli.registers.places import queries
from linli.registers.places.facts import PlacesMoved

AGAIN_AFTER: Final = timedelta(minutes=10)
"""Whoever read the register just before the move writes the old levels still, but not for so long:
a request, a batch of readings, a list of devices."""
_ROWS_AT_ONCE: Final = 500


def enqueue(job: Task[Any, Any], fact: PlacesMoved) -> None:
    """Has a capability's job follow the places of this move."""
    for wait in (timedelta(), AGAIN_AFTER):
        job.using(run_after=clock.now() + wait).enqueue(str(fact.move_id))


def follow(kind: type[Model], move_id: str, **also: object) -> int:
    """Gives the rows that lie in moved places the five levels of these; returns how many changed.

    `kind` has the columns of `Scoped` and a `place`; `also` is set with them. Again is harmless: a
    row that is right stays.
    """
    changed = 0
    for moved in queries.moved(UUID(move_id)):
        columns = moved.where.columns()
        left_behind = kind._default_manager.filter(place_id__in=moved.place_ids).exclude(**columns)
        ids = list(left_behind.values_list("pk", flat=True))
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            with atomic():  # each batch alone, so that nobody waits long for it
                some = left_behind.filter(pk__in=ids[start : start + _ROWS_AT_ONCE])
                changed += some.update(**columns, **also)
    return changed
