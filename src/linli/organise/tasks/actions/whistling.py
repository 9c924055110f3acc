"""Calls several parties at once to one case (吹哨): one leads, the others help."""

from uuid import UUID

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions.dispatching import give, party_in_use
from linli.organise.tasks.actions.steps import TASKS
from linli.organise.tasks.facts import WhistleBlown
from linli.organise.tasks.logic.whistling import Call, read_call
from linli.organise.tasks.models import Task, Whistle
from linli.organise.tasks.queries import of_case
from linli.respond.cases.actions import Entry, handling, hold, require_reach, require_version
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.states import WHISTLE


def whistle(case_id: UUID, call: Call, asker: Asker, version: int) -> UUID:
    """Each unit gets its task, to be signed for at once; who is at work already is called too.

    The case goes on when the work of all is done, or they were released. Returns the id.

    Raises `NotFound`, `Refused`, `StaleVersion`, `IllegalMove`, and `BadText` for a unit that is
    not known, retired or called twice.
    """
    with atomic():
        case = hold(case_id, asker)
        require_version(case, version)
        require_reach(case, WHISTLE, asker)
        why = read_call(call)
        called = [party_in_use(one) for one in dict.fromkeys((call.lead, *call.helpers))]
        made = Whistle.objects.create(
            case_id=case_id, why=why, blown_by=asker.user_id, blown_by_name=asker.name
        )
        at_work = {row.party_id: row.id for row in of_case(case_id, TASKS) if row.is_open}
        for party in called:
            task_id = at_work.get(party.id) or give(hold(case_id, asker), party, asker, called=True)
            Task.objects.filter(pk=task_id).update(
                whistle_id=made.id, is_lead=party.id == call.lead
            )
        helpers = [party.id for party in called[1:]]
        detail = {"party_id": call.lead, "helpers": helpers, "whistle_id": str(made.id)}
        handling.note_whistled(case_id, Entry(Act.WHISTLED, why, detail), asker)
        announce(WhistleBlown(made.id, case_id))
        audit.record(asker, "whistle", "case", str(case_id), parties=str(len(called)))
        return made.id
