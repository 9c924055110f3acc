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
from linli.wire.faults import Fault
from linli.wire.texts import shown

log = structlog.get_logger(__name__)

SWEEP_SECONDS: Final = 1.0
AWAKE_SECONDS: Final = 10.0
"""How often it is noted that somebody listens; after a kill it is known no better."""
PAUSES: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
LONGEST_ERROR: Final = 500
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
        self._store: Store | None = None
        self._awake_at = 0.0

    def run(self) -> None:
        """Returns when the pipeline is over. Unanswered is what could not be stored until then."""
        self._working_store()
        next_sweep = time.monotonic()
        while not self._pipeline.is_over:
            batch = self._pipeline.take(max(0.0, next_sweep - time.monotonic()))
            if batch:
                self._keep(batch)
            if time.monotonic() >= next_sweep:
                self._sweep()
                next_sweep = time.monotonic() + SWEEP_SECONDS
        self._drop_store()

    def stop(self) -> None:
        """Ends the retries; what works is still stored."""
        self._stopped.set()
        self._pipeline.close()

    def _working_store(self) -> Store:
        """Opened anew after a fault: whether the last commit came through is unknown then.

        So the rules begin from what is stored. Raises one of `STORE_FAULTS`, or `WrongStore`.
        """
        if self._store is None:
            store = self._open_store()
            try:
                self._claim(store)
                self._engine.load(store.states(), store.latest_times())
                self._listen_again(store)
            except BaseException:
                store.close()
                raise
            self._store = store
        return self._store

    def _listen_again(self, store: Store) -> None:
        now = clock.seconds()
        awake_at = store.awake_at()
        turn = self._engine.listen_again(store.heard(), now if awake_at is None else awake_at, now)
        with store.transaction():
            store.keep_heard(turn.noted)
            self._note_awake(store, now)
        self._engine.apply(turn)

    def _note_awake(self, store: Store, now: float) -> None:
        store.keep_awake(now)
        self._awake_at = now

    def _claim(self, store: Store) -> None:
        for _ in range(CLAIM_TRIES):
            if store.claim():
                return
            self._stopped.wait(CLAIM_PAUSE_SECONDS)
        raise WrongStore("Another ingest writes to this readings store; end it first.")

    def _drop_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _keep(self, batch: Sequence[Delivery]) -> None:
        """Stores a batch; when it cannot be stored as a whole, delivery by delivery."""
        try:
            answers = self._until_stored(lambda: self._commit(batch))
        except WrongStore:
            raise
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
                self._drop_store()
                if self._stopped.wait(PAUSES[min(attempt, len(PAUSES) - 1)]):
                    return []
                attempt += 1
            else:
                self._health.recover("store")
                return answers

    def _commit(self, batch: Sequence[Delivery]) -> list[tuple[Delivery, Outcome]]:
        now, store = clock.seconds(), self._working_store()
        readings = [reading for delivery in batch for reading in delivery.readings]
        with store.transaction():
            fresh = store.add_readings(readings, now)
            turn = self._engine.run(fresh, now, speakers(batch))
            store.keep_latest(turn.latest.values(), now)
            store.keep_heard(turn.noted)
            store.keep_states(turn.states)
            store.add_crossings(turn.crossings)
            store.refuse([one.refusal for one in batch if one.refusal])
        self._engine.apply(turn)
        self._tell(turn)
        return _outcomes(batch, fresh)

    def _refuse(self, delivery: Delivery, error: Exception) -> list[tuple[Delivery, Outcome]]:
        text = shown(f"{type(error).__name__}: {error}", LONGEST_ERROR)
        fault = Fault("fault", values={"error": text})
        refusal = Refusal(delivery.speaker, "store", "fault", clock.seconds(), (fault,))
        store = self._working_store()
        with store.transaction():
            store.refuse([refusal])
        metrics.REFUSED.labels("fault").inc()
        return [(delivery, Outcome(faults=(fault,)))]

    def _sweep(self) -> None:
        """Raises what only time tells. What cannot be stored now is proposed again."""
        now = clock.seconds()
        try:
            store = self._working_store()
            self._engine.follow(self._directory.device_ids(), now)
            turn = self._engine.sweep(now)
            is_awake_known = 0 <= now - self._awake_at < AWAKE_SECONDS
            if turn.is_empty and is_awake_known and self._health.is_well:
                return  # while something is wrong, an empty transaction tells when it is over
            with store.transaction():
                store.keep_heard(turn.noted)
                store.keep_states(turn.states)
                store.add_crossings(turn.crossings)
                self._note_awake(store, now)
        except STORE_FAULTS as fault:
            self._health.complain("store", f"crossings cannot be stored: {fault}")
            self._drop_store()
            return
        self._health.recover("store")
        self._engine.apply(turn)
        self._tell(turn)

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
