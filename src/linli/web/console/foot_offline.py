"""What the telephone keeps of the pages on foot so that they open without a line."""

from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.web.shared.access import anybody, viewed

WORKER: Final = Path(__file__).parents[1] / "shared" / "static" / "js" / "foot" / "worker.js"


@viewed
@anybody
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker. It lies among the pages that it serves, and reaches no others."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript", headers=headers)


@viewed
@anybody
def offline(request: HttpRequest) -> HttpResponse:
    """Shown where there is no line and nothing kept: it holds nobody's data."""
    return render(request, "console/foot_offline.html")
