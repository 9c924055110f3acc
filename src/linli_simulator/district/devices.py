"""Six hundred devices, each at a spot where such a thing hangs in life."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from random import Random
from typing import Final

from linli_simulator.district import names
from linli_simulator.district.layout import Layout, Place
from linli_simulator.district.shapes import Spot


@dataclass(frozen=True, slots=True)
class Device:
    """One line of devices.csv; `gateway` names the device that speaks for it, if any."""

    id: str
    type: str
    place: str
    name: str
    alias: str
    spot: str
    firm: str
    lat: float
    lon: float
    gateway: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """So many devices of a type, on such sites, at these spots in turn."""

    type: str
    prefix: str
    name: str
    count: int
    site: str
    spots: tuple[str, ...]


MAKERS: Final = ("半亩仪表", "听风传感", "麦垛电子", "灯下智联")

KINDS: Final = (
    Kind("water_gauge", "wg", "水位计", 14, "road", ("下穿通道最低点", "公交站前低洼处")),
    Kind("water_gauge", "wg", "水位计", 26, "estate", ("地下车库入口", "南门", "地下车库坡底")),
    Kind("smoke_alarm", "sm", "烟感", 60, "building", ("{n}单元3层楼道", "{n}单元电表间")),
    Kind("smoke_alarm", "sm", "烟感", 40, "building", ("{n}单元301厨房", "{n}单元502厨房")),
    Kind("smoke_alarm", "sm", "烟感", 30, "estate", ("沿街餐馆后厨", "便利店仓库", "电动车棚")),
    Kind("gas_alarm", "ga", "燃气报警器", 60, "building", ("{n}单元201厨房", "{n}单元602厨房")),
    Kind("gas_alarm", "ga", "燃气报警器", 30, "estate", ("沿街餐馆后厨", "早餐店厨房")),
    Kind("street_lamp", "la", "路灯", 96, "road", ("{n}号灯杆",)),
    Kind("street_lamp", "la", "路灯", 24, "estate", ("主路{n}号灯杆",)),
    Kind("manhole", "mh", "井盖", 50, "road", ("雨水井", "污水井", "通信井")),
    Kind("air_station", "ai", "空气站", 12, "community", ("服务站楼顶",)),
    Kind("thermometer", "te", "温度计", 20, "estate", ("配电房", "水泵房")),
    Kind("door_controller", "dc", "门禁", 30, "building", ("1单元大门", "2单元大门")),
    Kind("door_contact", "do", "门磁", 20, "building", ("屋面门", "水箱间门")),
    Kind("camera", "ca", "摄像机", 24, "road", ("路口{n}号杆", "公交站")),
    Kind("sos_button", "so", "求助按钮", 14, "estate", ("中心广场", "门岗")),
)
"""What stands outside homes in care."""

HOMES_IN_CARE: Final = 10
GATEWAY: Final = Kind("gateway", "gw", "网关", HOMES_IN_CARE, "building", ("弱电箱",))
IN_A_HOME: Final = (
    Kind("sos_button", "so", "求助按钮", HOMES_IN_CARE, "building", ("床头",)),
    Kind("presence", "pr", "人体感应器", HOMES_IN_CARE, "building", ("客厅",)),
    Kind("vital_sensor", "vi", "体征垫", HOMES_IN_CARE, "building", ("床垫下",)),
    Kind("door_contact", "do", "门磁", HOMES_IN_CARE, "building", ("入户门",)),
)
"""These speak through the gateway of their home."""

Site = tuple[Place, Spot]


def equip(layout: Layout, seed: int) -> list[Device]:
    """All devices of the first district; the same seed gives the same list."""
    random = Random(seed + 1)
    made: Counter[str] = Counter()
    devices = []
    for kind in KINDS:
        sites = SITES[kind.site](layout, random)
        for number, site in enumerate(islice(cycle(sites), kind.count)):
            words = kind.spots[number % len(kind.spots)].format(n=number % 4 + 1)
            devices.append(_device(kind, site, words, made))
    return [*devices, *_homes(layout, random, made)]


def _device(kind: Kind, site: Site, words: str, made: Counter[str]) -> Device:
    made[kind.prefix] += 1
    number = made[kind.prefix]
    place, spot = site
    road = f"{place.name.zh.split('第')[0]}路" if place.level == "grid" else ""
    return Device(
        id=f"{kind.prefix}-{number:03d}",
        type=kind.type,
        place=place.code,
        name=f"{road or place.name.zh}{words}{kind.name}",
        alias=f"{kind.prefix.upper()}{7000 + number * 13}",
        spot=f"{road}{words}",
        firm=MAKERS[sum(map(ord, kind.prefix)) % len(MAKERS)],
        lat=spot.lat,
        lon=spot.lon,
    )


def _homes(layout: Layout, random: Random, made: Counter[str]) -> Iterator[Device]:
    for number, site in enumerate(islice(_buildings(layout, random), HOMES_IN_CARE)):
        flat = f"{number % 3 + 1}单元{number % 5 + 1}02室"
        gateway = _device(GATEWAY, site, flat + GATEWAY.spots[0], made)
        yield gateway
        for kind in IN_A_HOME:
            yield replace(_device(kind, site, flat + kind.spots[0], made), gateway=gateway.id)


def _own(layout: Layout, level: str) -> list[Place]:
    return [place for place in layout.of(level) if layout.lies_in(place, names.DISTRICT.code)]


def _roads(layout: Layout, random: Random) -> list[Site]:
    """Corners along the roads that part the grids, a little inside the grid they count for."""
    sites = []
    for grid in _own(layout, "grid"):
        middle = grid.middle
        for corner in grid.ring[:-1:3]:
            inside = Spot(
                corner.x + (middle.x - corner.x) * 0.04, corner.y + (middle.y - corner.y) * 0.04
            )
            sites.append((grid, inside))
    random.shuffle(sites)
    return sites


def _estates(layout: Layout, random: Random) -> list[Site]:
    sites = [
        (estate, estate.block.at(random.uniform(0.3, 0.7), random.uniform(0.1, 0.2)))
        for estate in _own(layout, "estate")
    ]
    random.shuffle(sites)
    return sites


def _buildings(layout: Layout, random: Random) -> list[Site]:
    sites = [
        (building, building.block.at(random.uniform(0.2, 0.8), 0.5))
        for building in _own(layout, "building")
    ]
    random.shuffle(sites)
    return sites


def _communities(layout: Layout, _random: Random) -> list[Site]:
    return [(place, place.middle) for place in _own(layout, "community")]


SITES: Final[dict[str, Callable[[Layout, Random], list[Site]]]] = {
    "road": _roads,
    "estate": _estates,
    "building": _buildings,
    "community": _communities,
}
