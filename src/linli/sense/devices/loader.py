"""Registers and changes devices by a list of them; their tokens are issued afterwards, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from django.db.models import Q, QuerySet

from linli.ground.keys import read_short_code
from linli.ground.paging import Key, Order
from linli.ground.rights.asker import Asker, Scope, Where
from linli.ground.rights.filters import within
from linli.ground.sheets.cells import Value
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.planning import BadRow, Values, planned
from linli.ground.sheets.reading import Record
from linli.ground.sheets.register import Listed
from linli.ground.sheets.schema import Schema, read_schema
from linli.registers.places import queries as places
from linli.registers.places.loader import point_of
from linli.registers.places.logic.coordinates import WGS84, Source, read_source
from linli.sense.devices import bulk, queries
from linli.sense.devices.logic import BadDevice, NewDevice, check_new
from linli.sense.devices.models import Device
from linli.wire.texts import N_

BY_ID: Final = Order("id", (Key("id", str),))


_SCHEMA: Final = read_schema(Path(__file__).parent / "schemas" / "devices.json")


@dataclass
class DeviceLoader(Listed):
    """Columns id, type, place, and of name, alias, spot, firm, lat, lon, gateway what there is; in
    projected coordinates north and east instead of lat and lon."""

    source: Source = WGS84
    schema: Schema = _SCHEMA
    seen_by: str = "load"
    revision: str = "devices"
    fixed: tuple[str, ...] = ("id", "type")
    left_out: tuple[str, ...] = ("north", "east")
    order: Order = BY_ID

    def of_source(self, source: str) -> "DeviceLoader":
        return replace(self, source=read_source(source))

    def kept(self, asker: Asker) -> "QuerySet[Device]":
        rows = Device.objects.filter(within(asker.require(self.seen_by, "device")), revoked_at=None)
        return rows.select_related("place").defer("place__polygon")

    def sought(self, text: str) -> Q:
        words = Q(name__icontains=text) | Q(alias__icontains=text) | Q(spot__icontains=text)
        return words | Q(pk__icontains=text) | Q(label=read_short_code(text))

    def same(self, values: Values) -> Q:
        return Q(pk=values["id"])

    def values(self, rows: Sequence[Device]) -> list[dict[str, Value]]:
        return [
            {
                "id": row.id,
                "type": row.type,
                "place": row.place.code,
                "name": row.name,
                "alias": row.alias,
                "spot": row.spot,
                "firm": row.firm,
                "lat": row.lat,
                "lon": row.lon,
                "gateway": row.gateway_id or "",
            }
            for row in rows
        ]

    def plan(self, records: Sequence[Record], asker: Asker) -> Plan:
        return self._planned(records, asker, exact=False)

    def plan_exact(self, record: Record, asker: Asker) -> Plan:
        return self._planned([record], asker, exact=True)

    def store(self, some: Sequence[NewDevice], asker: Asker) -> None:
        bulk.save_devices(some, asker)

    def _planned(self, records: Sequence[Record], asker: Asker, *, exact: bool) -> Plan:
        known = _Known.read(records, asker.require("load", "device"), self.source)
        # Gateways first, wherever they stand: others of the same list speak through them.
        by_kind = sorted(records, key=lambda record: not known.is_gateway(record.values))

        def decide(values: Values) -> tuple[NewDevice | None, NewDevice]:
            old = known.old(values)
            new = known.new(values, None if exact else old)
            known.types[new.id] = new.type
            return old, new

        return planned(by_kind, self.schema, decide)


@dataclass(slots=True)
class _Known:
    """What rows are compared with; `types` grows by what the list adds."""

    scope: Scope
    source: Source
    rows: Mapping[str, Device]
    kinds: Mapping[str, str]
    types: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, records: Sequence[Record], scope: Scope, source: Source) -> "_Known":
        ids = {str(record.values["id"]) for record in records}
        ids |= {str(record.values.get("gateway") or "") for record in records}
        rows = bulk.by_ids(ids)
        kinds = {
            name: code
            for code, kind in queries.types().items()
            for name in (code, kind.name.zh, kind.name.en)
        }
        heard = {id: row.type for id, row in rows.items() if scope.covers(Where.of(row))}
        return cls(scope, source, rows, kinds, heard)

    def is_gateway(self, values: Values) -> bool:
        kind = queries.types().get(self.kinds.get(values["type"], ""))
        return kind is not None and kind.speaks_for_others

    def old(self, values: Values) -> NewDevice | None:
        """Raises `BadRow`."""
        row = self.rows.get(values["id"])
        if row is None:
            return None
        if not self.scope.covers(Where.of(row)):
            raise BadRow("id", N_("is registered elsewhere; choose another"))
        if row.revoked_at is not None:
            raise BadRow("id", N_("was revoked; register it under a new id"))
        if row.type != self.kinds.get(values["type"], values["type"]):
            raise BadRow("type", N_("is a “%(type)s” already; use a new id"), {"type": row.type})
        return NewDevice(
            id=row.id,
            type=row.type,
            place_id=row.place_id,
            name=row.name,
            alias=row.alias,
            spot=row.spot,
            firm=row.firm,
            lat=row.lat,
            lon=row.lon,
            gateway_id=row.gateway_id or "",
        )

    def new(self, values: Values, old: NewDevice | None) -> NewDevice:
        """What is left empty stays as it was in `old`. Raises `BadRow`."""
        place = places.by_code(values["place"])
        if place is None or not self.scope.covers(place.where):
            unknown = N_("there is no place with the code “%(code)s” within your reach")
            raise BadRow("place", unknown, {"code": str(values["place"])[:64]})
        before = old or NewDevice(id="", type="", place_id=place.id, lat=place.lat, lon=place.lon)
        lat, lon = point_of(values, self.source)
        new = NewDevice(
            id=values["id"],
            type=self.kinds.get(values["type"], values["type"]),
            place_id=place.id,
            name=values.get("name") or before.name,
            alias=values.get("alias") or before.alias,
            spot=values.get("spot") or before.spot,
            firm=values.get("firm") or before.firm,
            lat=before.lat if lat is None else lat,
            lon=before.lon if lon is None else lon,
            gateway_id=values.get("gateway") or before.gateway_id,
        )
        try:
            check_new(new, queries.types())
        except BadDevice as bad:
            raise BadRow(bad.field, bad.message, bad.values) from bad
        self._require_gateway(new)
        return new

    def _require_gateway(self, new: NewDevice) -> None:
        if not new.gateway_id:
            return
        kind = queries.types().get(self.types.get(new.gateway_id, ""))
        if kind is None or not kind.speaks_for_others:
            unknown = N_("“%(id)s” is no gateway, here or in the register")
            raise BadRow("gateway", unknown, {"id": new.gateway_id[:64]})
