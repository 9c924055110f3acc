"""Finds the open case of a signal, or opens one; two workers never open one twice."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Value, When
from django.db.models.expressions import Case as Switch
from django.db.models.functions import Greatest

from linli.ground.database import atomic, require_transaction, single
from linli.ground.database.inserting import insert
from linli.ground.facts.actions import announce
from linli.ground.keys import short_code
from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import SEVERITIES, ItemDefinition, Joining, is_emergency
from linli.registers.places import queries as places
from linli.registers.places.logic.details import NEAR_LEVELS
from linli.registers.places.queries import PlaceRow
from linli.respond.cases.actions import documents, timing
from linli.respond.cases.actions.steps import CASES, Entry, write
from linli.respond.cases.facts import CaseNoted, CaseOpened, SignalJoined
from linli.respond.cases.logic import joining
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import NotFound
from linli.respond.cases.logic.joining import Candidate, Chosen, Noticed, Spot
from linli.respond.cases.logic.states import JOINABLE, Situation, first_state
from linli.respond.cases.models import Case, CaseSignal, JoinGate, TimelineEntry
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import ReportRow
from linli.sense.signals import queries as signals
from linli.sense.signals.queries import SignalRow


def open_or_join(signal_id: UUID, asker: Asker) -> UUID:
    """Gives the signal its case and returns the id; a second call changes nothing.

    Raises `NotFound` for a signal that the asker does not see.
    """
    signal = signals.signal(signal_id, asker)
    if signal is None:
        raise NotFound("signal", signal_id)
    with atomic():
        known = single(CaseSignal.objects.filter(signal_id=signal_id).values_list("case_id"))
        if known:
            return known[0]
        item = catalogue.item_then(signal.item, signal.item_version)
        chosen = choose(signal, item.joining)
        if chosen and grow(chosen.case_id, [signal]):
            return _join(chosen, signal, item.joining, asker)
        return _open(signal, item, asker)


def open_alone(signal_id: UUID, asker: Asker) -> UUID:
    """Gives the signal a case of its own, whatever is near; a second call changes nothing."""
    require_transaction("Opening a case")
    known = single(CaseSignal.objects.filter(signal_id=signal_id).values_list("case_id"))
    if known:
        return known[0]
    signal = _noticed_signal(signal_id)
    return _open(signal, catalogue.item_then(signal.item, signal.item_version), asker)


def join_by_hand(case_id: UUID, signal_id: UUID, asker: Asker) -> None:
    """Joins the signal to this case because a person says so; the case is held by the caller.

    Raises `RuntimeError` where it is not open to be joined any more.
    """
    signal = _noticed_signal(signal_id)
    if not grow(case_id, [signal]):
        raise RuntimeError(f"Case {case_id} was joined by hand without being held.")
    _add(case_id, signal, Entry(Act.JOINED_BY_HAND, detail={"rule": "by_hand"}), asker)


def note_cleared(signal_id: UUID, asker: Asker) -> None:
    """Writes on the timeline that a device reports all clear. The work itself goes on."""
    with atomic():
        # The all-clear may overtake the alarm: then its case is opened here.
        case_id = open_or_join(signal_id, asker)
        detail = {"signal_id": str(signal_id)}
        written = TimelineEntry.objects.filter(
            case=case_id, act=Act.CLEARED, detail__signal_id=str(signal_id)
        )
        if not written.exists():
            announce(CaseNoted(case_id, write(case_id, asker, Entry(Act.CLEARED, detail=detail))))


def choose(signal: SignalRow, how: Joining, apart_from: UUID | None = None) -> Chosen | None:
    """The open case that the signal belongs to by the rule of its item."""
    noticed = Noticed(
        _spot(signal, places.names([signal.place_id or 0]), signal.device_id),
        signal.happened_at,
        is_report=signal.report_id is not None,
    )
    if not joining.may_join(noticed, how):
        return None
    _close_gates(signal.item, joining.meeting_points(noticed.spot, how.radius_m))
    candidates = _candidates(signal.item, noticed, how)
    return joining.choose((one for one in candidates if one.case_id != apart_from), noticed, how)


def _close_gates(item: str, points: list[str]) -> None:
    """Waits for others who look for a case of this item around here, until we commit.

    Everybody makes and locks gates in the same order, so that nobody waits in a circle.
    """
    JoinGate.objects.bulk_create(
        (JoinGate(item=item, point=point) for point in points), ignore_conflicts=True
    )
    gates = JoinGate.objects.select_for_update().filter(item=item, point__in=points)
    list(gates.order_by("point"))


def _candidates(item: str, noticed: Noticed, how: Joining) -> list[Candidate]:
    earliest, latest = joining.span(noticed.happened_at, how)
    device = noticed.spot.device_id
    same_device = CaseSignal.objects.filter(case=OuterRef("pk"), device_id=device)
    alive = Case.objects.filter(
        item=item,
        is_open=True,
        state__in=JOINABLE,
        last_signal_at__gte=earliest,
        opened_at__lte=latest,
    ).annotate(same_device=Exists(same_device) if device else Value(value=False))
    found = list(alive.filter(_near(noticed.spot, how.radius_m)))
    known = places.names(case.place_id or 0 for case in found)
    return [
        Candidate(
            case.id,
            _spot(case, known),
            case.opened_at,
            case.last_signal_at,
            case.same_device,
        )
        for case in found
    ]


def _spot(one: SignalRow | Case, known: Mapping[int, PlaceRow], device_id: str = "") -> Spot:
    """Whoever says only in which building says a point as well: the building's."""
    place = known.get(one.place_id or 0)
    if one.lat is not None or place is None or place.level not in NEAR_LEVELS:
        return Spot(one.place_id, one.lat, one.lon, device_id)
    return Spot(place.id, place.lat, place.lon, device_id, of_place=True)


def _near(spot: Spot, radius_m: float) -> Q:
    """A little more than what can be near enough; `logic.joining` decides."""
    near = Q(same_device=True)
    around = joining.box(spot, radius_m) if radius_m else None
    if around:
        south, west, north, east = around
        high, wide = (south, north), (west, east)
        near |= Q(lat__range=high, lon__range=wide)
        near |= Q(lat=None, place__lat__range=high, place__lon__range=wide)
    if spot.place_id is not None:
        near |= Q(place=spot.place_id)
    return near


def grow(case_id: UUID, noticed: list[SignalRow]) -> bool:
    """Adds signals to a case, and their gravity; False when the case was settled meanwhile."""
    gravest = min((one.severity for one in noticed), key=SEVERITIES.index)
    as_grave = SEVERITIES[: SEVERITIES.index(gravest) + 1]
    case = Case.objects.filter(pk=case_id, state__in=JOINABLE)
    changed = case.update(
        signal_count=F("signal_count") + len(noticed),
        last_signal_at=Greatest("last_signal_at", Value(max(one.happened_at for one in noticed))),
        severity=Switch(When(severity__in=as_grave, then=F("severity")), default=Value(gravest)),
    )
    return changed == 1


def _join(chosen: Chosen, signal: SignalRow, how: Joining, asker: Asker) -> UUID:
    _add(chosen.case_id, signal, Entry(Act.JOINED, detail=rule_of(chosen, how)), asker)
    return chosen.case_id


def rule_of(chosen: Chosen, how: Joining) -> dict[str, Any]:
    """For the timeline: why it is the same problem."""
    return {"metres": round(chosen.metres), "radius_m": how.radius_m, "minutes": how.minutes}


def _add(case_id: UUID, signal: SignalRow, said: Entry, asker: Asker) -> None:
    """Keeps it with the case, and says by which rule."""
    severity = Case.objects.values_list("severity", flat=True).get(pk=case_id)
    _keep(case_id, signal)
    report = _report(signal)
    if report:
        documents.add_report(case_id, report)
    if is_emergency(severity):
        documents.mark(case_id)
    write(case_id, asker, replace(said, detail={**_noticed(signal), **said.detail}))
    announce(SignalJoined(case_id, signal.id, urgent=is_emergency(severity)))


def _open(signal: SignalRow, item: ItemDefinition, asker: Asker) -> UUID:
    told, is_placed = signal.report_id is not None, signal.place_id is not None
    state = first_state(item.filing, Situation(is_placed=is_placed, has_reports=told))
    report = _report(signal)
    case = Case(
        number=short_code(),
        item=item.code,
        item_version=item.version,
        list=item.list,
        state=state,
        severity=signal.severity,
        place_id=signal.place_id,
        lat=signal.lat,
        lon=signal.lon,
        address=report.open_address if report else "",
        last_signal_at=signal.happened_at,
        signal_count=1,
        has_document=True,
        **signal.where.columns(),
    )
    case.due_at, case.warn_at = timing.begin(case.id, state, item, is_told=told).both
    insert(case)
    _keep(case.id, signal)
    documents.write(case, [report] if report else [], [])
    detail = {**_noticed(signal), "filing": item.filing}
    write(case.id, asker, Entry(Act.OPENED, detail=detail, to_state=state, is_public=True))
    urgent = is_emergency(signal.severity)
    announce(CaseOpened(case.id, item.code, state, signal.id, urgent=urgent))
    return case.id


def _keep(case_id: UUID, signal: SignalRow) -> None:
    insert(
        CaseSignal(
            case_id=case_id,
            signal_id=signal.id,
            device_id=signal.device_id,
            report_id=signal.report_id,
        )
    )


def _noticed(signal: SignalRow) -> dict[str, Any]:
    """For the timeline: what was noticed, so that the decision can be followed."""
    return {
        "signal_id": str(signal.id),
        "source": signal.source_kind,
        "severity": signal.severity,
        "device_id": signal.device_id,
    }


def _noticed_signal(signal_id: UUID) -> SignalRow:
    signal = signals.signal(signal_id, CASES)
    if signal is None:
        raise NotFound("signal", signal_id)
    return signal


def _report(signal: SignalRow) -> ReportRow | None:
    return reports.report(signal.report_id, CASES) if signal.report_id else None
