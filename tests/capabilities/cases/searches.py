"""What the tests of searching cases share: something is told, somebody looks for it."""

from typing import Any, Final
from uuid import UUID

from linli.ground.paging import Page
from linli.ground.rights.asker import Asker
from linli.respond.cases import queries
from linli.respond.cases.actions import open_or_join
from linli.respond.cases.models import Case
from linli.respond.cases.queries import CaseFilter, CaseRow
from tests.capabilities.cases.happenings import PART, told

LOST: Final = {"lat": None, "lon": None}
ELSEWHERE: Final = {"lon": 117.36}


def page(q: str, asker: Asker = PART, **wanted: Any) -> Page[CaseRow]:
    return queries.cases(CaseFilter(q=q, **wanted), asker)


def found(q: str, asker: Asker = PART, **wanted: Any) -> list[UUID]:
    return [row.id for row in page(q, asker, **wanted).items]


def pages(q: str, asker: Asker = PART, **wanted: Any) -> list[list[UUID]]:
    got, cursor = [], ""
    while True:
        one = page(q, asker, cursor=cursor, **wanted)
        got.append([row.id for row in one.items])
        if one.next is None:
            return got
        cursor = one.next


def made(text: str = "路灯坏了", **more: Any) -> UUID:
    return open_or_join(told(text=text, **more), PART)


def changed(case_id: UUID, **columns: Any) -> UUID:
    """As it would be after a while; the marks of its document stay as they were."""
    Case.objects.filter(pk=case_id).update(**columns)
    return case_id
