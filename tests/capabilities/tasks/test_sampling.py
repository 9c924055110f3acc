"""Work of low risk that the sample leaves out passes: never as checked."""

from datetime import UTC

import pytest

from linli.ground.database import atomic
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker, Refused
from linli.organise.tasks import handlers
from linli.organise.tasks.actions import dispatch, finish, pass_unsampled, sampling, sign, verify
from linli.registers.catalogue.models import Item, ItemVersion
from linli.respond.cases.actions import move
from linli.respond.cases.facts import CaseMoved
from linli.respond.cases.queries import CaseRow
from linli.respond.cases.queries.whole import whole_cases
from linli.respond.insight.actions import course_of
from linli.respond.insight.logic import Measure, counts
from tests.capabilities.cases.happenings import PART, acts, again, case_from, told
from tests.capabilities.tasks.works import everything, photo_by, task_now, task_of
from tests.cast import District, make_person
from tests.conftest import StillClock

LEFT_OUT = (99).to_bytes(8, "big") + bytes(24)


@pytest.fixture
def sampled(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a hundred works on bins half are checked; those of these tests are not."""
    body = ItemVersion.objects.get(item="garbage", version=1).body
    ItemVersion.objects.create(item_id="garbage", version=2, body={**body, "check": {"sample": 50}})
    with atomic():
        Item.objects.filter(pk="garbage").update(version=2)
        bump("catalogue")
    monkeypatch.setattr(sampling, "digest_of", lambda _: LEFT_OUT)


def done(district: District, lin: Asker, wu: Asker) -> CaseRow:
    case = case_from(told("garbage"))
    move(case.id, "filed", lin, case.version)
    dispatch(case.id, district.property, lin)
    return finished(case, wu)


def finished(case: CaseRow, wu: Asker) -> CaseRow:
    row = task_of(case.id)
    if row.state == "dispatched":
        sign(row.id, wu, row.version)
    row = task_now(row)
    finish(row.id, "Emptied.", [photo_by(wu)], wu, row.version)
    return again(case.id)


def test_what_the_sample_leaves_out_goes_on_unchecked(
    sampled: None, district: District, lin: Asker, wu: Asker
) -> None:
    case = done(district, lin, wu)
    moved = CaseMoved(case.id, "handling", "resolved", case.id, urgent=False)

    handlers.follow_case(moved, PART)
    handlers.follow_case(moved, PART)

    assert again(case.id).state == "feedback"
    assert acts(case.id).count("unsampled") == 1
    assert "verified" not in acts(case.id)


def test_no_person_lets_work_pass(sampled: None, district: District, lin: Asker, wu: Asker) -> None:
    case = done(district, lin, wu)
    before = everything()

    with pytest.raises(Refused):
        pass_unsampled(case.id, wu)
    assert everything() == before


def test_what_the_sample_takes_waits_for_a_check(
    sampled: None, district: District, lin: Asker, wu: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "digest_of", lambda _: bytes(32))
    case = done(district, lin, wu)
    before = everything()

    pass_unsampled(case.id, PART)

    assert everything() == before


def test_every_work_is_checked_where_the_item_says_nothing(
    district: District, lin: Asker, wu: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "digest_of", lambda _: LEFT_OUT)
    case = done(district, lin, wu)
    pass_unsampled(case.id, PART)
    assert again(case.id).state == "resolved"


def test_after_a_failed_check_all_work_of_the_unit_is_checked_for_a_while(
    clock: StillClock, sampled: None, district: District, lin: Asker, wu: Asker
) -> None:
    he = make_person("he", district)
    case, other = done(district, lin, wu), done(district, lin, wu)
    verify(case.id, False, "Still full.", he, case.version)
    case = finished(case, wu)
    for one in (case, other):
        pass_unsampled(one.id, PART)
        assert again(one.id).state == "resolved"

    clock.forward(days=91)
    pass_unsampled(other.id, PART)
    pass_unsampled(case.id, PART)

    assert [again(one.id).state for one in (case, other)] == ["resolved", "feedback"]


def test_figures_do_not_count_it_as_done_at_the_first_go(
    clock: StillClock, sampled: None, district: District, lin: Asker, wu: Asker
) -> None:
    case = done(district, lin, wu)
    pass_unsampled(case.id, PART)
    move(case.id, "closed", lin, again(case.id).version)

    (whole,) = whole_cases([case.id], PART)
    course = course_of(whole)

    assert not course.was_checked
    counted = {one.measure for one in counts(course, UTC)}
    assert Measure.CLOSING in counted
    assert not counted & {Measure.FIRST_TIME, Measure.REWORK}
