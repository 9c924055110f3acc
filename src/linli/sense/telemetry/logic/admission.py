"""Decides whether a reading is taken, and what is kept of what is not."""

from dataclasses import dataclass
from typing import Final

from linli.sense.devices.logic import DeviceType, Quantity
from linli.wire.faults import Fault
from linli.wire.readings import Reading
from linli.wire.texts import shown

OLDEST_SECONDS: Final = 7 * 86400.0
NEWEST_SECONDS: Final = 120.0
MOST_PAYLOAD_KEPT: Final = 2048
MOST_FAULTS_KEPT: Final = 10
MOST_REFUSED_KEPT: Final = 10_000
"""So many messages that were refused are kept for a person to look at, the newest."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that was refused, or the part of it that was; `at` in Unix seconds.

    `size` is that of the whole message, of which `payload` shows the beginning; `faults` are the
    first ones, and `more` is how many there were besides. What an older release refused has an
    English text in their place: `detail`.
    """

    device_id: str
    door: str
    reason: str
    at: float
    faults: tuple[Fault, ...] = ()
    more: int = 0
    size: int = 0
    payload: str = ""
    detail: str = ""


def fault_of(reading: Reading, kind: DeviceType, now: float) -> Fault | None:
    """What is wrong with a reading of a device of this type; None when it can be taken."""
    quantity = kind.quantities.get(reading.quantity)
    if quantity is None:
        known = ", ".join(sorted(kind.quantities))
        values = {"name": reading.quantity, "type": kind.code, "known": known}
        return Fault("quantity", reading.record, "n", values)
    return _value_fault(reading, quantity) or _time_fault(reading, now)


def cut(payload: bytes) -> str:
    """The beginning of a payload as text that both databases can keep."""
    return (
        payload[:MOST_PAYLOAD_KEPT]
        .decode(errors="replace")
        .replace("\0", "\N{REPLACEMENT CHARACTER}")
    )


def _value_fault(reading: Reading, quantity: Quantity) -> Fault | None:
    record, name = reading.record, reading.quantity
    value = _shown_value(reading.value)
    is_truth = isinstance(reading.value, bool)
    if is_truth != (quantity.kind == "bool"):
        code = "type.wants_truth" if quantity.kind == "bool" else "type.wants_number"
        return Fault(code, record, name, {"value": value})
    if not quantity.knows_unit(reading.unit):
        values = {"unit": shown(reading.unit), "name": name, "wanted": quantity.unit}
        return Fault("unit" if quantity.unit else "unit.none", record, "u", values)
    low, high = quantity.min, quantity.max
    if low is not None and high is not None and not low <= reading.value <= high:
        values = {"value": value, "low": f"{low:g}", "high": f"{high:g}"}
        return Fault("range", record, name, values)
    return None


def _time_fault(reading: Reading, now: float) -> Fault | None:
    behind = now - reading.at
    if -NEWEST_SECONDS <= behind <= OLDEST_SECONDS:
        return None
    values = {"at": f"{reading.at:.15g}", "seconds": f"{abs(behind):.15g}"}
    return Fault("time.past" if behind > 0 else "time.future", reading.record, "t", values)


def _shown_value(value: float | bool) -> str:
    """As JSON writes it."""
    return str(value).lower() if isinstance(value, bool) else f"{value:.15g}"
