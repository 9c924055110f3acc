"""The public catalogue: what can be reported or asked for, who answers, and within what time."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition, Limit
from linli.web.shared.access import anybody, viewed
from linli.web.shared.deadlines import limit_words
from linli.web.shared.request import Request
from linli.web.shared.words import ITEM_GROUPS

LONGEST: int = 200
MOST_FOUND: int = 20
HANDLE, ACCEPT = "handle", "accept"


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter as residents read it."""

    code: str
    icon: str
    name: str
    description: str
    holder: str
    accept: str
    handle: str


@viewed
@anybody
def matters(request: Request) -> HttpResponse:
    """All public matters by group, or those that the words may mean."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    found = catalogue.find_items(asked, public_only=True, limit=MOST_FOUND) if asked else []
    public = [item for item in catalogue.items() if item.public]
    page = {
        "asked": asked,
        "found": [_matter(meant.item) for meant in found],
        "groups": [] if asked else list(_by_group(public)),
        "count": len(public),
    }
    return render(request, "portal/matters.html", page)


def _by_group(public: Iterable[ItemDefinition]) -> Iterable[tuple[str, str, list[Matter]]]:
    groups: dict[str, list[Matter]] = {}
    for item in public:
        groups.setdefault(item.group, []).append(_matter(item))
    return ((code, str(ITEM_GROUPS[code]), found) for code, found in groups.items())


def _matter(item: ItemDefinition) -> Matter:
    language = get_language() or ""
    return Matter(
        item.code,
        item.icon,
        item.label(language),
        item.description.label(language),
        item.holder.name.label(language) if item.holder else "",
        _length(item.clocks.get(ACCEPT)),
        _length(item.clocks.get(HANDLE)),
    )


def _length(limit: Limit | None) -> str:
    return limit_words({"amount": limit.amount, "unit": limit.unit}) if limit else ""
