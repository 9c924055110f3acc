"""What the desk does while somebody waits on the telephone: join an open case, or answer."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.registers.places import queries as places
from linli.respond.cases.actions.opening import join_by_hand, open_alone
from linli.respond.cases.actions.steps import (
    CASES,
    Entry,
    decide,
    hold,
    remember_handler,
    require_reach,
    take,
)
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove, NotFound
from linli.respond.cases.logic.states import ANSWER, JOIN, JOINABLE, MOVE, State, by_hand
from linli.respond.cases.logic.texts import LONGEST_REASON, read_text
from linli.respond.cases.queries import CaseRow, Sought
from linli.respond.cases.queries.public import (
    MOST_OFFERED,
    PublicCase,
    already_told,
    public_case,
)
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport, Taken
from linli.wire.texts import N_

REPORTERS: Final = Asker.for_part("reporters")


def take_into(case_id: UUID, new: NewReport, asker: Asker) -> Taken:
    """Takes a report and joins it to this open case; what it lacks it has from the case.

    Raises `NotFound`, `Refused`, `BadReport`, and `IllegalMove` when the case was settled by then.
    """
    with atomic():
        row = hold(case_id, asker)
        require_reach(row, JOIN, asker)
        if row.state not in JOINABLE:
            settled = N_("It was settled meanwhile: take this down as a new case.")
            raise IllegalMove("case", row.state, row.state, by_hand(row.state), settled)
        taken = take_report(_completed(new, row), asker)
        join_by_hand(row.id, taken.signal_id, asker)
        audit.record(asker, "join", "case", str(row.id), report_id=str(taken.report_id))
    return taken


def join_publicly(case_id: UUID, new: NewReport, asker: Asker) -> Taken:
    """Takes a report of whoever tells what others told already, and joins it to their case.

    Raises `NotFound` for a case that is not open to all, or not of what is told or not where it is
    told of; `BadReport`; and `IllegalMove` when the case was settled by then.
    """
    with atomic():
        row = hold(case_id, CASES)
        told = public_case(case_id)
        if told is None or not _may_be_of(told, new):
            raise NotFound("case", case_id)
        if not told.is_joinable:
            settled = N_("It was settled meanwhile; please report it anew.")
            raise IllegalMove("case", row.state, row.state, (), settled)
        joint = replace(_completed(new, row), is_joint=True)
        taken = take_report(joint, asker)
        join_by_hand(row.id, taken.signal_id, REPORTERS)
    return taken


def take_answered(new: NewReport, text: str, asker: Asker, *, is_settled: bool = False) -> Taken:
    """Takes a report and answers it on the spot, in a case of its own: nobody is sent.

    Raises `Refused`, `BadReport`, `BadText` for an answer that cannot be kept, and `IllegalMove`
    for an emergency.
    """
    with atomic():
        taken = take_report(new, asker)
        case_id = open_alone(taken.signal_id, asker)
        answer_case(case_id, text, asker, is_settled=is_settled)
    return taken


def answer_case(
    case_id: UUID, text: str, asker: Asker, version: int | None = None, *, is_settled: bool = False
) -> None:
    """Answers its reporters without a work order; they are called back, or content (`is_settled`).

    Whoever answered has done the work of it: somebody else calls back.
    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove` and `BadText`.
    """
    with atomic():
        row = hold(case_id, asker)
        decided = decide(row, State.FEEDBACK, ANSWER, asker, version)
        said = Entry(Act.ANSWERED, read_text("answer", text, LONGEST_REASON))
        take(row, decided, asker, said)
        remember_handler(row.id, asker)
        if is_settled:
            row = hold(case_id, asker)
            take(row, decide(row, State.CLOSED, MOVE, asker), asker, Entry(Act.MOVED))
        audit.record(asker, "answer", "case", str(row.id))


def _may_be_of(told: PublicCase, new: NewReport) -> bool:
    """Whoever tells nothing but "me too" tells of the case; a spot of their own must be near it."""
    if new.item != told.item:
        return False
    if not new.place_code and new.lat is None:
        return True
    place = places.by_code(new.place_code) if new.place_code else None
    place_id = place.id if place else None
    sought = Sought(item=new.item, place_id=place_id, lat=new.lat, lon=new.lon)
    return any(one.id == told.id for one in already_told(sought, MOST_OFFERED))


def _completed(new: NewReport, row: CaseRow) -> NewReport:
    place = places.place(row.place_id) if row.place_id is not None else None
    has_no_place = not new.place_code and new.lat is None
    code = place.code if place and has_no_place else new.place_code
    return replace(new, item=new.item or row.item, place_code=code)
