"""Two sign for a shift, each by themselves, for what both have seen; what was signed stays."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from linli.ground import clock
from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Refused
from linli.organise.shifts import actions, logic, queries
from linli.organise.shifts.logic import Content, InAll, NotSigned, StaleSheet
from linli.organise.shifts.models import Sheet, Shift, WatchNote
from linli.organise.shifts.queries import drafting
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import BadText, NotFound
from linli.respond.cases.models import Case
from tests.capabilities.cases.happenings import PART, case_from, noticed
from tests.cast import District, make_person


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)


@pytest.fixture
def desk(district: District) -> int:
    return district.street


@pytest.fixture
def running(desk: int, lin: Asker) -> Shift:
    return Shift.objects.get(pk=actions.begin(desk, lin))


def now_at(desk: int, asker: Asker) -> Content:
    shift = Shift.objects.get(desk_id=desk, ended_at=None)
    return queries.draft(shift.began_at, desk, queries.at_desk(asker, desk))


def signed_out(shift: Shift, asker: Asker, remark: str = "") -> Sheet:
    shift.refresh_from_db()
    seen = list(now_at(shift.desk_id, asker).marks)
    return Sheet.objects.get(pk=actions.sign_out(shift.id, remark, seen, asker, shift.version))


@pytest.mark.django_db
def test_a_list_that_is_cut_is_counted_in_full(
    running: Shift, district: District, lin: Asker, zhao: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for item in ("smoke_fire", "elevator_fault", "noise"):
        case_from(noticed(item=item))
    case_from(noticed(item="smoke_fire", place_id=district.estate))
    Case.objects.filter(item="smoke_fire").update(severity="emergency", warn_at=clock.now())
    Case.objects.exclude(item="smoke_fire").update(severity="normal", warn_at=clock.now())
    Case.objects.filter(item="noise").update(state="feedback")
    grave = Case.objects.filter(severity="emergency").count()
    assert now_at(running.desk_id, lin).in_all == InAll(grave, due=1, callbacks=1)
    assert not now_at(running.desk_id, lin).is_cut

    monkeypatch.setattr(drafting, "MOST_ROWS", 1)

    content = now_at(running.desk_id, lin)
    assert grave > 1
    assert len(content.emergencies) == 1
    assert content.in_all == InAll(grave, due=1, callbacks=1)
    assert content.is_cut
    assert queries.draft(running.began_at, district.street, zhao).in_all == InAll(0, 0, 0)


@pytest.mark.django_db
def test_a_sheet_that_was_signed_before_lists_were_counted_is_still_read(
    running: Shift, lin: Asker
) -> None:
    sheet = signed_out(running, lin)
    del sheet.content["counted"]
    sheet.save()
    row = queries.sheet(sheet.id, lin)
    assert row is not None
    assert row.content.in_all == InAll(0, 0, 0)


@pytest.mark.django_db
def test_both_sign_and_the_next_shift_begins(running: Shift, lin: Asker, leader: Asker) -> None:
    case = case_from(noticed(item="smoke_fire"))
    note = actions.write_note(running.desk_id, "地下车库水泵还在抽水", lin)
    sheet = signed_out(running, lin, "夜里有大风")
    following = actions.take_over(sheet.id, [], leader)

    row = queries.sheet(sheet.id, lin)
    assert row is not None
    assert (row.outgoing_name, row.incoming_name) == (lin.name, leader.name)
    assert row.incoming_at is not None
    assert row.outgoing_at <= row.incoming_at
    assert row.remark == "夜里有大风"
    assert [one.number for one in row.content.emergencies] == [case.number]
    assert [one.text for one in row.content.notes] == ["地下车库水泵还在抽水"]
    assert row.content.numbers.taken == 1
    assert row.since is not None
    assert row.since.is_empty

    running.refresh_from_db()
    assert running.ended_at is not None
    after = queries.running(running.desk_id, lin)
    assert after is not None
    assert (after.id, after.began_by) == (following, leader.user_id)
    assert [one.id for one in queries.notes(running.desk_id, leader)] == [note]
    acts = AuditEntry.objects.filter(kind="shift").order_by("id").values_list("act", "user_name")
    assert list(acts) == [
        ("begin", lin.name),
        ("note", lin.name),
        ("hand_over", lin.name),
        ("take_over", leader.name),
    ]


@pytest.mark.django_db
def test_what_was_signed_does_not_change_with_what_happens(
    running: Shift, lin: Asker, leader: Asker
) -> None:
    case = case_from(noticed(item="smoke_fire"))
    note = actions.write_note(running.desk_id, "看着点", lin)
    sheet = signed_out(running, lin)
    before = Sheet.objects.values("content", "remark", "outgoing_at").get(pk=sheet.id)
    Case.objects.filter(pk=case.id).update(state="closed", is_open=False)
    actions.tick_off(note, lin)
    actions.take_over(sheet.id, [], leader)
    assert Sheet.objects.values("content", "remark", "outgoing_at").get(pk=sheet.id) == before


@pytest.mark.django_db
def test_nobody_signs_for_both_sides(running: Shift, lin: Asker) -> None:
    sheet = signed_out(running, lin)
    with pytest.raises(NotSigned) as refusal:
        actions.take_over(sheet.id, list(now_at(running.desk_id, lin).marks), lin)
    assert refusal.value.message == logic.BY_HIMSELF
    running.refresh_from_db()
    assert running.ended_at is None
    assert Shift.objects.count() == 1


@pytest.mark.django_db
def test_zhao_from_elsewhere_neither_sees_nor_signs(
    running: Shift, lin: Asker, zhao: Asker
) -> None:
    sheet = signed_out(running, lin)
    note = actions.write_note(running.desk_id, "x", lin)
    assert queries.sheet(sheet.id, zhao) is None
    assert queries.running(running.desk_id, zhao) is None
    assert queries.notes(running.desk_id, zhao) == []
    assert queries.sheets(running.desk_id, zhao) == []
    for act in (
        lambda: actions.take_over(sheet.id, [], zhao),
        lambda: actions.sign_out(running.id, "", [], zhao, 2),
        lambda: actions.tick_off(note, zhao),
    ):
        with pytest.raises(NotFound):
            act()
    for refused in (
        lambda: actions.begin(running.desk_id, zhao),
        lambda: actions.write_note(running.desk_id, "x", zhao),
        lambda: actions.write_line(running.desk_id, clock.now(), "x", zhao),
        lambda: actions.approve(sheet.id, zhao),
    ):
        with pytest.raises(Refused):
            refused()
    assert Sheet.objects.get(pk=sheet.id).incoming_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["wu", "he", "chen", "gu"])
def test_who_is_on_no_desk_has_no_shift(district: District, who: str) -> None:
    asker = make_person(who, district)
    with pytest.raises(Refused):
        actions.begin(district.street, asker)
    with pytest.raises(Refused):
        queries.desks(asker)


@pytest.mark.django_db
def test_what_came_in_is_seen_before_it_is_signed_for(
    running: Shift, lin: Asker, leader: Asker
) -> None:
    seen = list(now_at(running.desk_id, lin).marks)
    case_from(noticed(item="smoke_fire"))
    with pytest.raises(StaleSheet):
        actions.sign_out(running.id, "", seen, lin, running.version)
    assert not Sheet.objects.exists()

    sheet = signed_out(running, lin)
    later = case_from(noticed(item="gas_leak"))
    with pytest.raises(StaleSheet):
        actions.take_over(sheet.id, list(queries.sheet(sheet.id, leader).content.marks), leader)  # type: ignore[union-attr]
    assert Sheet.objects.get().incoming_at is None

    actions.take_over(sheet.id, list(now_at(running.desk_id, leader).marks), leader)
    row = queries.sheet(sheet.id, leader)
    assert row is not None
    assert row.since is not None
    assert [one.number for one in row.since.rows] == [later.number]


@pytest.mark.django_db
def test_a_change_before_the_second_signature_is_a_new_sheet(
    running: Shift, lin: Asker, leader: Asker
) -> None:
    first = signed_out(running, lin, "一")
    second = signed_out(running, lin, "二")
    first.refresh_from_db()
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.replaced_at is not None
    assert first.remark == "一"
    with pytest.raises(NotSigned) as refusal:
        actions.take_over(first.id, [], leader)
    assert refusal.value.message == logic.REPLACED
    actions.take_over(second.id, [], leader)


@pytest.mark.django_db
def test_of_two_who_sign_at_once_one_is_told(running: Shift, lin: Asker, leader: Asker) -> None:
    seen = list(now_at(running.desk_id, lin).marks)
    sheet_id = actions.sign_out(running.id, "", seen, lin, running.version)
    with pytest.raises(NotSigned):
        actions.sign_out(running.id, "", seen, leader, running.version)
    actions.take_over(sheet_id, seen, leader)
    with pytest.raises(NotSigned) as refusal:
        actions.take_over(sheet_id, seen, leader)
    assert refusal.value.message == logic.SIGNED_ALREADY
    assert Shift.objects.filter(ended_at=None).count() == 1
    with pytest.raises(NotSigned):
        actions.begin(running.desk_id, lin)


@pytest.mark.django_db
def test_the_leader_signs_last_and_only_as_a_third(
    running: Shift, lin: Asker, leader: Asker, district: District
) -> None:
    sheet = signed_out(running, lin)
    with pytest.raises(NotSigned) as refusal:
        actions.approve(sheet.id, leader)
    assert refusal.value.message == logic.NOT_COMPLETE
    Sheet.objects.filter(pk=sheet.id).update(
        incoming_id=lin.user_id + 1000, incoming_at=clock.now()
    )  # type: ignore[operator]
    with pytest.raises(Refused):
        actions.approve(sheet.id, lin)
    actions.approve(sheet.id, leader)
    with pytest.raises(NotSigned):
        actions.approve(sheet.id, leader)
    row = queries.sheet(sheet.id, lin)
    assert row is not None
    assert row.leader_name == leader.name


@pytest.mark.django_db
def test_a_leader_who_signed_one_side_does_not_approve(
    running: Shift, lin: Asker, leader: Asker
) -> None:
    sheet = signed_out(running, lin)
    actions.take_over(sheet.id, [], leader)
    with pytest.raises(NotSigned) as refusal:
        actions.approve(sheet.id, leader)
    assert refusal.value.message == logic.BY_HIMSELF


@pytest.mark.django_db
def test_notes_are_carried_over_until_they_are_ticked_off(
    running: Shift, lin: Asker, leader: Asker
) -> None:
    note = actions.write_note(running.desk_id, "  看着点  ", lin)
    actions.take_over(signed_out(running, lin).id, [], leader)
    assert [one.text for one in now_at(running.desk_id, leader).notes] == ["看着点"]
    actions.tick_off(note, leader)
    actions.tick_off(note, lin)
    assert now_at(running.desk_id, lin).notes == ()
    assert WatchNote.objects.get().done_by_name == leader.name


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "  ", "x" * 501, "a\x00"])
def test_a_note_that_cannot_be_kept_is_refused(running: Shift, lin: Asker, text: str) -> None:
    with pytest.raises(BadText):
        actions.write_note(running.desk_id, text, lin)
    assert not WatchNote.objects.exists()


@pytest.mark.django_db
def test_a_sheet_is_kept_as_plain_text(running: Shift, lin: Asker) -> None:
    """Read back it is what it was, and it holds nobody's name but those of the desk."""
    case_from(noticed(item="smoke_fire"))
    content = now_at(running.desk_id, lin)
    kept: Any = msgspec.to_builtins(content)
    assert msgspec.convert(kept, Content) == content
    row = kept["emergencies"][0]
    assert set(row) == {"mark", "case_id", "number", "what", "where", "state", "due"}


@pytest.mark.django_db
def test_what_was_filed_and_closed_is_counted_from_the_beginning_of_the_shift(
    lin: Asker, desk: int, deliver: Callable[[], None]
) -> None:
    case_from(noticed(item="smoke_fire"))
    actions.begin(desk, lin)
    case = case_from(noticed(item="waterlogging"))
    numbers = now_at(desk, lin).numbers
    assert (numbers.taken, numbers.open) == (1, 2)
    row = Case.objects.get(pk=case.id)
    move(case.id, "voided", PART, row.version, "误报")
    assert now_at(desk, lin).numbers.open == 1
