"""Jobs are kept until they are done, under a lease, and come again by their timetable."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from linli.ground import clock
from linli.ground.jobs.models import Job, Schedule
from linli.ground.jobs.running import JobRunner
from linli.ground.jobs.schedule import Every, enqueue_due
from linli.ground.leases.logic import MAX_ATTEMPTS

done: list[str] = []


@task()
def sweep(street: str) -> str:
    done.append(street)
    return f"{street} is clean"


@task()
def stumble() -> None:
    raise RuntimeError("the broom broke")


@task()
def tick() -> None:
    done.append("tick")


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_once_and_keeps_its_result() -> None:
    result = sweep.enqueue("Elm Street")
    assert JobRunner("w1").run() == 1
    assert JobRunner("w1").run() == 0
    result.refresh()
    assert done == ["Elm Street"]
    assert result.return_value == "Elm Street is clean"


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_rolled_back_act_never_runs() -> None:
    with transaction.atomic():
        sweep.enqueue("Elm Street")
        transaction.set_rollback(True)
    assert JobRunner("w1").run() == 0


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_s_job_is_taken_up_again() -> None:
    sweep.enqueue("Elm Street")
    Job.objects.update(
        lease_holder="killed", lease_until=clock.now() + timedelta(minutes=1), attempts=1
    )
    assert JobRunner("w2").run() == 0
    Job.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert JobRunner("w2").run() == 1
    assert done == ["Elm Street"]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_keeps_failing_is_parked_with_its_reason() -> None:
    result = stumble.enqueue()
    for _ in range(MAX_ATTEMPTS):
        JobRunner("w1").run()
        Job.objects.update(run_at=clock.now() - timedelta(seconds=1))
    assert JobRunner("w1").run() == 0
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert result.errors[0].traceback == "RuntimeError: the broom broke"


@pytest.mark.django_db(transaction=True)
def test_a_deferred_job_waits() -> None:
    sweep.using(run_after=clock.now() + timedelta(hours=1)).enqueue("Elm Street")
    assert JobRunner("w1").run() == 0


@pytest.mark.django_db
def test_an_unknown_result_is_said_to_be_unknown() -> None:
    with pytest.raises(TaskResultDoesNotExist):
        sweep.get_result("no uuid at all")


@pytest.mark.django_db(transaction=True)
def test_a_timetable_makes_one_job_however_long_nobody_looked() -> None:
    timetable = [Every(timedelta(hours=1), tick)]
    assert enqueue_due(timetable) == 1
    assert enqueue_due(timetable) == 0
    Schedule.objects.update(next_at=clock.now() - timedelta(days=3))
    assert enqueue_due(timetable) == 1
    assert enqueue_due(timetable) == 0
    assert Job.objects.count() == 2
