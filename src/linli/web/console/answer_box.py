"""The box on the page of a case in which its reporters are written to."""

from dataclasses import dataclass
from uuid import uuid4

from linli.ground.rights.asker import Asker
from linli.organise.answers import queries as answers
from linli.organise.answers.logic import LONGEST_ANSWER, DraftState, Message
from linli.organise.answers.queries import DraftRow
from linli.organise.answers.words import sentence
from linli.respond.cases.queries import CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What the box shows. `preview` and `waiting_as_read` are what reporters (will) read."""

    draft: DraftRow | None
    can_write: bool
    can_decide: bool
    needs_leader: bool
    key: str
    text: str = ""
    preview: str = ""
    waiting_as_read: str = ""
    longest: int = LONGEST_ANSWER


def about(case: CaseRow, asker: Asker, text: str = "", key: str = "") -> Answering | None:
    """None for who writes no answers here."""
    draft, can_write = answers.last_draft(case, asker), answers.may_answer(case, asker)
    if not can_write and draft is None:
        return None
    waiting = draft if draft and draft.state is DraftState.WAITING else None
    return Answering(
        draft=draft,
        can_write=can_write and waiting is None,
        can_decide=waiting is not None and answers.may_decide(waiting, case, asker),
        needs_leader=answers.needs_leader(case.item),
        key=key or uuid4().hex,
        text=text,
        preview=sentence(Message.WRITTEN, text.strip()) if text else "",
        waiting_as_read=sentence(Message.WRITTEN, waiting.text) if waiting else "",
    )
