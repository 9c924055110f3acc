"""What people decide about a case: its next state, its place, what is noted."""

from uuid import UUID

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.registers.catalogue import queries as catalogue
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.cases.actions import documents
from linli.respond.cases.actions.merging import merge_by_rule
from linli.respond.cases.actions.steps import (
    CASES,
    Entry,
    change,
    decide,
    require_reach,
    require_version,
    seen_case,
    take,
    write,
)
from linli.respond.cases.facts import CaseNoted, CasePlaced
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.evidence import Look, missing
from linli.respond.cases.logic.faults import BadText, IllegalMove
from linli.respond.cases.logic.states import FINAL, MOVE, PLACEABLE, State, by_hand
from linli.respond.cases.logic.texts import LONGEST_NOTE, LONGEST_REASON, LONGEST_TOLD, read_text
from linli.respond.cases.models import CaseParty
from linli.respond.cases.queries import CaseRow, signal_ids, timeline
from linli.sense.reports.actions import place_reports
from linli.sense.signals import queries as signals
from linli.sense.signals.actions import place_signals
from linli.wire.texts import N_


def move(case_id: UUID, to: str, asker: Asker, version: int, reason: str = "") -> None:
    """Takes a step that people ask for. `version` is that of the case as it was read.

    What is voided before anybody worked on it tells its reporters the reason, as it is written.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove` (also for steps that follow from
    tasks) and `BadText` for a reason that is missing or cannot be kept.
    """
    row = seen_case(case_id, asker)
    decided = decide(row, to, MOVE, asker, version)
    longest = LONGEST_TOLD if decided.sets_aside else LONGEST_REASON
    said = read_text("reason", reason, longest, is_required=decided.needs_reason)
    if (decided.source, decided.to) == (State.VERIFYING, State.FILED):
        _require_evidence(row)
    with atomic():
        take(row, decided, asker, Entry(Act.MOVED, said))
        if row.state in FINAL:
            CaseParty.objects.filter(case_id=row.id).delete()  # nobody is at work on it any more
        audit.record(asker, "move", "case", str(row.id), source=row.state, to=decided.to)


def place_case(case_id: UUID, place_id: int, asker: Asker, version: int) -> UUID | None:
    """Says where a case is, as long as no party works on it.

    One that had no place may belong to a case that is open there: then it is merged, and the id of
    that case is returned.

    Raises `NotFound`, `Refused` (also for a place out of the asker's reach), `StaleVersion`,
    `IllegalMove`, and `BadText` for an unknown place.
    """
    row = seen_case(case_id, asker)
    require_reach(row, (("place", "case"),), asker)
    require_version(row, version)
    place = _place(place_id, asker)
    if row.state not in PLACEABLE:
        settled = N_("Its place is settled once a unit is at work.")
        raise IllegalMove("case", row.state, row.state, by_hand(row.state), settled)
    with atomic():
        change(row, place_id=place.id, **place.where.columns())
        _place_what_was_noticed(row, place)
        detail = {"place_id": place.id, "from_place_id": row.place_id}
        write(row.id, asker, Entry(Act.PLACED, detail=detail))
        documents.rewrite(row.id)
        announce(CasePlaced(row.id, place.id))
        audit.record(asker, "place", "case", str(row.id), place_id=str(place.id))
        # A person who corrects a place means this case, and not another one.
        return merge_by_rule(row.id, asker) if row.place_id is None else None


def note(case_id: UUID, text: str, asker: Asker) -> None:
    """Adds a note for colleagues; reporters never see it.

    Raises `NotFound`, `Refused`, and `BadText` for a note that cannot be kept.
    """
    row = seen_case(case_id, asker)
    require_reach(row, (("note", "case"),), asker)
    said = read_text("text", text, LONGEST_NOTE)
    with atomic():
        entry_id = write(row.id, asker, Entry(Act.NOTED, said))
        announce(CaseNoted(row.id, entry_id))
        audit.record(asker, "note", "case", str(row.id))


def _require_evidence(row: CaseRow) -> None:
    """What was sent for a look on the spot is filed with what its item asks for.

    An emergency waits for nothing. Raises `IllegalMove`, with what is missing.
    """
    if row.is_emergency:
        return
    steps = timeline(row.id, CASES)
    sent = max(at for at, step in enumerate(steps) if step.to_state == State.VERIFYING)
    looks = [Look.kept(step.detail) for step in steps[sent:] if step.act == Act.LOOKED]
    at = None if row.lat is None or row.lon is None else (row.lat, row.lon)
    asked = catalogue.item_then(row.item, row.item_version).evidence.file
    why = missing(asked, looks, at)
    if why:
        raise IllegalMove("case", row.state, State.FILED, by_hand(row.state), why)


def _place(place_id: int, asker: Asker) -> PlaceRow:
    place = places.place(place_id)
    if place is None:
        raise BadText("place", N_("There is no place %(place)s."), {"place": place_id})
    if not asker.require("place", "case").covers(place.where):
        raise Refused(f"{asker.name} may not place a case there.")
    return place


def _place_what_was_noticed(row: CaseRow, place: PlaceRow) -> None:
    """Signals and reports that nobody could place lie where their case lies."""
    noticed = signals.signals(signal_ids(row.id, CASES), CASES)
    lost = [signal for signal in noticed if signal.place_id is None]
    told = [signal.report_id for signal in lost if signal.report_id is not None]
    place_reports(told, place.id, CASES)
    place_signals([one.id for one in lost if one.report_id is None], place.id, CASES)
