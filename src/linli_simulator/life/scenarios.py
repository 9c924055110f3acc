"""Scenarios: what the district lives through. Each is a plan made from a roll and a seed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from linli_simulator.life.happenings import Course, Letter, Plan
from linli_simulator.life.roll import Device

MINUTE: Final = 60.0
DAY: Final = 24 * 60 * MINUTE
FLOOD_WORDS: Final = (
    "小区南门积水快没过鞋面了，老人出不了门。",
    "地下车库入口在往里灌水，请快来抽水。",
    "路边积水很深，电动车过不去，孩子放学要走这里。",
    "雨水井盖在往上冒水，路面都看不见了。",
)
OTHER_WORDS: Final = (
    ("garbage", "单元门口堆了旧沙发和装修垃圾，几天没人清。"),
    ("noise", "楼上装修中午也不停，家里有小宝宝。"),
    ("illegal_parking", "消防通道被一辆面包车堵住了。"),
    ("road_damage", "人行道砖松了，昨晚有人绊倒。"),
    ("street_occupation", "早点摊把盲道占了。"),
    ("lamp_fault", "楼下路灯不亮，晚上看不清台阶。"),
)
LAMP_MINUTES: Final = 50
QUIET_MINUTES: Final = (18.0, 34.0)
"""Between two small events of an ordinary day."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The devices by type, and chance."""

    roll: Sequence[Device]
    random: Random

    def some(self, type_: str, count: int) -> list[Device]:
        return self.random.sample(self.every(type_), count)

    def one(self, type_: str) -> Device:
        return self.some(type_, 1)[0]

    def every(self, type_: str) -> list[Device]:
        found = [device for device in self.roll if device.type == type_]
        if not found:
            raise ValueError(f"A scenario needs a {type_}, and the list of devices has none.")
        return found

    def letter(self, at: float, item: str, text: str, near: Device) -> Letter:
        """Somebody within some sixty metres of the device writes."""
        north, east = self.random.uniform(-5e-4, 5e-4), self.random.uniform(-5e-4, 5e-4)
        return Letter(at, item, text, round(near.lat + north, 6), round(near.lon + east, 6))


class Water(NamedTuple):
    """A flood: seconds it rises to 0.34 m, its peak in metres, seconds it stands and drains."""

    rise: float
    peak: float
    hold: float
    drain: float


def calm(_cast: Cast) -> Plan:
    return Plan()


def story(cast: Cast) -> Plan:
    """A flood in one estate within 25 s, then a lamp, then smoke; afterwards an ordinary day."""
    gauge = next(device for device in cast.every("water_gauge") if "车库入口" in device.spot)
    opening = Plan(
        courses=(
            _flood(gauge, 4, Water(rise=6, peak=0.46, hold=14 * MINUTE, drain=10 * MINUTE)),
            _dark_lamp(cast.one("street_lamp"), 32),
            _smoke(cast.one("smoke_alarm"), 46),
        ),
        letters=tuple(
            cast.letter(at, "waterlogging", text, gauge)
            for at, text in zip((13, 17, 22), FLOOD_WORDS, strict=False)
        ),
    )
    return opening + _ordinary_day(cast)


def storm(cast: Cast) -> Plan:
    """Within five minutes six places flood and drain, residents write, lamps go dark."""
    gauges = cast.some("water_gauge", 6)
    plan = Plan()
    for number, gauge in enumerate(gauges):
        start = 5.0 + number * 20
        water = Water(rise=50, peak=cast.random.uniform(0.36, 0.62), hold=80, drain=40)
        plan += Plan(
            courses=(_flood(gauge, start, water),),
            letters=tuple(
                cast.letter(start + 40 + 15 * turn, "waterlogging", text, gauge)
                for turn, text in enumerate(cast.random.sample(FLOOD_WORDS, 1 + number % 3))
            ),
        )
    lamps = cast.some("street_lamp", 5)
    return plan + Plan(
        courses=tuple(_dark_lamp(lamp, 60 + 25 * turn) for turn, lamp in enumerate(lamps))
    )


def gas(cast: Cast) -> Plan:
    """One home's gas alarm rises past 10 % of the lower explosive limit.

    Nobody writes about it: who smells gas telephones, and the item takes no public reports.
    """
    alarm = next(device for device in cast.every("gas_alarm") if "单元" in device.spot)
    points = ((3.0, 1.0), (13.0, 14.0), (90.0, 22.0), (300.0, 20.0), (420.0, 0.5))
    return Plan(courses=(Course(alarm.id, "gas", points),))


def _ordinary_day(cast: Cast) -> Plan:
    """One small thing every half hour or so for a day: never endless alarms."""
    plan, at = Plan(), 8 * MINUTE
    while at < DAY:
        place = cast.one("street_lamp")
        if cast.random.random() < 0.3:
            plan += Plan(courses=(_dark_lamp(place, at),))
        else:
            item, text = cast.random.choice(OTHER_WORDS)
            plan += Plan(letters=(cast.letter(at, item, text, place),))
        at += cast.random.uniform(*QUIET_MINUTES) * MINUTE
    return plan


def _flood(gauge: Device, start: float, water: Water) -> Course:
    high = start + water.rise
    gone = high + water.hold + water.drain
    points = (
        (start, 0.06),
        (high, 0.34),
        (high + 45, water.peak),
        (high + water.hold, water.peak),
        (gone, 0.04),
    )
    return Course(gauge.id, "water_level", points)


def _dark_lamp(lamp: Device, at: float) -> Course:
    return Course(lamp.id, "power", ((at, 0.0), (at + LAMP_MINUTES * MINUTE, 0.0)))


def _smoke(alarm: Device, at: float) -> Course:
    return Course(alarm.id, "smoke", ((at, True), (at + 3 * MINUTE, False)))


SCENARIOS: Final[Mapping[str, Callable[[Cast], Plan]]] = {
    "calm": calm,
    "storm": storm,
    "gas": gas,
    "story": story,
}


def plan_of(scenario: str, roll: Sequence[Device], seed: int) -> Plan:
    """The same roll and seed give the same plan."""
    return SCENARIOS[scenario](Cast(roll, Random(seed)))
