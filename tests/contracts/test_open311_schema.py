"""Our answers keep the published JSON schemas of GeoReport v2."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

BESIDE = Path(__file__).parents[3] / "shared" / "data"
SCHEMAS = Path(os.environ.get("LINLI_SHARED_DATA") or BESIDE) / "standards/open311-georeport-v2"
FLOOD = {
    "service_code": "waterlogging",
    "lat": "31.82",
    "long": "117.22",
    "address_string": "Cuizhu Road 5",
    "description": "The underpass is under water.",
}

pytestmark = [
    pytest.mark.usefixtures("district"),
    pytest.mark.skipif(
        not SCHEMAS.is_dir(),
        reason=f"no schemas of GeoReport v2 in {SCHEMAS}; LINLI_SHARED_DATA says where they are",
    ),
]


def schema(name: str) -> Draft4Validator:
    files = {path.name: json.loads(path.read_text()) for path in SCHEMAS.glob("*.json")}
    resources = [(key, Resource(body, DRAFT4)) for key, body in files.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft4Validator(files[name], registry=registry, format_checker=FormatChecker())


def test_services_keep_the_schema(client: Client) -> None:
    schema("services.json").validate(client.get("/open311/v2/services.json").json())


def test_service_definition_keeps_the_schema(client: Client) -> None:
    answer = client.get("/open311/v2/services/waterlogging.json")

    schema("service-definition.json").validate(answer.json())


def test_requests_keep_the_schema_before_and_after_they_have_a_case(
    client: Client, deliver: Callable[[], None]
) -> None:
    client.post("/open311/v2/requests.json", FLOOD)
    client.post("/open311/v2/requests.json", {"service_code": "noise"})
    keeps = schema("requests.json")

    keeps.validate(client.get("/open311/v2/requests.json?extensions=true").json())
    deliver()
    listed = client.get("/open311/v2/requests.json?extensions=true").json()
    keeps.validate(listed)

    assert len(listed) == 2
    for one in listed:
        alone = client.get(f"/open311/v2/requests/{one['service_request_id']}.json").json()
        keeps.validate(alone)
