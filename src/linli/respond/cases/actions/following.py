"""Cases stay where their places are."""

from django_tasks import task

from linli.registers.places.following import follow
from linli.respond.cases.models import Case


@task()
def follow_places(move_id: str) -> int:
    """Brings cases along whose places have moved; returns how many."""
    return follow(Case, move_id, has_document=False)
