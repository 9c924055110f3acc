"""What is kept in memory is loaded again when its register changes, and stands still in between."""

import gc
import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from linli.ground.database import NotInTransaction
from linli.ground.revisions import memory
from linli.ground.revisions.actions import bump
from linli.ground.revisions.memory import Remembered, new_moment


class Bells:
    """A register that counts how often it is loaded."""

    def __init__(self) -> None:
        self.names = ["tower"]
        self.loads = 0

    def load(self) -> tuple[str, ...]:
        self.loads += 1
        return tuple(self.names)

    def hang(self, name: str) -> None:
        with transaction.atomic():
            self.names.append(name)
            bump("bells")


@pytest.fixture
def bells() -> Bells:
    return Bells()


@pytest.fixture
def remembered(bells: Bells) -> Remembered[tuple[str, ...]]:
    return Remembered("bells", bells.load)


@pytest.mark.django_db
def test_an_unchanged_register_is_loaded_once(
    bells: Bells, remembered: Remembered[tuple[str, ...]]
) -> None:
    for _ in range(3):
        new_moment()
        assert remembered.get() == ("tower",)
    assert bells.loads == 1


@pytest.mark.django_db
def test_the_mark_is_read_once_in_a_moment(
    remembered: Remembered[tuple[str, ...]],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    remembered.get()
    new_moment()
    with django_assert_num_queries(1):
        for _ in range(10):
            remembered.get()


@pytest.mark.django_db
def test_a_changed_register_is_loaded_again(
    bells: Bells, remembered: Remembered[tuple[str, ...]]
) -> None:
    remembered.get()
    bells.hang("gate")
    assert remembered.get() == ("tower", "gate")
    assert bells.loads == 2


@pytest.mark.django_db
def test_another_register_changes_nothing_here(
    bells: Bells, remembered: Remembered[tuple[str, ...]]
) -> None:
    remembered.get()
    with transaction.atomic():
        bump("drums")
    remembered.get()
    assert bells.loads == 1


def in_thread(act: Callable[[], object]) -> None:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_within_a_moment_the_register_stands_still(
    bells: Bells, remembered: Remembered[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = iter([1, 1, 2, 2])
    monkeypatch.setattr(remembered, "_mark", lambda: next(marks))
    assert remembered.get() == ("tower",)
    bells.names.append("gate")
    assert remembered.get() == ("tower",)
    new_moment()
    assert remembered.get() == ("tower", "gate")


def test_each_thread_has_its_own_moment(
    bells: Bells, remembered: Remembered[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = [1]
    monkeypatch.setattr(remembered, "_mark", lambda: mark[0])
    seen: list[tuple[str, ...]] = []
    remembered.get()
    bells.names.append("gate")
    mark[0] = 2
    in_thread(lambda: seen.append(remembered.get()))
    assert seen == [("tower", "gate")]
    assert remembered.get() == ("tower",)


@pytest.mark.django_db
def test_what_a_rollback_undid_is_never_taken_for_a_later_change(
    bells: Bells, remembered: Remembered[tuple[str, ...]]
) -> None:
    def hang_and_read_and_fail() -> None:
        with transaction.atomic():
            bells.hang("phantom")
            remembered.get()
            raise ZeroDivisionError

    remembered.get()
    with pytest.raises(ZeroDivisionError):
        hang_and_read_and_fail()
    bells.names.remove("phantom")
    bells.hang("gate")
    assert remembered.get() == ("tower", "gate")


@pytest.mark.django_db(transaction=True)
def test_a_change_is_marked_in_its_own_transaction() -> None:
    with pytest.raises(NotInTransaction, match="A new revision of bells must stand inside"):
        bump("bells")


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "is_aside"), [(-1.0, True), (3600.0, False)])
def test_what_is_large_is_kept_out_of_searches_for_garbage(
    seconds: float, is_aside: bool, bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_LARGE_SECONDS", seconds)
    gc.unfreeze()
    try:
        assert Remembered("bells", bells.load).get() == ("tower",)
        assert (gc.get_freeze_count() > 0) is is_aside
    finally:
        gc.unfreeze()
