"""A repeated request gets the kept answer, and its act is done once."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from linli.ground.accounts.models import User
from linli.ground.idempotency.actions import KeyReused, forget_before, once
from linli.ground.idempotency.models import KeptAnswer
from tests.capabilities.ground.processes import run_alone, run_together
from tests.conftest import StillClock

pytestmark = pytest.mark.django_db


class Act:
    """Leaves one row each time it is done."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault

    def __call__(self) -> tuple[int, object]:
        number = User.objects.count() + 1
        User.objects.create(username=f"user-{number}", display_name="User")
        if self.fault:
            raise self.fault
        return 201, {"id": number}


def done() -> int:
    return User.objects.count()


def test_the_same_key_gets_the_same_answer_and_nothing_is_done_again() -> None:
    first = once("api:7", "k", b"POST signals {}", Act())
    second = once("api:7", "k", b"POST signals {}", Act())
    assert first == second == (201, {"id": 1})
    assert done() == 1


def test_without_a_key_it_is_just_done() -> None:
    assert once("api:7", None, b"", Act()) == (201, {"id": 1})
    assert once("api:7", None, b"", Act()) == (201, {"id": 2})
    assert KeptAnswer.objects.count() == 0


def test_the_same_key_for_another_request_is_refused() -> None:
    once("api:7", "k", b"POST signals {}", Act())
    with pytest.raises(KeyReused, match='"k" came before with another request'):
        once("api:7", "k", b"POST signals {1}", Act())
    assert done() == 1


def test_the_same_key_of_another_person_is_another_key() -> None:
    once("api:7", "k", b"a", Act())
    assert once("api:8", "k", b"b", Act()) == (201, {"id": 2})


def test_an_act_that_fails_leaves_the_key_free() -> None:
    with pytest.raises(ZeroDivisionError):
        once("api:7", "k", b"a", Act(ZeroDivisionError()))
    assert (done(), KeptAnswer.objects.count()) == (0, 0)
    assert once("api:7", "k", b"a", Act()) == (201, {"id": 1})


@pytest.mark.parametrize("key", ["", "x" * 10_000, "积水", "a\x00b", "\udcff"])
def test_any_text_is_a_key(key: str) -> None:
    assert once("api:7", key, b"a", Act()) == once("api:7", key, b"a", Act())
    assert done() == 1


def test_a_list_or_nothing_is_an_answer_too() -> None:
    assert once("api:7", "k", b"a", lambda: (200, [1, {"a": None}])) == (200, [1, {"a": None}])
    assert once("api:7", "k", b"a", lambda: (500, [])) == (200, [1, {"a": None}])
    assert once("api:7", "n", b"a", lambda: (204, None)) == (204, None)
    assert once("api:7", "n", b"a", lambda: (500, None)) == (204, None)


def test_answers_are_forgotten_after_their_time(clock: StillClock) -> None:
    once("api:7", "old", b"a", Act())
    clock.forward(days=8)
    once("api:7", "new", b"a", Act())
    assert forget_before(clock.now() - timedelta(days=7)) == 1
    assert once("api:7", "new", b"a", Act()) == (201, {"id": 2})
    assert once("api:7", "old", b"a", Act()) == (201, {"id": 3})


def test_of_four_processes_one_acts_and_all_get_its_answer(tmp_path: Path) -> None:
    database = tmp_path / "trial.db"
    run_alone("same_key_asker.py", "make", database=database)
    told = run_together("same_key_asker.py", database=database, copies=4)
    assert told == ["(201, 1)"] * 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite: see above")
def test_of_two_at_once_the_second_waits_for_the_answer_of_the_first() -> None:
    inside, go_on = threading.Event(), threading.Event()
    answers: list[object] = []

    def slow() -> tuple[int, object]:
        inside.set()
        assert go_on.wait(30)
        return Act()()

    def ask(act: object) -> None:
        try:
            answers.append(once("api:7", "k", b"a", act))
        finally:
            connection.close()

    first = threading.Thread(target=ask, args=(slow,))
    second = threading.Thread(target=ask, args=(Act(),))
    first.start()
    assert inside.wait(30)
    second.start()
    go_on.set()
    first.join()
    second.join()
    assert answers == [(201, {"id": 1})] * 2
    assert done() == 1
