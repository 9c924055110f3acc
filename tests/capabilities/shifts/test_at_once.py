"""Two sign at the same moment. SQLite has one writer anyway; this is for PostgreSQL."""

import pytest
from django.db import connection

from linli.ground.rights.asker import Asker
from linli.organise.shifts import actions, logic, queries
from linli.organise.shifts.logic import NotSigned
from linli.organise.shifts.models import Sheet, Shift
from tests.capabilities.at_once import both
from tests.cast import District, make_person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)


def sign_out(shift: Shift, asker: Asker, version: int) -> None:
    seen = queries.draft(shift.began_at, shift.desk_id, queries.at_desk(asker, shift.desk_id)).marks
    actions.sign_out(shift.id, asker.name, list(seen), asker, version)


def test_of_two_that_begin_together_the_second_is_told(
    district: District, lin: Asker, leader: Asker
) -> None:
    (late,) = both(
        lambda: actions.begin(district.street, lin), lambda: actions.begin(district.street, leader)
    )

    assert isinstance(late, NotSigned)
    assert late.message == logic.RUNNING_ALREADY
    assert Shift.objects.get().began_by == lin.user_id


def test_of_two_that_hand_over_together_the_second_is_told(
    district: District, lin: Asker, leader: Asker
) -> None:
    shift = Shift.objects.get(pk=actions.begin(district.street, lin))

    (late,) = both(lambda: sign_out(shift, lin, 1), lambda: sign_out(shift, leader, 1))

    assert isinstance(late, NotSigned)
    assert list(Sheet.objects.values_list("sequence", "outgoing_name")) == [(1, lin.name)]


def test_two_sheets_that_are_signed_together_have_numbers_of_their_own(
    district: District, lin: Asker, leader: Asker
) -> None:
    shift = Shift.objects.get(pk=actions.begin(district.street, lin))

    raised = both(lambda: sign_out(shift, lin, 1), lambda: sign_out(shift, leader, 2))

    assert raised == []
    kept = Sheet.objects.order_by("sequence").values_list("sequence", "outgoing_name")
    assert list(kept) == [(1, lin.name), (2, leader.name)]
    assert Sheet.objects.filter(replaced_at=None).count() == 1


def test_of_two_that_take_over_together_the_second_is_told(
    district: District, lin: Asker, leader: Asker
) -> None:
    shift = Shift.objects.get(pk=actions.begin(district.street, lin))
    sign_out(shift, lin, 1)
    sheet_id = Sheet.objects.get().pk

    (late,) = both(
        lambda: actions.take_over(sheet_id, [], leader),
        lambda: actions.take_over(sheet_id, [], leader),
    )

    assert isinstance(late, NotSigned)
    assert Shift.objects.filter(ended_at=None).count() == 1
    assert Shift.objects.count() == 2
