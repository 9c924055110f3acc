"""Who hears of what has happened, once, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.delays.actions import approve, ask
from linli.organise.delays.logic import DelayKind, Wanted
from linli.organise.hotline.actions import ask_return, note_return
from linli.organise.hotline.models import HotlineOrder
from linli.organise.notices import actions, queries
from linli.organise.notices.logic import KEPT
from linli.organise.notices.models import Notice
from linli.organise.supervision.actions import supervise
from linli.organise.tasks.actions import cancel, dispatch, finish, merge, return_, sign, verify
from linli.organise.tasks.facts import TaskDispatched
from linli.registers.parties import actions as parties
from linli.registers.parties.logic import Office, PostDetails
from linli.respond.cases.actions import climb, move
from linli.respond.cases.logic.faults import NotFound
from linli.respond.cases.queries import CaseRow
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from tests.capabilities.cases.happenings import PART, again, case_from, noticed, told
from tests.capabilities.notices.conftest import kinds
from tests.capabilities.tasks.works import task_now, task_of
from tests.cast import District

Deliver = Callable[[], None]
People = dict[str, Asker]


@pytest.fixture
def flood(clock: Any, people: People, deliver: Deliver) -> CaseRow:
    """Filed at once, and given to the property firm by its duty."""
    case = case_from(noticed())
    deliver()
    return again(case.id)


def post(district: District, office: Office, holder: Asker) -> None:
    details = PostDetails(
        code=office, party_id=district.property, name=office, user_id=holder.user_id
    )
    parties.set_charge(office, district.street, parties.save_post(details, PART), PART)


def test_a_unit_hears_of_its_new_work_once(
    flood: CaseRow, deliver: Deliver, people: People
) -> None:
    wu, lin, zhao = people["wu"], people["lin"], people["zhao"]
    (one,) = queries.notices(wu).items
    task = task_of(flood.id)
    assert (one.kind, one.about, one.about_id) == ("assigned", "task", task.id)
    assert (one.case_number, one.item, one.party_id) == (flood.number, flood.item, task.party_id)
    assert (kinds(lin), kinds(zhao)) == ([], [])

    again_told = TaskDispatched(task.id, flood.id, task.party_id, urgent=False)
    actions.tell_assigned(again_told, PART)

    assert kinds(wu) == ["assigned"]


def test_work_given_back_goes_to_the_nearest_desk_and_after_three_times_to_a_post(
    flood: CaseRow, district: District, deliver: Deliver, people: People
) -> None:
    wu, lin, leader, zhao = people["wu"], people["lin"], people["leader"], people["zhao"]
    post(district, Office.ADJUDICATOR, leader)
    return_(task_of(flood.id).id, "Not ours.", wu, task_of(flood.id).version)
    deliver()
    assert kinds(lin) == ["returned"]
    for _ in range(2):
        task_id = dispatch(flood.id, district.property, lin)
        return_(task_id, "Not ours.", wu, task_of(flood.id).version)
        deliver()

    assert kinds(lin) == ["returned"] * 3
    assert sorted(kinds(leader)) == ["returned"] * 3 + ["returned_again"]
    assert kinds(zhao) == []


def test_whoever_signed_hears_that_it_is_not_fixed_and_that_it_is_cancelled(
    flood: CaseRow, district: District, deliver: Deliver, people: People
) -> None:
    wu, he, lin = people["wu"], people["he"], people["lin"]
    row = task_of(flood.id)
    sign(row.id, wu, row.version)
    finish(row.id, "Pumped.", [], wu, task_now(row).version)
    verify(flood.id, False, "Still wet.", he, again(flood.id).version)
    deliver()
    assert kinds(wu) == ["rework", "assigned"]

    cancel(row.id, "A mistake.", lin, task_now(row).version)
    deliver()
    assert kinds(wu) == ["withdrawn", "rework", "assigned"]


def test_of_time_asked_for_hears_who_decides_and_then_who_asked(
    flood: CaseRow, deliver: Deliver, people: People
) -> None:
    wu, lin, leader, zhao = people["wu"], people["lin"], people["leader"], people["zhao"]
    row = task_of(flood.id)
    sign(row.id, wu, row.version)
    wanted = Wanted(kind=DelayKind.EXTENSION, reason="The pump is broken.", amount=70)
    delay_id = ask(row.id, wanted, wu, task_now(row).version)
    deliver()
    # So much only a leader may allow.
    assert (kinds(lin), kinds(leader), kinds(zhao)) == ([], ["delay_asked"], [])
    (one,) = queries.notices(leader).items
    assert (one.about, dict(one.detail)) == ("delays", {"delay": "extension"})

    approve(delay_id, leader)
    deliver()
    assert kinds(wu) == ["delay_approved", "assigned"]


def test_the_ladder_is_heard_by_the_unit_and_by_named_posts(
    flood: CaseRow, clock: Any, district: District, deliver: Deliver, people: People
) -> None:
    wu, he, leader, lin = people["wu"], people["he"], people["leader"], people["lin"]
    post(district, Office.LEAD, he)
    post(district, Office.SUPERVISION, leader)
    row = task_of(flood.id)
    sign(row.id, wu, row.version)
    clock.forward(hours=9)
    while climb(PART):
        deliver()

    assert kinds(wu) == ["overdue", "due_soon", "assigned"]
    assert kinds(he) == ["overdue"]
    assert kinds(leader) == ["supervised_1"]
    letter = supervise(row.id, "At once.", clock.now() + timedelta(days=1), leader, 0)
    deliver()
    assert kinds(wu)[0] == "letter"
    assert letter
    assert kinds(lin) == []


def test_what_was_done_before_anybody_could_be_told_is_told_to_nobody(
    flood: CaseRow, clock: Any, deliver: Deliver, people: People
) -> None:
    wu = people["wu"]
    row = task_of(flood.id)
    sign(row.id, wu, row.version)
    clock.forward(minutes=100)
    climb(PART)
    finish(row.id, "Pumped.", [], wu, task_now(row).version)
    deliver()
    assert kinds(wu) == ["assigned"]


def test_those_at_work_hear_that_their_case_has_grown(
    clock: Any, district: District, deliver: Deliver, people: People
) -> None:
    wu, lin = people["wu"], people["lin"]
    one, into = case_from(told("noise")), case_from(told("garbage"))
    for case in (one, into):
        assert case.state == "received"
    move(into.id, "filed", lin, again(into.id).version)
    deliver()
    row = task_of(into.id)
    sign(row.id, wu, row.version)
    merge(one.id, into.id, lin, again(one.id).version, again(into.id).version)
    deliver()

    (newest, _) = queries.notices(wu).items
    assert (newest.kind, newest.about_id) == ("merged", row.id)


def test_the_desk_hears_what_becomes_of_an_order_that_is_not_ours(
    district: District, deliver: Deliver, people: People
) -> None:
    lin, leader, zhao = people["lin"], people["leader"], people["zhao"]
    new = NewReport(
        item="garbage",
        text="袋",
        channel="hotline",
        channel_ref="20261128001",
        lat=district.lat,
        lon=district.lon,
    )
    take_report(new, lin)
    deliver()
    order = HotlineOrder.objects.get()
    ask_return(order.id, "Not here.", lin, order.version)
    deliver()
    note_return(order.id, "Yours.", leader, order.version + 1, is_accepted=False)
    deliver()

    assert kinds(lin) == kinds(leader) == ["return_denied", "return_asked"]
    assert kinds(zhao) == []


def test_notices_are_read_by_their_reader_alone(flood: CaseRow, clock: Any, people: People) -> None:
    wu, lin, zhao, wang = people["wu"], people["lin"], people["zhao"], people["wang"]
    (one,) = queries.notices(wu).items
    for other in (lin, zhao):
        with pytest.raises(NotFound):
            actions.read(one.id, other)
    with pytest.raises(Refused):
        queries.notices(wang)
    with pytest.raises(Refused):
        actions.read(one.id, wang)
    actions.read_all(clock.now(), zhao)
    assert (queries.unread(wu, 100), queries.unread(wang, 100)) == (1, 0)

    assert actions.read(one.id, wu).about_id == one.about_id

    assert queries.unread(wu, 100) == 0
    assert [row.is_read for row in queries.notices(wu).items] == [True]


def test_what_comes_in_while_somebody_reads_stays_unread(
    flood: CaseRow, clock: Any, deliver: Deliver, people: People
) -> None:
    wu = people["wu"]
    seen = clock.now()
    clock.forward(minutes=5)
    case_from(noticed(item="smoke_fire"))
    deliver()
    assert actions.read_all(seen, wu) == 1
    page = queries.notices(wu)
    assert [row.is_read for row in page.items] == [False, True]


def test_unread_stands_first_on_every_page_and_old_ones_go(
    flood: CaseRow, clock: Any, people: People
) -> None:
    wu = people["wu"]
    rows = [
        Notice(user_id=wu.user_id, key=f"k{number}", kind="assigned", is_read=number % 2 == 0)
        for number in range(5)
    ]
    Notice.objects.bulk_create(rows)
    seen, cursor = [], ""
    while True:
        page = queries.notices(wu, cursor=cursor, limit=2)
        seen += [row.is_read for row in page.items]
        if not page.next:
            break
        cursor = page.next
    assert seen == [False, False, False, True, True, True]
    assert queries.unread(wu, 2) == 2

    assert actions.forget_before(clock.now() - KEPT) == 0
    assert actions.forget_before(clock.now() + timedelta(seconds=1)) == 6
