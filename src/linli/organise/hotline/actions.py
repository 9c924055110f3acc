"""Takes the hotline's orders in, asks for their return, and hands answers back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import django_tasks

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic, create_or_get
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.organise.hotline.facts import HotlineOrderMoved
from linli.organise.hotline.logic.due import HANDLE, due, return_until
from linli.organise.hotline.logic.states import OPEN, State, require_step, require_worked_on
from linli.organise.hotline.models import HotlineOrder
from linli.organise.hotline.queries import OrderRow, order
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import OFFICE
from linli.registers.catalogue import queries as catalogue
from linli.registers.places import queries as places
from linli.registers.places.following import follow
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.faults import NotFound, StaleVersion
from linli.respond.cases.logic.texts import LONGEST_REASON, read_text
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.sense.reports.queries import ReportRow

HOTLINE: Final = "hotline"
"""The channel of reports that bring a number of 12345 along."""

PART: Final = Asker.for_part("hotline")
LONGEST_REPLY: Final = 2000
RETURN, REPLY = "return", "reply"
"""Rights on an order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order as the hotline exports it; `report` bears its number as `channel_ref`."""

    report: NewReport
    category: str = ""
    received_at: datetime | None = None
    stated_due_at: datetime | None = None


def take_order(new: NewOrder, asker: Asker) -> UUID:
    """Stores the order with its report; returns the report's id.

    Raises `BadReport`, also for a number that was taken before, or `Refused`.
    """
    with atomic():
        taken = take_report(new.report, asker)
        row = reports.report(taken.report_id, PART)
        assert row is not None
        _keep(row, new)
    return taken.report_id


def note_order(report_id: UUID) -> None:
    """Keeps an order that the desk typed in as a call; again is harmless."""
    row = reports.report(report_id, PART)
    if row is None or row.channel != HOTLINE or not row.channel_ref:
        return
    with atomic():
        _keep(row, None)


def ask_return(order_id: UUID, reason: str, asker: Asker, version: int) -> None:
    """It is not ours: the hotline is asked to take it back, and has until `return_until`.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`, `BadText`, as all that follow.
    """
    with atomic():
        row = _begin(order_id, State.RETURN_ASKED, RETURN, asker, version)
        now = clock.now()
        until = return_until(now, calendars.calendar(OFFICE))
        said = read_text("reason", reason, LONGEST_REASON)
        times = {"return_asked_at": now, "return_until": until}
        _change(row, State.RETURN_ASKED, asker, reason=said, decision="", **times)


def note_return(
    order_id: UUID, decision: str, asker: Asker, version: int, *, is_accepted: bool
) -> None:
    """What the hotline decided; an order that it keeps from us is done, its case stays."""
    with atomic():
        to = State.RETURNED if is_accepted else State.WITH_US
        row = _begin(order_id, to, RETURN, asker, version)
        said = read_text("decision", decision, LONGEST_REASON, is_required=not is_accepted)
        _change(row, to, asker, decision=said)


def reply(order_id: UUID, text: str, asker: Asker, version: int) -> None:
    """What the hotline shall tell its caller; `IllegalMove` as long as the work goes on."""
    with atomic():
        row = _begin(order_id, State.REPLIED, REPLY, asker, version)
        case = cases.case_of_signal(row.signal_id, asker)
        require_worked_on(case.state if case else "")
        said = read_text("reply", text, LONGEST_REPLY)
        _change(row, State.REPLIED, asker, reply=said, replied_by=asker.user_id)


def take_reply_back(order_id: UUID, asker: Asker, version: int) -> None:
    """The reply was wrong; the order is with us again."""
    with atomic():
        row = _begin(order_id, State.WITH_US, REPLY, asker, version)
        _change(row, State.WITH_US, asker)


def tick_answered(order_id: UUID, asker: Asker, version: int) -> None:
    """The reply stands in the hotline's own system now."""
    with atomic():
        row = _begin(order_id, State.ANSWERED, REPLY, asker, version)
        _change(row, State.ANSWERED, asker)


def place_orders(report_ids: Iterable[UUID], place_id: int) -> None:
    """Orders whose case was placed lie where it lies; again is harmless."""
    place = places.place(place_id)
    if place is None:
        return
    with atomic():
        HotlineOrder.objects.filter(report_id__in=list(report_ids)).update(
            place_id=place.id, **place.where.columns()
        )


@django_tasks.task()
def follow_places(move_id: str) -> int:
    """Brings orders along whose places have moved; returns how many."""
    return follow(HotlineOrder, move_id)


def _keep(row: ReportRow, new: NewOrder | None) -> None:
    received_at = (new and new.received_at) or row.received_at
    stated = new.stated_due_at if new else None
    item = catalogue.item(row.item)
    limit = item.clocks.get(HANDLE) if item else None
    columns = {
        "number": row.channel_ref,
        "signal_id": row.signal_id,
        "category": new.category if new else "",
        "place_id": row.place_id,
        "received_at": received_at,
        "stated_due_at": stated,
        "due_at": due(received_at, stated, limit, calendars.calendar(OFFICE)),
        **row.where.columns(),
    }
    create_or_get(HotlineOrder, columns, report_id=row.id)


def _begin(order_id: UUID, to: State, act: str, asker: Asker, version: int) -> OrderRow:
    """The order as it is, if the asker may bring it there now."""
    row = order(order_id, asker)
    if row is None:
        raise NotFound("hotline_order", order_id)
    if row.version != version:
        raise StaleVersion("hotline_order", row.version)
    require_step(row.state, to, act)
    if not asker.require(act, "hotline_order").covers(row.where):
        raise Refused(f"{asker.name} may not {act} an order of the hotline here.")
    return row


def _change(row: OrderRow, to: State, asker: Asker, **columns: Any) -> None:
    """Changes the order if it is still as it was read, announces and audits that."""
    same = HotlineOrder.objects.filter(pk=row.id, version=row.version, state=row.state)
    changed = same.update(
        state=to,
        is_open=to in OPEN,
        changed_at=clock.now(),
        version=row.version + 1,
        **columns,
    )
    if changed != 1:
        kept = HotlineOrder.objects.values_list("version", flat=True).get(pk=row.id)
        raise StaleVersion("hotline_order", kept)
    announce(HotlineOrderMoved(row.id, row.report_id, row.state, to))
    audit.record(asker, "move", "hotline_order", str(row.id), source=row.state, to=to)
