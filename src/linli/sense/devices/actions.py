"""Registers devices, gives them tokens, and revokes them."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django_tasks import task

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.keys import short_code
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker, Refused, Scope, Where
from linli.registers.places import queries as places
from linli.registers.places.following import follow
from linli.registers.places.logic.coordinates import WGS84, Source, to_wgs84
from linli.sense.devices import lists, queries
from linli.sense.devices.facts import DeviceRegistered, DeviceRevoked
from linli.sense.devices.logic import BadDevice, NewDevice, check_new
from linli.sense.devices.models import Device
from linli.wire.texts import N_, shown

_ROWS_AT_ONCE: Final = 500


class UnknownDevice(LookupError):
    """No device has this id within the asker's reach."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The token is told once and kept nowhere; of it only the SHA-256 stays."""

    id: str
    token: str = field(repr=False)


@dataclass(slots=True)
class LoadReport:
    """What a list did: `tokens` of the devices added, `faults` as "line 7: …"."""

    added: int = 0
    updated: int = 0
    faults: list[str] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict, repr=False)


def register(new: NewDevice, asker: Asker) -> Registered:
    """Lets a device speak from now on. Raises `BadDevice`, or `Refused` outside one's reach."""
    scope = asker.require("register", "device")
    row, token = _made(new, scope, asker)
    with atomic():
        bump("devices")  # of two that register the same id, the second waits here
        if Device.objects.filter(pk=new.id).exists():
            taken = N_('"%(id)s" is registered already; choose another.')
            raise BadDevice("id", taken, {"id": new.id})
        _check_gateway(new, scope)
        row.save(force_insert=True)
        audit.record(asker, "register", "device", new.id, type=new.type, place_id=new.place_id)
        announce(DeviceRegistered(new.id))
    return Registered(new.id, token)


def new_token(device_id: str, asker: Asker) -> Registered:
    """Gives a new token; the old one ends within two seconds.

    Raises `UnknownDevice`, also outside one's reach, or `BadDevice` for a revoked one.
    """
    token = random_token()
    with atomic():
        device = _reached(device_id, asker, "register")
        if device.revoked_at is not None:
            revoked = N_('"%(id)s" was revoked; register it under a new id.')
            raise BadDevice("id", revoked, {"id": device_id})
        Device.objects.filter(pk=device_id).update(token_sha256=digest(token))
        audit.record(asker, "renew_token", "device", device_id)
        bump("devices")
    return Registered(device_id, token)


def revoke(device_id: str, asker: Asker) -> bool:
    """Silences a device for good, within two seconds; False when it was already.

    Raises `UnknownDevice`, also outside one's reach.
    """
    with atomic():
        device = _reached(device_id, asker, "revoke")
        open_rows = Device.objects.filter(pk=device.pk, revoked_at=None)
        if not open_rows.update(revoked_at=clock.now()):
            return False
        audit.record(asker, "revoke", "device", device_id)
        announce(DeviceRevoked(device_id))
        bump("devices")
    return True


def load_csv(path: Path, asker: Asker, source: Source = WGS84) -> LoadReport:
    """Registers the devices of a list, and changes those it knows; faulty lines are left out.

    Columns: id, type, place (a code), and of name, alias, spot, firm, lat, lon, gateway those there
    are. Gateways stand above their children, or are registered already. In projected coordinates
    lat is the northing and lon the easting. Raises `lists.WrongList`.
    """
    scope = asker.require("register", "device")
    report = LoadReport()
    with atomic():
        bump("devices")
        loading = _Loading(scope, asker, report, source)
        for line in lists.read(path):
            loading.take(line)
        loading.store()
        audit.record(asker, "load", "device", "", added=report.added, updated=report.updated)
    return report


def digest(token: str) -> str:
    """How a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


@task()
def follow_places(move_id: str) -> int:
    """Brings devices along whose places have moved; returns how many."""
    return follow(Device, move_id)


class _Loading:
    """One list on its way in."""

    def __init__(self, scope: Scope, asker: Asker, report: LoadReport, source: Source) -> None:
        self.scope, self.asker, self.report, self.source = scope, asker, report, source
        self.known = {
            row.pk: row for row in Device.objects.defer("token_sha256").iterator(_ROWS_AT_ONCE)
        }
        self.added: dict[str, Device] = {}
        self.changed: dict[str, Device] = {}

    def take(self, line: lists.Line) -> None:
        try:
            self._take(_new_device(line, self.source))
        except (ValueError, Refused) as wrong:
            self.report.faults.append(f"line {line.number}: {wrong}")

    def store(self) -> None:
        Device.objects.bulk_create(self.added.values(), batch_size=_ROWS_AT_ONCE)
        columns = ["name", "alias", "spot", "firm", "place", "lat", "lon", "gateway"]
        columns += [name for name in Where().columns() if name not in columns]
        Device.objects.bulk_update(self.changed.values(), columns, batch_size=_ROWS_AT_ONCE)
        for device_id in self.added:
            announce(DeviceRegistered(device_id))
        self.report.added, self.report.updated = len(self.added), len(self.changed)

    def _take(self, new: NewDevice) -> None:
        if new.id in self.added or new.id in self.changed:
            twice = N_('"%(id)s" stands above already; each device has one line.')
            raise BadDevice("id", twice, {"id": new.id})
        row, token = _made(new, self.scope, self.asker)
        gateway = self.added.get(new.gateway_id) or self.known.get(new.gateway_id)
        if new.gateway_id:
            _check_speaks(new.gateway_id, gateway, self.scope)
        old = self.known.get(new.id)
        if old is None:
            self.added[new.id] = row
            self.report.tokens[new.id] = token
        else:
            self._check_same(old, row)
            self.changed[new.id] = row

    def _check_same(self, old: Device, new: Device) -> None:
        if not self.scope.covers(Where.of(old)):
            elsewhere = N_('"%(id)s" is registered elsewhere; choose another.')
            raise BadDevice("id", elsewhere, {"id": old.pk})
        if old.type != new.type:
            other = N_('"%(id)s" is a %(type)s; register it under a new id.')
            raise BadDevice("type", other, {"id": old.pk, "type": old.type})


def _made(new: NewDevice, scope: Scope, asker: Asker) -> tuple[Device, str]:
    """The row of a new device, not saved yet, and its token."""
    check_new(new, queries.types())
    place = places.place(new.place_id)
    if place is None:
        unknown = N_("There is no place %(place)s; use the code of a place.")
        raise BadDevice("place", unknown, {"place": new.place_id})
    if not scope.covers(place.where):
        raise Refused(f"{asker.name} may not register a device there.")
    token = random_token()
    stands_at_place = new.lat is None
    row = Device(
        id=new.id,
        type=new.type,
        name=new.name,
        alias=new.alias,
        spot=new.spot,
        firm=new.firm,
        place_id=place.id,
        lat=place.lat if stands_at_place else new.lat,
        lon=place.lon if stands_at_place else new.lon,
        gateway_id=new.gateway_id or None,
        label=short_code(10),
        token_sha256=digest(token),
        **place.where.columns(),
    )
    return row, token


def _new_device(line: lists.Line, source: Source) -> NewDevice:
    """Raises ValueError with a sentence."""
    cells = line.cells
    if cells["extra"]:
        raise ValueError(
            f'"{cells["extra"][:40]}" stands beyond the last column; quote the commas.'
        )
    place = places.by_code(cells["place"])
    if place is None:
        unknown = N_("There is no place %(place)s; use the code of a place.")
        raise BadDevice("place", unknown, {"place": f'"{shown(cells["place"])}"'})
    lat, lon = line.degrees("lat"), line.degrees("lon")
    if lat is not None and lon is not None:
        lat, lon = to_wgs84(lat, lon, source)
    return NewDevice(
        id=cells["id"],
        type=cells["type"],
        place_id=place.id,
        name=cells["name"],
        alias=cells["alias"],
        spot=cells["spot"],
        firm=cells["firm"],
        lat=lat,
        lon=lon,
        gateway_id=cells["gateway"],
    )


def _check_gateway(new: NewDevice, scope: Scope) -> None:
    if new.gateway_id:
        gateway = Device.objects.filter(pk=new.gateway_id).first()
        _check_speaks(new.gateway_id, gateway, scope)


def _check_speaks(gateway_id: str, gateway: Device | None, scope: Scope) -> None:
    if gateway is None or not scope.covers(Where.of(gateway)):
        missing = N_('"%(id)s" is not registered; register it first.')
        raise BadDevice("gateway", missing, {"id": shown(gateway_id)})
    if not queries.types()[gateway.type].speaks_for_others:
        other = N_('"%(id)s" is a %(type)s; name a gateway.')
        raise BadDevice("gateway", other, {"id": gateway_id, "type": gateway.type})


def _reached(device_id: str, asker: Asker, act: str) -> Device:
    """The device, locked, if the asker may do this to it; others learn nothing of it."""
    scope = asker.require(act, "device")
    found: Iterable[Device] = ()
    if device_id.isprintable():
        found = Device.objects.select_for_update().filter(pk=device_id)
    for device in found:
        if scope.covers(Where.of(device)):
            return device
    raise UnknownDevice(
        f'No device "{device_id[:64]!s}" is known; look it up in the list of devices.'
    )


def random_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)
