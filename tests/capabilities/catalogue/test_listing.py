"""A department's list is taken in; what a person decides changes nothing before approval."""

from uuid import uuid4

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets.actions import load_now
from linli.registers.catalogue import actions, queries
from linli.registers.catalogue.checks import BadItem
from linli.registers.catalogue.loader import ItemListLoader
from linli.registers.catalogue.logic import (
    CannotGoBack,
    Decision,
    DraftIsOver,
    ItemDefinition,
    NoSuchRow,
    Verdict,
)
from linli.registers.catalogue.models import Draft, ListedRow
from tests.cast import SETUP, District, make_person

pytestmark = pytest.mark.django_db

LIST = """事项名称,责任单位,事项编码,办理时限
路灯不亮,城管局,0101,3个工作日
路灯不亮报修,供电公司,0102,5个工作日
路灯不亮,供电公司,0103,
飞絮扰民,园林局,0901,10个工作日
,园林局,,
"""


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)


@pytest.fixture(autouse=True)
def loaded(district: District, gu: Asker) -> None:
    plan, faults = load_now(LIST.encode(), ItemListLoader(), gu)
    assert (plan.added, [fault.row for fault in faults]) == (4, [6])


def row(name: str, unit: str = "") -> queries.ListRow:
    found = [one for one in queries.listed_rows(SETUP) if one.name == name and unit in one.unit]
    return found[0]


def test_each_row_says_what_is_like_it(gu: Asker) -> None:
    assert [(one.row, one.verdict, one.alike) for one in queries.listed_rows(gu)] == [
        (2, Verdict.SAME, "lamp_fault"),
        (3, Verdict.SIMILAR, "lamp_fault"),
        (4, Verdict.REPEATED, "lamp_fault"),
        (5, Verdict.NOVEL, ""),
    ]
    assert queries.count_listed(gu)["similar", "open"] == 1
    assert [one.row for one in queries.listed_rows(gu, verdict="novel")] == [5]


def test_the_same_list_again_changes_nothing(gu: Asker) -> None:
    actions.leave_out(row("飞絮扰民").id, "Not ours.", gu)
    plan, _faults = load_now(LIST.encode(), ItemListLoader(), gu)
    assert (plan.added, plan.changed, plan.same) == (0, 0, 4)
    assert row("飞絮扰民").decision is Decision.LEFT_OUT
    assert ListedRow.objects.count() == 4


def test_a_further_name_counts_once_it_is_approved(gu: Asker, leader: Asker) -> None:
    actions.take_as_alias(row("路灯不亮报修").id, "lamp_fault", gu)
    actions.take_as_alias(row("路灯不亮", "城管").id, "lamp_fault", gu)
    report = actions.hand_in("List of the power company.", gu)
    assert (report.made, report.waiting) == (["lamp_fault"], [])
    before = queries.item("lamp_fault")
    assert before is not None
    assert "路灯不亮报修" not in before.synonyms.zh

    (draft,) = queries.drafts(leader)
    actions.approve(draft.id, leader)

    now = queries.item("lamp_fault")
    assert now is not None
    assert now.synonyms.zh == (*before.synonyms.zh, "路灯不亮报修")
    assert queries.find_items("路灯不亮报修")[0].score == 1.0
    with pytest.raises(CannotGoBack):
        actions.reopen(row("路灯不亮报修").id, gu)


def test_a_decision_can_be_gone_back_to_until_its_draft_waits(gu: Asker, leader: Asker) -> None:
    one = row("路灯不亮报修")
    actions.leave_out(one.id, "Not ours.", leader)
    actions.reopen(one.id, gu)
    assert row("路灯不亮报修").decision is Decision.OPEN
    actions.take_as_alias(one.id, "lamp_fault", gu)
    actions.hand_in("Why.", gu)
    with pytest.raises(CannotGoBack):
        actions.leave_out(one.id, "Not ours.", gu)
    actions.withdraw(queries.drafts(gu)[0].id, gu)
    actions.leave_out(one.id, "Not ours.", gu)
    assert (row("路灯不亮报修").decision, row("路灯不亮报修").draft_id) == (Decision.LEFT_OUT, None)


def test_an_item_whose_draft_waits_holds_its_names_up(gu: Asker, leader: Asker) -> None:
    actions.draft_retirement("lamp_fault", 1, "Old.", leader)
    actions.take_as_alias(row("路灯不亮报修").id, "lamp_fault", gu)
    report = actions.hand_in("Why.", gu)
    assert (report.made, report.waiting) == ([], ["lamp_fault"])
    assert row("路灯不亮报修").draft_id is None


def test_names_that_it_has_already_are_not_handed_in_for_ever(gu: Asker) -> None:
    actions.take_as_alias(row("路灯不亮", "城管").id, "lamp_fault", gu)
    assert queries.count_to_hand_in(gu) == 1

    report = actions.hand_in("Why.", gu)

    assert (report.known, report.made) == (["lamp_fault"], [])
    assert row("路灯不亮", "城管").decision is Decision.KNOWN
    assert (queries.count_to_hand_in(gu), Draft.objects.count()) == (0, 0)
    actions.reopen(row("路灯不亮", "城管").id, gu)
    assert row("路灯不亮", "城管").decision is Decision.OPEN


def test_what_was_retired_meanwhile_is_told_and_its_row_stays(gu: Asker, leader: Asker) -> None:
    actions.take_as_alias(row("路灯不亮报修").id, "lamp_fault", gu)
    actions.approve(actions.draft_retirement("lamp_fault", 1, "Old.", gu), leader)

    report = actions.hand_in("Why.", gu)

    assert [(code, str(why)) for code, why in report.refused.items()] == [
        ("lamp_fault", "item: “lamp_fault” is not a matter in use; choose one from the list.")
    ]
    assert (report.made, row("路灯不亮报修").decision) == ([], Decision.ALIAS)


def test_a_row_that_another_decides_on_meanwhile_is_in_no_draft(
    gu: Asker, leader: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, known = row("路灯不亮报修"), queries.item
    actions.take_as_alias(one.id, "lamp_fault", gu)

    def slow(code: str) -> ItemDefinition | None:
        ListedRow.objects.filter(pk=one.id).update(decision=Decision.LEFT_OUT, item="")
        return known(code)

    monkeypatch.setattr(queries, "item", slow)
    report = actions.hand_in("Why.", gu)

    assert [type(why) for why in report.refused.values()] == [DraftIsOver]
    assert (report.made, Draft.objects.count()) == ([], 0)
    assert row("路灯不亮报修").draft_id is None


def test_a_row_becomes_a_new_item_by_a_draft(gu: Asker, leader: Asker) -> None:
    noise = queries.item("noise")
    assert noise is not None
    written = {**noise.body, "code": "catkins", "name": {"zh": "飞絮扰民", "en": "Catkins"}}
    draft_id = actions.draft_of_row(row("飞絮扰民").id, written, "List.", gu)
    assert (row("飞絮扰民").decision, row("飞絮扰民").draft_id) == (Decision.NEW, draft_id)
    assert queries.item("catkins") is None
    actions.approve(draft_id, leader)
    assert queries.item("catkins") is not None


def test_what_cannot_be_decided_is_told(gu: Asker) -> None:
    one = row("路灯不亮报修").id
    with pytest.raises(BadItem):
        actions.take_as_alias(one, "dragon", gu)
    with pytest.raises(BadItem):
        actions.leave_out(one, " ", gu)
    with pytest.raises(NoSuchRow):
        actions.reopen(uuid4(), gu)
    assert row("路灯不亮报修").decision is Decision.OPEN


def test_nobody_else_loads_sees_or_decides(lin: Asker, zhao: Asker, leader: Asker) -> None:
    one = row("路灯不亮报修").id
    for asker in (lin, zhao):
        with pytest.raises(Refused):
            queries.listed_rows(asker)
        with pytest.raises(Refused):
            actions.leave_out(one, "Why.", asker)
        with pytest.raises(Refused):
            actions.take_as_alias(one, "lamp_fault", asker)
        with pytest.raises(Refused):
            actions.hand_in("Why.", asker)
    for asker in (lin, zhao, leader):
        with pytest.raises(Refused):
            load_now(LIST.encode(), ItemListLoader(), asker)
    assert (row("路灯不亮报修").decision, Draft.objects.count()) == (Decision.OPEN, 0)
