"""Sleepers wake at a commit, at once; a dead sleeper's socket is cleared away."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from linli.ground import wakeup
from linli.ground.wakeup import Topic


@pytest.fixture
def sleeper(data: Path) -> Iterator[wakeup.Waker]:
    """In a folder where nobody else pokes, whatever another test has left running."""
    with wakeup.waker(Topic.FACTS) as waker:
        yield waker


@pytest.mark.django_db(transaction=True)
def test_a_poke_wakes(sleeper: wakeup.Waker) -> None:
    wakeup.poke(Topic.FACTS)
    assert sleeper.wait(5)


@pytest.mark.django_db(transaction=True)
def test_a_commit_wakes_and_a_rollback_does_not(sleeper: wakeup.Waker) -> None:
    with transaction.atomic():
        wakeup.poke_on_commit(Topic.FACTS)
        transaction.set_rollback(True)
    assert not sleeper.wait(0.05)
    with transaction.atomic():
        wakeup.poke_on_commit(Topic.FACTS)
    assert sleeper.wait(5)


@pytest.mark.django_db(transaction=True)
def test_many_pokes_wake_once(sleeper: wakeup.Waker) -> None:
    for _ in range(50):
        wakeup.poke(Topic.FACTS)
    assert sleeper.wait(5)
    if connection.vendor == "sqlite":
        assert not sleeper.wait(0.05)


@pytest.mark.django_db(transaction=True)
def test_the_socket_of_a_killed_sleeper_is_removed() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL forgets a listener with its connection")
    path: Path = wakeup._folder() / "facts-killed-0.sock"
    path.unlink(missing_ok=True)
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    dead.bind(str(path))
    dead.close()
    wakeup.poke(Topic.FACTS)
    assert not path.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_wakes_for_another_topic(sleeper: wakeup.Waker) -> None:
    wakeup.poke(Topic.JOBS)
    assert not sleeper.wait(0.05)
