"""Numbers committed facts and brings each to its handlers: once, in order, or before a person."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import structlog
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from linli.ground import clock, wakeup
from linli.ground.database import atomic
from linli.ground.facts.fact import Fact, UnknownFact, decode
from linli.ground.facts.models import Counter, Delivery, StoredFact
from linli.ground.leases.actions import (
    LeaseLost,
    claim,
    finish_all,
    free_of_the_dead,
    keep,
    park,
    retry,
)
from linli.ground.revisions.memory import new_moment
from linli.ground.rights.asker import Asker
from linli.ground.wakeup import Topic

log = structlog.get_logger(__name__)

NOBODY: Final = "nobody"
"""The handler's key of a fact whose name or version is not known: parked at once."""

LEASE_SECONDS: Final = 4.0
"""What a killed worker had in hand waits this long for another; living ones keep their leases."""
RENEWED_BELOW: Final = timedelta(seconds=2.5)
MOST_AT_ONCE: Final = 100
SECONDS_FOR_THE_PEN: Final = 0.08
"""SQLite has one writer: many effects share a commit, but nobody waits long for the pen."""
SECONDS_WITH_LOCKS: Final = 0.02
"""PostgreSQL locks rows: the longer a transaction, the likelier two workers block each other."""


@dataclass(frozen=True, slots=True)
class Handler:
    """Who acts on a fact. The key names its receipts and is never changed."""

    key: str
    act: Callable[[Any, Asker], None]


Flow = Mapping[type[Fact], tuple[Handler, ...]]


class Relay:
    """Gives committed facts their numbers and makes one delivery for each handler in the flow."""

    def __init__(self, flow: Flow) -> None:
        self.keys = {
            (kind.NAME, kind.VERSION): tuple(handler.key for handler in handlers)
            for kind, handlers in flow.items()
        }

    def is_awaited(self, *, urgent: bool) -> bool:
        """Whether there is a fact to number; the urgent lane looks for an urgent one only."""
        unnumbered = StoredFact.objects.filter(number__isnull=True)
        return (unnumbered.filter(urgent=True) if urgent else unnumbered).exists()

    def run(self, limit: int = 500) -> int:
        """Numbers up to `limit` facts; returns how many."""
        unnumbered = StoredFact.objects.filter(number__isnull=True).order_by("id")
        with atomic():
            Counter.objects.get_or_create(name="facts")
            last = Counter.objects.select_for_update().get(name="facts")
            facts = list(unnumbered.defer("body")[:limit])
            for number, fact in enumerate(facts, last.value + 1):
                fact.number = number
            self._write_numbers(facts)
            Counter.objects.filter(name="facts").update(value=last.value + len(facts))
            Delivery.objects.bulk_create(
                delivery for fact in facts for delivery in self._deliveries(fact)
            )
            if facts:
                wakeup.poke_on_commit(Topic.NUMBERED)
        return len(facts)

    def _write_numbers(self, facts: list[StoredFact]) -> None:
        table = connection.ops.quote_name(StoredFact._meta.db_table)
        key = StoredFact._meta.pk
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET number = %s WHERE id = %s",  # noqa: S608 - our table's name
                [(fact.number, key.get_db_prep_value(fact.id, connection)) for fact in facts],
            )

    def _deliveries(self, fact: StoredFact) -> list[Delivery]:
        known = self.keys.get((fact.name, fact.version))
        common = {
            "fact": fact,
            "subject": fact.subject,
            "number": fact.number,
            "urgent": fact.urgent,
        }
        if known is None:
            stranger = f"No fact {fact.name} of version {fact.version} is in the flow."
            return [Delivery(handler=NOBODY, state=Delivery.PARKED, error=stranger, **common)]
        return [Delivery(handler=key, **common) for key in known]


class Deliverer:
    """Runs handlers. A handler's effect and its receipt commit together."""

    def __init__(self, flow: Flow, holder: str) -> None:
        self.handlers = {handler.key: handler for acts in flow.values() for handler in acts}
        self.relay = Relay(flow)
        self.holder = holder

    def run(self, *, urgent: bool) -> int:
        """Numbers what was announced and delivers one batch; returns how much there was to do."""
        numbered, claimed = self._take(urgent=urgent)
        todo = deque(claimed)
        while todo:
            self._some(todo)
            todo = self._kept(todo)
        return numbered + len(claimed)

    def _take(self, *, urgent: bool) -> tuple[int, list[Delivery]]:
        """Both in one transaction: writers of SQLite queue, and each turn costs a round."""
        waiting = _first_of_each_subject(urgent=urgent)
        if not self.relay.is_awaited(urgent=urgent):
            return 0, self._claim(waiting)
        with atomic():
            return self.relay.run(), self._claim(waiting)

    def _claim(self, waiting: "QuerySet[Delivery]") -> list[Delivery]:
        return claim(waiting, holder=self.holder, seconds=LEASE_SECONDS, limit=MOST_AT_ONCE)

    def _kept(self, todo: "deque[Delivery]") -> "deque[Delivery]":
        """What is still ours, under fresh leases once the old ones have run for a while."""
        ends = todo[0].lease_until if todo else None
        if ends is None or ends - clock.now() > RENEWED_BELOW:
            return todo
        return deque(keep(todo, seconds=LEASE_SECONDS))

    def _some(self, todo: "deque[Delivery]") -> None:
        """As many deliveries as fit, in one transaction; if one fails, each in its own.

        A lost lease undoes them all; those that are still ours run again when their leases end.
        """
        tried: list[Delivery] = []
        try:
            self._together(todo, tried)
        except LeaseLost as lost:
            log.warning("lease lost", holder=self.holder, reason=str(lost))
        except Exception as error:
            if len(tried) == 1:
                self._give_back(tried[0], error)
                return
            for delivery in tried:
                self._some(deque([delivery]))

    def _together(self, todo: "deque[Delivery]", tried: list[Delivery]) -> None:
        locks = connection.features.has_select_for_update
        until = time.monotonic() + (SECONDS_WITH_LOCKS if locks else SECONDS_FOR_THE_PEN)
        new_moment()
        with atomic():
            while todo and (not tried or time.monotonic() < until):
                tried.append(todo.popleft())
                self._act(tried[-1])
            finish_all(tried)

    def _give_back(self, delivery: Delivery, error: Exception) -> None:
        """Keeps the failure beside the fact, for a later attempt or for a person."""
        log.error("handler failed", handler=delivery.handler, exc_info=error)
        # Whoever took it over meanwhile keeps a failure of his own.
        with suppress(LeaseLost), atomic():
            if isinstance(error, UnknownFact):
                park(delivery, str(error))
            else:
                retry(delivery, f"{type(error).__name__}: {error}"[:2000])

    def _act(self, delivery: Delivery) -> None:
        handler = self.handlers.get(delivery.handler)
        if handler is None:
            raise UnknownFact(
                f"No handler {delivery.handler} is in the flow; is a release missing?"
            )
        stored = delivery.fact
        fact = decode(stored.name, stored.version, stored.body)
        handler.act(fact, Asker.for_part(delivery.handler))


def take_over() -> int:
    """Frees what killed workers of this machine had in hand; returns how much."""
    return free_of_the_dead(Delivery)


def deliver_all(flow: Flow, holder: str = "caller") -> None:
    """Delivers until nothing is left that can run now.

    For tests and commands; the workers of `linli work` do the same, lane by lane.
    """
    deliverer = Deliverer(flow, holder)
    while deliverer.run(urgent=False) + deliverer.run(urgent=True):
        pass


def _first_of_each_subject(*, urgent: bool) -> "QuerySet[Delivery]":
    """Waiting deliveries before which no other waits for the same handler and subject."""
    earlier = Delivery.objects.filter(
        handler=OuterRef("handler"),
        subject=OuterRef("subject"),
        number__lt=OuterRef("number"),
        state=Delivery.WAITING,
    )
    waiting = Delivery.objects.filter(~Exists(earlier), urgent=urgent)
    return waiting.select_related("fact").order_by("number")
