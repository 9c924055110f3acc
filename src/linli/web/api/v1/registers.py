"""`GET items`, `GET places`: what the codes in all other answers mean."""

from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.web.api.v1.asking import Asked, told
from linli.web.api.v1.places import place_id_of
from linli.web.api.v1.shapes import NO_NUL, USUAL_ROWS, Code, Limit, Listed, Unusable

router = Router()

Level = Literal["city", "district", "street", "community", "grid", "estate", "building", "home"]


class PlaceQuery(Schema):
    """Which places; `q` stands alone: it is answered with the places that may be meant."""

    level: Level | None = None
    parent: Code | None = None
    q: Annotated[str, Field(max_length=200, pattern=NO_NUL)] | None = Field(
        None, description="What somebody types or says: a name, pinyin, initials; 翠竹苑3栋, czy."
    )
    limit: Limit = USUAL_ROWS
    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,18}$")] | None = None


class Words(Schema):
    """The same text in both languages."""

    zh: str
    en: str


class ItemOut(Schema):
    code: str
    version: int
    name: Words
    description: Words
    group: str
    severity: str
    public: bool
    retired: bool


class PlaceOut(Schema):
    code: str
    name: str
    name_en: str
    level: str
    parent: str | None
    lat: float | None
    lon: float | None
    score: float | None = Field(None, description="How well it fits `q`, up to 1; null without.")


@router.get("items", response=Listed[ItemOut], summary="Items of the catalogue")
def list_items(request: Asked) -> HttpResponse:  # noqa: ARG001 - ninja wants it
    """All items in use, in one answer."""
    return told({"items": [_item(item) for item in catalogue.items()], "next": None})


@router.get("places", response=Listed[PlaceOut], summary="Places")
def list_places(request: Asked, wanted: Query[PlaceQuery]) -> HttpResponse:
    """Places in the order in which they were added; with `q` the likeliest first, at most 50."""
    if wanted.q is not None:
        return told({"items": _meant(wanted, request.auth), "next": None})
    place_id_of(wanted.parent, "parent")
    after = int(wanted.cursor) if wanted.cursor else None
    page = places.page(wanted.level, wanted.parent, after, wanted.limit)
    parents = places.names(row.parent_id for row in page.items if row.parent_id is not None)
    more = None if page.next is None else str(page.next)
    return told({"items": [_place(row, parents) for row in page.items], "next": more})


def _item(item: ItemDefinition) -> dict[str, object]:
    return {
        "code": item.code,
        "version": item.version,
        "name": {"zh": item.name.zh, "en": item.name.en},
        "description": {"zh": item.description.zh, "en": item.description.en},
        "group": item.group,
        "severity": item.severity,
        "public": item.public,
        "retired": item.retired,
    }


def _meant(wanted: PlaceQuery, asker: Asker) -> list[dict[str, object]]:
    """Of all places: their names are public."""
    if wanted.level or wanted.parent or wanted.cursor:
        raise Unusable("q", _("Ask with q alone, or with level, parent and cursor."))
    found = places.find_places(wanted.q or "", asker, limit=wanted.limit, right=None)
    return [
        {**_place(one.place, {row.id: row for row in one.above}), "score": one.score}
        for one in found
    ]


def _place(row: PlaceRow, parents: dict[int, PlaceRow]) -> dict[str, object]:
    parent = parents.get(row.parent_id) if row.parent_id is not None else None
    return {
        "code": row.code,
        "name": row.name,
        "name_en": row.name_en,
        "level": row.level,
        "parent": parent.code if parent else None,
        "lat": row.lat,
        "lon": row.lon,
        "score": None,
    }
