"""What photos of results say of themselves: when and where they were taken. Never as proof."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from linli.ground.files import queries as files
from linli.ground.files.queries import PhotoRef
from linli.organise.tasks.queries import TaskRow
from linli.registers.places import queries as places
from linli.registers.places.logic.outlines import metres_between
from linli.web.shared.deadlines import length
from linli.web.shared.templatetags.linli import place_name

KILOMETRE: Final = 1000
SAME_MOMENT_S: Final = 60


class Point(Protocol):
    """Anything that tells where it is; the case, else its place."""

    @property
    def lat(self) -> float | None: ...

    @property
    def lon(self) -> float | None: ...


def taken_of(rows: Iterable[TaskRow], at: Point | None = None) -> Mapping[UUID, str]:
    """By photo, what it says, in words; all are asked for once. `at`: where their case is."""
    of_task = {photo: row for row in rows for photo in (*row.before_ids, *row.photo_ids)}
    return {
        ref.id: taken_words(ref, at or _place(of_task[ref.id])) for ref in files.facts_of(of_task)
    }


def taken_words(ref: PhotoRef, at: Point | None) -> str:
    """How far from the place, and how long before it came."""
    said = [one for one in (_how_far(ref, at), _how_old(ref)) if one]
    if not said:
        return _("Uploaded; the photo says neither when nor where it was taken.")
    return _(", ").join(said)


def marks_of(row: TaskRow, photo_id: UUID) -> list[str]:
    """What is written on a photo of its result."""
    ref = next(iter(files.facts_of([photo_id])), None)
    if ref is None:
        return []
    came = _("received %(at)s") % {"at": _stamp(ref.made_at)}
    taken = _("taken %(at)s") % {"at": _stamp(ref.taken_at)} if ref.taken_at else _("uploaded")
    lines = [
        f"{row.case_number} · {place_name(row.place_id) or _('place not known yet')}",
        f"{came} · {taken}",
    ]
    if ref.lat is not None:
        lines.append(f"{ref.lat:.5f}, {ref.lon:.5f}")
    elif row.spot and photo_id in row.photo_ids:
        lines.append(f"{row.spot.lat:.5f}, {row.spot.lon:.5f} ±{row.spot.within_m} m")
    return lines


def metres_from(lat: float, lon: float, at: Point | None) -> str:
    """In words; empty where nobody knows where the place is."""
    if at is None or at.lat is None or at.lon is None:
        return ""
    metres = metres_between(lat, lon, at.lat, at.lon)
    if metres < KILOMETRE:
        return _("%(count)d m") % {"count": round(metres)}
    return _("%(count)s km") % {"count": f"{metres / KILOMETRE:.1f}"}


def _how_far(ref: PhotoRef, at: Point | None) -> str:
    if ref.lat is None or ref.lon is None:
        return ""
    far = metres_from(ref.lat, ref.lon, at)
    return _("taken %(far)s from the place") % {"far": far} if far else ""


def _how_old(ref: PhotoRef) -> str:
    if ref.taken_at is None:
        return ""
    seconds = (ref.made_at - ref.taken_at).total_seconds()
    if abs(seconds) < SAME_MOMENT_S:
        return _("just before it was sent")
    if seconds < 0:
        return _("its clock is %(length)s ahead of ours") % {"length": length(-seconds)}
    return _("%(length)s before it was sent") % {"length": length(seconds)}


def _place(row: TaskRow) -> Point | None:
    return places.point_of(places.path(row.place_id)) if row.place_id is not None else None


def _stamp(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i")
