"""Reads readings, and what of them was refused or could not be raised, for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from linli.ground.paging import MOST_ROWS, BadPage, Key, Order, Page
from linli.ground.rights.asker import Asker
from linli.sense.devices import queries as devices
from linli.sense.telemetry.logic.admission import Refusal
from linli.sense.telemetry.logic.rules import Crossing
from linli.sense.telemetry.store import opening
from linli.sense.telemetry.store.store import LAST, Kept, Span

_MOST_AT_ONCE: Final = 10_000

NEWEST: Final = Order("readings", (Key("at", datetime, descending=True), Key("quantity", str)))
"""A device measures a quantity once at a time, so that no value is shown twice."""

REASONS: Final[Mapping[str, str | Promise]] = {
    "json": _("Not JSON"),
    "form": _("Not a message of readings"),
    "count": _("Too many records, or none"),
    "name": _("Name that is no quantity"),
    "device": _("Speaks for another device"),
    "quantity": _("Quantity that this type does not measure"),
    "type": _("Wrong kind of value"),
    "unit": _("Wrong unit"),
    "range": _("Value out of range"),
    "time": _("Time too far from now"),
    "size": _("Too large"),
    "topic": _("Topic that is not the device's own"),
    "qos": _("QoS 2, which is not offered"),
    "token": _("Wrong token"),
    "fault": _("Could not be stored"),
}
"""Why a message was refused, in words for a person."""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One measured value, with the unit of its type; truths are bool."""

    device_id: str
    quantity: str
    unit: str
    value: float | bool
    at: datetime
    arrived_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFilter:
    """Which values of a device; None means all. Times are the device's own, and inclusive.

    `limit` is 1 to 200; `cursor` is the `next` of the page before.
    """

    quantity: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A message that was refused; `payload` is the beginning of its `size` bytes.

    `details` say what is wrong with it, in the language that is active.
    """

    id: int
    device_id: str
    door: str
    reason: str
    details: tuple[str, ...]
    at: datetime
    size: int
    payload: str

    @property
    def reason_label(self) -> str:
        return str(REASONS.get(self.reason, self.reason))


@dataclass(frozen=True, slots=True)
class UnraisedRow:
    """A crossing that could not be raised as a signal so far, and the last error."""

    crossing: Crossing
    at: datetime
    attempts: int
    error: str


def readings(
    device_id: str,
    quantity: str | None,
    since: datetime | None,
    limit: int,
    asker: Asker,
) -> list[ReadingRow]:
    """The device's values measured since then, newest first; none outside the asker's reach."""
    device = _reached([device_id], asker).get(device_id)
    if device is None:
        return []
    begin = since.timestamp() if since else 0.0
    with opening.reading() as store:
        kept = store.readings(device_id, quantity, Span(begin), _bounded(limit)) if store else []
    return [_row(one, device.type) for one in kept]


def page(device_id: str, wanted: ReadingFilter, asker: Asker) -> Page[ReadingRow]:
    """One page of the device's values, newest first; empty outside the asker's reach.

    Raises `BadPage`.
    """
    if not 1 <= wanted.limit <= MOST_ROWS:
        raise BadPage("limit", f"is {wanted.limit}; use 1 to {MOST_ROWS}.")
    device, span = _reached([device_id], asker).get(device_id), _span(wanted)
    if device is None:
        return Page([], None)
    with opening.reading() as store:
        kept = store.readings(device_id, wanted.quantity, span, wanted.limit + 1) if store else []
    rows = [_row(one, device.type) for one in kept[: wanted.limit]]
    return Page(rows, NEWEST.write(rows[-1]) if len(kept) > wanted.limit else None)


def latest(device_ids: Iterable[str], asker: Asker) -> dict[str, list[ReadingRow]]:
    """The youngest value of each quantity, by device; only those within the asker's reach."""
    reached = _reached(device_ids, asker)
    with opening.reading() as store:
        kept = store.latest(sorted(reached)) if store else []
    found: dict[str, list[ReadingRow]] = {device_id: [] for device_id in reached}
    for one in kept:
        found[one.device_id].append(_row(one, reached[one.device_id].type))
    return found


def refused(asker: Asker, limit: int = 100, before: int | None = None) -> list[RefusedRow]:
    """What was refused, newest first; before this id if one is given."""
    asker.require("see", "refused_reading")
    with opening.reading() as store:
        kept = store.refused(_bounded(limit), before) if store else []
    return [
        RefusedRow(
            id=number,
            device_id=one.device_id,
            door=one.door,
            reason=one.reason,
            details=_details(one),
            at=_time(one.at),
            size=one.size,
            payload=one.payload,
        )
        for number, one in kept
    ]


def unraised(asker: Asker, limit: int = 100) -> list[UnraisedRow]:
    """Crossings that should be signals and are not, because raising them failed; oldest first."""
    asker.require("see", "refused_reading")
    with opening.reading() as store:
        failing = store.failing(_bounded(limit)) if store else []
    return [
        UnraisedRow(one.crossing, _time(one.crossing.at), one.attempts, one.error)
        for one in failing
    ]


def _details(one: Refusal) -> tuple[str, ...]:
    told = [fault.told(gettext) for fault in one.faults] or [one.detail]
    if one.more:
        rest = ngettext("and one more fault", "and %(count)d more faults", one.more)
        told.append(rest % {"count": one.more})
    return tuple(text for text in told if text)


def _reached(device_ids: Iterable[str], asker: Asker) -> dict[str, devices.DeviceRow]:
    scope = asker.require("see", "reading")
    found = devices.rows([one for one in device_ids if one.isprintable()], asker)
    return {one.id: one for one in found.values() if scope.covers(one.where)}


def _span(wanted: ReadingFilter) -> Span:
    behind = None
    if wanted.cursor:
        at, quantity = NEWEST.read(wanted.cursor)
        if not isinstance(at, datetime) or at.tzinfo is None:
            raise BadPage("cursor", "is not one that was given; begin without it.")
        behind = at.timestamp(), str(quantity)
    return Span(
        since=wanted.since.timestamp() if wanted.since else 0.0,
        until=wanted.until.timestamp() if wanted.until else LAST,
        behind=behind,
    )


def _row(kept: Kept, type_code: str) -> ReadingRow:
    kind = devices.types().get(type_code)
    quantity = kind.quantities.get(kept.quantity) if kind else None
    is_truth = quantity is not None and quantity.kind == "bool"
    return ReadingRow(
        device_id=kept.device_id,
        quantity=kept.quantity,
        unit=quantity.unit if quantity else "",
        value=bool(kept.value) if is_truth else kept.value,
        at=_time(kept.at),
        arrived_at=_time(kept.arrived),
    )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _bounded(limit: int) -> int:
    return max(1, min(limit, _MOST_AT_ONCE))
