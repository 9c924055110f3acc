"""Reads notices: to everybody their own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from linli.ground import clock
from linli.ground.database.counting import count_up_to
from linli.ground.paging import Key, Order, Page, cut
from linli.ground.rights.asker import Asker, Refused
from linli.organise.delays import queries as delays
from linli.organise.notices.logic import Morning
from linli.organise.notices.models import Notice
from linli.organise.tasks import queries as tasks
from linli.registers.catalogue.logic import DUTY
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.states import State
from linli.respond.cases.queries import CaseFilter

UNREAD_FIRST: Final = Order(
    "unread",
    (
        Key("is_read", bool),
        Key("made_at", datetime, descending=True),
        Key("id", UUID, descending=True),
    ),
)

MOST_COUNTED: Final = 100
"""A digest says "99+" of what is more."""

DESK: Final = CaseFilter(list=DUTY, open_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """One notice. `detail` holds codes and counts: the words are the page's."""

    id: UUID
    kind: str
    made_at: datetime
    is_read: bool
    about: str
    about_id: UUID | None
    case_number: str
    item: str
    place_id: int | None
    party_id: int | None
    detail: Mapping[str, Any]


def notices(asker: Asker, cursor: str = "", limit: int = 50) -> Page[NoticeRow]:
    """The asker's own, what is unread first, then the newest. Raises `Refused`, `BadPage`."""
    rows, more = cut(Notice.objects.filter(user_id=owner_of(asker)), UNREAD_FIRST, cursor, limit)
    return Page([notice_row(row) for row in rows], more)


def owner_of(asker: Asker) -> int:
    """Whose notices the asker reads. Raises `Refused`, also to a part, which gets none."""
    owner = asker.require("read", "notice").owner_id
    if owner is None:
        raise Refused(f"{asker.name} is nobody who could read a notice.")
    return owner


def unread(asker: Asker, most: int) -> int:
    """How many the asker has not read; `most` for that many and more, 0 for who gets none."""
    owner = asker.scope("read", "notice").owner_id
    if owner is None:
        return 0
    waiting = Notice.objects.filter(user_id=owner, is_read=False)
    return count_up_to(most, {"unread": [waiting]})["unread"]


def waiting(asker: Asker, begun: Morning) -> dict[str, int]:
    """What is late or due within this asker's reach, and what waits for them; only what there is.

    `tasks_…` of a handler's own units, `cases_…` of a desk, a checker or a grid worker.
    """
    now = clock.now()
    lists = _lists(asker, begun, now)
    found = dict(tasks.tally(now, begun.ends_at, begun.next_ends_at, asker))
    found |= cases.counted(lists, asker, MOST_COUNTED) if lists else {}
    if asker.may("extend", "task"):
        found["delays"] = delays.how_many_wait(asker, MOST_COUNTED)
    return {name: count for name, count in found.items() if count}


def _lists(asker: Asker, begun: Morning, now: datetime) -> dict[str, CaseFilter]:
    found: dict[str, CaseFilter] = {}
    if asker.may("dispatch", "task"):
        found |= {
            "cases_late": replace(DESK, overdue=True),
            "cases_today": replace(DESK, due_from=now, due_until=begun.ends_at),
            "cases_next": replace(DESK, due_from=begun.ends_at, due_until=begun.next_ends_at),
            "cases_to_accept": replace(DESK, states=(State.RECEIVED, State.VERIFYING)),
            "cases_to_dispatch": replace(DESK, states=(State.FILED,)),
            "cases_to_call": replace(DESK, states=(State.FEEDBACK,)),
        }
        if asker.may("reopen", "case"):
            found["cases_to_decide"] = replace(DESK, states=(State.REOPEN_REQUESTED,))
    elif asker.may("note", "case") and not asker.may("verify", "case"):
        found["cases_to_look_at"] = CaseFilter(states=(State.VERIFYING,))
    if asker.may("verify", "case"):
        found["cases_to_check"] = CaseFilter(states=(State.RESOLVED,))
    return found


def notice_row(one: Notice) -> NoticeRow:
    return NoticeRow(
        id=one.id,
        kind=one.kind,
        made_at=one.made_at,
        is_read=one.is_read,
        about=one.about,
        about_id=one.about_id,
        case_number=one.case_number,
        item=one.item,
        place_id=one.place_id,
        party_id=one.party_id,
        detail=one.detail,
    )
