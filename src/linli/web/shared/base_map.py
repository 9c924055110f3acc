"""The map below our own outlines: what pages tell the browser of it, and the file of tiles."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from linli.ground.base_map import BaseMap
from linli.web.shared.access import anybody, viewed
from linli.web.shared.ranges import NO_SUCH_RANGE, PARTIAL, Part, asked_part

MOST_BYTES: Final = 4 * 1024 * 1024
"""Directories and tiles are far smaller; an answer of any length would hold a thread."""
ONE_DAY: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class Described:
    """`description` is for the script, `attribution` for people; both empty without a base map."""

    description: str = ""
    attribution: str = ""


def described() -> Described:
    base: BaseMap | None = settings.ENVIRONMENT.base_map
    if base is None:
        return Described()
    about = {
        "kind": base.kind,
        "addresses": list(base.addresses) or [reverse("base-map")],
        "vector": base.is_vector,
        "coordinates": base.coordinates,
    }
    return Described(json.dumps(about), base.attribution)


@viewed
@anybody
def base_map(request: HttpRequest) -> HttpResponse:
    """Some bytes of the PMTiles file: the map asks for no more than it shows (RFC 9110, 14)."""
    base: BaseMap | None = settings.ENVIRONMENT.base_map
    if base is None or base.file is None:
        raise Http404
    try:
        return _part(base.file, request.headers.get("Range", ""))
    except FileNotFoundError as gone:
        raise Http404 from gone


def _part(path: Path, wanted: str) -> HttpResponse:
    with path.open("rb") as opened:
        size = path.stat().st_size
        part = asked_part(wanted, size) or Part(size, size - 1, size)
        if not part.is_there:
            return HttpResponse(status=NO_SUCH_RANGE, headers=part.headers)
        part = replace(part, last=min(part.last, part.first + MOST_BYTES - 1))
        opened.seek(part.first)
        content = opened.read(part.last - part.first + 1)
    return HttpResponse(
        content,
        status=PARTIAL,
        content_type="application/octet-stream",
        headers={
            **part.headers,
            "ETag": f'"{path.stat().st_mtime_ns:x}-{size:x}"',
            "Cache-Control": f"public, max-age={ONE_DAY}",
        },
    )
