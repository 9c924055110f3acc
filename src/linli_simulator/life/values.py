"""What a healthy device of each type measures, by the hour of the day."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

HOURS_AHEAD_OF_UTC: Final = 8
BATTERY_EVERY: Final = 12
"""Devices tell their battery with about every so many messages."""

Value = float | bool
UNITS: Final[Mapping[str, str]] = {
    "water_level": "m",
    "gas": "%",
    "power": "W",
    "pm25": "ug/m3",
    "noise": "dB",
    "tilt": "deg",
    "temperature": "Cel",
    "breath": "1/min",
    "heart": "1/min",
    "battery": "%",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """When, and by which device: `own` is a number from 0 to 1 that is always the device's."""

    hour: float
    own: float
    random: Random

    @property
    def is_night(self) -> bool:
        return self.hour < 6 or self.hour >= 18.5

    @property
    def daylight(self) -> float:
        """0 at midnight, 1 at noon."""
        return (1 - math.cos(math.tau * self.hour / 24)) / 2

    def near(self, value: float, spread: float) -> float:
        """A value with noise that stays within two spreads."""
        return value + max(-2.0, min(2.0, self.random.gauss(0, 1))) * spread


def hour_of(seconds: float) -> float:
    """The local hour (0 to 24) of Unix seconds."""
    return (seconds / 3600 + HOURS_AHEAD_OF_UTC) % 24


def measure(type_: str, moment: Moment) -> dict[str, Value]:
    """The readings of one message, within every limit that would raise something."""
    readings = CALM[type_](moment)
    if moment.random.random() < 1 / BATTERY_EVERY:
        readings["battery"] = round(moment.near(70 + 28 * moment.own, 0.3), 1)
    return readings


def _water(moment: Moment) -> dict[str, Value]:
    return {"water_level": round(abs(moment.near(0.02 + 0.05 * moment.own, 0.006)), 3)}


def _gas(moment: Moment) -> dict[str, Value]:
    cooking = 1.2 if 11 <= moment.hour < 13 or 17 <= moment.hour < 19 else 0.3
    return {"gas": round(abs(moment.near(cooking, 0.3)), 2)}


def _lamp(moment: Moment) -> dict[str, Value]:
    """The controller on the pole draws a little by day, so that silence and darkness differ."""
    return {"power": round(moment.near(56 + 8 * moment.own if moment.is_night else 4.0, 0.4), 1)}


def _air(moment: Moment) -> dict[str, Value]:
    return {
        "pm25": round(abs(moment.near(38 - 14 * moment.daylight + 10 * moment.own, 2.0)), 1),
        "noise": round(moment.near(43 + 13 * moment.daylight, 1.5), 1),
    }


def _manhole(moment: Moment) -> dict[str, Value]:
    return {"tilt": round(abs(moment.near(0.8 + moment.own, 0.2)), 2)}


def _thermometer(moment: Moment) -> dict[str, Value]:
    return {"temperature": round(moment.near(21 + 6 * moment.daylight + 4 * moment.own, 0.3), 1)}


def _vitals(moment: Moment) -> dict[str, Value]:
    in_bed = moment.hour < 6.5 or moment.hour >= 21
    if not in_bed:
        return {"in_bed": False}
    return {
        "in_bed": True,
        "breath": round(moment.near(14 + 2 * moment.own, 0.5), 1),
        "heart": round(moment.near(62 + 10 * moment.own, 1.5), 1),
    }


def _presence(moment: Moment) -> dict[str, Value]:
    at_home = moment.is_night or moment.random.random() < 0.7
    return {"present": at_home}


def _steady(quantity: str, value: Value) -> Callable[[Moment], dict[str, Value]]:
    return lambda _moment: {quantity: value}


CALM: Final[Mapping[str, Callable[[Moment], dict[str, Value]]]] = {
    "water_gauge": _water,
    "smoke_alarm": _steady("smoke", False),
    "gas_alarm": _gas,
    "sos_button": _steady("sos", False),
    "door_contact": _steady("open", False),
    "presence": _presence,
    "vital_sensor": _vitals,
    "street_lamp": _lamp,
    "air_station": _air,
    "manhole": _manhole,
    "thermometer": _thermometer,
    "door_controller": _steady("forced", False),
    "camera": _steady("online", True),
    "gateway": _steady("battery", 100.0),
}
