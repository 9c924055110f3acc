"""`/healthz`: whether every part of this installation works."""

import os
from typing import Any, Final

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.ground import clock
from linli.ground.parts import queries as parts

EXPECTED: Final = tuple(os.environ.get("LINLI_PARTS", "web,ingest,work").split(","))
"""The supervisor says which parts it started."""


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when every part works, else 503, in the same shape."""
    found = health()
    is_ok = all(part["ok"] for part in found.values())
    body = {"status": "ok" if is_ok else "failing", "parts": found}
    return JsonResponse(body, status=200 if is_ok else 503)


def health() -> dict[str, dict[str, Any]]:
    """The health of each part; none is well while the database cannot be read."""
    try:
        return parts.health(EXPECTED, clock.now())
    except DatabaseError as error:
        faults = {"database": f"{type(error).__name__}: {error}"}
        return {
            part: {"ok": False, "beat_at": None, "instances": 0, "faults": faults}
            for part in EXPECTED
        }
