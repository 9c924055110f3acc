"""`POST requests`: the hot path. No key, no session, no user: one report, one receipt."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from uuid import UUID

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.files.actions import BadPhoto, PhotoMustWait, store_photo
from linli.ground.idempotency.actions import Answer, KeyReused, once
from linli.ground.idempotency.queries import answered
from linli.ground.rights.asker import VISITOR, Refused
from linli.registers.catalogue import queries as catalogue
from linli.sense.reports.actions import check_report, take_report
from linli.sense.reports.logic import MOST_PHOTOS, BadReport, Fault, NewReport
from linli.sense.reports.queries import explain
from linli.web.api.open311.answers import Faulty, Told
from linli.web.shared.limits import REPORTS, may_report, may_send_photos, photos_wait_seconds
from linli.web.shared.photos import read_upload
from linli.web.shared.problems import RETRY_SECONDS

SCOPE: Final = "open311/requests"
MEDIA_TYPES: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
FIELDS: Final = {
    "item": "service_code",
    "text": "description",
    "address": "address_string",
    "reporter_name": "first_name, last_name",
    "reporter_phone": "phone",
    "reporter_email": "email",
    "media_url": "media_url",
    "lat": "lat, long",
    "photos": "media",
}
"""Our names of the fields → those of GeoReport v2."""
NOT_KEPT: Final = frozenset({"account_id", "address_id", "attribute", "device_id"})
"""Fields of GeoReport v2 that we have no use for; whoever fills them in is told so."""


@dataclass(frozen=True, slots=True)
class Form:
    """What came: the fields, the photos, and a hash of both for repeated requests."""

    fields: dict[str, str]
    photos: tuple[bytes, ...]

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    @property
    def not_kept(self) -> list[str]:
        """What was filled in for nothing; `attribute[lamp]` is one of "attribute"."""
        filled = {name.partition("[")[0] for name, value in self.fields.items() if value.strip()}
        return sorted(filled & NOT_KEPT)

    @property
    def fingerprint(self) -> bytes:
        hashes = [hashlib.sha256(photo).hexdigest() for photo in self.photos]
        return json.dumps([sorted(self.fields.items()), hashes]).encode()


def post_request(request: HttpRequest) -> Told:
    """Takes one report. Repeated under the same Idempotency-Key, it gives the same answer."""
    if not may_report(request):
        told = _("Too many reports have come from your network; try again in %(seconds)d seconds.")
        seconds = REPORTS.wait_seconds
        raise Faulty(429, told % {"seconds": seconds}, retry_seconds=seconds)
    form = _form(request)
    try:
        status, body = _taken(form, request)
    except BadReport as bad:
        raise Faulty(_status(bad), *(_sentence(fault) for fault in bad.faults)) from bad
    except BadPhoto as bad:
        raise Faulty(400, f"media: {bad}") from bad
    except PhotoMustWait as later:
        raise Faulty(503, f"media: {later}", retry_seconds=RETRY_SECONDS) from later
    except KeyReused as reused:
        told = _("This Idempotency-Key belongs to another request; use a new one.")
        raise Faulty(409, told) from reused
    except Refused as refused:
        told = _("“%(code)s” cannot be reported by everybody; GET services lists what can.")
        raise Faulty(403, told % {"code": form.text("service_code")}) from refused
    return Told("service_requests", body, status)


def _taken(form: Form, request: HttpRequest) -> Answer:
    """Photos are looked at last, and only for a report that is taken: that costs the most."""
    key = request.headers.get("Idempotency-Key") or None
    new = _new_report(form)
    if form.photos:
        known = answered(SCOPE, key, form.fingerprint)
        if known is not None:
            return known
        check_report(new, VISITOR)
        new = replace(new, photos=_stored(form.photos, request))
    return once(SCOPE, key, form.fingerprint, partial(_take, new, form.not_kept))


def _stored(photos: tuple[bytes, ...], request: HttpRequest) -> tuple[UUID, ...]:
    """Before the transaction of the report, for decoding takes its time."""
    if not may_send_photos(request, len(photos)):
        told = _("Too many photos have come from your network; try again in %(seconds)d seconds.")
        seconds = photos_wait_seconds(len(photos))
        raise Faulty(429, told % {"seconds": seconds}, retry_seconds=seconds)
    return tuple(store_photo(photo, VISITOR).id for photo in photos)


def _take(new: NewReport, not_kept: list[str]) -> Answer:
    taken = take_report(new, VISITOR)
    told = {
        "service_request_id": str(taken.report_id),
        "service_notice": _notice(taken.receipt, not_kept),
        "account_id": None,
    }
    return 201, [told]


def _notice(receipt: str, not_kept: list[str]) -> str:
    told = _("Your receipt number is %(receipt)s; follow your report at /r/%(receipt)s.")
    sentences = [told % {"receipt": receipt}]
    if not_kept:
        told = _("Not kept, because we have no use for it: %(fields)s.")
        sentences.append(told % {"fields": ", ".join(not_kept)})
    return " ".join(sentences)


def _form(request: HttpRequest) -> Form:
    kind = request.content_type or ""
    if kind not in MEDIA_TYPES:
        told = _("The body is “%(type)s”; send %(known)s.")
        raise Faulty(400, told % {"type": kind[:80], "known": " / ".join(MEDIA_TYPES)})
    try:
        fields = {name: str(value) for name, value in request.POST.items()}
        photos = tuple(read_upload(photo) for photo in request.FILES.getlist("media"))
    except RequestDataTooBig as big:
        raise Faulty(413, _("The form is too large; send less text.")) from big
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError) as bad:
        told = _("The form cannot be read: %(reason)s")
        raise Faulty(400, told % {"reason": str(bad)[:200]}) from bad
    return Form(fields, photos)


def _new_report(form: Form) -> NewReport:
    """Without its photos."""
    code = form.text("service_code")
    if not code:
        raise Faulty(400, _("“service_code” is missing; GET services lists what there is."))
    if len(form.photos) > MOST_PHOTOS:
        told = _("There are %(count)d photos; at most %(most)d are allowed.")
        raise Faulty(400, told % {"count": len(form.photos), "most": MOST_PHOTOS})
    lat, lon = _degrees(form, "lat"), _degrees(form, "long")
    return NewReport(
        item=code,
        text=form.text("description") or _item_name(code),
        channel="open311",
        lat=lat,
        lon=lon,
        address=form.text("address_string"),
        reporter_name=f"{form.text('first_name')} {form.text('last_name')}",
        reporter_phone=form.text("phone"),
        reporter_email=form.text("email"),
        media_url=form.text("media_url"),
    )


def _item_name(code: str) -> str:
    """GeoReport v2 asks for no description: the name of the service then says what is wrong."""
    return catalogue.item_name(code, get_language() or "")


def _degrees(form: Form, name: str) -> float | None:
    text = form.text(name)
    if not text:
        return None
    try:
        return float(text)
    except ValueError as wrong:
        told = _("“%(name)s” is “%(value)s”; use degrees such as 31.82.")
        raise Faulty(400, told % {"name": name, "value": text[:80]}) from wrong


def _status(bad: BadReport) -> int:
    """404 is for a service that is not there, and for nothing else (GeoReport v2, "Errors")."""
    return 404 if {fault.field for fault in bad.faults} == {"item"} else 400


def _sentence(fault: Fault) -> str:
    return f"{FIELDS.get(fault.field, fault.field)}: {explain(fault)}"
