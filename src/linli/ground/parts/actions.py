"""Keeps the signs of life of the parts."""

from datetime import datetime

from linli.ground import clock
from linli.ground.database import atomic
from linli.ground.parts.models import PartBeat


def beat(part: str, instance: str, healthy: bool = True, **detail: object) -> None:
    """One sign of life of a process; `detail` says in words what is wrong, if anything."""
    sign = PartBeat(
        part=part, instance=instance, beat_at=clock.now(), healthy=healthy, detail=detail
    )
    with atomic():
        PartBeat.objects.bulk_create(
            [sign],
            update_conflicts=True,
            unique_fields=["part", "instance"],
            update_fields=["beat_at", "healthy", "detail"],
        )


def forget_silent(before: datetime) -> int:
    """Drops processes not heard of since `before`; returns how many."""
    with atomic():
        dropped, _ = PartBeat.objects.filter(beat_at__lt=before).delete()
    return dropped


def leave(part: str, instance: str) -> None:
    """A process ends in good order: nobody waits for its next sign."""
    with atomic():
        PartBeat.objects.filter(part=part, instance=instance).delete()
