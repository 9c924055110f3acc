"""Decides whether a reading is taken, and what is kept of what is not."""

from dataclasses import dataclass
from typing import Final

from linli.sense.devices.logic import DeviceType, Quantity
from linli.wire.readings import Fault, Reading, place, shown

OLDEST_SECONDS: Final = 7 * 86400.0
NEWEST_SECONDS: Final = 120.0
MOST_PAYLOAD_KEPT: Final = 2048
MOST_DETAIL_KEPT: Final = 1000
MOST_REFUSED_KEPT: Final = 10_000
"""So many messages that were refused are kept for a person to look at, the newest."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that was refused, or the part of it that was; `at` in Unix seconds.

    `size` is that of the whole message, of which `payload` shows the beginning.
    """

    device_id: str
    door: str
    reason: str
    detail: str
    at: float
    size: int = 0
    payload: str = ""


def fault_of(reading: Reading, kind: DeviceType, now: float) -> Fault | None:
    """What is wrong with a reading of a device of this type; None when it can be taken."""
    quantity = kind.quantities.get(reading.quantity)
    if quantity is None:
        known = ", ".join(sorted(kind.quantities))
        detail = f'"{reading.quantity}" is not measured by a {kind.code}; it sends {known}.'
        return Fault("quantity", place(reading.record, "n"), detail)
    return _value_fault(reading, quantity) or _time_fault(reading, now)


def cut(payload: bytes) -> str:
    """The beginning of a payload as text that both databases can keep."""
    return (
        payload[:MOST_PAYLOAD_KEPT]
        .decode(errors="replace")
        .replace("\0", "\N{REPLACEMENT CHARACTER}")
    )


def words(faults: list[Fault]) -> str:
    """Faults in one text."""
    text = "; ".join(f"{fault.place} {fault.detail}" for fault in faults[:20])
    more = f"; and {len(faults) - 20} more" if len(faults) > 20 else ""
    return text[:MOST_DETAIL_KEPT] + more


def _value_fault(reading: Reading, quantity: Quantity) -> Fault | None:
    is_truth = isinstance(reading.value, bool)
    if is_truth != (quantity.kind == "bool"):
        wanted = "true or false" if quantity.kind == "bool" else "a number"
        detail = f"{reading.quantity} is {reading.value}; send {wanted}."
        return Fault("type", place(reading.record, reading.quantity), detail)
    if not quantity.knows_unit(reading.unit):
        wanted = f"send {quantity.unit}" if quantity.unit else "leave it out"
        detail = f'"{shown(reading.unit)}" is not the unit of {reading.quantity}; {wanted}.'
        return Fault("unit", place(reading.record, "u"), detail)
    low, high = quantity.min, quantity.max
    if low is not None and high is not None and not low <= reading.value <= high:
        detail = f"{reading.quantity} is {reading.value}; it lies between {low:g} and {high:g}."
        return Fault("range", place(reading.record, reading.quantity), detail)
    return None


def _time_fault(reading: Reading, now: float) -> Fault | None:
    behind = now - reading.at
    if -NEWEST_SECONDS <= behind <= OLDEST_SECONDS:
        return None
    away = f"{behind:.0f} s ago" if behind > 0 else f"{-behind:.0f} s ahead"
    detail = (
        f"{reading.at:.0f} is {away}; times up to 7 days ago are taken: set the device's clock."
    )
    return Fault("time", place(reading.record, "t"), detail)
