"""A draft becomes a version when a second person approves it, and never before."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Refused
from linli.registers.catalogue import actions, queries
from linli.registers.catalogue.checks import BadItem
from linli.registers.catalogue.logic import (
    DraftIsOver,
    DraftState,
    HasDraft,
    NoSuchDraft,
    definition,
    differences,
)
from linli.registers.catalogue.models import Draft, Item, ItemVersion
from tests.cast import SETUP, District, make_person

pytestmark = pytest.mark.django_db

WHY = "Neighbours asked for it."


@pytest.fixture
def gu(district: District) -> Asker:
    return make_person("gu", district)


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)


@pytest.fixture(autouse=True)
def packs(district: District) -> None:
    actions.load_packs(None, SETUP)


def written(code: str = "garbage", **changed: Any) -> dict[str, Any]:
    item = queries.item(code)
    assert item is not None
    return {**item.body, **changed}


def changed(asker: Asker, radius_m: int = 45, base_version: int = 1) -> UUID:
    joining = {"radius_m": radius_m, "minutes": 90, "reports": False}
    return actions.draft_change(written(joining=joining), base_version, WHY, asker)


def state_of(draft_id: UUID) -> str:
    return Draft.objects.values_list("state", flat=True).get(pk=draft_id)


def test_nothing_changes_before_somebody_else_approves(gu: Asker, leader: Asker) -> None:
    draft_id = changed(gu)
    before = queries.item("garbage")
    assert before is not None
    assert (before.version, before.joining.radius_m) == (1, 30)

    assert actions.approve(draft_id, leader) == 2

    now, then = queries.item("garbage"), queries.item_at("garbage", 1)
    assert now is not None
    assert then == before
    assert (now.version, now.joining.radius_m, now.joining.minutes) == (2, 45, 90)
    row = queries.draft(draft_id, leader)
    assert row is not None
    assert (row.state, row.version, row.decided_by) == (DraftState.APPROVED, 2, leader.user_id)
    acts = AuditEntry.objects.filter(kind="item").values_list("user_id", "act", "thing_id")
    assert set(acts) == {(gu.user_id, "write", "garbage"), (leader.user_id, "approve", "garbage")}


@pytest.mark.parametrize("who", ["gu", "leader"])
def test_nobody_approves_what_they_wrote(who: str, gu: Asker, leader: Asker) -> None:
    writer = {"gu": gu, "leader": leader}[who]
    draft_id = changed(writer)
    for act in (
        lambda: actions.approve(draft_id, writer),
        lambda: actions.refuse(draft_id, WHY, writer),
    ):
        with pytest.raises(Refused):
            act()
    assert state_of(draft_id) == "waiting"
    assert ItemVersion.objects.filter(item="garbage").count() == 1


def test_nobody_else_writes_or_approves(gu: Asker, lin: Asker, zhao: Asker, wang: Asker) -> None:
    draft_id = changed(gu)
    for asker in (lin, zhao, wang):
        with pytest.raises(Refused):
            actions.approve(draft_id, asker)
        with pytest.raises(Refused):
            actions.refuse(draft_id, WHY, asker)
        with pytest.raises(Refused):
            actions.withdraw(draft_id, asker)
        with pytest.raises(Refused):
            actions.draft_new(written(code="garbage"), WHY, asker)
        with pytest.raises(Refused):
            actions.draft_change(written(), 1, WHY, asker)
        with pytest.raises(Refused):
            actions.draft_retirement("garbage", 1, WHY, asker)
    with pytest.raises(Refused):
        queries.drafts(wang)
    assert (Draft.objects.count(), state_of(draft_id)) == (1, "waiting")


def test_a_part_of_ours_writes_no_draft() -> None:
    with pytest.raises(Refused):
        actions.draft_retirement("garbage", 1, WHY, SETUP)
    assert Draft.objects.count() == 0


def test_a_draft_is_decided_once(gu: Asker, leader: Asker) -> None:
    draft_id = changed(gu)
    actions.approve(draft_id, leader)
    for act in (
        lambda: actions.approve(draft_id, leader),
        lambda: actions.refuse(draft_id, WHY, leader),
    ):
        with pytest.raises(DraftIsOver):
            act()
    with pytest.raises(DraftIsOver):
        actions.withdraw(draft_id, gu)
    assert ItemVersion.objects.filter(item="garbage").count() == 2


def test_of_a_refused_draft_nothing_comes(gu: Asker, leader: Asker) -> None:
    draft_id = changed(gu)
    with pytest.raises(BadItem):
        actions.refuse(draft_id, " ", leader)
    actions.refuse(draft_id, "Too far.", leader)
    row = queries.draft(draft_id, gu)
    assert row is not None
    assert (row.state, row.decided_why, row.version) == (DraftState.REFUSED, "Too far.", None)
    assert ItemVersion.objects.filter(item="garbage").count() == 1
    changed(gu)  # and another one may be written


def test_only_its_writer_withdraws_a_draft(gu: Asker, leader: Asker) -> None:
    draft_id = changed(gu)
    with pytest.raises(Refused):
        actions.withdraw(draft_id, leader)
    actions.withdraw(draft_id, gu)
    assert state_of(draft_id) == "withdrawn"


def test_an_item_has_one_draft_at_a_time(gu: Asker, leader: Asker) -> None:
    changed(gu)
    with pytest.raises(HasDraft):
        changed(leader, radius_m=60)
    assert Draft.objects.count() == 1


def test_a_draft_from_an_older_version_is_over(gu: Asker, leader: Asker) -> None:
    actions.approve(changed(gu), leader)
    with pytest.raises(DraftIsOver):
        changed(gu, radius_m=60)
    late = changed(gu, radius_m=60, base_version=2)
    Item.objects.filter(pk="garbage").update(version=3)
    with pytest.raises(DraftIsOver):
        actions.approve(late, leader)
    assert state_of(late) == "waiting"


def test_a_draft_that_says_the_same_is_told(gu: Asker) -> None:
    with pytest.raises(BadItem, match="Nothing is different"):
        actions.draft_change(written(), 1, WHY, gu)


def test_a_new_item_can_be_reported_once_it_is_approved(gu: Asker, leader: Asker) -> None:
    draft_id = actions.draft_new(written(code="garbage") | {"code": "garbage_oil"}, WHY, leader)
    assert queries.item("garbage_oil") is None
    assert actions.approve(draft_id, gu) == 1
    made = queries.item("garbage_oil")
    assert made is not None
    assert (made.version, made.retired) == (1, False)


def test_a_code_is_never_used_again(gu: Asker, leader: Asker) -> None:
    draft_id = actions.draft_retirement("garbage", 1, WHY, gu)
    assert actions.approve(draft_id, leader) == 1
    retired = queries.item("garbage")
    assert retired is not None
    assert retired.retired
    with pytest.raises(BadItem) as told:
        actions.draft_new(retired.body, WHY, gu)
    assert [path for path, _ in told.value.faults] == [("code",)]
    with pytest.raises(DraftIsOver):
        actions.draft_change(retired.body | {"icon": "dog"}, 1, WHY, gu)


def test_two_drafts_of_one_code_make_one_item(gu: Asker, leader: Asker) -> None:
    draft_id = actions.draft_new(written() | {"code": "oil"}, WHY, gu)
    Item.objects.create(code="oil", version=1)
    with pytest.raises(DraftIsOver):
        actions.approve(draft_id, leader)
    assert state_of(draft_id) == "waiting"


@pytest.mark.parametrize(
    ("key", "value", "path"),
    [
        ("severity", "mild", ("severity",)),
        ("group", "fun", ("group",)),
        ("category", "greening", ("category",)),
        ("name", {"zh": "长" * 41, "en": "x"}, ("name", "zh")),
        ("joining", {"radius_m": 9999, "minutes": 0, "reports": False}, ("joining", "radius_m")),
        ("clocks", {"handle": {"amount": 0, "unit": "minutes"}}, ("clocks", "handle", "amount")),
        ("icon", "x\0", ("icon",)),
        ("list", ["duty"], ("list",)),
    ],
)
def test_what_cannot_be_kept_is_told_by_its_key(
    key: str, value: object, path: tuple[str, ...], gu: Asker
) -> None:
    with pytest.raises(BadItem) as told:
        actions.draft_change(written(**{key: value}), 1, WHY, gu)
    assert [found for found, _ in told.value.faults] == [path]
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("why", ["", " ", "x" * 401, "a\nb"])
def test_a_draft_says_why(why: str, gu: Asker) -> None:
    with pytest.raises(BadItem) as told:
        actions.draft_change(written(icon="dog"), 1, why, gu)
    assert [path for path, _ in told.value.faults] == [("why",)]


def test_an_unknown_draft_is_told(leader: Asker) -> None:
    with pytest.raises(NoSuchDraft):
        actions.approve(uuid4(), leader)
    assert queries.draft(uuid4(), leader) is None


def test_the_drafts_of_an_item_are_listed_newest_first(gu: Asker, leader: Asker) -> None:
    first = changed(gu)
    actions.refuse(first, WHY, leader)
    second = changed(gu)
    assert [row.id for row in queries.drafts(gu, code="garbage")] == [second, first]
    assert [row.id for row in queries.drafts(gu, is_waiting=True)] == [second]
    assert [row.id for row in queries.drafts(gu, is_waiting=False)] == [first]
    assert queries.count_waiting(gu) == 1


def test_a_release_leaves_alone_what_two_people_have_set(gu: Asker, leader: Asker) -> None:
    actions.approve(changed(gu), leader)
    actions.load_packs(None, SETUP)
    kept = queries.item("garbage")
    assert kept is not None
    assert (kept.version, kept.joining.radius_m) == (2, 45)


def test_differences_are_told_by_the_path_of_a_pack() -> None:
    old = definition(written(), 1)
    new = replace(old, version=2, severity="urgent", tell=("reporter",), clocks={})
    told = {one.path: (one.before, one.after) for one in differences(old, new)}
    assert told["severity"] == ("low", "urgent")
    assert told["tell"] == (["reporter", "holder"], ["reporter"])
    assert told["clocks.handle"] == ({"amount": 1, "unit": "working_days"}, None)
    assert set(told) == {
        *("severity", "tell", "clocks.accept", "clocks.respond", "clocks.dispatch"),
        *("clocks.sign_in", "clocks.handle", "clocks.verify"),
    }
    assert differences(old, old) == []
    assert {one.before for one in differences(None, new)} == {None}
