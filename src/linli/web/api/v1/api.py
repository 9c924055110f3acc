"""The API as one object: its routers, its sign-in, its errors and its description."""

from typing import Any, Final

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.schema import NinjaGenerateJsonSchema

from linli.web.api.v1 import (
    alerts,
    batches,
    cases,
    delays,
    devices,
    files,
    hands,
    incidents,
    ledgers,
    referrals,
    registers,
    reports,
    signals,
    tasks,
    whistles,
)
from linli.web.api.v1.asking import ByToken
from linli.web.api.v1.faults import explain_all
from linli.web.api.v1.shapes import ProblemOut
from linli.web.shared.problems import MEDIA_TYPE

REFERENCE: Final = "#/components/schemas/{model}"
READ_FAULTS: Final = (401, 403, 404, 422, 500, 503)
WRITE_FAULTS: Final = (400, 401, 403, 404, 409, 411, 413, 422, 429, 500, 503)
KEY: Final = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": 255},
    "description": "A repeated request with the same key gets the same answer, and acts once.",
}


class LinliAPI(NinjaAPI):
    """Says in its description what every operation may answer besides its own."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        shape = ProblemOut.model_json_schema(
            ref_template=REFERENCE, schema_generator=NinjaGenerateJsonSchema
        )
        schema["components"]["schemas"] |= {**shape.pop("$defs", {}), "ProblemOut": shape}
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _complete(operation, is_write=method == "post")
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Such as `cases_list_cases`: what generated clients call their functions."""
        view = operation.view_func
        return f"{view.__module__.rsplit('.', 1)[1]}_{view.__name__}"


def _complete(operation: dict[str, Any], *, is_write: bool) -> None:
    problem = {"schema": {"$ref": REFERENCE.format(model="ProblemOut")}}
    for status in WRITE_FAULTS if is_write else READ_FAULTS:
        operation["responses"][status] = {
            "description": "Problem details (RFC 9457)",
            "content": {MEDIA_TYPE: problem},
        }
    if is_write:
        operation["parameters"] = [*operation["parameters"], KEY]


api: Final = LinliAPI(
    title="Linli",
    version="1",
    description="Reports, cases, tasks, alerts, devices and registers of a neighbourhood.",
    auth=ByToken(),
    docs_url=None,
    urls_namespace="api-v1",
)
WORK: Final = (
    reports,
    cases,
    tasks,
    referrals,
    whistles,
    hands,
    batches,
    delays,
    incidents,
    ledgers,
    alerts,
)
for part in (*WORK, signals, devices, files, registers):
    api.add_router("", part.router)
explain_all(api)
