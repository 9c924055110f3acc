"""Jobs that come again: the interval stands in `flow.py`, the next time in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks.base import Task

from linli.ground import clock
from linli.ground.database import atomic
from linli.ground.jobs.models import Schedule


@dataclass(frozen=True, slots=True)
class Every:
    """This task, each time this long after the last."""

    interval: timedelta
    task: Task[Any, Any]


def enqueue_due(timetable: Iterable[Every]) -> int:
    """Makes the jobs that are due; one job each, however long nobody looked. Returns how many."""
    return sum(_enqueue_if_due(entry) for entry in timetable)


def _enqueue_if_due(entry: Every) -> bool:
    now, name = clock.now(), entry.task.module_path
    known = Schedule.objects.filter(name=name).first()
    if known is not None and known.next_at > now:
        return False
    with atomic():
        if known is None:
            _, is_ours = Schedule.objects.get_or_create(
                name=name, defaults={"next_at": now + entry.interval}
            )
        else:
            due = Schedule.objects.filter(name=name, next_at=known.next_at)
            is_ours = bool(due.update(next_at=now + entry.interval))
        if is_ours:
            entry.task.enqueue()
    return is_ours
