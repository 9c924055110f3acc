"""Keeps what somebody saw on the spot before a case is filed: words, photos and position."""

from typing import Final
from uuid import UUID

from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions.checking import evidence
from linli.organise.tasks.logic.results import Looked
from linli.respond.cases.actions import Entry, hold, require_reach, tell
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.logic.states import State, by_hand
from linli.respond.cases.logic.texts import LONGEST_NOTE, read_text
from linli.wire.texts import N_

NOT_WAITED_FOR: Final = N_("Nobody waits for a look at it any more.")


def look(case_id: UUID, text: str, looked: Looked, asker: Asker) -> None:
    """What the desk waits for, while the case is looked into.

    Raises `NotFound`, `Refused`, `IllegalMove`, `BadText`.
    """
    with atomic():
        case = hold(case_id, asker)
        require_reach(case, (("note", "case"),), asker)
        if case.state != State.VERIFYING:
            raise IllegalMove("case", case.state, "looked", by_hand(case.state), NOT_WAITED_FOR)
        said = read_text("text", text, LONGEST_NOTE)
        tell(case_id, asker, Entry(Act.LOOKED, said, evidence(looked, asker)))
        audit.record(asker, "look", "case", str(case_id))
