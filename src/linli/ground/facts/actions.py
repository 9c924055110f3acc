"""Announces facts, and gives parked ones another try."""

from collections.abc import Sequence

from linli.ground import wakeup
from linli.ground.audit import actions as audit
from linli.ground.database import MOST_IN_A_QUERY, atomic, require_transaction
from linli.ground.database.inserting import insert
from linli.ground.facts.delivery import NOBODY
from linli.ground.facts.fact import Fact, encode
from linli.ground.facts.models import Delivery, StoredFact
from linli.ground.leases.actions import revive
from linli.ground.rights.asker import Asker
from linli.ground.wakeup import Topic


def announce(fact: Fact) -> None:
    """Stores the fact with its cause; workers are woken when both are committed.

    Raises `NotInTransaction` outside an atomic block.
    """
    require_transaction(f"The fact {fact.NAME}")
    insert(_stored(fact))
    _wake([fact])


def announce_all(facts: Sequence[Fact]) -> None:
    """The same for many at once, in their order. Raises `NotInTransaction`."""
    require_transaction("Many facts")
    StoredFact.objects.bulk_create(map(_stored, facts), batch_size=MOST_IN_A_QUERY)
    _wake(facts)


def retry_parked(delivery_id: int, asker: Asker) -> bool:
    """Lets a parked fact run again; False when it is not parked any more.

    A fact that no handler knew goes back to the relay, which asks the flow anew.
    """
    asker.require("retry", "fact")
    with atomic():
        parked = Delivery.objects.filter(pk=delivery_id, state=Delivery.PARKED).first()
        if parked is None:
            return False
        audit.record(asker, "retry", "fact", str(parked.fact_id), handler=parked.handler)
        if parked.handler == NOBODY:
            StoredFact.objects.filter(pk=parked.fact_id).update(number=None)
            parked.delete()
        else:
            revive(parked)
        wakeup.poke_on_commit(Topic.FACTS)
    return True


def _stored(fact: Fact) -> StoredFact:
    return StoredFact(
        name=fact.NAME,
        version=fact.VERSION,
        subject=fact.subject,
        body=encode(fact),
        urgent=fact.is_urgent,
    )


def _wake(facts: Sequence[Fact]) -> None:
    if facts:
        wakeup.poke_on_commit(Topic.FACTS)
    if any(fact.is_urgent for fact in facts):
        wakeup.poke_on_commit(Topic.URGENT)
