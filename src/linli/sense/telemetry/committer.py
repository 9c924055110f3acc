"""Stores each batch with all that follows from it in one transaction; only then it is answered."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from linli.ground import clock
from linli.sense.telemetry import metrics
from linli.sense.telemetry.directory import Directory
from linli.sense.telemetry.health import Health
from linli.sense.telemetry.logic.admission import Refusal
from linli.sense.telemetry.logic.engine import Engine, Turn
from linli.sense.telemetry.pipeline import Delivery, Outcome, Pipeline
from linli.sense.telemetry.store.store import STORE_FAULTS, Store, WrongStore
from linli.wire.readings import Fault

log = structlog.get_logger(__name__)

SWEEP_SECONDS: Final = 1.0
PAUSES: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
CLAIM_TRIES: Final = 50
CLAIM_PAUSE_SECONDS: Final = 0.2
"""A writer that was killed may hold its claim for a moment longer."""


class Committer:
    """The only writer of readings; runs in a thread of its own, in which its store is opened."""

    def __init__(
        self,
        open_store: Callable[[], Store],
        directory: Directory,
        pipeline: Pipeline,
        health: Health,
        on_crossings: Callable[[], None],
    ) -> None:
        self._open_store = open_store
        self._directory = directory
        self._pipeline = pipeline
        self._health = health
        self._on_crossings = on_crossings
        self._engine = Engine(directory.type_of)
        self._stopped = threading.Event()

    def run(self) -> None:
        """Returns when the pipeline is over. Unanswered is what could not be stored until then."""
        self._store = self._opened()
        next_sweep = time.monotonic()
        while not self._pipeline.is_over:
            batch = self._pipeline.take(max(0.0, next_sweep - time.monotonic()))
            if batch:
                self._keep(batch)
            if time.monotonic() >= next_sweep:
                self._sweep()
                next_sweep = time.monotonic() + SWEEP_SECONDS
        self._store.close()

    def stop(self) -> None:
        """Ends the retries; what works is still stored."""
        self._stopped.set()
        self._pipeline.close()

    def _opened(self) -> Store:
        store = self._open_store()
        for _ in range(CLAIM_TRIES):
            if store.claim():
                self._engine.load(store.states(), store.latest_times())
                return store
            self._stopped.wait(CLAIM_PAUSE_SECONDS)
        store.close()
        raise WrongStore("Another ingest writes to this readings store; end it first.")

    def _keep(self, batch: Sequence[Delivery]) -> None:
        """Stores a batch; when it cannot be stored as a whole, delivery by delivery."""
        try:
            answers = self._until_stored(lambda: self._commit(batch))
        except Exception as error:
            failure = error
            metrics.COMMIT_FAILURES.inc()
            if len(batch) > 1:
                for delivery in batch:
                    self._keep([delivery])
                return
            log.exception("a message could not be stored", device=batch[0].speaker)
            answers = self._until_stored(lambda: self._refuse(batch[0], failure))
        self._pipeline.answer(answers)
        metrics.COMMIT_SECONDS.observe(time.monotonic() - batch[0].put_at)

    def _until_stored(
        self, store: Callable[[], list[tuple[Delivery, Outcome]]]
    ) -> list[tuple[Delivery, Outcome]]:
        """Tries for as long as the store does not work; gives up, without answers, at the end."""
        attempt = 0
        while True:
            try:
                answers = store()
            except STORE_FAULTS as fault:
                metrics.COMMIT_FAILURES.inc()
                self._health.complain("store", f"readings cannot be stored: {fault}")
                if self._stopped.wait(PAUSES[min(attempt, len(PAUSES) - 1)]):
                    return []
                attempt += 1
                self._reopen()
            else:
                self._health.recover("store")
                return answers

    def _reopen(self) -> None:
        """Whether the last commit came through is unknown: the rules begin from what is stored."""
        try:
            self._store.close()
            self._store = self._opened()
        except (*STORE_FAULTS, WrongStore) as fault:
            self._health.complain("store", f"the readings store cannot be opened: {fault}")

    def _commit(self, batch: Sequence[Delivery]) -> list[tuple[Delivery, Outcome]]:
        now = clock.seconds()
        readings = [reading for delivery in batch for reading in delivery.readings]
        with self._store.transaction():
            fresh = self._store.add_readings(readings, now)
            turn = self._engine.run(fresh, now, speakers(batch))
            self._store.keep_latest(turn.latest.values(), now)
            self._keep_turn(turn)
            self._store.refuse([one.refusal for one in batch if one.refusal])
        self._engine.apply(turn)
        self._tell(turn)
        return _outcomes(batch, fresh)

    def _refuse(self, delivery: Delivery, error: Exception) -> list[tuple[Delivery, Outcome]]:
        fault = Fault("fault", "message", f"could not be stored: {type(error).__name__}: {error}")
        refusal = Refusal(delivery.speaker, "store", "fault", fault.detail, clock.seconds())
        with self._store.transaction():
            self._store.refuse([refusal])
        metrics.REFUSED.labels("fault").inc()
        return [(delivery, Outcome(faults=(fault,)))]

    def _sweep(self) -> None:
        """Raises what only time tells. What cannot be stored now is proposed again."""
        now = clock.seconds()
        self._engine.follow(self._directory.device_ids(), now)
        turn = self._engine.sweep(now)
        if turn.states:
            try:
                with self._store.transaction():
                    self._keep_turn(turn)
            except STORE_FAULTS as fault:
                self._health.complain("store", f"crossings cannot be stored: {fault}")
                self._reopen()
                return
            self._engine.apply(turn)
            self._tell(turn)

    def _keep_turn(self, turn: Turn) -> None:
        self._store.keep_states(turn.states)
        self._store.add_crossings(turn.crossings)

    def _tell(self, turn: Turn) -> None:
        for crossing in turn.crossings:
            metrics.CROSSINGS.labels(crossing.kind).inc()
        if turn.crossings:
            self._on_crossings()


def speakers(batch: Sequence[Delivery]) -> set[str]:
    """Who has been heard: also a gateway that only told of others."""
    return {delivery.speaker for delivery in batch if delivery.readings}


def _outcomes(batch: Sequence[Delivery], fresh: Sequence[object]) -> list[tuple[Delivery, Outcome]]:
    is_new = {id(reading) for reading in fresh}
    answers = []
    for delivery in batch:
        stored = sum(id(reading) in is_new for reading in delivery.readings)
        repeated = len(delivery.readings) - stored
        metrics.STORED.inc(stored)
        metrics.REPEATED.inc(repeated)
        if delivery.refusal:
            metrics.REFUSED.labels(delivery.refusal.reason).inc()
        answers.append((delivery, Outcome(stored, repeated, delivery.faults)))
    return answers
