"""Django Tasks' interface to our jobs: `@task()` functions, `.enqueue()`, `.get_result()`.

The ready database backend leaves a task RUNNING for good when its worker is killed; ours leases.
"""

from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from linli.ground import clock, wakeup
from linli.ground.database import atomic
from linli.ground.jobs.models import Job

P = ParamSpec("P")
T = TypeVar("T")


class JobFailed(Exception):
    """Stands in a result for whatever the task raised; the text is in the job's `error`."""


class JobsBackend(BaseTaskBackend):
    """Jobs live in our table, commit with what asks for them, and survive the death of a worker."""

    supports_defer = True
    supports_get_result = True

    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[T]:
        self.validate_task(task)
        arguments = {"args": normalize_json(list(args)), "kwargs": normalize_json(kwargs)}
        with atomic():
            job = Job.objects.create(
                task=task.module_path, arguments=arguments, run_at=task.run_after or clock.now()
            )
            wakeup.poke_on_commit(wakeup.Topic.JOBS)
        return _result(job, task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Raises `TaskResultDoesNotExist`."""
        try:
            job = Job.objects.get(pk=UUID(result_id))
        except (ValueError, Job.DoesNotExist):
            raise TaskResultDoesNotExist(result_id) from None
        return _result(job, import_string(job.task))


def _result(job: Job, task: Task[Any, T]) -> TaskResult[T]:
    result: TaskResult[T] = TaskResult(
        task=task,
        id=str(job.pk),
        status=_status(job),
        enqueued_at=job.made_at,
        started_at=job.started_at,
        last_attempted_at=job.started_at,
        finished_at=job.ended_at,
        args=job.arguments["args"],
        kwargs=job.arguments["kwargs"],
        backend=task.backend,
        errors=[TaskError(exception_class_path=_PATH, traceback=job.error)] if job.error else [],
        worker_ids=[job.lease_holder] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.result)
    return result


_PATH = f"{JobFailed.__module__}.{JobFailed.__qualname__}"


def _status(job: Job) -> TaskResultStatus:
    if job.state == Job.DONE:
        return TaskResultStatus.SUCCESSFUL
    if job.state == Job.PARKED:
        return TaskResultStatus.FAILED
    held = job.lease_until is not None and job.lease_until > clock.now()
    return TaskResultStatus.RUNNING if held else TaskResultStatus.READY
