"""Takes one step of the table: rights, guards, the lock, the timeline and the fact."""

from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from linli.ground import clock
from linli.ground.database import require_transaction
from linli.ground.database.inserting import insert
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import OFFICE
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases.actions import documents, timing
from linli.respond.cases.facts import CaseMoved, CaseNoted
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.clocks import BY_CALLERS, PAUSING, turn, waits_until
from linli.respond.cases.logic.faults import NotFound, StaleVersion
from linli.respond.cases.logic.runs import Clock
from linli.respond.cases.logic.states import FINAL, Rights, State, Transition, step
from linli.respond.cases.models import Case, CaseHandler, CaseParty, CaseSignal, TimelineEntry
from linli.respond.cases.queries import CaseRow, case, scope_covers, situation
from linli.sense.reports.actions import follow_case

CASES: Final = Asker.for_part("cases")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written on the timeline beside who and when."""

    act: Act
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    from_state: str = ""
    to_state: str = ""
    is_public: bool = False


def seen_case(case_id: UUID, asker: Asker) -> CaseRow:
    """The case. Raises `NotFound` when none is within reach, `Refused` when no case can be."""
    row = case(case_id, asker)
    if row is None:
        raise NotFound("case", case_id)
    return row


def hold(case_id: UUID, asker: Asker) -> CaseRow:
    """The case, locked until the transaction ends: what hangs on it waits.

    Raises `NotFound` or `Refused`, as reading does.
    """
    require_transaction("Holding a case")
    list(Case.objects.select_for_update().filter(pk=case_id).values_list("pk"))
    return seen_case(case_id, asker)


def require_reach(row: CaseRow, rights: Rights, asker: Asker) -> None:
    """Raises `Refused` unless one of these rights of the asker reaches the case."""
    if not any(scope_covers(row, asker.scope(act, kind)) for act, kind in rights):
        wanted = " or ".join(f"{act} a {kind}" for act, kind in rights)
        raise Refused(f"{asker.name} may not {wanted} here.")


def require_version(row: CaseRow, version: int | None) -> None:
    """Raises `StaleVersion` when what the asker decided on is no longer so."""
    if version is not None and version != row.version:
        raise StaleVersion("case", row.version)


def decide(
    row: CaseRow, to: str, by: Rights, asker: Asker, version: int | None = None
) -> Transition:
    """The step that the asker takes by these rights, on the case as it was read at `version`.

    Raises `StaleVersion` (first, for a right may have been one on the step of then), `Refused`,
    `IllegalMove`.
    """
    require_version(row, version)
    require_reach(row, by, asker)
    return step(row.state, to, by, situation(row, asker))


def take(row: CaseRow, decided: Transition, asker: Asker, said: Entry, **columns: Any) -> UUID:
    """Takes the step, and changes `columns` with it; returns the id of the timeline entry.

    Raises `StaleVersion` when somebody else was faster.
    """
    entry_id = put(row, decided, asker, said, **columns)
    if not decided.stays:
        _turn_clocks(row, decided, asker)
    return entry_id


def put(row: CaseRow, decided: Transition, asker: Asker, said: Entry, **columns: Any) -> UUID:
    """The same for a step that is taken back: its caller sets the clocks as they were."""
    if decided.stays:
        change(row, **columns)
        return write(row.id, asker, said)
    change(row, **{**_columns(decided), **_waiting(decided), **columns})
    source, to = decided.source, decided.to
    entry = replace(said, from_state=source, to_state=to, is_public=decided.is_public)
    entry_id = write(row.id, asker, entry)
    announce(CaseMoved(row.id, source, to, entry_id, urgent=row.is_emergency))
    return entry_id


def change(row: CaseRow, **columns: Any) -> None:
    """Changes the case if it is still as it was read, and tells its reports whether it is over.

    Raises `StaleVersion`.
    """
    unchanged = Case.objects.filter(pk=row.id, version=row.version, state=row.state)
    if unchanged.update(version=row.version + 1, changed_at=clock.now(), **columns) != 1:
        raise StaleVersion("case", Case.objects.values_list("version", flat=True).get(pk=row.id))
    is_open = columns.get("is_open", row.is_open)
    if is_open != row.is_open:
        CaseParty.objects.filter(case_id=row.id).update(is_open=is_open)
        follow_case(_report_ids(row.id), CASES, is_open=is_open)
        documents.mark(row.id)


def tell(case_id: UUID, asker: Asker, said: Entry) -> None:
    """Writes on the timeline what happened around a case: an alert was made, nobody was found."""
    announce(CaseNoted(case_id, write(case_id, asker, said)))


def note_contact(case_id: UUID) -> None:
    """A person has told its reporters something: the clock of the first word stops."""
    timing.stop(timing.of_case(case_id, clock=Clock.RESPOND, task_id=None))


def concern(case_id: UUID, party_id: int) -> None:
    """The party has to do with the case from now on, and so may see it."""
    CaseParty.objects.get_or_create(case_id=case_id, party_id=party_id)


def remember_handler(case_id: UUID, asker: Asker) -> None:
    """Whoever worked on it neither checks it nor asks its reporters."""
    if asker.user_id is not None:
        CaseHandler.objects.get_or_create(case_id=case_id, user_id=asker.user_id)


def write(case_id: UUID, asker: Asker, entry: Entry) -> UUID:
    """Writes one entry on the timeline; returns its id."""
    written = TimelineEntry(
        case_id=case_id,
        actor_id=asker.user_id,
        actor_name=asker.name,
        act=entry.act,
        from_state=entry.from_state,
        to_state=entry.to_state,
        reason=entry.reason,
        detail=entry.detail,
        is_public=entry.is_public,
    )
    insert(written)
    if entry.reason:
        documents.add_note(case_id, entry.reason)
    return written.id


def _report_ids(case_id: UUID) -> list[UUID]:
    found = CaseSignal.objects.filter(case=case_id).values_list("report_id", flat=True)
    return [report_id for report_id in found if report_id is not None]


def _columns(decided: Transition) -> dict[str, Any]:
    is_over = decided.to in FINAL
    return {
        "state": decided.to,
        "is_open": not is_over,
        "closed_at": clock.now() if is_over else None,
    }


def _waiting(decided: Transition) -> dict[str, Any]:
    """When it goes on by itself, for one that waits for details; callers say so of a suspension."""
    if decided.to is State.INFO_REQUESTED:
        return {"resumes_at": waits_until(clock.now(), calendars.calendar(OFFICE))}
    return {"resumes_at": None} if decided.source in PAUSING else {}


def _turn_clocks(row: CaseRow, decided: Transition, asker: Asker) -> None:
    """The step was taken: what ran for it stops, what runs from now on starts.

    While parties are at work, and while it is suspended, its callers say when it is due.
    """
    # That cases are merged or separated tells the reporter nothing of the matter.
    is_told = decided.is_public and State.MERGED not in (decided.source, decided.to)
    is_contact = is_told and asker.user_id is not None
    item = catalogue.item_then(row.item, row.item_version)
    turned = turn(decided.source, decided.to)
    due = timing.follow(row.id, turned, item, is_contact=is_contact)
    if due is None or decided.to in BY_CALLERS:
        return
    columns = due.columns()
    if decided.to is State.FEEDBACK:
        columns = {"due_at": None, "feedback_until": due.at, "warn_at": due.warn_at}
    Case.objects.filter(pk=row.id).update(**columns)
