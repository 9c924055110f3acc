"""What maps are drawn of, as bytes: encoded and packed once for each state of the register."""

import gzip
import json
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse

from linli.ground.revisions.memory import Remembered
from linli.registers.places import queries as places
from linli.web.shared.base_map import described

SECONDS: Final = 300
"""So long a browser asks for them no more."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """GeoJSON; a city has a megabyte of it, and a fifth of that when it is packed."""

    plain: bytes
    packed: bytes


def _encoded(features: list[object]) -> Encoded:
    drawn = {"type": "FeatureCollection", "features": features}
    plain = json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode()
    return Encoded(plain, gzip.compress(plain, mtime=0))


def _everything() -> Encoded:
    return _encoded(places.outlines()["features"])


def _without_homes() -> Encoded:
    features = places.outlines()["features"]
    return _encoded([one for one in features if one["properties"]["level"] != "home"])


EVERYTHING: Final = Remembered("places", _everything)
WITHOUT_HOMES: Final = Remembered("places", _without_homes)
"""For everybody: nobody shall look through homes."""


def has_map() -> bool:
    """Whether there is anything to be drawn."""
    return bool(places.outlines()["features"]) or bool(described().description)


def outlines_answer(
    request: HttpRequest, kept: Remembered[Encoded], *, is_public: bool
) -> HttpResponse:
    found = kept.get()
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(
        found.packed if is_packed else found.plain,
        content_type="application/json",
        headers={
            "Cache-Control": f"{'public' if is_public else 'private'}, max-age={SECONDS}",
            "Vary": "Accept-Encoding",
        },
    )
    if is_packed:
        answer["Content-Encoding"] = "gzip"
    return answer
