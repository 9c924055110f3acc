"""`GET items`, `GET places`: what the codes in all other answers mean."""

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router, Schema

from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.web.api.v1.asking import Asked, told
from linli.web.api.v1.places import place_id_of
from linli.web.api.v1.shapes import USUAL_ROWS, Code, Limit, Listed

router = Router()

Level = Annotated[
    Literal["city", "district", "street", "community", "grid", "estate", "building", "home"],
    Query(),
]


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


@router.get("items", response=Listed[ItemOut], summary="Items of the catalogue")
def list_items(request: Asked) -> HttpResponse:  # noqa: ARG001 - ninja wants it
    """All items in use, in one answer."""
    return told({"items": [_item(item) for item in catalogue.items()], "next": None})


@router.get("places", response=Listed[PlaceOut], summary="Places")
def list_places(
    request: Asked,  # noqa: ARG001 - ninja wants it
    level: Level | None = None,
    parent: Annotated[Code, Query()] | None = None,
    limit: Limit = USUAL_ROWS,
    cursor: Annotated[str, Query(pattern=r"^[0-9]{1,18}$")] | None = None,
) -> HttpResponse:
    """Places in the order in which they were added."""
    place_id_of(parent, "parent")
    page = places.page(level, parent, int(cursor) if cursor else None, limit)
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
    }
