"""`/healthz`: whether every part of this installation works."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from linli.web.shared.access import viewed
from linli.web.shared.parts import health


@never_cache
@viewed
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when every part works, else 503, in the same shape."""
    found = health()
    is_ok = all(part["ok"] for part in found.values())
    body = {"status": "ok" if is_ok else "failing", "parts": found}
    return JsonResponse(body, status=200 if is_ok else 503)
