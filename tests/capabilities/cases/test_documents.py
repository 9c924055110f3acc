"""A case is found by what is known of it now, and never by who told of it."""

from collections.abc import Callable
from datetime import timedelta
from itertools import chain, repeat
from typing import Any
from uuid import UUID

import pytest

from linli.ground import clock as ground_clock
from linli.ground.jobs.running import JobRunner
from linli.ground.rights.asker import Asker
from linli.ground.search.models import Document
from linli.registers.places.actions import save_place
from linli.registers.places.logic.details import NewPlace
from linli.respond.cases.actions import move, note, open_or_join, place_case
from linli.respond.cases.actions.documents import write_missing_documents
from linli.respond.cases.models import Case
from tests.capabilities.cases.happenings import PART, again, case_from, told
from tests.capabilities.cases.searches import ELSEWHERE, LOST, changed, found, made
from tests.cast import SETUP

pytestmark = pytest.mark.usefixtures("district")


@pytest.mark.parametrize(
    "q",
    [
        *("积水", "道路积水", "water road"),
        *("翠竹苑3栋", "３栋", "Block 3", "翠湖街道", "cuihu"),
        *("翠竹路甲6号", "甲6"),
        *("过不去", "过不去 3栋", "cannot pass", "CANNOT"),
        *("也淹了", "也淹了 积水"),
        *("抽水泵", "抽水泵 翠竹路"),
        *("查看现场", "查看现场 过不去"),
    ],
)
def test_a_case_is_found_by_all_that_is_known_of_it(q: str, lin: Asker) -> None:
    made("楼道堆物", **ELSEWHERE)
    text = "车过不去, cannot pass"
    case = case_from(told("waterlogging", text=text, address="翠竹路甲6号"))
    assert open_or_join(told("waterlogging", text="这边也淹了"), PART) == case.id
    note(case.id, "已联系抽水泵", lin)
    move(case.id, "info_requested", lin, case.version, "请查看现场")

    assert found(q) == found(q, lin) == [case.id]


@pytest.mark.parametrize("q", ["王阿姨", "13800000000", "1380", "0000", "110101199003074514"])
def test_nobody_is_found_by_the_name_or_number_of_who_told(q: str) -> None:
    text = "我家漏水，电话13800000000，证件110101199003074514"
    who = {"reporter_name": "王阿姨", "reporter_phone": "13800000000"}
    case_id = made(text, address="电话 138-0000-0000", **who)
    open_or_join(told(item="waterlogging", text=text, **who), PART)

    assert found(q) == []
    assert found("漏水", item="garbage") == [case_id]


def test_a_placed_case_is_found_where_it_is_and_by_whose_it_is(
    lin: Asker, he: Asker, district: Any
) -> None:
    case = case_from(told(text="路灯坏了", **LOST))
    assert found("翠竹苑", lin) == found("路灯", he) == []

    place_case(case.id, district.building, lin, case.version)

    assert (
        found("翠竹苑 路灯", lin)
        == found("路灯", he)
        == found("路灯", lin, place="g1")
        == [case.id]
    )


def test_a_closed_case_that_is_opened_again_is_found_among_the_open_ones(lin: Asker) -> None:
    case = case_from(told(text="路灯坏了"))
    move(case.id, "rejected", lin, case.version, "不属实")
    assert found("路灯", open_only=True) == []
    assert found("路灯 不属实") == [case.id]

    changed(case.id, state="closed")
    move(case.id, "filed", lin, again(case.id).version, "又坏了")
    assert found("路灯", open_only=True) == [case.id]


def test_a_step_that_fails_leaves_no_words(lin: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_from(told(text="路灯坏了"))
    before = list(Document.objects.values())
    monkeypatch.setattr("linli.respond.cases.actions.moving.announce", lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        note(case.id, "已派人", lin)

    assert list(Document.objects.values()) == before
    assert found("已派人") == []


def test_old_cases_get_their_documents_by_the_job_the_newest_first(
    lin: Asker, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    monkeypatch.setattr("linli.respond.cases.actions.documents._AT_ONCE", 2)
    old = case_from(told("waterlogging", text="过不去"))
    open_or_join(told("waterlogging", text="也淹了"), PART)
    clock.forward(seconds=1)
    others = [made() for _ in range(2)]
    clock.forward(seconds=1)
    others += [made() for _ in range(2)]
    Document.objects.all().delete()
    Case.objects.update(has_document=False)
    note(old.id, "抽水泵", lin)
    assert found("积水") == []

    ends = chain([0, 0], repeat(60))
    start = ground_clock.now()
    with monkeypatch.context() as slow:
        slow.setattr(clock, "now", lambda: start + timedelta(seconds=next(ends)))
        assert write_missing_documents() == 2
    assert set(found("路灯")) == set(others[2:])

    assert write_missing_documents() == 3
    assert write_missing_documents() == 0
    assert set(found("路灯")) == set(others)
    assert found("过不去 也淹了 抽水泵 3栋") == [old.id]


def test_what_is_said_of_a_case_without_a_document_is_left_to_the_job(lin: Asker) -> None:
    case = case_from(told("waterlogging", text="过不去"))
    Document.objects.all().delete()

    note(case.id, "抽水泵", lin)
    open_or_join(told("waterlogging", text="也淹了"), PART)
    assert not Case.objects.get().has_document

    assert write_missing_documents() == 1
    assert found("抽水泵 也淹了") == [case.id]


def test_a_case_in_a_moved_place_is_found_by_its_new_desk(
    lin: Asker, zhao: Asker, deliver: Callable[[], None]
) -> None:
    case_id = made()
    new = NewPlace(code="m1", name="翠竹社区", level="community", parent_code="s2")
    save_place(new, SETUP)
    deliver()
    while JobRunner("tests").run():
        pass
    assert found("路灯", lin) == []
    assert write_missing_documents() == 1

    assert found("路灯", zhao) == found("松岗街道", zhao) == [case_id]
    assert found("翠湖街道") == []


def test_ten_thousand_reports_keep_a_document_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.respond.cases.actions.documents.MOST_TOLD", 60)
    case_id = made_flood("第一个报告")
    for number in range(9):
        assert made_flood(f"报告编号{chr(0x4E00 + number)}很长的一句话") == case_id

    assert len(Document.objects.get().text) < 200
    assert found("第一个报告") == [case_id]
    assert found(f"编号{chr(0x4E08)}") == []


def made_flood(text: str) -> UUID:
    return made(text, item="waterlogging")
