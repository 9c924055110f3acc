"""The part `linli work`: lanes that deliver facts and run jobs, side by side in one process.

The urgent lane takes nothing but urgent facts, so that no import or backup can hold them up.
"""

import signal
import threading
from collections.abc import Callable, Iterable
from typing import Final

import structlog
from django.db import close_old_connections, connection

from linli.ground import wakeup
from linli.ground.facts import delivery
from linli.ground.facts.delivery import Deliverer, Flow
from linli.ground.jobs import running
from linli.ground.jobs.running import JobRunner
from linli.ground.jobs.schedule import Every, enqueue_due
from linli.ground.leases.holders import name_holder
from linli.ground.parts import actions as parts
from linli.ground.stopping import Stop
from linli.ground.wakeup import Topic

log = structlog.get_logger(__name__)

SWEEP_SECONDS: Final = 1.0
BEAT_SECONDS: Final = 2.0
SECONDS_AFTER_A_FAULT: Final = 1.0


class Lane(threading.Thread):
    """Repeats one step while it finds work, then sleeps until it is woken or a second is over."""

    def __init__(self, topic: Topic, step: Callable[[], int], stopped: Stop) -> None:
        super().__init__(name=str(topic), daemon=True)
        self.topic = topic
        self.step = step
        self.stopped = stopped
        self.fault = ""

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                self._work_and_sleep()
            except Exception as error:
                # The database may be away; the lane says so by its heartbeat and tries again.
                self.fault = f"{type(error).__name__}: {error}"
                log.exception("lane failed", lane=self.name)
                connection.close()
                self.stopped.wait(SECONDS_AFTER_A_FAULT)

    def _work_and_sleep(self) -> None:
        with wakeup.waker(self.topic) as waker:
            while not self.stopped.is_set():
                close_old_connections()
                found = self.step()
                self.fault = ""
                if not found:
                    waker.wait(SWEEP_SECONDS)


def work(flow: Flow, timetable: Iterable[Every]) -> None:
    """Runs until SIGTERM or SIGINT; what is in hand is finished first."""
    stopped = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    instance = name_holder()
    lanes = _lanes(flow, tuple(timetable), instance, stopped)
    _take_over()
    for lane in lanes:
        lane.start()
    while not stopped.is_set():
        _beat(instance, lanes)
        stopped.wait(BEAT_SECONDS)
    for lane in lanes:
        lane.join(timeout=5)


def _take_over() -> None:
    """What a killed worker had in hand need not wait for the end of its leases."""
    try:
        freed = delivery.take_over() + running.take_over()
    except Exception:
        log.exception("nothing taken over")
        connection.close()
    else:
        if freed:
            log.info("taken over", count=freed)


def _lanes(flow: Flow, timetable: tuple[Every, ...], instance: str, stopped: Stop) -> list[Lane]:
    urgent = Deliverer(flow, f"{instance}:urgent")
    every = Deliverer(flow, f"{instance}:facts")
    jobs = JobRunner(f"{instance}:jobs")
    return [
        Lane(Topic.URGENT, lambda: urgent.run(urgent=True), stopped),
        Lane(Topic.FACTS, lambda: every.run(urgent=False) or every.run(urgent=True), stopped),
        Lane(Topic.JOBS, lambda: enqueue_due(timetable) + jobs.run(), stopped),
    ]


def _beat(instance: str, lanes: list[Lane]) -> None:
    faults = {lane.name: lane.fault for lane in lanes if lane.fault}
    try:
        parts.beat("work", instance, healthy=not faults, **faults)
    except Exception:
        log.exception("no heartbeat", part="work")
        connection.close()
