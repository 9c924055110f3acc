"""Registers devices by the list, without tokens, and issues the tokens that are still missing."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import QuerySet

from linli.ground.audit import actions as audit
from linli.ground.database import atomic, by_key
from linli.ground.facts.actions import announce
from linli.ground.keys import short_code
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker, Refused, Scope, Where
from linli.ground.rights.filters import within
from linli.registers.places import queries as places
from linli.sense.devices.actions import Registered, digest, random_token
from linli.sense.devices.facts import DeviceRegistered
from linli.sense.devices.logic import NewDevice
from linli.sense.devices.models import Device

MOST_TOKENS: Final = 20_000
_ROWS_AT_ONCE: Final = 500
_COLUMNS: Final = ("name", "alias", "spot", "firm", "place", "lat", "lon", "gateway")


def by_ids(ids: Iterable[str]) -> dict[str, Device]:
    """The devices of these ids."""
    return by_key(Device.objects.defer("token_sha256"), ids, "pk")


def save_devices(some: Sequence[NewDevice], asker: Asker) -> None:
    """Registers the devices, or changes those that are known; new ones have no token yet.

    They were checked by whoever planned it; gateways stand above their children. Raises `Refused`.
    """
    scope = asker.require("load", "device")
    where = places.names({new.place_id for new in some})
    if not all(scope.covers(where[new.place_id].where) for new in some):
        raise Refused(f"{asker.name} may not register a device there.")
    with atomic():
        bump("devices")
        known = by_ids([new.id for new in some])
        for row in known.values():
            _require_still(row, scope, asker)
        added = [_row(new, where[new.place_id].where) for new in some if new.id not in known]
        changed = [
            _filled(known[new.id], new, where[new.place_id].where)
            for new in some
            if new.id in known
        ]
        Device.objects.bulk_create(added, batch_size=_ROWS_AT_ONCE)
        levels = [name for name in Where().columns() if name not in _COLUMNS]
        Device.objects.bulk_update(changed, [*_COLUMNS, *levels], batch_size=_ROWS_AT_ONCE)
        for row in added:
            announce(DeviceRegistered(row.id))
        ids = [new.id for new in some]
        audit.record(asker, "save", "device", ids[0] if len(ids) == 1 else "", count=len(ids))


def _require_still(row: Device, scope: Scope, asker: Asker) -> None:
    """Raises `Refused` for what somebody else has taken meanwhile, after the list was planned."""
    if row.revoked_at is not None or not scope.covers(Where.of(row)):
        raise Refused(f"{asker.name} may not change a device there.")


def count_without_token(asker: Asker) -> int:
    """How many devices cannot speak yet. Raises `Refused`."""
    return _without_token(asker).count()


def issue_tokens(asker: Asker) -> list[Registered]:
    """Tokens for devices that never had one, told this once; with more than fit, call again.

    Raises `Refused`.
    """
    if not _without_token(asker).exists():
        return []
    with atomic():
        bump("devices")  # of two that ask, the second waits here and finds none
        rows = list(_without_token(asker).order_by("pk").only("pk", "token_sha256")[:MOST_TOKENS])
        issued = [Registered(row.id, random_token()) for row in rows]
        for row, told in zip(rows, issued, strict=True):
            row.token_sha256 = digest(told.token)
        Device.objects.bulk_update(rows, ["token_sha256"], batch_size=_ROWS_AT_ONCE)
        if issued:
            audit.record(asker, "renew_token", "device", "", count=len(issued))
    return issued


def _without_token(asker: Asker) -> "QuerySet[Device]":
    scope = asker.require("load", "device")
    return Device.objects.filter(within(scope), token_sha256="", revoked_at=None)


def _row(new: NewDevice, where: Where) -> Device:
    return _filled(Device(id=new.id, type=new.type, label=short_code(10)), new, where)


def _filled(row: Device, new: NewDevice, where: Where) -> Device:
    row.name, row.alias, row.spot, row.firm = new.name, new.alias, new.spot, new.firm
    row.place_id, row.lat, row.lon = new.place_id, new.lat, new.lon
    row.gateway_id = new.gateway_id or None
    for name, value in where.columns().items():
        setattr(row, name, value)
    return row
