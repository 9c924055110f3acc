"""What is told and shown when work is done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from linli.ground import clock as ground_clock
from linli.ground.database import atomic
from linli.ground.files.models import StoredFile
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import VISITOR, Asker
from linli.organise.tasks import queries
from linli.organise.tasks.actions import dispatch_by_duty, finish, sign
from linli.organise.tasks.queries import TaskRow
from linli.registers.catalogue.models import Item, ItemVersion
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import BadText
from tests.capabilities.cases.happenings import PART, again, audited, case_from, told
from tests.capabilities.tasks.works import everything, photo_by, task_now, task_of

pytestmark = pytest.mark.usefixtures("district", "data")


@pytest.fixture
def bins(district: Any, lin: Asker, wu: Asker) -> TaskRow:
    """Wu is at work on the bins that a resident told of; the item asks to see the result."""
    case = case_from(told("garbage"))
    move(case.id, "filed", lin, case.version)
    dispatch_by_duty(case.id, PART)
    sign(task_of(case.id).id, wu, 1)
    return task_of(case.id)


def test_wu_finishes_with_a_text_and_a_photo(
    signed: TaskRow, wu: Asker, data: Any, clock: Any
) -> None:
    photo = photo_by(wu)
    clock.forward(hours=1)

    finish(signed.id, " The drain is free. ", [photo], wu, signed.version)

    row, case = task_now(signed), again(signed.case_id)
    assert (row.state, row.is_open, row.result_text) == ("done", False, "The drain is free.")
    assert (row.photo_ids, row.done_by, row.done_at) == (
        *((photo,), wu.user_id),
        ground_clock.now(),
    )
    assert row.is_overdue(ground_clock.now() + timedelta(days=9)) is False
    assert case.state == "resolved"
    step = cases.timeline(case.id, PART)[-1]
    assert (step.act, step.reason) == ("finished", "The drain is free.")
    assert step.detail["photo_ids"] == [str(photo)]
    assert StoredFile.objects.get().is_named
    assert audited()[-1] == ("Wu", "finish", "task")


@pytest.mark.parametrize(
    ("text", "photos", "field"),
    [
        ("", (), "text"),
        ("a\x00b", (), "text"),
        ("x" * 2001, (), "text"),
        ("Done.", (UUID(int=7),), "photos"),
        ("Done.", tuple(UUID(int=n) for n in range(6)), "photos"),
    ],
)
def test_a_result_that_cannot_be_kept_changes_nothing(
    signed: TaskRow, wu: Asker, text: str, photos: tuple[UUID, ...], field: str
) -> None:
    before = everything()

    with pytest.raises(BadText) as bad:
        finish(signed.id, text, photos, wu, signed.version)

    assert bad.value.field == field
    assert everything() == before


def test_a_photo_that_a_resident_sent_proves_no_work(
    signed: TaskRow, wu: Asker, wang: Asker, data: Any
) -> None:
    for maker in (wang, VISITOR):
        photo, before = photo_by(maker), everything()

        with pytest.raises(BadText, match="have not arrived") as bad:
            finish(signed.id, "Done.", [photo], wu, signed.version)

        assert bad.value.field == "photos"
        assert everything() == before


def test_the_longest_result_fits_every_column(signed: TaskRow, wu: Asker) -> None:
    finish(signed.id, "水" * 2000, [], wu, signed.version)

    assert task_now(signed).result_text == "水" * 2000


def test_work_that_must_be_shown_is_not_done_without_a_photo(bins: TaskRow, wu: Asker) -> None:
    before = everything()

    with pytest.raises(BadText, match="needs a photo") as bad:
        finish(bins.id, "Empty now.", [], wu, bins.version)

    assert bad.value.field == "photos"
    assert everything() == before
    finish(bins.id, "Empty now.", [photo_by(wu)], wu, bins.version)
    assert (task_now(bins).state, again(bins.case_id).state) == ("done", "resolved")


def test_whether_it_must_be_shown_is_said_by_the_version_that_the_case_opened_with(
    bins: TaskRow, wu: Asker
) -> None:
    body = ItemVersion.objects.get(item="garbage", version=1).body
    blind = {**body, "result_photo": "optional"}
    ItemVersion.objects.create(item_id="garbage", version=2, body=blind)
    with atomic():
        Item.objects.filter(pk="garbage").update(version=2)
        bump("catalogue")

    (finish_it,) = (move for move in queries.moves(bins, wu) if move.act == "finish")
    assert finish_it.needs_photo


def test_what_nothing_of_ours_measures_is_finished_with_a_measured_value(
    lin: Asker, wu: Asker
) -> None:
    case = case_from(told("waterlogging"))
    move(case.id, "filed", lin, case.version)
    dispatch_by_duty(case.id, PART)
    row = task_of(case.id)
    sign(row.id, wu, row.version)
    before = everything()

    with pytest.raises(BadText, match="measured value"):
        finish(row.id, "Pumped dry.", [], wu, row.version + 1)
    assert everything() == before
    finish(row.id, "Pumped dry: 0.02 m are left.", [], wu, row.version + 1)

    assert again(case.id).state == "resolved"


def test_what_a_device_watches_need_not_be_shown(signed: TaskRow, wu: Asker) -> None:
    (finish_it,) = (move for move in queries.moves(signed, wu) if move.act == "finish")
    assert not finish_it.needs_photo
