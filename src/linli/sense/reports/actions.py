"""Takes reports and says where they belong."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django_tasks import task

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import (
    atomic,
    batches,
    create_or_get,
    require_transaction,
    single,
)
from linli.ground.facts.actions import announce
from linli.ground.files import queries as files
from linli.ground.files.actions import MissingPhotos, name_photos
from linli.ground.keys import new_key, short_code
from linli.ground.rights.asker import VISITOR, Asker, Refused, Scope, Where
from linli.ground.rights.filters import within
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import ItemDefinition
from linli.registers.places import queries as places
from linli.registers.places.following import follow
from linli.sense.reports.facts import ReportSupplemented, ReportTaken
from linli.sense.reports.logic import (
    CONFIDENTIAL,
    STAFF_CHANNELS,
    BadReport,
    Fault,
    NewReport,
    NewSupplement,
    Taken,
    UnknownReport,
    check,
    check_release,
    check_supplement,
    severity_of,
    tidy,
    tidy_release,
    tidy_supplement,
)
from linli.sense.reports.models import Report, Supplement
from linli.sense.reports.queries import by_receipt
from linli.sense.signals.actions import Spot, current_item, locate, place_signals, raise_signal
from linli.sense.signals.logic import NewSignal
from linli.wire.texts import N_

RECEIPTS_TRIED = 5


def take_report(new: NewReport, asker: Asker) -> Taken:
    """Stores the report and raises its signal in one transaction; the receipt is given once.

    Raises `BadReport` with every fault, or `Refused` when this is not open to the asker.
    """
    new = tidy(new)
    item, spot = _admitted(new, asker)
    with atomic():
        _require_new_number(new, asker)
        _name_photos((*new.photos, *filter(None, (new.voice,))))
        report = _stored_once(new, item, spot, asker)
        audit.record(asker, "take", "report", str(report.id), item=item.code)
        announce(ReportTaken(report.id))
    return Taken(report.id, report.receipt, report.signal_id)


def check_report(new: NewReport, asker: Asker) -> None:
    """Raises what `take_report` would raise: before its photos are looked at, which is costly."""
    _admitted(tidy(new), asker)


def supplement_report(receipt: str, new: NewSupplement, asker: Asker) -> UUID:
    """Adds what the holder of the receipt was asked for; returns the supplement's id.

    The receipt is the key to the report, however loosely it was typed. Raises `UnknownReport`, and
    `BadReport` with every fault.
    """
    new = tidy_supplement(new)
    report = by_receipt(receipt)
    if report is None:
        raise UnknownReport("Nobody holds this receipt; compare it with what you wrote down.")
    faults = check_supplement(new) or _missing(new.photos, asker)
    if faults:
        raise BadReport(faults)
    with atomic():
        _name_photos(new.photos)
        added = Supplement.objects.create(
            report_id=report.id, text=new.text, photo_ids=[str(photo) for photo in new.photos]
        )
        audit.record(asker, "supplement", "report", str(report.id))
        announce(ReportSupplemented(report.id, added.id))
    return added.id


def place_reports(report_ids: Iterable[UUID], place_id: int, asker: Asker) -> None:
    """Says where reports belong, and their signals with them: all of them or none.

    Raises `UnknownReport` when one is not within reach, `BadSignal` for an unknown place.
    """
    scope, spot = asker.require("place", "report"), locate(place_id, None, None)
    placed = sorted(set(report_ids))
    with atomic():
        signal_ids: list[UUID] = []
        for ids in batches(placed):
            signal_ids += _place(ids, spot, scope)
        place_signals(signal_ids, place_id, Asker.for_part("reports"))
        for report_id in placed:
            audit.record(asker, "place", "report", str(report_id), place_id=place_id)


def release(report_id: UUID, text: str, photos: tuple[UUID, ...], asker: Asker) -> None:
    """Lets everybody read these words and see these photos of it; again replaces both.

    Raises `Refused`, `UnknownReport` outside one's reach, for what is not public and for what was
    told in confidence, and `BadReport`.
    """
    text = tidy_release(text)
    check_release(text)
    with atomic():
        report = _releasable(report_id, asker)
        kept = {UUID(photo) for photo in report.photo_ids}
        if not kept.issuperset(photos):
            raise BadReport([_lost(len(set(photos) - kept))])
        _name_photos(photos)
        columns = {"released_text": text, "released_photo_ids": [str(one) for one in photos]}
        Report.objects.filter(pk=report_id).update(released_at=clock.now(), **columns)
        audit.record(asker, "release", "report", str(report_id), photos=len(photos))


def withdraw(report_id: UUID, asker: Asker) -> None:
    """Takes back what everybody could read of it. Raises `Refused`, `UnknownReport`."""
    with atomic():
        _releasable(report_id, asker)
        columns: dict[str, Any] = {
            "released_text": "",
            "released_photo_ids": [],
            "released_at": None,
        }
        Report.objects.filter(pk=report_id).update(**columns)
        audit.record(asker, "hide", "report", str(report_id))


def follow_case(report_ids: Iterable[UUID], asker: Asker, *, is_open: bool) -> None:
    """The case of these reports is over, or open again: what lists of reports are filtered by.

    Our own part says so, whoever moved the case; a person is `Refused`.
    """
    require_transaction("What a case tells its reports")
    if not asker.part:
        raise Refused(f"{asker.name} may not say that a report is over; its case does.")
    for ids in batches(report_ids):
        Report.objects.filter(pk__in=ids).update(is_open=is_open)


@task()
def follow_places(move_id: str) -> int:
    """Brings reports along whose places have moved; returns how many."""
    return follow(Report, move_id)


def _releasable(report_id: UUID, asker: Asker) -> Report:
    scope = asker.require("release", "report")
    open_to_all = Report.objects.filter(within(scope), is_public=True).exclude(naming=CONFIDENTIAL)
    found = open_to_all.filter(pk=report_id).first()
    if found is None:
        raise UnknownReport(f"No report {report_id} that may be released is within your reach.")
    return found


def _admitted(new: NewReport, asker: Asker) -> tuple[ItemDefinition, Spot]:
    """What a tidy report is about, and where."""
    faults = check(new)
    faults += _unknown(new, asker, {fault.field for fault in faults})
    if faults:
        raise BadReport(faults)
    item, spot = current_item(new.item), _spot(new, asker)
    _require_take(asker, new.channel, item, spot.where)
    return item, spot


def _place(ids: list[UUID], spot: Spot, scope: Scope) -> list[UUID]:
    """Returns the ids of their signals."""
    reached = Report.objects.filter(within(scope), pk__in=ids)
    signals = dict(reached.values_list("pk", "signal_id"))
    if missing := set(ids) - signals.keys():
        raise UnknownReport(f"No report {min(missing)} is within your reach.")
    Report.objects.filter(pk__in=ids).update(place_id=spot.place_id, **spot.where.columns())
    return list(signals.values())


def _unknown(new: NewReport, asker: Asker, unsound: Collection[str]) -> list[Fault]:
    """What the report names and we do not have, or not from this asker.

    Fields that are `unsound` are not looked up.
    """
    faults = []
    item = catalogue.item(new.item)
    if not new.item:
        faults.append(Fault("item", N_("Please choose what it is about."), {}))
    elif item is None or item.retired:
        message = N_("“%(item)s” is not something that can be reported; choose from the list.")
        faults.append(Fault("item", message, {"item": new.item}))
    if new.place_code and places.by_code(new.place_code) is None:
        message = N_("There is no place called “%(place)s”; choose from the list or use the map.")
        faults.append(Fault("place_code", message, {"place": new.place_code}))
    if new.voice and _strange((new.voice,), asker, sounds=True):
        message = N_("The voice message has not arrived; please add it again.")
        faults.append(Fault("voice", message, {}))
    return faults if "photos" in unsound else [*faults, *_missing(new.photos, asker)]


def _missing(photos: tuple[UUID, ...], asker: Asker) -> list[Fault]:
    """Photos that are named and not there, or somebody else's.

    A visitor may have signed in between the photo and the report.
    """
    missing = _strange(photos, asker) if photos else set()
    return [_lost(len(missing))] if missing else []


def _strange(file_ids: tuple[UUID, ...], asker: Asker, *, sounds: bool = False) -> set[UUID]:
    stored = (files.own(file_ids, who, sounds=sounds) for who in (asker, VISITOR))
    return set(file_ids).difference(*stored)


def _name_photos(photos: tuple[UUID, ...]) -> None:
    """Raises `BadReport` for photos that were removed a moment ago."""
    try:
        name_photos(photos)
    except MissingPhotos as missing:
        raise BadReport([_lost(missing.count)]) from missing


def _lost(count: int) -> Fault:
    message = N_("%(count)d of the photos have not arrived; please add them again.")
    return Fault("photos", message, {"count": count})


def _spot(new: NewReport, asker: Asker) -> Spot:
    """Where it belongs: the place that was named, else that of the point.

    Without both it lies somewhere within the reach of whoever took it down, and what nobody took
    down nowhere yet.
    """
    place = places.by_code(new.place_code) if new.place_code else None
    area = _area(asker) if new.channel in STAFF_CHANNELS else Where()
    return locate(place.id if place else None, new.lat, new.lon, area)


def _area(asker: Asker) -> Where:
    """What all places have in common for which the asker takes reports."""
    reached = places.names(key for _, key in asker.scope("take", "report").places).values()
    own = [place.where.columns() for place in reached]
    return Where(
        **{
            column: value
            for column, value in (own[0] if own else {}).items()
            if all(one[column] == value for one in own)
        }
    )


def _require_new_number(new: NewReport, asker: Asker) -> None:
    """Raises `BadReport` for an order taken before; its receipt is for those who see it."""
    if not new.channel_ref:
        return
    same = Report.objects.filter(channel=new.channel, channel_ref=new.channel_ref)
    known = single(same)
    if known is None:
        return
    values = {"number": new.channel_ref}
    if not same.filter(within(asker.require("see", "report"))).exists():
        message = N_("Number %(number)s was taken down before, by another desk.")
        raise BadReport([Fault("channel_ref", message, values)])
    message = N_("Number %(number)s was taken down before; its receipt number is %(receipt)s.")
    raise BadReport([Fault("channel_ref", message, {**values, "receipt": known.receipt})])


def _require_take(asker: Asker, channel: str, item: ItemDefinition, where: Where) -> None:
    """Everybody may report public items; the rest, and other people's words, need the right."""
    if asker.part or (item.public and channel not in STAFF_CHANNELS):
        return
    if not asker.require("take", "report").covers(where):
        raise Refused(f"{asker.name} may not take a report on {item.code} here.")


def _stored_once(new: NewReport, item: ItemDefinition, spot: Spot, asker: Asker) -> Report:
    """Raises `BadReport` when somebody else takes the same order down at this moment."""
    try:
        return _store(new, item, spot, asker)
    except IntegrityError as error:
        if not new.channel_ref:
            raise
        message = N_("Number %(number)s is being taken down by a colleague just now.")
        raise BadReport([Fault("channel_ref", message, {"number": new.channel_ref})]) from error


def _store(new: NewReport, item: ItemDefinition, spot: Spot, asker: Asker) -> Report:
    report_id = new_key()
    signal_id = raise_signal(_signal(new, item, spot, report_id), Asker.for_part("reports"))
    return _with_fresh_receipt(
        {
            "id": report_id,
            "signal_id": signal_id,
            "channel": new.channel,
            "channel_ref": new.channel_ref,
            "naming": new.naming,
            "item": item.code,
            "text": new.text,
            "reporter_name": new.reporter_name,
            "reporter_phone": new.reporter_phone,
            "reporter_email": new.reporter_email,
            "reporter_id": None if new.channel in STAFF_CHANNELS else asker.user_id,
            "place_id": spot.place_id,
            "lat": new.lat,
            "lon": new.lon,
            "address": new.address,
            "photo_ids": [str(photo) for photo in new.photos],
            "voice_id": new.voice,
            "media_url": new.media_url,
            "is_public": item.public,
            **spot.where.columns(),
        }
    )


def _signal(new: NewReport, item: ItemDefinition, spot: Spot, report_id: UUID) -> NewSignal:
    located = {"located": spot.found} if spot.found else {}
    severity = severity_of(item.severity, new.urgency)
    judged = {"urgency": new.urgency} if severity != item.severity else {}
    return NewSignal(
        item=new.item,
        source_kind="report",
        source_key=f"report/{report_id}",
        happened_at=clock.now(),
        place_id=spot.place_id,
        lat=new.lat,
        lon=new.lon,
        severity=severity,
        evidence={"channel": new.channel, **located, **judged},
        report_id=report_id,
        area=spot.where,
    )


def _with_fresh_receipt(columns: dict[str, Any]) -> Report:
    """A receipt that nobody holds yet: 40 random bits meet one of a million in 1 of a million."""
    for _ in range(RECEIPTS_TRIED):
        report, is_new = create_or_get(Report, columns, receipt=short_code())
        if is_new:
            return report
    raise RuntimeError(
        f"{RECEIPTS_TRIED} receipts in a row are taken; is the random source broken?"
    )
