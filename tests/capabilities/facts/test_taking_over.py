"""What a killed worker had in hand is free as soon as another begins."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from linli.ground import clock
from linli.ground.facts.models import Delivery, StoredFact
from linli.ground.leases import holders
from linli.ground.leases.actions import claim, free_of_the_dead
from linli.ground.leases.holders import has_died, name_holder
from linli.ground.leases.logic import MAX_ATTEMPTS

NAME = "from linli.ground.leases.holders import name_holder; print(name_holder(), end='')"


def name_of_a_dead_process() -> str:
    return subprocess.run(
        [sys.executable, "-c", NAME], check=True, capture_output=True, text=True
    ).stdout


def waiting() -> Delivery:
    fact = StoredFact.objects.create(name="bell_rang", version=1, subject="bell:1", body={})
    return Delivery.objects.create(fact=fact, handler="ear", subject="bell:1", number=1)


@pytest.mark.django_db
def test_what_the_dead_held_is_free_at_once() -> None:
    waiting()
    dead = f"{name_of_a_dead_process()}:facts"
    claim(Delivery.objects.all(), holder=dead, seconds=60, limit=1)

    freed = free_of_the_dead(Delivery)

    assert freed == 1
    assert len(claim(Delivery.objects.all(), holder="next", seconds=60, limit=1)) == 1


@pytest.mark.django_db
def test_what_the_living_hold_stays_theirs() -> None:
    held = waiting()
    claim(Delivery.objects.all(), holder=f"{name_holder()}:facts", seconds=60, limit=1)

    assert free_of_the_dead(Delivery) == 0
    held.refresh_from_db()
    assert held.lease_until is not None
    assert held.lease_until > clock.now() + timedelta(seconds=50)


@pytest.mark.django_db
def test_what_died_with_its_worker_again_and_again_comes_before_a_person() -> None:
    row = waiting()
    dead = name_of_a_dead_process()
    for attempt in range(MAX_ATTEMPTS):
        Delivery.objects.update(lease_until=None)
        assert len(claim(Delivery.objects.all(), holder=dead, seconds=60, limit=1)) == 1
        # The first time at once; then others come first.
        assert free_of_the_dead(Delivery) == (attempt == 0)

    Delivery.objects.update(lease_until=None)
    assert claim(Delivery.objects.all(), holder="next", seconds=60, limit=1) == []
    row.refresh_from_db()
    assert (row.state, row.error) == (Delivery.PARKED, "6 workers died with this in hand.")


def test_of_other_machines_nothing_is_known() -> None:
    here = name_of_a_dead_process()
    machine, number, code = here.split(":")

    assert has_died(here)
    assert not has_died(f"other-{machine}:{number}:{code}")
    assert not has_died(name_holder())
    assert not has_died("")
    assert not has_died("caller")
    assert not has_died(f"{machine}:1:{code}")
    assert has_died(f"{machine}:{os.getpid()}:{code}")  # a container that was started again
    assert not has_died(f"{machine}:{10**30}:{code}")


def test_names_fit_their_column_whatever_the_machine_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "x" * 63)
    monkeypatch.setattr(os, "getpid", lambda: 2**22)
    holders._machine.cache_clear()
    try:
        longest = f"{holders.name_holder()}:urgent"
    finally:
        holders._machine.cache_clear()
    assert len(longest) <= Delivery._meta.get_field("lease_holder").max_length
