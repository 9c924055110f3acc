"""Tells whoever is called to an incident, or gets work that somebody else had."""

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.organise.incidents import queries as incidents
from linli.organise.incidents.facts import CommandOffered, UnitCalled
from linli.organise.incidents.queries import IncidentRow
from linli.organise.notices.actions.writing import News, of_task, unit, write
from linli.organise.notices.logic import Kind, holders
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.facts import ReferralDue, TaskHandedOver


def tell_handed_over(fact: TaskHandedOver, asker: Asker) -> None:
    """Whoever goes on with the work."""
    if row := tasks.task(fact.task_id, asker):
        with atomic():
            write(Kind.HANDED_OVER, f"{row.id}:{row.version}", of_task(row), [fact.user_id])


def tell_referral(fact: ReferralDue, asker: Asker) -> None:
    """Whoever signed for the work asks the outside body after it."""
    if row := tasks.task(fact.task_id, asker):
        readers = holders(unit(row.party_id), row.signed_by)
        with atomic():
            write(Kind.REFERRAL_DUE, f"{row.id}:{row.next_at}", of_task(row), readers)


def tell_called(fact: UnitCalled, asker: Asker) -> None:
    """The whole unit."""
    if row := incidents.incident(fact.incident_id, asker):
        with atomic():
            news = _of_incident(row, fact.party_id)
            write(Kind.UNIT_CALLED, str(fact.call_id), news, unit(fact.party_id))


def tell_offered(fact: CommandOffered, asker: Asker) -> None:
    """Whoever is to take over the command, unless it has been decided meanwhile."""
    row = incidents.incident(fact.incident_id, asker)
    if row and row.offered_to == fact.user_id:
        with atomic():
            key = f"{row.id}:{row.version}"
            write(Kind.COMMAND_OFFERED, key, _of_incident(row), [fact.user_id])


def _of_incident(row: IncidentRow, party_id: int | None = None) -> News:
    return News(about="incident", about_id=row.id, place_id=row.place_id, party_id=party_id)
