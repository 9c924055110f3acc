"""Turns what a list was asked for into a database filter and an order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from linli.ground.paging import Key, Order
from linli.ground.rights.table import LEVELS
from linli.registers.catalogue.logic import LISTS, SEVERITIES, is_emergency
from linli.registers.places import queries as places
from linli.respond.cases.logic.faults import BadFilter
from linli.respond.cases.logic.states import OPEN, is_known
from linli.respond.cases.models import CaseSignal
from linli.wire.texts import holds_control

NEWEST: Final = Order(
    "newest", (Key("opened_at", datetime, descending=True), Key("id", UUID, descending=True))
)
QUEUE: Final = Order(
    "queue",
    (Key("rank", int), Key("due", datetime), Key("opened_at", datetime), Key("id", UUID)),
)
"""Emergencies first, then what is due first, then what has waited longest."""

_HOLDS_CONTROL: Final = "holds a control character; leave it out."

ORDERS: Final = {order.name: order for order in (NEWEST, QUEUE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases, in which order; empty means all. Times are inclusive and about the opening,
    but for `due_from` and `due_until`, which is exclusive.

    `place` is the code of a place of any level and takes in what lies below it; `q` is a number
    or words that all occur in what is known of a case: its item and place, its address, what
    reporters and staff wrote; `list` one of duty, maintenance, administrator, clerk; `order` is
    newest or queue; `limit` 1 to 200; `cursor` is the `next` of the page before.
    """

    states: tuple[str, ...] = ()
    item: str = ""
    place: str = ""
    severity: str = ""
    since: datetime | None = None
    until: datetime | None = None
    overdue: bool = False
    due_soon: bool = False
    due_from: datetime | None = None
    due_until: datetime | None = None
    device: str = ""
    q: str = ""
    list: str = ""
    open_only: bool = False
    unplaced: bool = False
    whistled: bool = False
    order: str = "newest"
    cursor: str = ""
    limit: int = 50


def matching(wanted: CaseFilter, now: datetime) -> Q:
    """The rows that are asked for, but for their words (`searching`). Raises `BadFilter`."""
    _check(wanted)
    found = Q(**_columns(wanted))
    if wanted.overdue:
        found &= overdue(now)
    if wanted.due_soon:
        found &= due_soon(now)
    if wanted.place:
        found &= at_place(wanted.place)
    if wanted.device:
        found &= Q(pk__in=CaseSignal.objects.filter(device_id=wanted.device).values("case_id"))
    return found


def overdue(now: datetime) -> Q:
    """Cases or tasks of which `calendars.logic.is_overdue` says so, for lists and counts."""
    return Q(is_open=True, due_at__lt=now)


def due_soon(now: datetime) -> Q:
    """Cases of which three quarters of the running clock are gone, or all of it."""
    return Q(is_open=True, warn_at__lte=now)


def at_place(code: str) -> Q:
    """Rows with the five levels and a place that lie in the place. Raises `BadFilter`."""
    place = places.by_code(code)
    if place is None:
        raise BadFilter("place", f'"{code[:64]}" is no known place; use the code of a place.')
    if place.level in LEVELS:
        return Q(**{f"{place.level}_id": place.id})
    # Estates hold buildings, and these hold homes: no more than two steps.
    return (
        Q(place_id=place.id) | Q(place__parent_id=place.id) | Q(place__parent__parent_id=place.id)
    )


def require_printable(**texts: str) -> None:
    """Raises `BadFilter`: PostgreSQL takes no NUL, and nothing is found by other such signs."""
    for field, text in texts.items():
        if text and not text.isprintable():
            raise BadFilter(field, _HOLDS_CONTROL)


def require_one_of(field: str, value: str, known: tuple[str, ...]) -> None:
    """Raises `BadFilter` for a value that is given, but not known."""
    if value and value not in known:
        raise BadFilter(field, f'"{value[:32]}" is not known; use one of {", ".join(known)}.')


def _columns(wanted: CaseFilter) -> dict[str, Any]:
    asked: dict[str, tuple[object, Any]] = {
        "state__in": (wanted.states, wanted.states),
        "item": (wanted.item, wanted.item),
        "severity": (wanted.severity, wanted.severity),
        # The same again, for the indexes of what is open: they begin with what is grave.
        "rank": (is_emergency(wanted.severity), 0),
        "list": (wanted.list, wanted.list),
        "due_at__gte": (wanted.due_from, wanted.due_from),
        "due_at__lt": (wanted.due_until, wanted.due_until),
        "opened_at__gte": (wanted.since, wanted.since),
        "opened_at__lte": (wanted.until, wanted.until),
        "is_open": (is_all_open(wanted), True),
        "place": (wanted.unplaced, None),
        "is_whistled": (wanted.whistled, True),
    }
    return {column: value for column, (is_asked, value) in asked.items() if is_asked}


def is_all_open(wanted: CaseFilter) -> bool:
    """Whether only open cases are asked for; there are few of these rows."""
    in_open_states = bool(wanted.states) and OPEN.issuperset(wanted.states)
    return wanted.open_only or wanted.overdue or wanted.due_soon or in_open_states


def _check(wanted: CaseFilter) -> None:
    for state in wanted.states:
        if not is_known(state):
            raise BadFilter("state", f'"{state[:32]}" is no state of a case.')
    require_one_of("severity", wanted.severity, SEVERITIES)
    require_one_of("list", wanted.list, LISTS)
    require_one_of("order", wanted.order, tuple(ORDERS))
    require_printable(item=wanted.item, place=wanted.place, device=wanted.device)
    if holds_control(wanted.q):
        raise BadFilter("q", _HOLDS_CONTROL)
    for field, at in (("since", wanted.since), ("until", wanted.until)):
        if at is not None and at.tzinfo is None:
            raise BadFilter(field, f"{at.isoformat()} has no time zone; add one.")
