"""What its reporters say of a case that waits for them, or is closed.

Only `organise/callbacks` may call this.
"""

from linli.ground.database import require_transaction
from linli.ground.rights.asker import Asker
from linli.respond.cases.actions.steps import Entry, decide, take
from linli.respond.cases.logic.states import CALL_BACK, Rights, State
from linli.respond.cases.models import CaseParty
from linli.respond.cases.queries import CaseRow


def close_answered(row: CaseRow, by: Rights, said: Entry, asker: Asker) -> None:
    """It helped, and nobody is left to be asked. Raises `Refused`, `IllegalMove`."""
    require_transaction("Closing an answered case")
    take(row, decide(row, State.CLOSED, by, asker), asker, said)
    _let_go(row)


def take_up_again(row: CaseRow, by: Rights, said: Entry, asker: Asker) -> None:
    """It did not help. Whoever rang decides that it is done again; a reporter asks the desk to.

    Raises `Refused`, `IllegalMove`.
    """
    require_transaction("Taking a case up again")
    to = State.FILED if by == CALL_BACK else State.REOPEN_REQUESTED
    take(row, decide(row, to, by, asker), asker, said)
    _let_go(row)


def _let_go(row: CaseRow) -> None:
    """Nobody is at work on it any more; the desk says who goes on."""
    CaseParty.objects.filter(case_id=row.id).delete()
