"""What alerts do when a case begins, is placed, ends, begins anew, or moves with its place."""

from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue
from linli.respond.alerts import actions
from linli.respond.alerts.logic import calls
from linli.respond.cases.facts import CaseMoved, CaseOpened, CasePlaced
from linli.respond.cases.logic.states import FINAL


def call(fact: CaseOpened, asker: Asker) -> None:
    """Most items never call anybody: then the case itself is not looked at."""
    if any(map(calls, catalogue.versions(fact.item))):
        actions.make_alerts(fact.case_id, asker)


def call_where_it_is(fact: CasePlaced, asker: Asker) -> None:
    actions.make_alerts(fact.case_id, asker)


def follow_case(fact: CaseMoved, asker: Asker) -> None:
    """What is closed needs nobody any more; what is taken up again does."""
    if fact.to_state in FINAL:
        actions.end(fact.case_id, asker)
    elif fact.from_state in FINAL:
        actions.make_alerts(fact.case_id, asker)


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(actions.follow_places, fact)
