"""What can be reported: the public items of the catalogue."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition
from linli.web.api.open311.answers import Faulty, Told


def list_services(_request: HttpRequest) -> Told:
    """`GET services`."""
    language = get_language() or ""
    offered = [_service(item, language) for item in catalogue.items() if item.public]
    return Told("services", offered)


def define_service(_request: HttpRequest, code: str) -> Told:
    """`GET services/{code}`: we ask for nothing beyond what every request has."""
    item = catalogue.item(code)
    if item is None or item.retired or not item.public:
        told = _("There is no service with the code “%(code)s”; GET services lists them.")
        raise Faulty(404, told % {"code": code})
    return Told("service_definition", {"service_code": item.code, "attributes": []})


def _service(item: ItemDefinition, language: str) -> dict[str, Any]:
    return {
        "service_code": item.code,
        "service_name": item.label(language),
        "description": item.description.label(language),
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": item.group,
    }
