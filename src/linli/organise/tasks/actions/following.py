"""Tasks stay where their places are."""

from django_tasks import task

from linli.organise.tasks.models import Task
from linli.registers.places.following import follow


@task()
def follow_places(move_id: str) -> int:
    """Brings tasks along whose places have moved; returns how many."""
    return follow(Task, move_id)
