"""Registers devices, gives them tokens, and revokes them."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

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
from linli.sense.devices import queries
from linli.sense.devices.facts import DeviceRegistered, DeviceRevoked
from linli.sense.devices.logic import BadDevice, NewDevice, check_new
from linli.sense.devices.models import Device
from linli.wire.texts import N_, shown


class UnknownDevice(LookupError):
    """No device has this id within the asker's reach."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The token is told once and kept nowhere; of it only the SHA-256 stays."""

    id: str
    token: str = field(repr=False)


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


def digest(token: str) -> str:
    """How a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


@task()
def follow_places(move_id: str) -> int:
    """Brings devices along whose places have moved; returns how many."""
    return follow(Device, move_id)


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
