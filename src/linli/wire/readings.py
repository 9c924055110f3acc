"""Readings on the wire: SenML JSON (RFC 8428) or a plain JSON object, record by record."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import msgspec

from linli.wire.faults import Fault, Value, kind_of
from linli.wire.texts import shown

MOST_RECORDS: Final = 1000
NEWEST_VERSION: Final = 10
RELATIVE_BELOW: Final = 2.0**28
"""A smaller time is relative to now (RFC 8428, section 4.5.3)."""
OWN_NAMES: Final = "urn:linli:"

_DEVICE: Final = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_QUANTITY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value: device + quantity + its own time (`at`, Unix seconds) name it.

    `unit` is empty when the device said none; `record` counts from 1 within its message.
    """

    device_id: str
    quantity: str
    at: float
    value: float | bool
    unit: str = ""
    record: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a message holds: what can be taken, and what is wrong with the rest."""

    readings: tuple[Reading, ...] = ()
    faults: tuple[Fault, ...] = ()


class _Wrong(Exception):
    """One record, or with `spoils_all` all that follow it too, cannot be taken."""

    def __init__(self, code: str, label: str, **values: Value) -> None:
        super().__init__(code)
        self.code, self.label, self.values = code, label, values
        self.spoils_all = False

    def fault(self, number: int) -> Fault:
        return Fault(self.code, number, self.label, self.values, self.spoils_all)


@dataclass(frozen=True, slots=True)
class _Base:
    """The base fields as they stand at one record; they hold until the next one changes them."""

    name: str = ""
    time: float = 0.0
    unit: str = ""
    value: float = 0.0


def encode(device_id: str, at: float, values: Mapping[str, float | bool]) -> bytes:
    """A SenML pack of one device at one time (Unix seconds)."""
    records: list[dict[str, Any]] = [
        {"n": quantity, "vb" if isinstance(value, bool) else "v": value}
        for quantity, value in values.items()
    ]
    records[0] = {"bn": f"{OWN_NAMES}{device_id}:", "bt": at, **records[0]}
    return msgspec.json.encode(records)


def decode(payload: bytes, device_id: str, arrived: float) -> Decoded:
    """Takes a message of `device_id` apart. Never raises: what is wrong comes back as faults.

    `arrived` (Unix seconds) is the time of records that bring none of their own.
    """
    message = _parse(payload)
    if isinstance(message, Fault):
        return Decoded(faults=(message,))
    if isinstance(message, dict):
        is_record = isinstance(message.get("n"), str) or isinstance(message.get("bn"), str)
        return (
            _senml([message], device_id, arrived)
            if is_record
            else _plain(message, device_id, arrived)
        )
    if isinstance(message, list):
        return _senml(message, device_id, arrived)
    return Decoded(faults=(Fault("form.message", values={"kind": kind_of(message)}),))


def _parse(payload: bytes) -> Any:
    """What the bytes hold, or a `Fault`.

    The second, slower parser says where it breaks, and lets NaN through to its record.
    """
    try:
        return msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return json.loads(payload.decode())
    except json.JSONDecodeError as broken:
        return Fault("json.broken", values={"line": broken.lineno, "column": broken.colno})
    except UnicodeDecodeError as broken:
        return Fault("json.utf8", values={"byte": broken.start + 1})
    except ValueError:  # Python reads no integer of more than 4,300 digits
        return Fault("json.number")
    except RecursionError:
        return Fault("json.depth")


def _plain(message: dict[str, Any], device_id: str, arrived: float) -> Decoded:
    """`{"water_level": 0.22}`: quantities by name, measured when they arrive."""
    if not 0 < len(message) <= MOST_RECORDS:
        return _wrong_count(len(message))
    readings, faults = [], []
    for number, (name, value) in enumerate(message.items(), 1):
        try:
            _check_quantity(name)
            taken = value if isinstance(value, bool) else _number({name: value}, name)
        except _Wrong as wrong:
            faults.append(wrong.fault(number))
        else:
            readings.append(Reading(device_id, name, arrived, taken, record=number))
    return Decoded(tuple(readings), tuple(faults))


def _senml(records: Sequence[Any], device_id: str, arrived: float) -> Decoded:
    if not 0 < len(records) <= MOST_RECORDS:
        return _wrong_count(len(records))
    strange = _strange_label(records)
    if strange:
        return Decoded(faults=(strange,))
    base = _Base()
    readings, faults = [], []
    for number, record in enumerate(records, 1):
        try:
            base = _next_base(base, record)
            if _has_more_than_base(record):
                readings.append(_reading(record, base, device_id, arrived, number))
        except _Wrong as wrong:
            faults.append(wrong.fault(number))
            if wrong.spoils_all:
                break
    return Decoded(tuple(readings), tuple(faults))


def _strange_label(records: Sequence[Any]) -> Fault | None:
    """A label that ends with "_" must be understood, or the whole pack refused (section 4.4)."""
    for number, record in enumerate(records, 1):
        for label in record if isinstance(record, dict) else ():
            if label.endswith("_"):
                return Fault("form.label", number, shown(label))
    return None


def _next_base(base: _Base, record: Any) -> _Base:
    """A wrong base field spoils all that follows, so it ends the pack."""
    if not isinstance(record, dict):
        raise _Wrong("form.record", "", kind=kind_of(record))
    try:
        if record.get("bver", NEWEST_VERSION) != NEWEST_VERSION:
            _check_version(record)
        if not record.keys() & {"bn", "bt", "bu", "bv"}:
            return base
        return replace(
            base,
            name=_text(record, "bn", base.name),
            time=_number(record, "bt", base.time),
            unit=_text(record, "bu", base.unit),
            value=_number(record, "bv", base.value),
        )
    except _Wrong as wrong:
        wrong.spoils_all = True
        raise


def _check_version(record: dict[str, Any]) -> None:
    version = _number(record, "bver")
    if not 1 <= version <= NEWEST_VERSION:
        raise _Wrong("form.version", "bver", version=f"{version:g}", most=NEWEST_VERSION)


def _has_more_than_base(record: dict[str, Any]) -> bool:
    return any(not label.startswith("b") for label in record)


def _reading(
    record: dict[str, Any], base: _Base, device_id: str, arrived: float, number: int
) -> Reading:
    named, quantity = _split_name(base.name + _text(record, "n", ""), device_id)
    at = _finite(base.time + _number(record, "t", 0.0), "t")
    unit = _text(record, "u", base.unit)
    value = _value(record, base)
    if isinstance(value, bool):
        unit = _text(record, "u", "")  # a base unit is meant for the numbers of the pack
    return Reading(
        named, quantity, arrived + at if at < RELATIVE_BELOW else at, value, unit, number
    )


def _split_name(name: str, device_id: str) -> tuple[str, str]:
    """`urn:linli:d7:water_level`, or only the quantity when the device speaks of itself."""
    quantity = name
    if name.startswith(OWN_NAMES):
        device_id, _, quantity = name[len(OWN_NAMES) :].partition(":")
        if not _DEVICE.match(device_id):
            raise _Wrong("name.device", "n", name=shown(name))
    _check_quantity(quantity)
    return device_id, quantity


def _check_quantity(name: str) -> None:
    if not _QUANTITY.match(name):
        raise _Wrong("name.quantity", "n", name=shown(name))


def _value(record: dict[str, Any], base: _Base) -> float | bool:
    if "vb" in record:
        value = record["vb"]
        if not isinstance(value, bool):
            raise _Wrong("type.truth", "vb", kind=kind_of(value))
        return value
    if "v" in record:
        return _finite(base.value + _number(record, "v"), "v")
    for label in ("vs", "vd", "s"):
        if label in record:
            raise _Wrong("type.label", label)
    raise _Wrong("form.value", "")


def _number(record: Mapping[str, Any], label: str, otherwise: float = 0.0) -> float:
    value = record.get(label, otherwise)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Wrong("type.number", label, kind=kind_of(value))
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    return _finite(number, label)


def _finite(number: float, label: str) -> float:
    if not math.isfinite(number):
        raise _Wrong("type.finite", label, value=str(number))
    return number


def _text(record: Mapping[str, Any], label: str, otherwise: str) -> str:
    value = record.get(label, otherwise)
    if not isinstance(value, str):
        raise _Wrong("type.text", label, kind=kind_of(value))
    return value


def _wrong_count(count: int) -> Decoded:
    return Decoded(faults=(Fault("count", values={"count": count, "most": MOST_RECORDS}),))
