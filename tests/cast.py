"""The people and the tiny district of the tests."""

from dataclasses import dataclass, field
from typing import Final

from linli.ground.accounts import actions as accounts
from linli.ground.accounts import queries
from linli.ground.database import atomic
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker, Held, Where
from linli.ground.rights.table import LEVELS, Role
from linli.registers.parties.models import Duty, Party
from linli.registers.places.models import Place

PASSWORD: Final = "correct horse battery staple"
SETUP: Final = Asker.for_part("setup")

Box = tuple[int, int, int, int]
"""West, south, east, north in thousandths of a degree from 117° E, 31° N."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as the tests need it."""

    id: int
    code: str
    level: str
    where: Where


@dataclass(frozen=True, slots=True)
class District:
    """Ids of what is in the tiny district; Zhao's is the other one."""

    lat: float = 31.82
    lon: float = 117.22
    other_lat: float = 31.82
    other_lon: float = 117.36
    spots: dict[str, Spot] = field(default_factory=dict)
    parties: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> int:
        """`district.community`, `district.water`: the id of a place or a party."""
        for known in (self.parties, {key: spot.id for key, spot in self.spots.items()}):
            if name in known:
                return known[name]
        raise AttributeError(f"The district has no {name}; see tests/cast.py.")

    def where(self, spot: str = "building") -> Where:
        return self.spots[spot].where


# attribute: (code, Chinese name, English name, attribute of the parent, box)
PLACES: Final[dict[str, tuple[str, str, str, str, Box]]] = {
    "city": ("c1", "临湖市", "Linhu", "", (100, 700, 500, 950)),
    "district": ("d1", "望湖区", "Wanghu", "city", (150, 750, 300, 900)),
    "street": ("s1", "翠湖街道", "Cuihu", "district", (200, 800, 260, 860)),
    "community": ("m1", "翠竹社区", "Cuizhu", "street", (200, 800, 230, 830)),
    "community_2": ("m2", "荷塘社区", "Hetang", "street", (230, 800, 260, 830)),
    "grid": ("g1", "翠竹一网格", "Cuizhu 1", "community", (210, 810, 230, 830)),
    "grid_2": ("g2", "翠竹二网格", "Cuizhu 2", "community", (200, 800, 210, 810)),
    "estate": ("e1", "翠竹苑", "Cuizhu Court", "grid", (218, 818, 222, 822)),
    "building": ("b3", "3栋", "Block 3", "estate", (219, 819, 221, 821)),
    "other_district": ("d2", "东岭区", "Dongling", "city", (320, 750, 450, 900)),
    "other_street": ("s2", "松岗街道", "Songgang", "other_district", (340, 800, 400, 860)),
    "other_community": ("m3", "松岗社区", "Songgang", "other_street", (340, 800, 380, 840)),
    "other_grid": ("g3", "松岗一网格", "Songgang 1", "other_community", (350, 810, 370, 830)),
}  # fmt: skip

# attribute: (Chinese name, English name, kind)
PARTIES: Final = {
    "street_office": ("翠湖街道办事处", "Cuihu Street Office", "street_office"),
    "water": ("望湖区排水管理处", "Wanghu Drainage", "department"),
    "property": ("翠竹物业", "Cuizhu Property", "property_firm"),
    "other_street_office": ("松岗街道办事处", "Songgang Street Office", "street_office"),
}

# (item, place, party)
DUTIES: Final = (
    ("*", "community", "property"),
    ("waterlogging", "community", "property"),
    ("*", "street", "street_office"),
    ("waterlogging", "street", "water"),
    ("*", "other_street", "other_street_office"),
)

# user name: (display name, role, place, party)
PEOPLE: Final = {
    "lin": ("Lin", Role.DUTY_DESK, "street", ""),
    "leader": ("Leader", Role.LEADER, "street", ""),
    "chen": ("Chen", Role.GRID_WORKER, "grid", ""),
    "wu": ("Wu", Role.HANDLER, "", "property"),
    "he": ("He", Role.CHECKER, "street", ""),
    "gu": ("Gu", Role.SYSTEM_ADMIN, "", ""),
    "shen": ("Shen", Role.SECURITY_ADMIN, "", ""),
    "jian": ("Jian", Role.AUDITOR, "", ""),
    "wang": ("Wang", Role.RESIDENT, "", ""),
    "zhao": ("Zhao", Role.DUTY_DESK, "other_street", ""),
}


def make_district() -> District:
    """Places, parties and duties, without catalogue and calendars."""
    district = District()
    with atomic():
        for name in PLACES:
            district.spots[name] = _make_place(name, district)
        for code, (name, name_en, kind) in PARTIES.items():
            party = Party.objects.create(code=code, name=name, name_en=name_en, kind=kind)
            district.parties[code] = party.pk
        for item, place, holder in DUTIES:
            Duty.objects.create(
                item=item,
                place_id=district.spots[place].id,
                party_id=district.parties[holder],
            )
        bump("places")
        bump("parties")
    return district


def make_person(username: str, district: District) -> Asker:
    """One of the cast, with an account, a password and the one grant of the job."""
    display_name, role, place, party = PEOPLE[username]
    user_id = accounts.make_user(username, display_name, PASSWORD, SETUP)
    held = Held(
        role,
        level=district.spots[place].level if place else "",
        place_id=district.spots[place].id if place else None,
        party_id=district.parties[party] if party else None,
    )
    accounts.give(user_id, held, SETUP)
    asker = queries.asker_of(user_id)
    assert asker is not None
    return asker


def _make_place(name: str, district: District) -> Spot:
    code, chinese, english, parent, box = PLACES[name]
    level = name.removeprefix("other_").removesuffix("_2")
    west, east = (117 + box[0] / 1000, 117 + box[2] / 1000)
    south, north = (31 + box[1] / 1000, 31 + box[3] / 1000)
    above = district.spots.get(parent)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    place = Place.objects.create(
        code=code,
        name=chinese,
        name_en=english,
        level=level,
        parent_id=above.id if above else None,
        polygon={"type": "Polygon", "coordinates": [ring]},
        lat=round((south + north) / 2, 6),
        lon=round((west + east) / 2, 6),
        **(above.where.columns() if above else {}),
    )
    if level in LEVELS:
        setattr(place, f"{level}_id", place.pk)
        place.save()
    return Spot(place.pk, code, level, Where.of(place))
