"""The box on the page of a case in which its reporters are written to."""

from dataclasses import dataclass
from uuid import uuid4

from django.utils.translation import gettext

from linli.ground.rights.asker import Asker
from linli.organise.answers import queries as answers
from linli.organise.answers.logic import LONGEST_ANSWER, DraftState, Message
from linli.organise.answers.logic.templates import Part, fill
from linli.organise.answers.queries import DraftRow, TemplateRow
from linli.organise.answers.words import sentence
from linli.respond.cases.queries import CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What the box shows. `preview` and `waiting_as_read` are what reporters (will) read."""

    draft: DraftRow | None
    can_write: bool
    can_decide: bool
    needs_leader: bool
    templates: list[TemplateRow]
    key: str
    text: str = ""
    preview: str = ""
    waiting_as_read: str = ""
    longest: int = LONGEST_ANSWER


def about(
    case: CaseRow, asker: Asker, text: str = "", key: str = "", *, is_begun: bool = False
) -> Answering | None:
    """None for who writes no answers here; `is_begun`: a template's text, to be read first."""
    draft, can_write = answers.last_draft(case, asker), answers.may_answer(case, asker)
    if not can_write and draft is None:
        return None
    waiting = draft if draft and draft.state is DraftState.WAITING else None
    return Answering(
        draft=draft,
        can_write=can_write and waiting is None,
        can_decide=waiting is not None and answers.may_decide(waiting, case, asker),
        needs_leader=answers.needs_leader(case.item),
        templates=answers.templates(asker, case.item) if can_write else [],
        key=key or uuid4().hex,
        text=text,
        preview=_as_read(text) if text and not is_begun else "",
        waiting_as_read=_as_read(waiting.text) if waiting else "",
    )


def _as_read(text: str) -> str:
    own = {Part.RECEIPT: gettext("[each reader's own receipt number]")}
    return sentence(Message.WRITTEN, fill(text.strip(), own))
