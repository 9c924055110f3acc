"""Decides what a device may be called, what it measures, and when that becomes a signal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from linli.registers.places.logic.outlines import BadPoint, check_point
from linli.wire.texts import N_, is_plain, shown

SILENCE: Final = "silence"
"""The name of the rule that every type has: nothing was heard for too long."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_LONGEST: Final = {"name": 120, "alias": 64, "spot": 120, "firm": 120}


class WrongType(Exception):
    """A file of a device type cannot be used; the text names the file, the place and the reason."""


class BadDevice(ValueError):
    """A device that cannot be registered as it is; `field` names the culprit.

    `message % values` is the reason; pages translate the message first.
    """

    def __init__(self, field: str, message: str, values: Mapping[str, Any] | None = None) -> None:
        self.field = field
        self.message = message
        self.values = values or {}
        super().__init__(f"{field}: {self.reason}")

    @property
    def reason(self) -> str:
        return self.message % self.values if self.values else self.message


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same text in both languages."""

    zh: str
    en: str

    def label(self, language: str) -> str:
        """`language` is a Django language code such as zh-hans or en."""
        return self.zh if language.startswith("zh") else self.en


class Quantity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something a device measures. Readings outside `min` to `max` are refused.

    `also` lists other spellings of the unit; nothing is ever converted. Urgent quantities take the
    fast lane.
    """

    name: Words
    kind: Literal["number", "bool"] = "number"
    unit: str = ""
    also: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None
    urgent: bool = False

    def knows_unit(self, unit: str) -> bool:
        return not unit or unit == self.unit or unit in self.also


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When a quantity raises an item.

    Raised once the value has stood at or past `limit` for `for_seconds`; cleared once it is past
    `clear_limit` on the other side. `again_seconds`: after a pause that long between two readings
    past the limit, the second is a new event (a button never says that it was let go).
    """

    name: str
    quantity: str
    comparison: Literal[">=", "<=", "is"]
    limit: float | bool
    item: str
    clear_limit: float | None = None
    for_seconds: float = 0.0
    again_seconds: float = 3600.0


class Silence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long nothing may be heard, and the item that is raised then."""

    after_seconds: float
    item: str = "device_silent"


class DeviceType(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all devices of one type have in common."""

    code: str
    name: Words
    icon: str
    silence: Silence
    quantities: Mapping[str, Quantity] = {}
    rules: tuple[Rule, ...] = ()
    speaks_for_others: bool = False

    def label(self, language: str) -> str:
        return self.name.label(language)


BATTERY: Final = Quantity(
    name=Words(zh="电量", en="Battery"), unit="%", also=("%EL",), min=0, max=100
)
"""Every type has it; the other spelling is the one of SenML (RFC 8428, section 12.1)."""

BATTERY_LOW: Final = Rule(
    name="battery",
    quantity="battery",
    comparison="<=",
    limit=20,
    clear_limit=40,
    item="battery_low",
)
"""Time enough to change it; it is over only with a fresh one, not when a warm day lifts the old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevice:
    """A device to be registered. Without a position it stands where its place stands."""

    id: str
    type: str
    place_id: int
    name: str = ""
    alias: str = ""
    spot: str = ""
    firm: str = ""
    lat: float | None = None
    lon: float | None = None
    gateway_id: str = ""


def read_type(file: str, content: Any) -> DeviceType:
    """The device type in a file's plain content. Raises `WrongType`."""
    try:
        found = msgspec.convert(content, DeviceType)
    except msgspec.ValidationError as wrong:
        raise WrongType(f"{file}: {wrong}.") from wrong
    if file != f"{found.code}.yaml":
        raise WrongType(f'{file}: holds the type "{found.code}"; call the file {found.code}.yaml.')
    for fault in _faults(found):
        raise WrongType(f"{file}: {fault}")
    return msgspec.structs.replace(
        found,
        quantities={**found.quantities, "battery": BATTERY},
        rules=(*found.rules, BATTERY_LOW),
    )


def check_new(new: NewDevice, types: Mapping[str, DeviceType]) -> None:
    """Raises `BadDevice` for the first thing that is wrong."""
    if not _ID.match(new.id):
        message = N_('"%(id)s" is not a valid id; use 1 to 64 of A-Z, a-z, 0-9, _ and -.')
        raise BadDevice("id", message, {"id": shown(new.id)})
    if new.type not in types:
        known = ", ".join(sorted(types))
        message = N_('"%(type)s" is not known; use one of %(known)s.')
        raise BadDevice("type", message, {"type": shown(new.type), "known": known})
    for field, longest in _LONGEST.items():
        _check_text(field, getattr(new, field), longest)
    try:
        check_point(new.lat, new.lon)
    except BadPoint as wrong:
        raise BadDevice("lat", wrong.message, wrong.values) from wrong
    if new.gateway_id == new.id:
        message = N_('"%(id)s" cannot be its own gateway; leave it empty.')
        raise BadDevice("gateway", message, {"id": new.id})


def _check_text(field: str, text: str, longest: int) -> None:
    if len(text) > longest:
        message = N_("has %(length)d characters; %(most)d is the most.")
        raise BadDevice(field, message, {"length": len(text), "most": longest})
    if not is_plain(text):
        raise BadDevice(field, N_("holds a control character; leave it out."))


def _faults(found: DeviceType) -> list[str]:
    faults = [
        f'"{name}" is no name; use a-z, 0-9 and _.'
        for name in (found.code, *found.quantities, *(rule.name for rule in found.rules))
        if not _NAME.match(name)
    ]
    for name, quantity in found.quantities.items():
        faults += _quantity_faults(name, quantity)
    for rule in found.rules:
        faults += _rule_faults(rule, found.quantities.get(rule.quantity))
    names = [SILENCE, *(rule.name for rule in found.rules)]
    faults += [f'the rule name "{name}" stands twice.' for name in names if names.count(name) > 1]
    if found.silence.after_seconds <= 0:
        faults.append(f"silence after {found.silence.after_seconds} s; use a positive number.")
    return faults


def _quantity_faults(name: str, quantity: Quantity) -> list[str]:
    if quantity.kind == "bool":
        return [f"{name}: true and false have no limits."] if quantity.min is not None else []
    if quantity.min is None or quantity.max is None or quantity.min >= quantity.max:
        return [f"{name}: give min and max, min below max."]
    return [] if quantity.unit else [f"{name}: give the unit."]


def _rule_faults(rule: Rule, quantity: Quantity | None) -> list[str]:
    if quantity is None:
        return [f'{rule.name}: "{rule.quantity}" is no quantity of this type.']
    is_truth = quantity.kind == "bool"
    if is_truth != (rule.comparison == "is") or is_truth != isinstance(rule.limit, bool):
        return [
            f"{rule.name}: compare numbers by >= or <= with a number, truths by is true or false."
        ]
    if rule.for_seconds < 0 or rule.again_seconds <= 0:
        return [f"{rule.name}: seconds are positive."]
    if rule.clear_limit is not None:
        beyond = rule.clear_limit - rule.limit
        if is_truth or (beyond > 0 if rule.comparison == ">=" else beyond < 0):
            return [f"{rule.name}: clear_limit lies on the calm side of the limit."]
    return []
