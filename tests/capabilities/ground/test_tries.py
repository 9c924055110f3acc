"""Tries are counted for all processes together, come back, and are forgotten."""

import os
from pathlib import Path

import pytest

from linli.ground.database import InTransaction, atomic
from linli.ground.tries import actions
from linli.ground.tries.logic import Bound, TooManyTries, Try
from linli.ground.tries.models import Counter
from tests.capabilities.ground.processes import run_alone, run_together
from tests.conftest import StillClock
from tools.postgres import own_database

pytestmark = pytest.mark.django_db

ACCOUNT = Bound("account", most=3, seconds_each=60)
ADDRESS = Bound("address", most=4, seconds_each=10)
LIN = [Try(ACCOUNT, "lin")]


def taken(tries: list[Try], asked: int = 10) -> int:
    """How many of so many tries are taken."""
    for count in range(asked):
        try:
            actions.take(tries)
        except TooManyTries:
            return count
    return asked


def test_so_many_are_in_hand_and_the_answer_says_when_the_next_one_is(clock: StillClock) -> None:
    assert taken(LIN) == 3
    clock.forward(seconds=20)
    with pytest.raises(TooManyTries) as full:
        actions.take(LIN)
    assert full.value.wait_seconds == 40
    clock.forward(seconds=40)
    assert taken(LIN) == 1
    clock.forward(hours=1)
    assert taken(LIN) == 3


def test_others_are_counted_by_themselves(clock: StillClock) -> None:
    assert taken(LIN) == 3
    assert taken([Try(ACCOUNT, "wu")]) == 3
    assert taken([Try(ADDRESS, "lin")]) == 4


def test_of_two_counters_none_pays_when_one_is_empty(clock: StillClock) -> None:
    here = Try(ADDRESS, "198.51.100.7")
    assert taken([*LIN, here]) == 3
    assert taken([here]) == 1


def test_what_was_right_costs_nothing_and_frees_nothing_else(clock: StillClock) -> None:
    for _ in range(20):
        actions.take(LIN)
        actions.give_back(LIN)
    assert taken(LIN) == 3


def test_counters_that_are_whole_again_are_forgotten(clock: StillClock) -> None:
    actions.take(LIN)
    actions.take([Try(ADDRESS, "a")])
    clock.forward(seconds=10)
    assert actions.forget() == 1
    assert taken(LIN) == 2


def test_more_than_are_kept_go_the_nearest_to_whole_first(
    clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    taken(LIN)
    for name in ("a", "b", "c"):
        actions.take([Try(ACCOUNT, name)])
        clock.forward(seconds=1)
    assert actions.forget() == 2
    assert Counter.objects.count() == 2
    assert taken(LIN) == 0


def test_nothing_can_be_read_from_a_counter(clock: StillClock) -> None:
    actions.take(LIN)
    key = Counter.objects.get().key
    assert len(key) == 64
    assert "lin" not in key


def test_a_guess_is_counted_whatever_becomes_of_its_cause() -> None:
    with pytest.raises(InTransaction, match="A guess"), atomic():
        actions.take(LIN)


def test_of_four_processes_as_many_are_taken_as_are_in_hand(tmp_path: Path) -> None:
    server = os.environ.get("LINLI_DATABASE_URL", "")
    if not server.startswith("postgresql"):
        assert let_through(tmp_path) == 5
        return
    with own_database(server) as url:
        assert let_through(tmp_path, url) == 5


def let_through(folder: Path, url: str = "") -> int:
    database = folder / "trial.db"
    run_alone("guesser.py", "make", database=database, url=url)
    return sum(map(int, run_together("guesser.py", database=database, copies=4, url=url)))
