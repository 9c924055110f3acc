"""What tasks do when a case begins, is placed, or moves."""

from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions
from linli.respond.cases.facts import CaseMoved, CaseOpened, CasePlaced
from linli.respond.cases.logic.states import FINAL, State


def dispatch_by_duty(fact: CaseOpened, asker: Asker) -> None:
    actions.dispatch_by_duty(fact.case_id, asker)


def dispatch_placed(fact: CasePlaced, asker: Asker) -> None:
    actions.dispatch_by_duty(fact.case_id, asker)


def follow_case(fact: CaseMoved, asker: Asker) -> None:
    """What comes back from a party goes to a person, not to the same party again."""
    if fact.to_state == State.FILED and fact.from_state != State.HANDLING:
        actions.dispatch_by_duty(fact.case_id, asker)
    elif fact.to_state in FINAL:
        actions.cancel_all(fact.case_id, asker)
