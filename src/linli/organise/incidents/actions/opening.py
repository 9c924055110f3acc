"""Opens an incident from a case, and adds cases to it or takes them out."""

from collections.abc import Iterable
from uuid import UUID

from linli.ground import clock
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.organise.incidents.actions.steps import COMMAND, KIND, RUN, Said, held, write
from linli.organise.incidents.facts import CaseJoinedIncident, CaseLeftIncident, IncidentOpened
from linli.organise.incidents.logic import (
    CASE_OVER,
    IN_ONE_ALREADY,
    MOST_CASES,
    Done,
    Level,
    Named,
    refusal,
    require_room,
)
from linli.organise.incidents.models import Incident, IncidentCase
from linli.respond.cases.actions import Entry, hold, tell
from linli.respond.cases.actions.steps import require_reach
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import NotFound
from linli.respond.cases.queries import CaseRow, scope_covers
from linli.wire.texts import N_

JOIN = (("join", "case"),)


def open_incident(case_id: UUID, name: str, asker: Asker) -> UUID:
    """Whoever opens it has the command; it lies where the case lies. Returns its id.

    Raises `NotFound`, `Refused`, `BadText`, `IllegalMove` for a case that is closed or belongs to
    an open incident.
    """
    named = Named.read(name, Level.ORDINARY, "")
    with atomic():
        case = hold(case_id, asker)
        scope = asker.require(COMMAND, KIND)
        if asker.user_id is None or not scope_covers(case, scope):
            raise Refused(f"{asker.name} may not command an incident here.")
        _require_free(case)
        made = Incident.objects.create(
            name=named.name,
            place_id=case.place_id,
            spot=case.address[:200],
            opened_by=asker.user_id,
            opened_by_name=asker.name,
            commander_id=asker.user_id,
            commander_name=asker.name,
            **case.where.columns(),
        )
        write(made.id, Done.OPENED, asker, Said(named.name))
        announce(IncidentOpened(made.id, case.id, made.level))
        _join(made.id, named.name, case, asker)
        return made.id


def join(incident_id: UUID, case_id: UUID, asker: Asker) -> None:
    """One more case. Raises as `open_incident` does, and when the incident is over or full."""
    with atomic():
        case = hold(case_id, asker)
        row = held(incident_id, RUN, asker)
        require_reach(case, JOIN, asker)
        _require_free(case)
        count = IncidentCase.objects.filter(incident=row.id).count()
        require_room(count, MOST_CASES, N_("An incident holds at most %(most)d cases."))
        _join(row.id, row.name, case, asker)


def join_all(incident_id: UUID, case_ids: Iterable[UUID], asker: Asker) -> None:
    """All of them or, when one cannot be added, none."""
    with atomic():
        wanted = sorted(set(case_ids))
        for case_id in wanted:
            hold(case_id, asker)
        for case_id in wanted:
            join(incident_id, case_id, asker)


def leave(incident_id: UUID, case_id: UUID, asker: Asker) -> None:
    """The case does not belong to it. Raises `NotFound`, `Refused`, `IllegalMove`."""
    with atomic():
        case = hold(case_id, asker)
        row = held(incident_id, RUN, asker)
        belonging = IncidentCase.objects.filter(incident=row.id, case_id=case.id, left_at=None)
        if belonging.update(left_at=clock.now(), is_open=False) != 1:
            raise NotFound("case", case_id)
        write(row.id, Done.LEFT, asker, _named(case))
        announce(CaseLeftIncident(row.id, case.id))
        tell(case.id, asker, Entry(Act.LEFT_INCIDENT, row.name, {"incident_id": str(row.id)}))


def _join(incident_id: UUID, name: str, case: CaseRow, asker: Asker) -> None:
    IncidentCase.objects.create(incident_id=incident_id, case_id=case.id)
    write(incident_id, Done.JOINED, asker, _named(case))
    announce(CaseJoinedIncident(incident_id, case.id))
    tell(case.id, asker, Entry(Act.JOINED_INCIDENT, name, {"incident_id": str(incident_id)}))


def _named(case: CaseRow) -> Said:
    return Said(detail={"case_id": str(case.id), "number": case.number})


def _require_free(case: CaseRow) -> None:
    """Raises `IllegalMove`; the case is held, so that it stays so."""
    if not case.is_open:
        raise refusal(CASE_OVER)
    if IncidentCase.objects.filter(case_id=case.id, is_open=True).exists():
        raise refusal(IN_ONE_ALREADY)
