"""Acts of persons are on record, whole and unchanged, or the act does not happen."""

from uuid import UUID

import pytest
from django.db import transaction

from linli.ground.audit import queries
from linli.ground.audit.actions import record
from linli.ground.audit.models import AuditEntry
from linli.ground.database import NotInTransaction
from linli.ground.rights.asker import VISITOR, Asker, Refused
from tests.conftest import StillClock
from tests.unguarded import unguarded


def write(asker: Asker, act: str = "see", thing_id: str = "", **more: object) -> None:
    with transaction.atomic():
        record(asker, act, "reporter", thing_id, **more)


def test_an_entry_tells_who_did_what_when_and_why(
    lin: Asker, jian: Asker, clock: StillClock
) -> None:
    write(lin, thing_id="r1", purpose="ask for the floor", channel="call", depth_cm=0.5)
    [entry] = queries.entries(jian)
    assert (entry.at, entry.user_id, entry.user_name) == (clock.now(), lin.user_id, "Lin")
    assert (entry.act, entry.kind, entry.thing_id) == ("see", "reporter", "r1")
    assert (entry.purpose, entry.result) == ("ask for the floor", "done")
    assert entry.detail == {"channel": "call", "depth_cm": "0.5"}


def test_the_purpose_of_the_asker_is_taken_when_none_is_named(jian: Asker) -> None:
    write(Asker("Lin", 7, purpose="hand-over"))
    assert [entry.purpose for entry in queries.entries(jian)] == ["hand-over"]


def test_a_refused_act_is_on_record_too(zhao: Asker, jian: Asker) -> None:
    write(zhao, "move", result="refused")
    write(VISITOR, "move", result="refused")
    assert [(entry.user_name, entry.user_id, entry.result) for entry in queries.entries(jian)] == [
        ("visitor", None, "refused"),
        ("Zhao", zhao.user_id, "refused"),
    ]


def test_an_entry_goes_with_its_act_when_that_is_rolled_back(lin: Asker) -> None:
    def act_and_fail() -> None:
        with transaction.atomic():
            record(lin, "see", "reporter")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_and_fail()
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db
def test_what_parts_and_visitors_do_is_not_on_record() -> None:
    write(Asker.for_part("tasks"), "move")
    write(Asker.for_part("tasks"), "move", result="refused")
    write(VISITOR, "take")
    assert AuditEntry.objects.count() == 0


def test_a_person_at_the_command_line_is_on_record_by_the_login_there(jian: Asker) -> None:
    operator = Asker.for_operator("gu")
    write(operator, "load")
    assert operator.may("load", "place")
    assert [(entry.user_name, entry.user_id) for entry in queries.entries(jian)] == [
        ("gu (command line)", None)
    ]


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_cannot_be_recorded() -> None:
    with pytest.raises(NotInTransaction, match="The audit of see reporter must stand inside"):
        record(VISITOR, "see", "reporter")
    assert AuditEntry.objects.count() == 0


def test_hostile_text_is_cut_and_kept(lin: Asker, jian: Asker) -> None:
    write(lin, thing_id="x" * 500, purpose="why\x00" * 100, note={"a\x00": ["b\x00"]})
    [entry] = queries.entries(jian)
    assert entry.thing_id == "x" * 80
    assert entry.purpose == "why\ufffd" * 30
    assert entry.detail == {"note": {"a\ufffd": ["b\ufffd"]}}
    assert list(queries.verify()) == []


@pytest.mark.parametrize("name", ["lin", "chen", "wu", "he", "gu", "shen", "wang", "zhao"])
def test_only_jian_reads_the_audit(request: pytest.FixtureRequest, name: str) -> None:
    with pytest.raises(Refused):
        queries.entries(request.getfixturevalue(name))


def test_the_audit_is_read_page_by_page_newest_first(lin: Asker, jian: Asker) -> None:
    for number in range(5):
        write(lin, thing_id=str(number))
    first = queries.entries(jian, limit=3)
    rest = queries.entries(jian, after=first[-1].id, limit=3)
    assert [entry.thing_id for entry in first + rest] == ["4", "3", "2", "1", "0"]
    assert len(queries.entries(jian, limit=10_000)) == 5


def test_untouched_rows_are_true(lin: Asker) -> None:
    write(lin, depth_cm=1e20, zero=-0.0, many=[1, 2.5, None, True], day="积水")
    write(VISITOR, result="refused")
    assert list(queries.verify()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"user_id": 1_000_000},
        {"user_id": None},
        {"user_name": "Zhao"},
        {"act": "look"},
        {"kind": "report"},
        {"thing_id": "r2"},
        {"purpose": "curious"},
        {"result": "refused"},
        {"detail": {"depth_cm": "0.6"}},
        {"detail": {}},
        {"mac": "0" * 64},
        {"mac": ""},
        {"id": UUID(int=7)},
    ],
)
def test_one_changed_column_is_found(lin: Asker, change: dict[str, object]) -> None:
    write(lin, thing_id="r1", purpose="ask", depth_cm=0.5)
    write(lin, thing_id="r3")
    with unguarded():
        AuditEntry.objects.filter(thing_id="r1").update(**change)
    assert len(list(queries.verify())) == 1


def test_a_moved_time_is_found(lin: Asker, clock: StillClock) -> None:
    write(lin)
    with unguarded():
        AuditEntry.objects.update(at=clock.forward(microseconds=1))
    assert len(list(queries.verify())) == 1


def test_another_secret_key_does_not_fit(lin: Asker, settings: object) -> None:
    write(lin)
    settings.SECRET_KEY = "another"
    assert len(list(queries.verify())) == 1
