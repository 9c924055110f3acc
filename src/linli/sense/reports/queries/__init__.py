"""Reads reports, within what the asker may see; who sent them, by one door only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from linli.ground.audit import actions as audit
from linli.ground.database import atomic, by_key, single
from linli.ground.keys import CODE_LENGTH, READABLE, read_short_code
from linli.ground.rights.asker import Asker, Where
from linli.ground.rights.filters import within
from linli.sense.reports.logic import (
    CONFIDENTIAL,
    LONGEST,
    BadReport,
    Fault,
    UnknownReport,
    public_text,
    tidy_ref,
)
from linli.sense.reports.models import Report, Supplement
from linli.wire.phones import fold_phone
from linli.wire.texts import N_

MOST_OF_A_CALLER: Final = 20
_MOST_NUMBERED: Final = 5
_JUDGED_BY: Final = 2000


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report, as staff and its own reporter see it: without who sent it.

    `open_address` is the address as everybody at work may read it. `media_url` was never looked at
    by us: it may lead anywhere.
    """

    id: UUID
    receipt: str
    channel: str
    channel_ref: str
    naming: str
    item: str
    text: str
    place_id: int | None
    where: Where
    lat: float | None
    lon: float | None
    address: str
    open_address: str
    photo_ids: tuple[UUID, ...]
    voice_id: UUID | None
    released: "Released | None"
    media_url: str
    signal_id: UUID
    is_public: bool
    received_at: datetime

    @property
    def is_confidential(self) -> bool:
        """Whether the words themselves are only for those who may see the report."""
        return self.naming == CONFIDENTIAL


@dataclass(frozen=True, slots=True)
class Released:
    """What the desk lets everybody read and see of a report, since when."""

    text: str
    photo_ids: tuple[UUID, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicReport:
    """One report of a public item: without the receipt, and without numbers of persons.

    Whoever does the work and whoever holds the receipt reads `text` and `address`; everybody else
    what was `released`.
    """

    id: UUID
    item: str
    text: str
    place_id: int | None
    lat: float | None
    lon: float | None
    address: str
    signal_id: UUID
    received_at: datetime
    released: Released | None = None


@dataclass(frozen=True, slots=True)
class SupplementRow:
    """What was told in addition to a report."""

    id: UUID
    report_id: UUID
    text: str
    photo_ids: tuple[UUID, ...]
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who told us. Personal data: for answering, and for nothing else."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFilter:
    """Which public reports; empty means all. Times are inclusive; pages count from 1.

    `is_open`: whether its case still is, or it has none yet. `is_released`: only what the desk lets
    everybody read. `signal_ids`: for those who handle a case and see of its reports what everybody
    may read.
    """

    ids: tuple[UUID, ...] = ()
    signal_ids: tuple[UUID, ...] = ()
    is_released: bool = False
    items: tuple[str, ...] = ()
    is_open: bool | None = None
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1
    limit: int = 50


def report(report_id: UUID, asker: Asker) -> ReportRow | None:
    """The report, or None when there is none within the asker's reach."""
    found = single(_visible(asker).filter(pk=report_id))
    return _row(found) if found else None


def reports(report_ids: Iterable[UUID], asker: Asker) -> list[ReportRow]:
    """Those of the reports that the asker may see, oldest first."""
    found = by_key(_visible(asker), report_ids)
    return [_row(row) for _, row in sorted(found.items())]


def of_signals(signal_ids: Iterable[UUID], asker: Asker) -> list[ReportRow]:
    """The reports behind these signals that the asker may see, oldest first."""
    found = by_key(_visible(asker), signal_ids, "signal_id")
    return sorted((_row(row) for row in found.values()), key=lambda row: row.id)


def supplements(report_ids: Iterable[UUID], asker: Asker) -> list[SupplementRow]:
    """What was told in addition to those of the reports that the asker may see, oldest first."""
    seen = _visible(asker).filter(pk__in=set(report_ids))
    return [_supplement(row) for row in Supplement.objects.filter(report__in=seen).order_by("id")]


def public_supplements(report_ids: Iterable[UUID]) -> list[SupplementRow]:
    """The same for those who do the work: of public items, without photos and numbers."""
    told = Supplement.objects.filter(report__in=set(report_ids), report__is_public=True)
    return [
        replace(_supplement(row), text=_for_all(row.text, row.report), photo_ids=())
        for row in told.select_related("report").order_by("id")
    ]


def as_public(said: Iterable[tuple[UUID, str]]) -> list[str]:
    """What reporters said otherwise, by report, as those who do the work may read it.

    In the order of `said`; nothing of items that are not public.
    """
    words = list(said)
    told = by_key(Report.objects.filter(is_public=True), (report_id for report_id, _ in words))
    return [_for_all(text, told[one]) if one in told else "" for one, text in words]


def ids_of_signals(signal_ids: Iterable[UUID], asker: Asker) -> list[UUID]:
    """As `of_signals`, but only the ids: a case may have ten thousand reports."""
    lean = _visible(asker).only("id", "signal_id")
    return sorted(row.id for row in by_key(lean, signal_ids, "signal_id").values())


def reachable(report_ids: Iterable[UUID], asker: Asker) -> frozenset[UUID]:
    """Those of the reports within reach whose reporter left a phone number, not the number."""
    lean = _visible(asker).exclude(reporter_phone="").only("id")
    return frozenset(by_key(lean, report_ids))


def own_reports(asker: Asker, *, limit: int = 50) -> list[ReportRow]:
    """What this person told us, newest first."""
    if asker.user_id is None:
        return []
    own = _visible(asker).filter(reporter_id=asker.user_id).order_by("-received_at", "-id")
    return [_row(row) for row in own[:limit]]


def reporter_of(report_id: UUID, asker: Asker) -> Reporter:
    """Name, phone number and e-mail address; a person's look is written into the audit.

    Raises `Refused` without the right, which for a confidential report is one of its own, and
    `UnknownReport` when no such report is within reach.
    """
    scope = asker.require("see", "reporter")
    with atomic():
        found = Report.objects.filter(within(scope), pk=report_id).first()
        if found is None:
            raise UnknownReport(f"No report {report_id} is within your reach.")
        if found.naming == CONFIDENTIAL:
            asker.require("see", "confidential_reporter")
        audit.record(asker, "see", "reporter", str(report_id), purpose=asker.purpose)
    return Reporter(found.reporter_name, found.reporter_phone, found.reporter_email)


def listen(report_id: UUID, asker: Asker) -> UUID:
    """The voice message of a report. A voice tells who speaks, so this look is in the audit too.

    Raises as `reporter_of` does.
    """
    scope = asker.require("hear", "voice")
    with atomic():
        found = Report.objects.filter(within(scope), pk=report_id, voice_id__isnull=False).first()
        if found is None or found.voice_id is None:
            raise UnknownReport(f"No voice message of a report {report_id} is within your reach.")
        if found.naming == CONFIDENTIAL:
            asker.require("see", "confidential_reporter")
        audit.record(asker, "hear", "voice", str(report_id), purpose=asker.purpose)
    return found.voice_id


def of_receipt(receipt: str, asker: Asker) -> ReportRow | None:
    """The report with this receipt, if it is within the asker's reach, however loosely typed."""
    code = read_short_code(receipt)
    if not code.isascii() or not code.isalnum():
        return None
    found = single(_visible(asker).filter(receipt=code))
    return _row(found) if found else None


def of_number(typed: str, asker: Asker) -> list[ReportRow]:
    """Those with this receipt, or with this number of the channel they came by, within reach.

    Exactly that number, however it is spaced; two channels may have given the same one.
    """
    ref, code = tidy_ref(typed), read_short_code(typed)
    if not ref.isprintable() or not 0 < len(ref) <= LONGEST["channel_ref"]:
        return []
    wanted = Q(channel_ref=ref) & ~Q(channel_ref="")
    if len(code) == CODE_LENGTH and set(code) <= set(READABLE):
        wanted |= Q(receipt=code)
    return [_row(row) for row in _visible(asker).filter(wanted).order_by("id")[:_MOST_NUMBERED]]


def of_caller(phone: str, asker: Asker, *, limit: int = MOST_OF_A_CALLER) -> list[ReportRow]:
    """What was told from this telephone number, newest first; the look is in the audit.

    One line for each report found, and one where there is none: never the number. Raises
    `BadReport` for what is no telephone number, `Refused` without the right.
    """
    scope = asker.require("see", "reporter")
    number = fold_phone(phone)
    if not number:
        raise BadReport([Fault("phone", N_("This is no telephone number."), {})])
    told = Report.objects.filter(within(scope), reporter_phone=number).exclude(reporter_phone="")
    if not asker.may("see", "confidential_reporter"):
        told = told.exclude(naming=CONFIDENTIAL)
    with atomic():
        found = list(told.order_by("-received_at")[:limit])
        for thing_id in [str(row.pk) for row in found] or [""]:
            audit.record(asker, "find", "reporter", thing_id, purpose=asker.purpose)
    return [_row(row) for row in found]


def by_receipt(receipt: str) -> PublicReport | None:
    """The report with this receipt, however loosely it was typed. The receipt is the key to it."""
    code = read_short_code(receipt)
    if not code.isascii() or not code.isalnum():
        return None
    found = Report.objects.filter(receipt=code).first()
    return _public(found) if found else None


def public_reports(wanted: PublicFilter) -> list[PublicReport]:
    """Reports of public items, newest first: what everybody may read.

    Confidential ones only for those who handle their case, without the name of who told it.
    """
    found = Report.objects.filter(is_public=True)
    if not wanted.signal_ids:
        found = found.exclude(naming=CONFIDENTIAL)
    if wanted.ids:
        found = found.filter(pk__in=wanted.ids)
    if wanted.signal_ids:
        found = found.filter(signal_id__in=wanted.signal_ids)
    if wanted.is_released:
        found = found.filter(released_at__isnull=False)
    if wanted.items:
        found = found.filter(item__in=wanted.items)
    if wanted.is_open is not None:
        found = found.filter(is_open=wanted.is_open)
    if wanted.start:
        found = found.filter(received_at__gte=wanted.start)
    if wanted.end:
        found = found.filter(received_at__lte=wanted.end)
    start = (max(1, wanted.page) - 1) * wanted.limit
    newest = found.order_by("-received_at", "-id")
    return [_public(row) for row in newest[start : start + wanted.limit]]


def in_confidence(report_ids: list[UUID]) -> list[UUID]:
    """Which of these were told in confidence."""
    told = Report.objects.filter(pk__in=report_ids, naming=CONFIDENTIAL)
    return list(told.values_list("pk", flat=True))


def most_reported(limit: int) -> list[str]:
    """The items that residents report most these days, judged by the newest two thousand."""
    newest = Report.objects.filter(is_public=True).order_by("-received_at", "-id")
    counted = Counter(newest.values_list("item", flat=True)[:_JUDGED_BY])
    return [item for item, _ in counted.most_common(limit)]


def explain(fault: Fault) -> str:
    """What is wrong with a field, in the reader's language."""
    return gettext(fault.message) % fault.values


def _visible(asker: Asker) -> "QuerySet[Report]":
    return Report.objects.filter(within(asker.require("see", "report"), owner="reporter_id"))


def _row(row: Report) -> ReportRow:
    return ReportRow(
        id=row.id,
        receipt=row.receipt,
        channel=row.channel,
        channel_ref=row.channel_ref,
        naming=row.naming,
        item=row.item,
        text=row.text,
        place_id=row.place_id,
        where=Where.of(row),
        lat=row.lat,
        lon=row.lon,
        address=row.address,
        open_address=_for_all(row.address, row),
        photo_ids=tuple(UUID(photo) for photo in row.photo_ids),
        voice_id=row.voice_id,
        released=_released(row),
        media_url=row.media_url,
        signal_id=row.signal_id,
        is_public=row.is_public,
        received_at=row.received_at,
    )


def _for_all(text: str, row: Report) -> str:
    """Without numbers, and without the name of whoever told it in confidence."""
    return public_text(text, row.reporter_name if row.naming == CONFIDENTIAL else "")


def _released(row: Report) -> Released | None:
    if row.released_at is None:
        return None
    photos = tuple(UUID(photo) for photo in row.released_photo_ids)
    return Released(row.released_text, photos, row.released_at)


def _supplement(row: Supplement) -> SupplementRow:
    photos = tuple(UUID(photo) for photo in row.photo_ids)
    return SupplementRow(row.id, row.report_id, row.text, photos, row.told_at)


def _public(row: Report) -> PublicReport:
    return PublicReport(
        id=row.id,
        item=row.item,
        text=_for_all(row.text, row),
        place_id=row.place_id,
        lat=row.lat,
        lon=row.lon,
        address=_for_all(row.address, row),
        signal_id=row.signal_id,
        received_at=row.received_at,
        released=_released(row),
    )
