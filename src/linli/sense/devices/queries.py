"""Reads devices and their types; ingest reads credentials from memory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from django.db.models import Q, QuerySet

from linli.ground.keys import read_short_code
from linli.ground.paging import Page
from linli.ground.revisions.memory import Remembered
from linli.ground.rights.asker import Asker, Where
from linli.ground.rights.filters import within
from linli.sense.devices.logic import DeviceType, WrongType, read_type
from linli.sense.devices.models import Device

TYPES: Final = Path(__file__).parent / "types"
_MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device, as people may see it. `label` is the short code on its sticker."""

    id: str
    type: str
    name: str
    alias: str
    spot: str
    firm: str
    place_id: int
    where: Where
    lat: float | None
    lon: float | None
    gateway_id: str
    label: str
    registered_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class LabelSpot:
    """What a sticker tells everybody; neither the id nor the type of the device."""

    label: str
    place_id: int
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Credential:
    """What ingest must know of a device: whether it may speak, and where it stands."""

    id: str
    type: str
    token_sha256: str
    gateway_id: str
    revoked: bool
    place_id: int
    lat: float | None
    lon: float | None


def device(device_id: str, asker: Asker) -> DeviceRow | None:
    """The device, or None when there is none within the asker's reach."""
    found = _visible(asker).filter(pk=device_id).first() if device_id.isprintable() else None
    return _row(found) if found else None


def spot_of_label(label: str) -> LabelSpot | None:
    """Where the device with this sticker stands: whoever reads the sticker stands before it."""
    known = read_short_code(label)
    if not known.isalnum():
        return None
    found = Device.objects.filter(label=known, revoked_at=None).first()
    return LabelSpot(found.label, found.place_id, found.lat, found.lon) if found else None


def devices(  # noqa: PLR0913 - the filters of a list, each with a default
    asker: Asker,
    type: str | None = None,
    place: int | None = None,
    after: str | None = None,
    limit: int = 50,
    *,
    text: str = "",
) -> Page[DeviceRow]:
    """Devices by id, `limit` up to 500 at a time; `place` (an id) holds those that stand there.

    `text` is the beginning of an id, a part of a name, alias or spot, or a sticker's code; `after`
    is the `next` of the page before.
    """
    if not f"{type or ''}{after or ''}".isprintable():
        return Page([], None)
    chosen = _visible(asker).filter(_worded(text)).order_by("id")
    if type:
        chosen = chosen.filter(type=type)
    if place is not None:
        chosen = chosen.filter(place_id=place)
    if after:
        chosen = chosen.filter(pk__gt=after)
    limit = max(1, min(limit, _MOST_ROWS))
    rows = [_row(one) for one in chosen[: limit + 1]]
    return Page(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def rows(device_ids: Iterable[str], asker: Asker) -> dict[str, DeviceRow]:
    """Those of the devices that the asker may see."""
    found = _visible(asker).in_bulk(set(device_ids))
    return {one.id: _row(one) for one in found.values()}


def count(asker: Asker) -> int:
    """How many devices the asker may see that have not been revoked."""
    return _visible(asker).filter(revoked_at=None).count()


@cache
def types() -> Mapping[str, DeviceType]:
    """All device types by their code. Raises `WrongType` for a file that cannot be used."""
    return load_types(TYPES)


def load_types(folder: Path) -> dict[str, DeviceType]:
    """The types in the YAML files of a folder. Raises `WrongType`."""
    return {kind.code: kind for kind in map(_read_file, sorted(folder.glob("*.yaml")))}


def credentials(device_id: str) -> Credential | None:
    """From memory; one that is not there is looked up before it is called unknown."""
    known = credentials_all().get(device_id)
    if known or not device_id.isprintable():
        return known
    found = Device.objects.filter(pk=device_id).first()
    return _credential(found) if found else None


def credentials_all() -> Mapping[str, Credential]:
    """Those of all devices, the revoked ones too; the same object while nothing has changed."""
    return _register.get()


def _worded(text: str) -> Q:
    if not text:
        return Q()
    if not text.isprintable():
        return Q(pk__in=[])
    parts = Q(name__icontains=text) | Q(alias__icontains=text) | Q(spot__icontains=text)
    return parts | Q(pk__istartswith=text) | Q(label=read_short_code(text))


def _read_file(path: Path) -> DeviceType:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise WrongType(f"{path.name}: is no YAML that can be read: {wrong}.") from wrong
    return read_type(path.name, content)


def _load() -> Mapping[str, Credential]:
    return {one.id: _credential(one) for one in Device.objects.all().iterator(2000)}


_register: Final = Remembered("devices", _load)


def _visible(asker: Asker) -> "QuerySet[Device]":
    return Device.objects.filter(within(asker.require("see", "device")))


def _credential(one: Device) -> Credential:
    return Credential(
        id=one.id,
        type=one.type,
        token_sha256=one.token_sha256,
        gateway_id=one.gateway_id or "",
        revoked=one.revoked_at is not None,
        place_id=one.place_id,
        lat=one.lat,
        lon=one.lon,
    )


def _row(one: Device) -> DeviceRow:
    return DeviceRow(
        id=one.id,
        type=one.type,
        name=one.name,
        alias=one.alias,
        spot=one.spot,
        firm=one.firm,
        place_id=one.place_id,
        where=Where.of(one),
        lat=one.lat,
        lon=one.lon,
        gateway_id=one.gateway_id or "",
        label=one.label,
        registered_at=one.registered_at,
        revoked_at=one.revoked_at,
    )
