"""One act on many rows: each whole for itself, told row by row, never done twice."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.organise.batches import actions, queries
from linli.organise.batches.logic import Chosen, NewBatch
from linli.organise.batches.models import Batch, BatchRow
from linli.organise.tasks.queries import of_case
from linli.respond.cases.actions import note
from linli.respond.cases.logic.faults import BadText, NotFound
from linli.respond.cases.queries import CaseRow
from tests.capabilities.cases.happenings import PART, again, audited, case_from, noticed
from tests.capabilities.tasks.works import everything
from tests.cast import District


@pytest.fixture
def filed(district: District) -> list[CaseRow]:
    """Three gauges told of floods."""
    del district
    return [case_from(noticed(source_key=key, item=item)) for key, item in THREE]


THREE = (("a", "waterlogging"), ("b", "gas_leak"), ("c", "smoke_fire"))


def chosen(rows: list[CaseRow]) -> list[Chosen]:
    return [Chosen(one.id, one.version) for one in rows]


def done(new: NewBatch, asker: Asker) -> queries.BatchSeen:
    batch_id = actions.begin(new, asker)
    actions.go_on(batch_id, asker)
    seen = queries.batch(batch_id, asker)
    assert seen is not None
    return seen


def test_each_row_is_told_of(filed: list[CaseRow], lin: Asker, district: District) -> None:
    rows = [*chosen(filed[:2]), Chosen(filed[2].id, 99), Chosen(uuid4(), 1)]

    seen = done(NewBatch("k", "dispatch", rows, target_id=district.water), lin)

    assert [one.outcome for one in seen.rows] == ["done", "done", "refused", "refused"]
    assert "changed since" in seen.rows[2].told
    assert "within your reach" in seen.rows[3].told
    assert [again(one.id).state for one in filed] == ["handling", "handling", "filed"]
    assert [one.party_id for one in of_case(filed[0].id, PART)] == [district.water]
    assert [one for one in audited() if one[1] == "dispatch"] == [
        ("Lin", "dispatch", "batch"),
        ("Lin", "dispatch", "task"),
        ("Lin", "dispatch", "task"),
    ]


def test_sent_twice_it_is_done_once(filed: list[CaseRow], lin: Asker) -> None:
    new = NewBatch("k", "void", chosen(filed), "A test.")
    first = done(new, lin)
    before = everything()

    again_ = done(new, lin)

    assert again_ == first
    assert everything() == before
    assert Batch.objects.count() == 1


def test_cut_off_it_goes_on_where_it_was(
    filed: list[CaseRow], lin: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(row: BatchRow, batch: Batch, asker: Asker) -> None:
        if row.position == 1:
            note(row.thing_id, "half done", asker)
            raise SystemExit
        void(row, batch, asker)

    void: Callable[..., Any] = actions.DO["void"]
    monkeypatch.setitem(actions.DO, "void", cut)
    batch_id = actions.begin(NewBatch("k", "void", chosen(filed), "A test."), lin)
    with pytest.raises(SystemExit):
        actions.go_on(batch_id, lin)

    seen = queries.batch(batch_id, lin)
    assert seen is not None
    assert [one.outcome for one in seen.rows] == ["done", "waiting", "waiting"]
    assert [again(one.id).state for one in filed] == ["voided", "filed", "filed"]
    assert "half done" not in repr(everything())
    assert queries.unfinished(lin) == batch_id

    monkeypatch.setitem(actions.DO, "void", void)
    actions.go_on(batch_id, lin)
    assert [again(one.id).state for one in filed] == ["voided"] * 3
    assert queries.unfinished(lin) is None


def test_nothing_is_begun_without_what_it_needs(filed: list[CaseRow], lin: Asker) -> None:
    rows = chosen(filed)
    bad = (
        (NewBatch("k", "void", rows), "reason"),
        (NewBatch("k", "void", [], "A test."), "rows"),
        (NewBatch("k", "void", [*rows, rows[0]], "A test."), "rows"),
        (NewBatch("k", "void", rows * 67, "A test."), "rows"),
        (NewBatch("k", "void", rows, "x" * 201), "reason"),
        (NewBatch("k", "place", rows), "target"),
        (NewBatch("", "void", rows, "A test."), "key"),
        (NewBatch("k", "explode", rows, "A test."), "act"),
    )
    for new, field in bad:
        with pytest.raises(BadText) as refused:
            actions.begin(new, lin)
        assert refused.value.field == field
    assert not Batch.objects.exists()


def test_who_may_do_it_nowhere_begins_nothing(filed: list[CaseRow], chen: Asker) -> None:
    with pytest.raises(Refused):
        actions.begin(NewBatch("k", "void", chosen(filed), "A test."), chen)
    assert not Batch.objects.exists()


def test_zhao_reaches_none_of_it(filed: list[CaseRow], lin: Asker, zhao: Asker) -> None:
    lins = actions.begin(NewBatch("k", "void", chosen(filed), "A test."), lin)
    before = everything()

    seen = done(NewBatch("k", "void", chosen(filed), "A test."), zhao)

    assert {one.outcome for one in seen.rows} == {"refused"}
    assert {**everything(), "AuditEntry": before["AuditEntry"]} == before
    assert queries.batch(lins, zhao) is None
    with pytest.raises(NotFound):
        actions.go_on(lins, zhao)


def test_without_a_unit_each_goes_to_whoever_has_the_duty(
    filed: list[CaseRow], lin: Asker, district: District
) -> None:
    done(NewBatch("k", "dispatch", chosen(filed)), lin)

    assert [of_case(one.id, PART)[0].party_id for one in filed] == [district.property] * 3
