"""Reads the stream of facts, the backlog, and what is parked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Min

from linli.ground.facts.delivery import NOBODY
from linli.ground.facts.fact import Fact, decode
from linli.ground.facts.models import Counter, Delivery, StoredFact
from linli.ground.rights.asker import Asker


@dataclass(frozen=True, slots=True)
class Numbered:
    """A fact with its place in the stream."""

    number: int
    fact: Fact
    at: datetime


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is committed but has not had all its effects yet."""

    unnumbered: int
    waiting: int
    parked: int
    oldest_at: datetime | None

    @property
    def total(self) -> int:
        return self.unnumbered + self.waiting


@dataclass(frozen=True, slots=True)
class ParkedFact:
    """A fact that a handler could not take in, with the reason, for a person to decide."""

    delivery_id: int
    fact_id: UUID
    name: str
    subject: str
    handler: str
    attempts: int
    error: str
    body: dict[str, Any]
    at: datetime

    @property
    def is_known(self) -> bool:
        """Whether a handler of this version is meant by it."""
        return self.handler != NOBODY


def last_number() -> int:
    """The number of the newest fact in the stream; 0 before the first."""
    counter = Counter.objects.filter(name="facts").first()
    return counter.value if counter else 0


def after(number: int, names: tuple[str, ...], limit: int = 500) -> list[Numbered]:
    """Facts of these names behind `number`, in order."""
    rows = StoredFact.objects.filter(number__gt=number, name__in=names).order_by("number")[:limit]
    return [
        Numbered(row.number or 0, decode(row.name, row.version, row.body), row.announced_at)
        for row in rows
    ]


def backlog() -> Backlog:
    """Counts for the platform page, `/metrics` and tests."""
    unnumbered = StoredFact.objects.filter(number__isnull=True)
    waiting = Delivery.objects.filter(state=Delivery.WAITING)
    oldest = [
        found
        for found in (
            unnumbered.aggregate(at=Min("announced_at"))["at"],
            waiting.aggregate(at=Min("fact__announced_at"))["at"],
        )
        if found
    ]
    return Backlog(
        unnumbered=unnumbered.count(),
        waiting=waiting.count(),
        parked=Delivery.objects.filter(state=Delivery.PARKED).count(),
        oldest_at=min(oldest, default=None),
    )


def waiting(most: int) -> int:
    """How many steps wait for a worker, counted up to `most`: cheap however many there are."""
    unnumbered = StoredFact.objects.filter(number__isnull=True).order_by()[:most].count()
    return unnumbered + Delivery.objects.filter(state=Delivery.WAITING).order_by()[:most].count()


def parked(asker: Asker, limit: int = 200) -> list[ParkedFact]:
    """What waits for a person, oldest first. Raises `Refused`."""
    asker.require("see", "fact")
    rows = Delivery.objects.filter(state=Delivery.PARKED).select_related("fact").order_by("number")
    return [
        ParkedFact(
            delivery_id=row.pk,
            fact_id=row.fact_id,
            name=row.fact.name,
            subject=row.subject,
            handler=row.handler,
            attempts=row.attempts,
            error=row.error,
            body=row.fact.body,
            at=row.fact.announced_at,
        )
        for row in rows[:limit]
    ]
