"""What every act on an incident does: the lock, the right, the line of the log, the audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from linli.ground.audit import actions as audit
from linli.ground.database import require_transaction
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.organise.incidents.facts import IncidentLogged
from linli.organise.incidents.logic import NOT_COMMANDER, OVER, Done, refusal
from linli.organise.incidents.models import Incident, IncidentLine
from linli.organise.incidents.queries import IncidentRow, incident, may
from linli.respond.cases.logic.faults import NotFound, StaleVersion

COMMAND, RUN, WRITE, ARRIVE, RELIEVE = "command", "run", "write", "arrive", "relieve"
"""Rights on an incident: to have the command, to work for the commander, to write into the log,
to say that one's own unit is there, to take the command from somebody who cannot have it."""

KIND: Final = "incident"


@dataclass(frozen=True, slots=True)
class Said:
    """What a line of the log tells beside who, when and what was done."""

    text: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    corrects: UUID | None = None


NOTHING: Final = Said()


def held(incident_id: UUID, act: str, asker: Asker) -> IncidentRow:
    """The open incident, locked until the transaction ends, if the asker may do this to it.

    Raises `NotFound`, `Refused`, and `IllegalMove` when it was stood down.
    """
    require_transaction("Holding an incident")
    list(Incident.objects.select_for_update().filter(pk=incident_id).values_list("pk"))
    row = incident(incident_id, asker)
    if row is None:
        raise NotFound(KIND, incident_id)
    require(act, row, asker)
    if not row.is_open:
        raise refusal(OVER)
    return row


def require(act: str, row: IncidentRow, asker: Asker) -> None:
    """Raises `Refused`."""
    if not may(act, row, asker):
        raise Refused(f"{asker.name} may not {act} this incident.")


def require_commander(row: IncidentRow, asker: Asker) -> None:
    """Raises `IllegalMove`."""
    if row.commander_id != asker.user_id:
        raise refusal(NOT_COMMANDER)


def change(row: IncidentRow, version: int, **columns: Any) -> None:
    """Changes the incident if it is still as it was read at `version`. Raises `StaleVersion`."""
    same = Incident.objects.filter(pk=row.id, version=version, is_open=True)
    if same.update(version=version + 1, **columns) != 1:
        raise StaleVersion(KIND, Incident.objects.values_list("version", flat=True).get(pk=row.id))


def write(incident_id: UUID, done: Done, asker: Asker, said: Said = NOTHING) -> UUID:
    """Writes the next line of the log, and what was done into the audit; returns the line's id."""
    Incident.objects.filter(pk=incident_id).update(lines=F("lines") + 1)
    number = Incident.objects.values_list("lines", flat=True).get(pk=incident_id)
    line = IncidentLine.objects.create(
        incident_id=incident_id,
        sequence=number,
        who_id=asker.user_id,
        who=asker.name,
        done=done,
        text=said.text,
        detail=dict(said.detail),
        corrects_id=said.corrects,
    )
    audit.record(asker, "log", KIND, str(incident_id), done=done.value)
    return line.id


def write_alone(row: IncidentRow, done: Done, asker: Asker, said: Said = NOTHING) -> None:
    """The same for an act about which no fact of its own tells."""
    announce(IncidentLogged(row.id, write(row.id, done, asker, said)))
