"""Writes one notice to each of its readers."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from linli.ground.accounts import queries as accounts
from linli.ground.database import require_transaction
from linli.ground.rights.asker import Where
from linli.organise.notices.logic import MOST_READERS, Kind, nearest
from linli.organise.notices.models import Notice
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases.queries import CaseRow

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a notice says beside its kind, and where it leads to."""

    about: str = ""
    about_id: UUID | None = None
    case_number: str = ""
    item: str = ""
    place_id: int | None = None
    party_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def of_task(row: TaskRow, **detail: Any) -> News:
    return News(
        about="task",
        about_id=row.id,
        case_number=row.case_number,
        item=row.item,
        place_id=row.place_id,
        party_id=row.party_id,
        detail=detail,
    )


def of_case(row: CaseRow, party_id: int | None = None, **detail: Any) -> News:
    return News(
        about="case",
        about_id=row.id,
        case_number=row.number,
        item=row.item,
        place_id=row.place_id,
        party_id=party_id,
        detail=detail,
    )


def write(kind: Kind, key: str, news: News, readers: Iterable[int | None]) -> None:
    """To each reader once, however often the fact comes."""
    require_transaction("A notice")
    wanted = sorted({one for one in readers if one is not None})
    if len(wanted) > MOST_READERS:
        _log.warning("A notice %s has %d readers; %d hear of it", kind, len(wanted), MOST_READERS)
    Notice.objects.bulk_create(
        [_notice(kind, key, news, reader) for reader in wanted[:MOST_READERS]],
        ignore_conflicts=True,
    )


def unit(party_id: int) -> set[int]:
    """Those who may do the work of a party."""
    return set(accounts.reaching("sign", "task", Where(), party_id))


def desk(act: str, where: Where, kind: str = "task") -> list[int]:
    """Those of the nearest desk who may do this with the work orders or cases there."""
    return nearest(accounts.reaching(act, kind, where, None))


def _notice(kind: Kind, key: str, news: News, reader: int) -> Notice:
    return Notice(
        user_id=reader,
        key=f"{kind}:{key}",
        kind=kind,
        about=news.about,
        about_id=news.about_id,
        case_number=news.case_number,
        item=news.item,
        place_id=news.place_id,
        party_id=news.party_id,
        detail=dict(news.detail),
    )
