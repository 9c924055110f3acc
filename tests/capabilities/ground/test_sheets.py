"""A spreadsheet is read, shown with its faults, and stored when its sender says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from linli.ground import clock
from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets import actions, queries
from linli.ground.sheets.actions import NotNow
from linli.ground.sheets.faults import Fault, Unreadable
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.models import Loading
from linli.ground.sheets.reading import Record
from linli.ground.sheets.schema import Column, Schema

pytestmark = pytest.mark.django_db


SCHEMA = Schema(
    "shelf",
    "货架",
    "Shelf",
    (
        Column("code", "编码", "Code", required=True, unique=True),
        Column("name", "名称", "Name", required=True),
    ),
)
SHEET = "编码,名称\na,apple\nb,\nc,ghost\nd,date\n".encode()


@dataclass
class Shelf:
    """A register of names by code, that takes no ghosts."""

    schema: Schema = SCHEMA
    kept: dict[str, str] = field(default_factory=dict)
    stored_at_once: list[int] = field(default_factory=list)

    def plan(self, records: Sequence[Record], _asker: Asker) -> Plan:
        plan = Plan()
        for record in records:
            code, name = str(record.values["code"]), str(record.values["name"])
            if name == "ghost":
                plan.faults.append(
                    Fault(record.row, "名称", "nobody has seen %(name)s", {"name": name})
                )
            elif self.kept.get(code) == name:
                plan.same += 1
            else:
                plan.changed += code in self.kept
                plan.added += code not in self.kept
                plan.todo.append((code, name))
        return plan

    def store(self, some: Sequence[Any], _asker: Asker) -> None:
        self.stored_at_once.append(len(some))
        self.kept.update(some)


def send(asker: Asker, content: bytes = SHEET) -> UUID:
    return actions.take_file("place", "货架.csv", content, asker)


def seen(loading_id: UUID, asker: Asker) -> queries.LoadingRow:
    row = queries.loading(loading_id, asker)
    assert row is not None
    return row


def test_the_dry_run_counts_and_names_and_changes_nothing(gu: Asker) -> None:
    shelf = Shelf(kept={"a": "apple", "d": "fig"})
    sent = send(gu)
    actions.read(sent, {"place": shelf})
    row = seen(sent, gu)
    assert (row.state, row.added, row.changed, row.same) == ("read", 0, 1, 1)
    assert row.rows_with_faults == 2
    assert [str(fault) for fault in queries.faults(sent, gu)] == [
        "3/名称: is empty; fill it in",
        "4/名称: nobody has seen ghost",
    ]
    assert shelf.kept == {"a": "apple", "d": "fig"}


def test_the_good_rows_are_stored_once_their_sender_has_said_so(gu: Asker) -> None:
    shelf = Shelf()
    sent = send(gu)
    actions.read(sent, {"place": shelf})
    actions.store(sent, {"place": shelf})
    assert shelf.kept == {}
    actions.confirm(sent, gu)
    actions.store(sent, {"place": shelf})
    row = seen(sent, gu)
    assert shelf.kept == {"a": "apple", "d": "date"}
    assert (row.state, row.rows_done, row.percent) == ("loaded", 2, 100)
    assert Loading.objects.get().content is None


def test_many_rows_are_stored_some_at_a_time(gu: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "ROWS_AT_ONCE", 2)
    shelf = Shelf()
    sent = send(gu, "编码,名称\n".encode() + b"".join(b"%d,x\n" % n for n in range(5)))
    actions.read(sent, {"place": shelf})
    actions.confirm(sent, gu)
    actions.store(sent, {"place": shelf})
    assert shelf.stored_at_once == [2, 2, 1]


def test_what_a_kill_left_half_stored_is_stored_whole_the_next_time(gu: Asker) -> None:
    shelf = Shelf()
    sent = send(gu)
    actions.read(sent, {"place": shelf})
    actions.confirm(sent, gu)
    shelf.kept["a"] = "apple"
    actions.store(sent, {"place": shelf})
    actions.store(sent, {"place": shelf})
    assert shelf.kept == {"a": "apple", "d": "date"}
    assert shelf.stored_at_once == [1]


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(gu: Asker) -> None:
    sent = send(gu, b"nothing\0")
    actions.read(sent, {"place": Shelf()})
    row = seen(sent, gu)
    assert row.state == "refused"
    assert row.refusal == ("This is neither an XLSX nor a CSV file: it holds zero bytes.", {})
    with pytest.raises(NotNow):
        actions.confirm(sent, gu)


def test_a_file_is_confirmed_once(gu: Asker) -> None:
    sent = send(gu)
    actions.read(sent, {"place": Shelf()})
    actions.confirm(sent, gu)
    with pytest.raises(NotNow):
        actions.confirm(sent, gu)


def test_a_file_beyond_the_bound_is_not_kept(gu: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_BYTES", 10)
    with pytest.raises(Unreadable, match="Split it"):
        send(gu)
    assert not Loading.objects.exists()


def test_lin_and_zhao_may_not_load(lin: Asker, zhao: Asker, gu: Asker) -> None:
    sent = send(gu)
    for stranger in (lin, zhao):
        with pytest.raises(Refused):
            send(stranger)
        assert queries.loading(sent, stranger) is None
        with pytest.raises(Refused):
            actions.confirm(sent, stranger)
    assert Loading.objects.get().state == Loading.READING


def test_another_person_with_the_same_right_does_not_see_my_file(gu: Asker) -> None:
    sent = send(gu)
    actions.read(sent, {"place": Shelf()})
    other = replace(gu, user_id=(gu.user_id or 0) + 1)
    assert queries.loading(sent, other) is None
    assert queries.faults(sent, other) == []
    with pytest.raises(NotNow):
        actions.confirm(sent, other)


def test_whoever_lost_the_right_meanwhile_loads_nothing(gu: Asker) -> None:
    shelf = Shelf()
    sent = send(gu)
    actions.read(sent, {"place": shelf})
    actions.confirm(sent, gu)
    Loading.objects.update(made_by=0)
    actions.store(sent, {"place": shelf})
    assert shelf.kept == {}
    assert Loading.objects.get().state == Loading.REFUSED


def test_files_that_nobody_loaded_are_forgotten(gu: Asker) -> None:
    send(gu)
    assert actions.forget_before(clock.now() - timedelta(hours=1)) == 0
    assert actions.forget_before(clock.now() + timedelta(hours=1)) == 1
    assert Loading.objects.get().content is None


def test_a_command_loads_at_once_and_tells_all_faults(gu: Asker) -> None:
    shelf = Shelf()
    plan, faults = actions.load_now(SHEET, shelf, Asker.for_part("command"))
    assert shelf.kept == {"a": "apple", "d": "date"}
    assert (plan.added, len(faults)) == (2, 2)
