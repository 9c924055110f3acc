"""Facts are numbered after commit and reach their handlers once, in order, or a person."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from linli.ground import clock
from linli.ground.database import NotInTransaction
from linli.ground.facts import delivery, queries
from linli.ground.facts.actions import announce, retry_parked
from linli.ground.facts.delivery import LEASE_SECONDS, Deliverer, Handler, Relay, deliver_all
from linli.ground.facts.fact import Fact, UnknownFact, decode, encode
from linli.ground.facts.models import Delivery, StoredFact
from linli.ground.leases.actions import claim, keep
from linli.ground.leases.logic import MAX_ATTEMPTS, back_off
from linli.ground.rights.asker import Asker, Refused


@dataclass(frozen=True, slots=True)
class BellRang(Fact):
    NAME: ClassVar[str] = "test_bell_rang"
    bell: str
    times: int = 1
    urgent: bool = False

    @property
    def subject(self) -> str:
        return f"bell:{self.bell}"


class Listener:
    """Hears facts; fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.heard: list[BellRang] = []
        self.failures = failures

    def __call__(self, fact: BellRang, _asker: Asker) -> None:
        if self.failures:
            self.failures -= 1
            raise ValueError(f"{fact.bell} is too loud")
        self.heard.append(fact)


def ring(*facts: BellRang) -> None:
    with transaction.atomic():
        for fact in facts:
            announce(fact)


def make_due() -> None:
    """As if the back-off were over."""
    Delivery.objects.filter(state=Delivery.WAITING).update(
        run_at=clock.now() - timedelta(seconds=1), lease_until=None
    )


def test_a_fact_survives_storing() -> None:
    fact = BellRang("tower", times=3)
    assert decode(BellRang.NAME, 1, encode(fact)) == fact


def test_an_unknown_version_is_named() -> None:
    with pytest.raises(UnknownFact, match="version 9"):
        decode(BellRang.NAME, 9, {})


@pytest.mark.django_db(transaction=True)
def test_announcing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction, match="test_bell_rang"):
        announce(BellRang("tower"))
    assert StoredFact.objects.count() == 0


@pytest.mark.django_db
def test_a_rolled_back_cause_takes_its_fact_along() -> None:
    with transaction.atomic():
        announce(BellRang("tower"))
        transaction.set_rollback(True)
    assert StoredFact.objects.count() == 0


@pytest.mark.django_db
def test_facts_reach_each_handler_once_in_order() -> None:
    first, second = Listener(), Listener()
    flow = {BellRang: (Handler("first", first), Handler("second", second))}
    ring(*(BellRang("tower", times=n) for n in range(5)))
    deliver_all(flow)
    deliver_all(flow)
    assert [fact.times for fact in first.heard] == [0, 1, 2, 3, 4]
    assert first.heard == second.heard
    assert queries.last_number() == 5
    assert queries.backlog() == queries.Backlog(0, 0, 0, None)


@pytest.mark.django_db
def test_numbers_continue_and_order_the_stream() -> None:
    flow = {BellRang: ()}
    ring(BellRang("tower", times=1))
    deliver_all(flow)
    ring(BellRang("tower", times=2), BellRang("gate", times=3))
    deliver_all(flow)
    stream = queries.after(1, (BellRang.NAME,))
    assert [(one.number, one.fact) for one in stream] == [
        (2, BellRang("tower", times=2)),
        (3, BellRang("gate", times=3)),
    ]


@pytest.mark.django_db
def test_a_failing_handler_leaves_no_effect_and_is_tried_again() -> None:
    listener = Listener(failures=1)
    flow = {BellRang: (Handler("ear", listener),)}

    def store_then_fail(fact: BellRang, asker: Asker) -> None:
        StoredFact.objects.create(name="effect", version=1, subject="x", body={})
        listener(fact, asker)

    flow = {BellRang: (Handler("ear", store_then_fail),)}
    ring(BellRang("tower"))
    deliver_all(flow)
    assert listener.heard == []
    assert not StoredFact.objects.filter(name="effect").exists()
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.error) == (1, "ValueError: tower is too loud")
    make_due()
    deliver_all({BellRang: (Handler("ear", listener),)})
    assert listener.heard == [BellRang("tower")]


@pytest.mark.django_db
def test_a_later_fact_of_the_subject_waits_for_the_failed_one() -> None:
    listener = Listener(failures=1)
    flow = {BellRang: (Handler("ear", listener),)}
    ring(BellRang("tower", times=1), BellRang("tower", times=2), BellRang("gate", times=3))
    deliver_all(flow)
    assert listener.heard == [BellRang("gate", times=3)]
    make_due()
    deliver_all(flow)
    assert [fact.times for fact in listener.heard] == [3, 1, 2]


@pytest.mark.django_db
def test_a_handler_that_never_succeeds_is_parked_and_lets_later_facts_pass() -> None:
    listener = Listener(failures=MAX_ATTEMPTS)
    flow = {BellRang: (Handler("ear", listener),)}
    ring(BellRang("tower", times=1), BellRang("tower", times=2))
    for _ in range(MAX_ATTEMPTS):
        deliver_all(flow)
        make_due()
    deliver_all(flow)
    assert [fact.times for fact in listener.heard] == [2]
    assert queries.backlog().parked == 1


@pytest.mark.django_db
def test_gu_sees_the_parked_fact_and_tries_again(gu: Asker) -> None:
    listener = Listener(failures=MAX_ATTEMPTS)
    flow = {BellRang: (Handler("ear", listener),)}
    ring(BellRang("tower"))
    for _ in range(MAX_ATTEMPTS):
        deliver_all(flow)
        make_due()
    (parked,) = queries.parked(gu)
    assert (parked.name, parked.handler, parked.attempts) == ("test_bell_rang", "ear", MAX_ATTEMPTS)
    assert "too loud" in parked.error
    assert retry_parked(parked.delivery_id, gu)
    deliver_all(flow)
    assert listener.heard == [BellRang("tower")]
    assert not retry_parked(parked.delivery_id, gu)


@pytest.mark.django_db
def test_zhao_and_lin_see_no_parked_facts(zhao: Asker, lin: Asker) -> None:
    for asker in (zhao, lin):
        with pytest.raises(Refused):
            queries.parked(asker)


@pytest.mark.django_db
def test_a_fact_that_nobody_knows_is_parked_and_comes_back_with_its_release(gu: Asker) -> None:
    ring(BellRang("tower"))
    deliver_all({})
    (parked,) = queries.parked(gu)
    assert parked.handler == "nobody"
    listener = Listener()
    retry_parked(parked.delivery_id, gu)
    deliver_all({BellRang: (Handler("ear", listener),)})
    assert listener.heard == [BellRang("tower")]


@pytest.mark.django_db
def test_the_urgent_lane_takes_only_urgent_facts() -> None:
    listener = Listener()
    flow = {BellRang: (Handler("ear", listener),)}
    ring(BellRang("door"), BellRang("fire", urgent=True))
    Relay(flow).run()
    assert Deliverer(flow, "urgent lane").run(urgent=True) == 1
    assert listener.heard == [BellRang("fire", urgent=True)]


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_has_no_effect() -> None:
    def lose_the_lease(fact: BellRang, asker: Asker) -> None:
        StoredFact.objects.create(name="effect", version=1, subject="x", body={})
        Delivery.objects.update(lease_holder="somebody else")

    flow = {BellRang: (Handler("ear", lose_the_lease),)}
    ring(BellRang("tower"))
    Relay(flow).run()
    Deliverer(flow, "slow worker").run(urgent=False)
    assert not StoredFact.objects.filter(name="effect").exists()
    assert Delivery.objects.get().state == Delivery.WAITING


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_taken_by_another_worker() -> None:
    listener = Listener()
    flow = {BellRang: (Handler("ear", listener),)}
    ring(BellRang("tower"))
    Relay(flow).run()
    Delivery.objects.update(
        lease_holder="killed", lease_until=clock.now() + timedelta(seconds=9), attempts=1
    )
    assert Deliverer(flow, "next").run(urgent=False) == 0
    Delivery.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert Deliverer(flow, "next").run(urgent=False) == 1
    assert listener.heard == [BellRang("tower")]


@pytest.mark.django_db
def test_a_worker_keeps_the_leases_of_a_long_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    now, left = clock.now() + timedelta(minutes=1), []
    monkeypatch.setattr(clock, "now", lambda: now)

    def take_two_seconds(fact: BellRang, _asker: Asker) -> None:
        nonlocal now
        ends = Delivery.objects.get(fact__body__bell=fact.bell).lease_until
        assert ends is not None
        left.append((ends - now).total_seconds())
        now += timedelta(seconds=2)

    monkeypatch.setattr(delivery, "SECONDS_FOR_THE_PEN", 0.0)
    monkeypatch.setattr(delivery, "SECONDS_WITH_LOCKS", 0.0)
    flow = {BellRang: (Handler("ear", take_two_seconds),)}
    ring(*(BellRang(f"tower {n}") for n in range(4)))
    Relay(flow).run()
    assert Deliverer(flow, "slow").run(urgent=False) == 4
    assert left == [LEASE_SECONDS] * 4
    assert Delivery.objects.filter(state=Delivery.DONE, attempts=1).count() == 4


@pytest.mark.django_db
def test_a_lease_that_another_took_over_is_not_kept() -> None:
    ring(BellRang("tower"), BellRang("gate"))
    Relay({BellRang: (Handler("ear", Listener()),)}).run()
    mine = claim(Delivery.objects.order_by("number"), holder="slow", seconds=1, limit=9)
    Delivery.objects.filter(pk=mine[1].pk).update(lease_holder="next")
    assert keep(mine, seconds=60) == mine[:1]
    assert [row.lease_until for row in Delivery.objects.order_by("number")] == [
        mine[0].lease_until,
        mine[1].lease_until,
    ]


def test_the_pause_doubles_up_to_five_minutes() -> None:
    assert [back_off(n).total_seconds() for n in (1, 2, 3, 6, 20)] == [1, 2, 4, 32, 300]
