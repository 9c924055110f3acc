"""Who answers for what: departments for the district, offices for streets, firms for estates."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from linli_simulator.district import names
from linli_simulator.district.layout import Layout


@dataclass(frozen=True, slots=True)
class Party:
    code: str
    name: str
    name_en: str
    kind: str
    phone: str
    calendar: str = "office"


@dataclass(frozen=True, slots=True)
class Duty:
    """`party` answers for `item` in `place` and below; `*` stands for every other item."""

    item: str
    place: str
    party: str


_DEPARTMENTS: Final = (
    ("water", "水务局", "Water Department"),
    ("urban", "城市管理局", "Urban Management Department"),
    ("housing", "住房和城乡建设局", "Housing Department"),
    ("fire", "消防救援大队", "Fire Brigade"),
)
_ALWAYS_OPEN: Final = ("fire", "water")
_BY_DISTRICT: Final = {
    "water": ("waterlogging",),
    "urban": (
        "lamp_fault",
        "manhole_open",
        "illegal_parking",
        "street_occupation",
        "garbage",
        "noise",
        "road_damage",
    ),
    "housing": ("elevator_fault", "falling_object", "door_forced"),
    "fire": ("smoke_fire", "gas_leak"),
    "care": ("sos", "inactivity", "missed_checkin"),
    "maintenance": ("device_silent", "platform_fault"),
}
_ELSEWHERE: Final = {"water": ("waterlogging",)}
_BY_FIRM: Final = ("elevator_fault", "garbage", "falling_object", "door_forced")


def all_parties() -> list[Party]:
    """Offices, departments, the care station, the maintenance team and the property firms."""
    return [
        *_of_district(names.DISTRICT, names.STREETS, "1"),
        *(
            Party(firm.code, firm.zh, firm.en, "property_firm", f"0000-30{number:02d}")
            for number, firm in enumerate(names.FIRMS, start=1)
        ),
        *_of_district(names.ELSEWHERE, names.STREETS_ELSEWHERE, "2"),
    ]


def all_duties(layout: Layout) -> list[Duty]:
    """The platform walks up from the spot, so departments stand beside the offices' `*`."""
    duties = []
    for street in layout.of("street"):
        items = _BY_DISTRICT if street.parent == names.DISTRICT.code else _ELSEWHERE
        duties += [
            Duty(item, street.code, f"{street.parent}-{who}")
            for who, codes in items.items()
            for item in codes
        ]
        duties.append(Duty("*", street.code, f"{street.code}-office"))
    estates = [
        estate for estate in layout.of("estate") if layout.lies_in(estate, names.DISTRICT.code)
    ]
    for number, estate in enumerate(estates):
        firm = names.FIRMS[number % len(names.FIRMS)]
        duties += [Duty(item, estate.code, firm.code) for item in _BY_FIRM]
    return duties


def _of_district(
    district: names.Name, streets: tuple[names.Street, ...], digit: str
) -> Iterator[Party]:
    for number, street in enumerate(streets, start=1):
        yield Party(
            f"{street.name.code}-office",
            f"{street.name.zh}办事处",
            f"{street.name.en} Office",
            "street_office",
            f"0000-{digit}1{number:02d}",
        )
    for number, (code, zh, en) in enumerate(_DEPARTMENTS, start=1):
        yield Party(
            f"{district.code}-{code}",
            f"{district.zh}{zh}",
            f"{district.en.removesuffix(' District')} {en}",
            "department",
            f"0000-{digit}2{number:02d}",
            "always" if code in _ALWAYS_OPEN else "office",
        )
    yield Party(
        f"{district.code}-care",
        f"{district.zh}照护服务站",
        f"{district.en.removesuffix(' District')} Care Station",
        "care_station",
        f"0000-{digit}401",
        "always",
    )
    yield Party(
        f"{district.code}-maintenance",
        f"{district.zh}设备维保队",
        f"{district.en.removesuffix(' District')} Device Maintenance",
        "maintenance_firm",
        f"0000-{digit}402",
    )
