"""At half past eight each hears what is due and what waits, once, even if somebody dies."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from linli.ground.rights.asker import Asker
from linli.organise.delays.actions import ask
from linli.organise.delays.logic import DelayKind, Wanted
from linli.organise.notices import queries
from linli.organise.notices.actions import mornings
from linli.organise.notices.models import DigestDay, Notice
from linli.organise.tasks.actions import finish, sign
from linli.organise.tasks.models import Task
from linli.respond.cases.queries import CaseRow
from tests.capabilities.cases.happenings import again, case_from, noticed, told
from tests.capabilities.tasks.works import task_now, task_of

Deliver = Callable[[], None]
People = dict[str, Asker]


@pytest.fixture
def dawn(clock: Any, people: People, deliver: Deliver) -> CaseRow:
    """Eight o'clock on Monday: a flood that Wu's firm has not signed for, and a report."""
    clock.at = clock.at.replace(hour=0, minute=0)
    case = case_from(noticed())
    case_from(told("noise"))
    deliver()
    Notice.objects.all().delete()
    return again(case.id)


def digest(asker: Asker) -> list[dict[str, int]]:
    return [dict(one.detail) for one in queries.notices(asker).items if one.kind == "digest"]


def test_nobody_hears_before_half_past_eight_and_then_once(dawn: CaseRow, clock: Any) -> None:
    clock.forward(minutes=29)
    assert mornings.make_digests() == 0
    clock.forward(minutes=1)
    assert (mornings.make_digests(), mornings.make_digests()) == (3, 0)
    clock.forward(hours=24)
    assert mornings.make_digests() == 3


def test_each_hears_what_is_theirs_and_who_has_nothing_hears_nothing(
    dawn: CaseRow, clock: Any, people: People
) -> None:
    lin, wu, he, zhao = people["lin"], people["wu"], people["he"], people["zhao"]
    clock.forward(minutes=30)
    mornings.make_digests()
    assert digest(wu) == [{"tasks_today": 1, "tasks_to_sign": 1}]
    assert digest(lin) == [{"cases_today": 2, "cases_to_accept": 1}]
    assert (digest(he), digest(zhao)) == ([], [])


def test_a_checker_and_whoever_decides_hear_what_waits_for_them(
    dawn: CaseRow, clock: Any, people: People
) -> None:
    wu, he, leader = (people[name] for name in ("wu", "he", "leader"))
    row = task_of(dawn.id)
    sign(row.id, wu, row.version)
    wanted = Wanted(kind=DelayKind.EXTENSION, reason="The pump is broken.", amount=30)
    ask(row.id, wanted, wu, task_now(row).version)
    clock.forward(hours=3)
    mornings.make_digests()
    assert digest(leader) == [{"cases_late": 2, "cases_to_accept": 1, "delays": 1}]
    finish(row.id, "Pumped.", [], wu, task_now(row).version)
    clock.forward(hours=22)
    mornings.make_digests()
    assert digest(he) == [{"cases_to_check": 1}]


def test_what_is_due_on_the_next_working_day_is_said_to_whoever_signed(
    dawn: CaseRow, clock: Any, people: People
) -> None:
    wu = people["wu"]
    row = task_of(dawn.id)
    clock.forward(minutes=30)
    Task.objects.filter(pk=row.id).update(due_at=clock.now() + timedelta(days=1))
    mornings.make_digests()
    (due, whole) = sorted(queries.notices(wu).items, key=lambda one: one.kind, reverse=True)
    assert (due.kind, due.about_id) == ("due_next_day", row.id)
    assert dict(whole.detail) == {"tasks_next": 1, "tasks_to_sign": 1}

    Task.objects.filter(pk=row.id).update(
        due_at=clock.now() + timedelta(days=2), signed_by=10**6, state="in_progress"
    )
    clock.forward(days=1)
    mornings.make_digests()
    assert [one.kind for one in queries.notices(wu).items].count("due_next_day") == 1


def test_whoever_dies_in_between_goes_on_behind_the_last_who_was_told(
    dawn: CaseRow, clock: Any, monkeypatch: pytest.MonkeyPatch, people: People
) -> None:
    lin, wu = people["lin"], people["wu"]
    clock.forward(minutes=30)
    found, asked = mornings._found, []

    def dies_at_the_second(user_id: int, begun: Any) -> Any:
        asked.append(user_id)
        if len(asked) == 2:
            raise ConnectionError("gone")
        return found(user_id, begun)

    monkeypatch.setattr(mornings, "_found", dies_at_the_second)
    with pytest.raises(ConnectionError):
        mornings.make_digests()
    assert Notice.objects.count() == 1
    assert not DigestDay.objects.get(calendar="office").is_done

    mornings.make_digests()

    assert len(asked) == len(set(asked)) + 1
    assert (len(digest(lin)), len(digest(wu))) == (1, 1)
    assert DigestDay.objects.get(calendar="office").is_done
