"""A case that is told where it is joins the one that was there, as its signals would have."""

from uuid import UUID

from linli.ground.database import require_transaction
from linli.ground.facts.actions import announce_all
from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import is_emergency
from linli.respond.cases.actions import documents
from linli.respond.cases.actions.opening import choose, grow, rule_of
from linli.respond.cases.actions.steps import CASES, Entry, decide, hold, take, write
from linli.respond.cases.facts import SignalJoined
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.states import JOIN, State
from linli.respond.cases.models import Case, CaseSignal
from linli.respond.cases.queries import signal_ids
from linli.sense.signals import queries as signals


def merge_by_rule(case_id: UUID, asker: Asker) -> UUID | None:
    """Merges a case that was just placed, if the item's own rule says so; returns into which.

    By the newest thing noticed: two problems a month apart at one place stay two.
    """
    require_transaction("Merging a case")
    row = hold(case_id, CASES)
    noticed = signals.signals(signal_ids(case_id, CASES), CASES)
    how = catalogue.item_then(row.item, row.item_version).joining
    chosen = choose(noticed[-1], how, apart_from=case_id) if noticed else None
    if chosen is None or not grow(chosen.case_id, noticed):
        return None
    CaseSignal.objects.filter(case_id=case_id).update(case_id=chosen.case_id)
    into = Case.objects.only("number", "severity").get(pk=chosen.case_id)
    rule = {**rule_of(chosen, how), "merged": row.number, "count": len(noticed)}
    write(into.id, asker, Entry(Act.JOINED, detail=rule))
    urgent = is_emergency(into.severity)
    announce_all([SignalJoined(into.id, one.id, urgent=urgent) for one in noticed])
    detail = {"into": str(into.id), "number": into.number}
    decided = decide(row, State.MERGED, JOIN, asker)
    take(row, decided, asker, Entry(Act.MERGED, detail=detail), merged_into_id=into.id)
    documents.rewrite(into.id)
    return into.id
