"""Makes alerts, lets one person take each, and ends them."""

from uuid import UUID

from django_tasks import task

from linli.ground import clock
from linli.ground.accounts import queries as accounts
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.parties.queries import PartyRow
from linli.registers.places.following import follow
from linli.respond.alerts.facts import AlertAcknowledged, AlertMade, AlertOver
from linli.respond.alerts.logic import (
    LIVE,
    OUTBOX,
    SHOWN,
    AlertIsOver,
    AlertState,
    AlreadyTaken,
    calls,
)
from linli.respond.alerts.models import Alert
from linli.respond.alerts.queries import alert
from linli.respond.cases.actions import Entry, concern, hold, tell
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import NotFound
from linli.respond.cases.logic.states import State
from linli.respond.cases.queries import CaseRow


def make_alerts(case_id: UUID, asker: Asker) -> None:
    """Alerts the party that has the duty, if the item calls people; again is harmless.

    When the place of the case has changed, the alert goes to whoever has the duty there. A case
    without a place alerts nobody yet.
    Raises `NotFound`.
    """
    with atomic():
        case = hold(case_id, asker)
        wanted = calls(catalogue.item_at(case.item, case.item_version))
        is_over = not case.is_open or case.state == State.FEEDBACK  # answered on the spot
        if not wanted or is_over or case.place_id is None:
            return
        holder = parties.duty_holder(case.item, case.place_id)
        _end(case_id, keep=holder)
        if holder is None:
            tell(case_id, asker, Entry(Act.NOBODY_TO_CALL))
        else:
            _make(case, holder, asker)


def acknowledge(alert_id: UUID, asker: Asker) -> None:
    """Takes the alert; a second time by the same person changes nothing.

    Raises `NotFound`, `Refused`, `AlreadyTaken` (by whom, and when) and `AlertIsOver`.
    """
    row = alert(alert_id, asker)
    if row is None:
        raise NotFound("alert", alert_id)
    scope = asker.require("acknowledge", "alert")
    if asker.user_id is None or not scope.covers(row.where, parties=(row.party_id,)):
        raise Refused(f"{asker.name} may not acknowledge an alert here.")
    with atomic():
        taken = Alert.objects.filter(pk=alert_id, state=AlertState.OPEN).update(
            state=AlertState.ACKNOWLEDGED,
            acknowledged_at=clock.now(),
            acknowledged_by=asker.user_id,
        )
        if not taken:
            _explain(alert_id, asker)
            return
        tell(row.case_id, asker, Entry(Act.ACKNOWLEDGED, detail={"alert_id": str(alert_id)}))
        announce(AlertAcknowledged(alert_id, row.case_id, asker.user_id))
        audit.record(asker, "acknowledge", "alert", str(alert_id), case_id=str(row.case_id))


def end(case_id: UUID, asker: Asker) -> None:
    """Ends every alert of a case that is not open any more. Raises `NotFound`."""
    with atomic():
        if not hold(case_id, asker).is_open:
            _end(case_id)


@task()
def follow_places(move_id: str) -> int:
    """Brings alerts along whose places have moved; returns how many."""
    return follow(Alert, move_id)


def _make(case: CaseRow, holder: PartyRow, asker: Asker) -> None:
    place = {"place_id": case.place_id, **case.where.columns()}
    made, is_new = Alert.objects.update_or_create(
        case_id=case.id,
        party_id=holder.id,
        defaults=place,
        create_defaults={
            "case_number": case.number,
            "item": case.item,
            "severity": case.severity,
            "state": AlertState.OPEN,
            "channel": OUTBOX,
            "delivery": SHOWN,
            **place,
        },
    )
    concern(case.id, holder.id)
    if is_new or _revive(made):
        detail = {"alert_id": str(made.id), "party_id": holder.id, "channel": OUTBOX}
        tell(case.id, asker, Entry(Act.ALERTED, detail=detail))
        announce(AlertMade(made.id, case.id, holder.id, urgent=case.is_emergency))


def _revive(made: Alert) -> bool:
    """The case was taken up again: whoever was alerted then is alerted anew."""
    ended = Alert.objects.filter(pk=made.id, state=AlertState.OVER)
    fresh = {"acknowledged_at": None, "acknowledged_by": None, "over_at": None}
    return bool(ended.update(state=AlertState.OPEN, made_at=clock.now(), **fresh))


def _end(case_id: UUID, keep: PartyRow | None = None) -> None:
    live = Alert.objects.filter(case_id=case_id, state__in=LIVE)
    for one in live.exclude(party_id=keep.id) if keep else live:
        ended = live.filter(pk=one.id).update(state=AlertState.OVER, over_at=clock.now())
        if ended:
            announce(AlertOver(one.id, case_id))


def _explain(alert_id: UUID, asker: Asker) -> None:
    """Why it could not be taken; silent when it is the asker's already."""
    now = Alert.objects.get(pk=alert_id)
    if now.state == AlertState.OVER:
        raise AlertIsOver("The reason for this alert is gone; nobody needs to take it any more.")
    if now.acknowledged_by != asker.user_id and now.acknowledged_at is not None:
        taker = now.acknowledged_by
        name = accounts.display_names([taker]).get(taker, "") if taker is not None else ""
        raise AlreadyTaken(taker, name, now.acknowledged_at)
