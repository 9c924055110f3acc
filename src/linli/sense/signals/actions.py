"""Raises, places and clears signals."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django_tasks import task

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic, batches, create_or_get
from linli.ground.facts.actions import announce, announce_all
from linli.ground.rights.asker import Asker, Refused, Where
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition, is_emergency
from linli.registers.places import queries as places
from linli.registers.places.following import follow
from linli.sense.signals.facts import SignalCleared, SignalPlaced, SignalRaised
from linli.sense.signals.logic import (
    BadSignal,
    NewSignal,
    UnknownItem,
    UnknownSignal,
    check,
    check_from_person,
)
from linli.sense.signals.models import Signal

NOWHERE: Final = Where()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a signal lies, and how that was found out."""

    place_id: int | None = None
    where: Where = field(default_factory=Where)
    found: dict[str, Any] | None = None


def raise_signal(new: NewSignal, asker: Asker) -> UUID:
    """Stores the signal and announces it; the same source key gives the same id, also in a race.

    Raises `BadSignal`, `UnknownItem`, or `Refused` to a person whose reach does not cover the spot.
    """
    check(new)
    if asker.user_id is not None:
        check_from_person(new, clock.now())
    item, spot = current_item(new.item), locate(new.place_id, new.lat, new.lon, new.area)
    _require_raise(asker, spot.where)
    with atomic():
        signal, is_new = create_or_get(
            Signal, _columns(new, item, spot), source_key=_own_key(new.source_key, asker)
        )
        if is_new:
            _announce_raised(signal, asker)
    return signal.id


def place_signals(signal_ids: Iterable[UUID], place_id: int, asker: Asker) -> None:
    """Says where signals were noticed: all of them or, with one that is not known, none.

    Raises `UnknownSignal`, `BadSignal` or `Refused`.
    """
    spot, placed = locate(place_id, None, None), sorted(set(signal_ids))
    _require_raise(asker, spot.where)
    with atomic():
        for ids in batches(placed):
            _place(ids, spot)
        for signal_id in placed:
            audit.record(asker, "place", "signal", str(signal_id), place_id=place_id)
        announce_all([SignalPlaced(signal_id, place_id) for signal_id in placed])


def clear_signal(source_key: str, at: datetime, asker: Asker) -> None:
    """Notes once that what was noticed is over. Raises `UnknownSignal` for an unknown key."""
    key = _own_key(source_key, asker)
    with atomic():
        signal = Signal.objects.filter(source_key=key).first()
        if signal is None:
            raise UnknownSignal(
                f"No signal has the source key {source_key[:160]!r}; raise it first."
            )
        _require_raise(asker, Where.of(signal))
        if not Signal.objects.filter(pk=signal.pk, cleared_at=None).update(cleared_at=at):
            return
        audit.record(asker, "clear", "signal", str(signal.id))
        announce(SignalCleared(signal.id, urgent=is_emergency(signal.severity)))


def current_item(code: str) -> ItemDefinition:
    """The item as it is today. Raises `UnknownItem`, also when it is retired."""
    item = catalogue.item(code)
    if item is None:
        raise UnknownItem(code)
    if item.retired:
        raise UnknownItem(code, retired=True)
    return item


def locate(
    place_id: int | None, lat: float | None, lon: float | None, area: Where = NOWHERE
) -> Spot:
    """The spot of a known place, else of a point, else within the area. Raises `BadSignal`."""
    if place_id is not None:
        place = places.place(place_id)
        if place is None:
            raise BadSignal("place_id", f"{place_id} is no known place; use the id of a place.")
        return Spot(place.id, place.where)
    located = places.locate(lat, lon) if lat is not None and lon is not None else None
    if located is None:
        return Spot(where=area)
    found = {"how": located.how, "metres": round(located.metres, 1)}
    return Spot(located.place.id, located.place.where, found)


@task()
def follow_places(move_id: str) -> int:
    """Brings signals along whose places have moved; returns how many."""
    return follow(Signal, move_id)


def _columns(new: NewSignal, item: ItemDefinition, spot: Spot) -> dict[str, Any]:
    located = {"located": spot.found} if spot.found else {}
    return {
        "source_kind": new.source_kind,
        "item": item.code,
        "item_version": item.version,
        "severity": new.severity or item.severity,
        "place_id": spot.place_id,
        "lat": new.lat,
        "lon": new.lon,
        "device_id": new.device_id,
        "report_id": new.report_id,
        "evidence": {**new.evidence, **located},
        "happened_at": new.happened_at,
        **spot.where.columns(),
    }


def _place(ids: list[UUID], spot: Spot) -> None:
    known = Signal.objects.filter(pk__in=ids)
    if known.update(place_id=spot.place_id, **spot.where.columns()) != len(ids):
        missing = set(ids) - set(known.values_list("pk", flat=True))
        raise UnknownSignal(f"No signal {min(missing)} is known; nothing was placed.")


def _announce_raised(signal: Signal, asker: Asker) -> None:
    audit.record(asker, "raise", "signal", str(signal.id), item=signal.item)
    announce(SignalRaised(signal.id, signal.item, urgent=is_emergency(signal.severity)))


def _require_raise(asker: Asker, where: Where) -> None:
    if not asker.require("raise", "signal").covers(where):
        raise Refused(f"{asker.name} may not raise a signal here.")


def _own_key(source_key: str, asker: Asker) -> str:
    """People's keys are kept apart, so that nobody can take the key of a device or a neighbour."""
    return source_key if asker.part else f"person/{asker.user_id}/{source_key}"
