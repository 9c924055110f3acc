"""Two cases are one problem, says a person; and two again, when that was a mistake."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.organise.answers import queries as answers
from linli.organise.tasks.actions import dispatch, finish, merge, sign, unmerge
from linli.respond.alerts import queries as alerts
from linli.respond.cases import queries
from linli.respond.cases.actions import move, open_or_join, place_case
from linli.respond.cases.actions.taking import join_by_hand
from linli.respond.cases.logic.faults import IllegalMove, NotFound, StaleVersion
from linli.respond.cases.queries import CaseFilter, CaseRow
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from tests.capabilities.cases.happenings import (
    PART,
    acts,
    again,
    audited,
    case_from,
    noticed,
    told,
)
from tests.capabilities.tasks.works import everything, photo_by, task_now, task_of
from tests.cast import District

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

KEPT = ("state", "is_open", "severity", "due_at", "warn_at", "signal_count", "last_signal_at")


def pair(item: str = "noise") -> tuple[CaseRow, CaseRow]:
    """Two open cases of an item that never joins by itself; the first one is to be merged."""
    return case_from(told(item)), case_from(told(item))


def put_together(one: CaseRow, into: CaseRow, asker: Asker, **more: Any) -> None:
    one, into = again(one.id), again(into.id)
    merge(one.id, into.id, asker, one.version, into.version, **more)


def separate(one: CaseRow, asker: Asker, **more: Any) -> None:
    unmerge(one.id, asker, again(one.id).version, **more)


def look(*cases: CaseRow) -> list[dict[str, Any]]:
    """What a case is, apart from its history and version."""
    return [
        {
            **{name: getattr(again(one.id), name) for name in (*KEPT, "parties", "merged_into")},
            "signals": queries.signal_ids(one.id, PART),
        }
        for one in cases
    ]


def test_what_was_told_moves_to_the_case_that_goes_on(district: District, lin: Asker) -> None:
    one, into = pair()
    put_together(one, into, lin, reason="同一处噪音")

    merged, grown = again(one.id), again(into.id)
    assert (merged.state, merged.is_open, merged.merged_into) == ("merged", False, into.id)
    assert (grown.signal_count, grown.state, grown.version) == (2, "received", into.version + 1)
    assert queries.signal_ids(one.id, PART) == []
    assert len(queries.signal_ids(into.id, PART)) == 2
    assert (acts(one.id)[-1], acts(into.id)[-1]) == ("merged", "took_in")
    last = queries.timeline(into.id, lin)[-1]
    assert (last.actor_name, last.reason, last.detail["number"]) == (
        "Lin",
        "同一处噪音",
        one.number,
    )
    assert audited()[-1] == ("Lin", "merge", "case")


def test_its_reporter_follows_the_other_case_and_then_the_own_one_again(
    district: District, lin: Asker, deliver: Callable[[], int]
) -> None:
    call = NewReport(item="noise", text="半夜施工。", channel="portal", lat=31.82, lon=117.22)
    taken = take_report(call, VISITOR)
    one, into = case_from(taken.signal_id), case_from(told("noise"))
    put_together(one, into, lin)
    deliver()
    move(into.id, "filed", lin, again(into.id).version)
    deliver()
    followed = answers.follow(taken.receipt, "en")
    assert followed is not None
    assert followed.state_code == "handling"
    assert [line.text for line in followed.answers[1:2]] == [
        "We already know of this problem; your report has been added to it."
    ]

    separate(one, lin)
    deliver()
    followed = answers.follow(taken.receipt, "en")
    assert followed is not None
    assert followed.state_code == "received"
    assert followed.answers[-1].text == "Your report is looked after on its own again."


def test_words_find_the_case_that_goes_on(district: District, lin: Asker) -> None:
    one, into = case_from(told("noise", text="电锯声")), case_from(told("noise", text="装修"))
    put_together(one, into, lin)
    assert found("电锯") == [into.id]
    separate(one, lin)
    assert found("电锯") == [one.id]


def found(words: str) -> list[UUID]:
    return [row.id for row in queries.cases(CaseFilter(q=words), PART).items]


def test_unsigned_work_is_cancelled_and_given_again(
    district: District, lin: Asker, clock: Any
) -> None:
    one, into = pair()
    move(one.id, "filed", lin, one.version)
    dispatch(one.id, district.property, lin, again(one.id).version)
    before, task = look(one, into), task_of(one.id)

    put_together(one, into, lin)
    assert (task_now(task).state, task_now(task).reason) == ("cancelled", into.number)
    separate(one, lin)

    assert look(one, into) == before
    assert (task_now(task).state, task_now(task).due_at) == ("dispatched", task.due_at)
    assert again(one.id).returned_count == 0


def test_while_it_is_merged_its_clock_stands_still(
    district: District, lin: Asker, clock: Any
) -> None:
    one, into = pair()
    move(one.id, "filed", lin, one.version)
    dispatch(one.id, district.property, lin, again(one.id).version)
    task = task_of(one.id)
    assert task.due_at is not None
    put_together(one, into, lin)
    clock.forward(minutes=30)
    separate(one, lin)
    assert task_now(task).due_at == again(one.id).due_at == task.due_at + timedelta(minutes=30)


def test_what_a_unit_has_signed_for_is_not_merged_but_merged_into(
    signed: Any, district: District, lin: Asker
) -> None:
    other = case_from(noticed("waterlogging", lat=None, lon=None))
    busy = again(signed.case_id)
    before = everything()
    with pytest.raises(IllegalMove, match="A unit has signed for it"):
        merge(busy.id, other.id, lin, busy.version, other.version)
    assert everything() == before
    put_together(other, busy, lin)
    assert again(busy.id).signal_count == 2


def test_a_merging_by_rule_is_taken_back_as_well(district: District, lin: Asker) -> None:
    there = case_from(told("waterlogging", lat=None, lon=None, place_code="e1"))
    lost = case_from(told("waterlogging", lat=None, lon=None))
    before = look(there)
    place_case(lost.id, district.estate, lin, lost.version)
    assert again(lost.id).state == "merged"

    separate(lost, lin)

    assert look(there) == before
    assert (again(lost.id).state, again(lost.id).signal_count) == ("received", 1)
    assert again(lost.id).place_id == district.estate


def test_what_came_after_the_merging_stays_where_it_came(district: District, lin: Asker) -> None:
    one, into = pair()
    before = look(one)
    put_together(one, into, lin)
    late = told("noise")
    join_by_hand(into.id, late, lin)

    separate(one, lin)

    assert look(one) == before
    assert (again(into.id).signal_count, queries.signal_ids(into.id, PART)[-1]) == (2, late)


def test_cases_merged_one_after_the_other_come_apart_in_that_order(
    district: District, lin: Asker
) -> None:
    one, two = pair()
    three = case_from(told("noise"))
    apart = look(one, two, three)
    put_together(one, two, lin)
    together = look(one, two, three)
    put_together(two, three, lin)

    with pytest.raises(IllegalMove, match="separate that one first"):
        separate(one, lin)
    separate(two, lin)
    assert look(one, two, three) == together
    separate(one, lin)
    assert look(one, two, three) == apart


def test_a_case_comes_apart_from_one_that_was_closed_meanwhile(
    district: District, lin: Asker
) -> None:
    one, into = pair()
    put_together(one, into, lin)
    move(into.id, "rejected", lin, again(into.id).version, "Not ours.")
    separate(one, lin)
    assert (again(one.id).state, again(one.id).is_open) == ("received", True)
    assert again(into.id).state == "rejected"


def test_a_grave_case_gives_its_gravity_back(district: District, lin: Asker) -> None:
    call = NewReport(item="noise", text="电钻。", channel="call", urgency="urgent", place_code="e1")
    grave = case_from(take_report(call, lin).signal_id)
    into = case_from(told("noise"))
    before = look(grave, into)
    assert before[0]["severity"] != before[1]["severity"]
    put_together(grave, into, lin)
    assert again(into.id).severity == grave.severity
    separate(grave, lin)
    assert look(grave, into) == before


def test_an_emergency_is_merged_only_into_an_emergency(
    district: District, lin: Asker, deliver: Callable[[], int]
) -> None:
    fire = case_from(noticed("smoke_fire"))
    smell = case_from(told("noise"))
    deliver()
    with pytest.raises(IllegalMove, match="An emergency is not merged"):
        put_together(fire, smell, lin)
    put_together(smell, fire, lin)
    deliver()
    assert [one.state for one in alerts.alerts(PART, case_id=fire.id).items] == ["open"]


@pytest.mark.parametrize(
    ("says", "end"),
    [("separate|chosen|choose that one", "merged"), ("The other case is over", "rejected")],
)
def test_nothing_is_merged_into_what_has_ended(
    district: District, lin: Asker, says: str, end: str
) -> None:
    one, into = pair()
    if end == "merged":
        put_together(into, case_from(told("noise")), lin)
    else:
        move(into.id, end, lin, into.version, "Not ours.")
    before = everything()
    with pytest.raises(IllegalMove, match=says):
        put_together(one, into, lin)
    assert everything() == before


def test_no_circle_nor_oneself(district: District, lin: Asker) -> None:
    one, into = pair()
    with pytest.raises(IllegalMove, match="into itself"):
        put_together(one, one, lin)
    put_together(one, into, lin)
    with pytest.raises(IllegalMove, match="choose that one"):
        put_together(into, one, lin)


def test_finished_work_is_checked_not_merged(
    signed: Any, district: District, lin: Asker, wu: Asker
) -> None:
    finish(signed.id, "Done.", [photo_by(wu)], wu, signed.version)
    other = case_from(noticed("waterlogging", lat=None, lon=None))
    with pytest.raises(IllegalMove, match="Its work is done already"):
        put_together(again(signed.case_id), other, lin)
    with pytest.raises(IllegalMove, match="looked at by nobody"):
        put_together(other, again(signed.case_id), lin)


def test_both_versions_count(district: District, lin: Asker) -> None:
    one, into = pair()
    for versions in ((one.version + 1, into.version), (one.version, into.version + 1)):
        with pytest.raises(StaleVersion):
            merge(one.id, into.id, lin, *versions)
    assert again(one.id).state == "received"


def test_zhao_and_who_has_no_desk_merge_nothing(
    district: District, lin: Asker, zhao: Asker, chen: Asker, he: Asker
) -> None:
    one, into = pair()
    before = everything()
    for asker, error in ((zhao, NotFound), (chen, Refused), (he, Refused)):
        with pytest.raises(error):
            put_together(one, into, asker)
    assert everything() == before
    put_together(one, into, lin)
    before = everything()
    for asker, error in ((zhao, NotFound), (chen, Refused)):
        with pytest.raises(error):
            separate(one, asker)
    assert everything() == before


def test_what_is_not_merged_cannot_be_separated(district: District, lin: Asker) -> None:
    one, _ = pair()
    with pytest.raises(IllegalMove, match="not merged"):
        separate(one, lin)
    with pytest.raises(NotFound):
        unmerge(uuid4(), lin, 1)


def test_signed_again_after_separating(district: District, lin: Asker, wu: Asker) -> None:
    one, into = pair()
    move(one.id, "filed", lin, one.version)
    dispatch(one.id, district.property, lin, again(one.id).version)
    put_together(one, into, lin)
    separate(one, lin)
    task = task_of(one.id)
    sign(task.id, wu, task.version)
    assert task_now(task).state == "in_progress"
    assert open_or_join(queries.signal_ids(one.id, PART)[0], PART) == one.id
