"""Runs jobs under a lease that is renewed while they last."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from django.db import connection
from django.utils.module_loading import import_string
from django_tasks.utils import normalize_json

from linli.ground import clock
from linli.ground.database import atomic
from linli.ground.jobs.models import Job
from linli.ground.leases.actions import (
    LeaseLost,
    claim,
    finish,
    free_of_the_dead,
    renew,
    retry,
)
from linli.ground.revisions.memory import new_moment

log = structlog.get_logger(__name__)

LEASE_SECONDS: Final = 15.0
"""Renewed three times as often; what a killed worker had in hand waits this long for another."""


class JobRunner:
    """Claims and runs one job at a time. A job may run twice (after a kill): make that harmless."""

    def __init__(self, holder: str) -> None:
        self.holder = holder

    def run(self) -> int:
        """Runs one job if one is due; returns how many it took on."""
        due = Job.objects.order_by("run_at", "id")
        claimed = claim(due, holder=self.holder, seconds=LEASE_SECONDS, limit=1)
        for job in claimed:
            self._run_one(job)
        return len(claimed)

    def _run_one(self, job: Job) -> None:
        new_moment()
        started_at = clock.now()
        try:
            with _kept(job):
                task = import_string(job.task)
                result = task.call(*job.arguments["args"], **job.arguments["kwargs"])
            with atomic():
                finish(
                    job,
                    result=normalize_json(result),
                    started_at=started_at,
                    ended_at=clock.now(),
                )
        except LeaseLost as lost:
            log.warning("lease lost", job=str(job.pk), reason=str(lost))
        except Exception as error:
            log.exception("job failed", task=job.task, job=str(job.pk))
            with atomic():
                retry(job, f"{type(error).__name__}: {error}"[:2000])


def take_over() -> int:
    """Frees what killed workers of this machine had in hand; returns how much."""
    return free_of_the_dead(Job)


@contextmanager
def _kept(job: Job) -> Iterator[None]:
    """Renews the job's lease from a thread of its own until the block ends."""
    ended = threading.Event()

    def keep() -> None:
        while not ended.wait(LEASE_SECONDS / 3):
            try:
                renew(job, seconds=LEASE_SECONDS)
            except LeaseLost as lost:
                log.warning("lease lost", job=str(job.pk), reason=str(lost))
                break
            except Exception:
                # The database may be away for a moment; there is time for another try.
                log.exception("lease not renewed", job=str(job.pk))
                connection.close()
        connection.close()

    keeper = threading.Thread(target=keep, name="lease-keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
