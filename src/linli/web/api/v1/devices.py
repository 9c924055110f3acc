"""`GET|POST devices`, `GET devices/{id}/readings`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from django.http import Http404, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from linli.ground.idempotency.actions import Answer
from linli.registers.places import queries as places
from linli.sense.devices import queries as devices
from linli.sense.devices.actions import register
from linli.sense.devices.logic import NewDevice
from linli.sense.devices.queries import DeviceRow
from linli.sense.telemetry import queries as telemetry
from linli.sense.telemetry.queries import ReadingFilter, ReadingRow
from linli.web.api.v1.asking import Asked, answer, told, written
from linli.web.api.v1.places import place_id_of, place_of
from linli.web.api.v1.shapes import (
    MOST_ROWS,
    NO_NUL,
    USUAL_ROWS,
    Code,
    Cursor,
    Latitude,
    Limit,
    Listed,
    Longitude,
    Moment,
)

router = Router()

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
ShortText = Annotated[str, Field(max_length=120, pattern=NO_NUL)]


class DeviceIn(Schema):
    """`place` is a code. Without a position the device stands where its place stands."""

    id: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    type: Code
    place: Code
    name: ShortText = ""
    alias: str = Field("", max_length=64, pattern=NO_NUL)
    spot: ShortText = ""
    firm: ShortText = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    gateway: str = Field("", max_length=64, pattern=r"^[A-Za-z0-9_-]*$")


class DeviceOut(Schema):
    id: str
    type: str
    place: str
    name: str
    alias: str
    spot: str
    firm: str
    lat: float | None
    lon: float | None
    gateway: str | None
    label: str
    registered_at: datetime
    revoked_at: datetime | None


class NewDeviceOut(DeviceOut):
    token: str | None = Field(description="Told this once: a repeated request gets null.")


class ReadingQuery(Schema):
    """`since` and `until` are inclusive, and about the device's own times."""

    quantity: Code | None = None
    since: Moment | None = None
    until: Moment | None = None
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = USUAL_ROWS
    cursor: Annotated[str, Query(min_length=1, max_length=200)] | None = None


class ReadingOut(Schema):
    """One measured value. `at` is the device's own time, `arrived_at` ours."""

    quantity: str
    value: bool | float
    unit: str
    at: datetime
    arrived_at: datetime


@router.get("devices", response=Listed[DeviceOut], summary="Devices")
def list_devices(
    request: Asked,
    type: Annotated[Code, Query()] | None = None,
    place: Annotated[Code, Query()] | None = None,
    limit: Limit = USUAL_ROWS,
    cursor: Cursor | None = None,
) -> HttpResponse:
    """Those within reach, by id."""
    page = devices.devices(request.auth, type, place_id_of(place), cursor, limit)
    return told({"items": _devices(page.items), "next": page.next})


@router.post("devices", response={201: NewDeviceOut}, summary="Register a device")
def create(request: Asked, wanted: DeviceIn) -> HttpResponse:
    """The answer holds the token with which the device signs in."""
    new, tokens = _new_device(wanted), dict[str, str]()

    def act() -> Answer:
        tokens[new.id] = register(new, request.auth).token
        row = devices.device(new.id, request.auth)
        if row is None:
            raise Http404
        return 201, _devices([row])[0]

    status, body = written(request, act)
    # The token is not kept with the answer: of tokens we keep hashes only.
    return answer(status, {**body, "token": tokens.get(new.id)})


@router.get("devices/{id}/readings", response=Listed[ReadingOut], summary="Readings of a device")
def list_readings(request: Asked, id: Id, wanted: Query[ReadingQuery]) -> HttpResponse:
    """The newest first, within reach."""
    if devices.device(id, request.auth) is None:
        raise Http404
    page = telemetry.page(id, ReadingFilter(**wanted.dict()), request.auth)
    return told({"items": [_reading(one) for one in page.items], "next": page.next})


def _new_device(device: DeviceIn) -> NewDevice:
    return NewDevice(
        id=device.id,
        type=device.type,
        place_id=place_of(device.place).id,
        name=device.name,
        alias=device.alias,
        spot=device.spot,
        firm=device.firm,
        lat=device.lat,
        lon=device.lon,
        gateway_id=device.gateway,
    )


def _devices(rows: Sequence[DeviceRow]) -> list[dict[str, object]]:
    named = places.names(row.place_id for row in rows)
    return [
        {
            "id": row.id,
            "type": row.type,
            "place": named[row.place_id].code,
            "name": row.name,
            "alias": row.alias,
            "spot": row.spot,
            "firm": row.firm,
            "lat": row.lat,
            "lon": row.lon,
            "gateway": row.gateway_id or None,
            "label": row.label,
            "registered_at": row.registered_at,
            "revoked_at": row.revoked_at,
        }
        for row in rows
    ]


def _reading(one: ReadingRow) -> dict[str, object]:
    return {
        "quantity": one.quantity,
        "value": one.value,
        "unit": one.unit,
        "at": one.at,
        "arrived_at": one.arrived_at,
    }
