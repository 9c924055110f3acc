"""Raises each crossing as a signal and marks it afterwards: a kill in between raises it again."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections

from linli.ground import clock
from linli.ground.leases.logic import back_off
from linli.ground.revisions.memory import new_moment
from linli.ground.rights.asker import Asker
from linli.sense.devices import queries as devices
from linli.sense.signals import actions as signals
from linli.sense.signals.logic import NewSignal
from linli.sense.telemetry import metrics
from linli.sense.telemetry.health import Health
from linli.sense.telemetry.logic.rules import Crossing
from linli.sense.telemetry.store.store import STORE_FAULTS, Store, Waiting

log = structlog.get_logger(__name__)

INGEST: Final = Asker.for_part("ingest")
SWEEP_SECONDS: Final = 1.0
AT_ONCE: Final = 100
LONGEST_ERROR: Final = 500


class Forwarder:
    """Runs in a thread of its own, in which its store is opened."""

    def __init__(self, open_store: Callable[[], Store], health: Health) -> None:
        self._open_store = open_store
        self._health = health
        self._woken = threading.Event()
        self._stopped = False

    def wake(self) -> None:
        """Crossings have been stored."""
        self._woken.set()

    def stop(self) -> None:
        self._stopped = True
        self._woken.set()

    def run(self) -> None:
        """Returns after `stop`, with nothing left that could be raised now."""
        store: Store | None = None
        while not self._stopped:
            self._woken.wait(SWEEP_SECONDS)
            self._woken.clear()
            try:
                store = store or self._open_store()
                self.forward_all(store)
            except STORE_FAULTS as fault:
                self._health.complain("signals", f"the readings store does not answer: {fault}")
                if store is not None:
                    store.close()
                    store = None
        if store is not None:
            store.close()

    def forward_all(self, store: Store) -> None:
        """Raises what waits. A database that does not answer ends the round for all."""
        self._raise_all(store)
        left = store.backlog()
        metrics.UNRAISED.set(left.waiting)
        metrics.FAILING.set(left.failing)

    def _raise_all(self, store: Store) -> None:
        close_old_connections()
        new_moment()
        try:
            while batch := store.waiting(clock.seconds(), AT_ONCE):
                for one in batch:
                    self._forward(store, one)
        except (OperationalError, InterfaceError) as fault:
            self._health.complain("signals", f"signals cannot be raised: {fault}")
        else:
            self._health.recover("signals")

    def _forward(self, store: Store, waiting: Waiting) -> None:
        now = clock.seconds()
        try:
            _raise_or_clear(waiting.crossing)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            # Kept, counted and shown (`telemetry.queries.unraised`); the next ones go on.
            pause = back_off(waiting.attempts + 1).total_seconds()
            text = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
            store.postpone(waiting.id, now + pause, text)
            metrics.FORWARD_FAILURES.inc()
            log.exception("a signal could not be raised", key=waiting.crossing.source_key)
        else:
            store.mark_forwarded([waiting.id], now)
            metrics.FORWARDED.inc()


def _raise_or_clear(crossing: Crossing) -> None:
    at = datetime.fromtimestamp(crossing.at, UTC)
    if crossing.kind == "cleared":
        signals.clear_signal(crossing.source_key, at, INGEST)
        return
    device = devices.credentials(crossing.device_id)
    signals.raise_signal(
        NewSignal(
            item=crossing.item,
            source_kind=crossing.source_kind,
            source_key=crossing.source_key,
            place_id=device.place_id if device else None,
            lat=device.lat if device else None,
            lon=device.lon if device else None,
            evidence=dict(crossing.evidence),
            happened_at=at,
            device_id=crossing.device_id,
        ),
        INGEST,
    )
