"""Codes of places are made and revoked within reach, and lead nowhere afterwards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import VISITOR, Asker, Refused
from linli.sense.tags import queries
from linli.sense.tags.actions import UnknownTag, make, revoke
from linli.sense.tags.logic import BadTag, NewTag, Standing, signed
from linli.sense.tags.models import Tag
from linli.sense.tags.queries import signing_key
from tests.cast import District


def hung(district: District, asker: Asker) -> str:
    return make(NewTag("lift", district.building, " 2 号梯 "), asker).code


def test_a_code_leads_to_its_place(district: District, lin: Asker) -> None:
    scan = queries.scan(f" {hung(district, lin).lower()} ")
    assert scan.standing is Standing.GOOD
    assert scan.tag is not None
    assert (scan.tag.place_id, scan.tag.spot) == (district.building, "2 号梯")
    assert scan.tag.where == district.where("building")


def test_scanning_writes_nothing(district: District, lin: Asker) -> None:
    code = hung(district, lin)
    with CaptureQueriesContext(connection) as asked:
        queries.scan(code)
    assert [one["sql"].split()[0] for one in asked.captured_queries] == ["SELECT"]


def test_a_revoked_code_says_so_and_a_second_time_changes_nothing(
    district: District, lin: Asker
) -> None:
    made = make(NewTag("door", district.building), lin)
    assert [revoke(made.id, lin), revoke(made.id, lin)] == [True, False]
    assert queries.scan(made.code).standing is Standing.REVOKED
    acts = AuditEntry.objects.filter(kind="tag").values_list("act", flat=True).order_by("id")
    assert list(acts) == ["make", "revoke"]


@pytest.mark.parametrize("code", ["", "ABCD2345ABCD2345", signed("ABCD2345", b"another")])
def test_a_code_that_is_not_ours_never_reaches_the_database(code: str) -> None:
    """Without the mark of a database any question to it fails."""
    assert queries.scan(code).standing is Standing.FOREIGN


@pytest.mark.django_db
def test_a_code_that_we_signed_and_do_not_know_is_old() -> None:
    assert queries.scan(signed("ABCD2345", signing_key())).standing is Standing.UNKNOWN


def test_zhao_makes_sees_and_revokes_nothing_here(
    district: District, lin: Asker, zhao: Asker
) -> None:
    made = make(NewTag("lift", district.building), lin)
    with pytest.raises(Refused):
        make(NewTag("lift", district.building), zhao)
    with pytest.raises(UnknownTag):
        revoke(made.id, zhao)
    assert queries.tag(made.id, zhao) is None
    assert queries.tags(zhao).items == []
    assert Tag.objects.filter(revoked_at=None).count() == 1


def test_a_visitor_may_not_make_one(district: District) -> None:
    with pytest.raises(Refused):
        make(NewTag("lift", district.building), VISITOR)
    assert not Tag.objects.exists()


def test_a_place_that_is_none_makes_no_code(district: District, lin: Asker) -> None:
    with pytest.raises(BadTag):
        make(NewTag("lift", 10**9), lin)


def test_the_list_is_newest_first_page_by_page_and_by_place(district: District, lin: Asker) -> None:
    made = [make(NewTag("door", district.building, f"{n}"), lin).id for n in range(3)]
    elsewhere = make(NewTag("estate", district.estate), lin).id
    first = queries.tags(lin, limit=2)
    rest = queries.tags(lin, cursor=first.next or "", limit=2)
    assert [row.id for row in [*first.items, *rest.items]] == [elsewhere, *reversed(made)]
    assert rest.next is None
    assert [row.id for row in queries.tags(lin, place_ids=[district.estate]).items] == [elsewhere]
