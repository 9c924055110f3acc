"""Where whoever reports stands, told by what they scanned or chose: they need not say it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.registers.places import queries as places
from linli.sense.devices import queries as devices
from linli.sense.tags import queries as tags
from linli.sense.tags.logic import Standing

WORTHLESS: Final[dict[Standing, Promise]] = {
    Standing.FOREIGN: _(
        "This code was not issued here: it belongs to another district, or it is a fake. You can "
        "report all the same; please say below where it is."
    ),
    Standing.REVOKED: _(
        "This code is no longer valid; a new one may hang nearby. You can report all the same; "
        "please say below where it is."
    ),
    Standing.UNKNOWN: _(
        "This code is old, and nobody knows its place any more. You can report all the same; "
        "please say below where it is."
    ),
}


@dataclass(frozen=True, slots=True)
class ReportSpot:
    """A known place. `field` and `code` are how the form brings it back.

    `words` say which lift or door of it.
    """

    field: str
    code: str
    channel: str
    place_id: int
    lat: float | None = None
    lon: float | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """The spot, or why there is none although something was scanned."""

    spot: ReportSpot | None = None
    trouble: str = ""


NOTHING: Final = Scanned()


def scanned(fields: Mapping[str, str]) -> Scanned:
    """By the sticker of a device, the code of a place, or a place that was chosen from a list."""
    if label := fields.get("device", ""):
        return Scanned(_of_device(label))
    if code := fields.get("tag", ""):
        return of_tag(code)
    if code := fields.get("at", ""):
        return Scanned(_of_place(code))
    return NOTHING


def of_tag(code: str) -> Scanned:
    found = tags.scan(code)
    if found.tag is None:
        return Scanned(trouble=str(WORTHLESS[found.standing]))
    tag = found.tag
    return Scanned(ReportSpot("tag", tag.code, "place_tag", tag.place_id, words=tag.spot))


def _of_device(label: str) -> ReportSpot | None:
    found = devices.spot_of_label(label)
    if found is None:
        return None
    return ReportSpot(
        "device", found.label, "device_label", found.place_id, found.lat, found.lon, found.label
    )


def _of_place(code: str) -> ReportSpot | None:
    found = places.by_code(code[:64])
    return ReportSpot("at", found.code, "", found.id) if found else None
