"""Reads tasks, within what the asker may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.ground import clock
from linli.ground.paging import Key, Order, Page, cut_parts
from linli.ground.rights import filters as rights
from linli.ground.rights.asker import Asker, Scope, Where
from linli.ground.rights.filters import within
from linli.organise.tasks.logic.links import OPENS, BadLink, Why, called, hashed
from linli.organise.tasks.logic.results import Spot
from linli.organise.tasks.logic.states import OPEN, State, by_hand, is_known
from linli.organise.tasks.models import Task, TaskLink
from linli.registers.calendars.logic import is_overdue
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition
from linli.registers.places import queries as places
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import BadFilter
from linli.respond.cases.logic.states import DISPATCH, VERIFY
from linli.respond.cases.queries import CaseRow
from linli.respond.cases.queries.filters import (
    at_place,
    overdue,
    require_one_of,
    require_printable,
)
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import PublicFilter

NEWEST: Final = Order(
    "newest", (Key("dispatched_at", datetime, descending=True), Key("id", UUID, descending=True))
)
DUE: Final = Order(
    "due", (Key("rank", int), Key("due", datetime), Key("dispatched_at", datetime), Key("id", UUID))
)
"""Emergencies first, then what is due first."""

MOST_WORDS: Final = 5
"""Reports whose words whoever does the work reads on a telephone."""

MOST_LINKS: Final = 50

TASKS: Final = Asker.for_part("tasks")

ORDERS: Final = {order.name: order for order in (NEWEST, DUE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task. `reason` says why it was returned, cancelled or sent back the last time.

    `whistle_id`: which whistle called the unit, with others; `is_lead`: it leads them.
    `next_at` is when it is planned for, while it is scheduled; while it is referred, when the
    outside body is to be asked again.
    """

    id: UUID
    case_id: UUID
    case_number: str
    item: str
    severity: str
    party_id: int
    place_id: int | None
    where: Where
    state: str
    is_open: bool
    dispatched_at: datetime
    dispatched_by: int | None
    withdrawn_at: datetime | None
    whistle_id: UUID | None
    is_lead: bool
    signed_at: datetime | None
    signed_by: int | None
    done_at: datetime | None
    done_by: int | None
    told_at: datetime | None
    due_at: datetime | None
    next_at: datetime | None
    result_text: str
    photo_ids: tuple[UUID, ...]
    before_ids: tuple[UUID, ...]
    spot: Spot | None
    worker: str
    reason: str
    version: int

    @property
    def planned_at(self) -> datetime | None:
        return self.next_at if self.state == State.SCHEDULED else None

    @property
    def ask_again_at(self) -> datetime | None:
        return self.next_at if self.state == State.REFERRED else None

    @property
    def is_planned_late(self) -> bool:
        """Whether it is planned for after its time is over."""
        return bool(self.planned_at and self.due_at and self.planned_at > self.due_at)

    def is_overdue(self, now: datetime) -> bool:
        return is_overdue(self.due_at, is_open=self.is_open, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which tasks, in which order; empty means all. `place` is the code of a place of any level.

    `order` is due or newest; `limit` 1 to 200; `cursor` is the `next` of the page before.
    """

    states: tuple[str, ...] = ()
    item: str = ""
    party_id: int | None = None
    place: str = ""
    open_only: bool = False
    overdue: bool = False
    order: str = "due"
    cursor: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Move:
    """A step that the asker may take now: `act` is the right that it needs, such as sign."""

    to: str
    act: str
    needs_reason: bool
    needs_result: bool
    needs_photo: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link that opens a task; `is_bound` once a telephone has it, `opens` until it ends."""

    id: UUID
    task_id: UUID
    worker_name: str
    worker_phone: str
    made_at: datetime
    expires_at: datetime
    is_bound: bool
    opens: bool

    @property
    def worker(self) -> str:
        return called(self.worker_name, self.worker_phone)


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link opens: the task, and of its case the address and what residents wrote of it,
    without names and numbers; nothing of who told it.
    """

    link: Link
    task: TaskRow
    address: str
    words: tuple[str, ...]


def task(task_id: UUID, asker: Asker) -> TaskRow | None:
    """The task, or None when there is none within the asker's reach."""
    found = _visible(asker).filter(pk=task_id).first()
    return task_row(found) if found else None


def some(task_ids: Iterable[UUID], asker: Asker) -> dict[UUID, TaskRow]:
    """Those of these tasks that are within the asker's reach."""
    return {one.id: task_row(one) for one in _visible(asker).filter(pk__in=set(task_ids))}


def tasks(wanted: TaskFilter, asker: Asker) -> Page[TaskRow]:
    """One page of what is asked for. Raises `BadFilter`, `BadPage`, `Refused`."""
    scope = asker.require("see", "task")
    condition = _matching(wanted, clock.now())
    place = places.by_code(wanted.place) if wanted.place else None
    reached = rights.parts(scope, place.where if place else None, owned=_of_parties(scope))
    parts = [Task.objects.filter(part & condition) for part in reached]
    rows, more = cut_parts(parts, ORDERS[wanted.order], wanted.cursor, wanted.limit)
    return Page([task_row(row) for row in rows], more)


def of_case(case_id: UUID, asker: Asker) -> list[TaskRow]:
    """The tasks of one case that the asker may see, oldest first."""
    return [task_row(row) for row in _visible(asker).filter(case_id=case_id).order_by("id")]


def tally(now: datetime, today_ends: datetime, next_ends: datetime, asker: Asker) -> dict[str, int]:
    """Of the work of the asker's own units: what is late, due today and on the next working day,
    and what nobody has signed for. Empty for who does no work.
    """
    units = asker.scope("sign", "task").parties
    if not units:
        return {}
    own = Task.objects.filter(party_id__in=sorted(units), is_open=True)
    return own.aggregate(
        tasks_late=Count("pk", filter=Q(due_at__lt=now)),
        tasks_today=Count("pk", filter=Q(due_at__gte=now, due_at__lt=today_ends)),
        tasks_next=Count("pk", filter=Q(due_at__gte=today_ends, due_at__lt=next_ends)),
        tasks_to_sign=Count("pk", filter=Q(state=State.DISPATCHED)),
    )


def due_between(since: datetime, until: datetime, asker: Asker, most: int) -> list[TaskRow]:
    """Open work of own units that is due then, but for what somebody else signed for."""
    units = sorted(asker.scope("sign", "task").parties)
    own = Task.objects.filter(party_id__in=units, is_open=True, due__gte=since, due__lt=until)
    mine = own.filter(Q(signed_by=None) | Q(signed_by=asker.user_id))
    return [task_row(row) for row in mine.order_by("rank", "due", "dispatched_at", "id")[:most]]


def link_of(row: TaskRow, asker: Asker) -> Link | None:
    """The link that opens the task now, for those who may send one."""
    if not may_send_link(row, asker):
        return None
    live = TaskLink.objects.filter(task_id=row.id, ended_at=None, expires_at__gt=clock.now())
    found = live.order_by("-made_at").first()
    return _link(found) if found else None


def links_of(row: TaskRow, asker: Asker) -> list[Link]:
    """All links that were made to the task, newest first, for those who may send one there."""
    if not asker.scope("send_link", "task").covers(row.where, parties=(row.party_id,)):
        return []
    made = TaskLink.objects.filter(task_id=row.id).order_by("-made_at", "-pk")
    return [_link(one) for one in made[:MOST_LINKS]]


def may_send_link(row: TaskRow, asker: Asker) -> bool:
    scope = asker.scope("send_link", "task")
    return row.state in OPENS and scope.covers(row.where, parties=(row.party_id,))


def link_at(secret: str) -> Link:
    """Whoever knows the secret may ask, as with a receipt. Raises `BadLink`."""
    found = TaskLink.objects.filter(secret_hash=hashed(secret)).first()
    if found is None:
        raise BadLink(Why.UNKNOWN)
    link = _link(found)
    if not link.opens:
        raise BadLink(Why.OVER)
    return link


def linked(secret: str, marks: Mapping[str, str]) -> Linked:
    """What the link opens on the telephone that holds these marks, by the ids of links.

    Raises `BadLink`.
    """
    link = link_at(secret)
    if not link.is_bound:
        raise BadLink(Why.NO_DIGITS)
    mark = marks.get(str(link.id), "")
    if not mark or not TaskLink.objects.filter(pk=link.id, bound_hash=hashed(mark)).exists():
        raise BadLink(Why.OTHER_PHONE)
    row = task(link.task_id, TASKS)
    if row is None or row.state not in OPENS:
        raise BadLink(Why.OVER)
    case = cases.case(row.case_id, TASKS)
    newest = tuple(cases.signal_ids(row.case_id, TASKS)[-MOST_WORDS:])
    told = reports.public_reports(PublicFilter(signal_ids=newest, limit=MOST_WORDS))
    words = tuple(one.text for one in told if one.text) if newest else ()
    return Linked(link, row, case.address if case else "", words)


def may_enter(row: TaskRow, asker: Asker) -> bool:
    """Whether this asker may enter the result of a printed order for those who did it."""
    scope = asker.scope("enter", "task")
    return row.state in OPENS and scope.covers(row.where, parties=(row.party_id,))


def moves(row: TaskRow, asker: Asker) -> list[Move]:
    """What this asker may do with the task now, in the order of the table."""
    open_now = [
        one
        for one in by_hand(row.state)
        if asker.scope(one.act, "task").covers(row.where, parties=(row.party_id,))
        and not (one.to is State.RETURNED and row.whistle_id)
    ]
    return [
        Move(
            one.to,
            one.act,
            one.needs_reason,
            one.needs_result,
            needs_photo=one.needs_result and needs_photo(row),
        )
        for one in open_now
    ]


def needs_photo(row: TaskRow) -> bool:
    """Whether its result must be shown, as the item said when the case opened with it."""
    return _item_of(row).needs_photo


def closing_evidence(row: TaskRow) -> tuple[str, ...]:
    """What must be there when its work is done, as the item said when the case opened with it."""
    return _item_of(row).evidence.close


def _item_of(row: TaskRow) -> ItemDefinition:
    (case,) = cases.summaries([row.case_id])
    return catalogue.item_then(case.item, case.item_version)


def may_dispatch(case: CaseRow, asker: Asker) -> bool:
    """Whether this asker may give the case to a party, or to one more, now."""
    return bool(cases.moves(case, asker, DISPATCH))


def may_verify(case: CaseRow, asker: Asker) -> bool:
    """Whether this asker may check the work on the case now: never somebody who did it."""
    return bool(cases.moves(case, asker, VERIFY))


def _link(row: TaskLink) -> Link:
    return Link(
        id=row.id,
        task_id=row.task_id,
        worker_name=row.worker_name,
        worker_phone=row.worker_phone,
        made_at=row.made_at,
        expires_at=row.expires_at,
        is_bound=bool(row.bound_hash),
        opens=row.ended_at is None and row.expires_at > clock.now(),
    )


def _visible(asker: Asker) -> "QuerySet[Task]":
    return Task.objects.filter(within(asker.require("see", "task"), parties="party_id"))


def _of_parties(scope: Scope) -> Q | None:
    return Q(party_id__in=sorted(scope.parties)) if scope.parties else None


def task_row(row: Task) -> TaskRow:
    return TaskRow(
        id=row.id,
        case_id=row.case_id,
        case_number=row.case_number,
        item=row.item,
        severity=row.severity,
        party_id=row.party_id,
        place_id=row.place_id,
        where=Where.of(row),
        state=row.state,
        is_open=row.is_open,
        dispatched_at=row.dispatched_at,
        dispatched_by=row.dispatched_by,
        withdrawn_at=row.withdrawn_at,
        whistle_id=row.whistle_id,
        is_lead=row.is_lead,
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        done_at=row.done_at,
        done_by=row.done_by,
        told_at=row.told_at,
        due_at=row.due_at,
        next_at=row.next_at,
        result_text=row.result_text,
        photo_ids=tuple(UUID(photo) for photo in row.photo_ids),
        before_ids=tuple(UUID(photo) for photo in row.before_ids),
        spot=Spot.read(row.spot or {}),
        worker=row.worker,
        reason=row.reason,
        version=row.version,
    )


def _matching(wanted: TaskFilter, now: datetime) -> Q:
    for state in wanted.states:
        if not is_known(state):
            raise BadFilter("state", f'"{state[:32]}" is no state of a task.')
    require_one_of("order", wanted.order, tuple(ORDERS))
    require_printable(item=wanted.item, place=wanted.place)
    asked: dict[str, tuple[object, Any]] = {
        "state__in": (wanted.states, wanted.states),
        "item": (wanted.item, wanted.item),
        "party_id": (wanted.party_id is not None, wanted.party_id),
        "is_open": (wanted.open_only or _is_all_open(wanted.states), True),
    }
    found = Q(**{column: value for column, (is_asked, value) in asked.items() if is_asked})
    if wanted.overdue:
        found &= overdue(now)
    return found & at_place(wanted.place) if wanted.place else found


def _is_all_open(states: tuple[str, ...]) -> bool:
    return bool(states) and OPEN.issuperset(states)
