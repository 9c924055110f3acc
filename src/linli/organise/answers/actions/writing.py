"""Writes to the reporters of a case: at once, or once a leader has agreed."""

from uuid import UUID

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic, single
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.organise.answers.actions.telling import tell_reporters
from linli.organise.answers.facts import AnswerDecided, AnswerDrafted
from linli.organise.answers.logic import LONGEST_ANSWER, DraftState, Message, require_answerable
from linli.organise.answers.logic.templates import MOST_TEMPLATES, read_template
from linli.organise.answers.models import AnswerRule, AnswerTemplate, Draft
from linli.organise.answers.queries import DraftRow, draft_row, needs_leader
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import Entry, hold, note_contact, require_reach, tell
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound
from linli.respond.cases.logic.texts import LONGEST_REASON, read_text
from linli.respond.cases.queries import CaseRow
from linli.sense.reports import queries as reports
from linli.wire.texts import N_

TELL_CASE = (("tell", "case"),)
SEND = (("send", "case"),)
WAITS: str = N_("An answer waits for a leader already; it is decided on first.")
TOO_MANY: str = N_("%(most)d templates are kept, which is all that fit. Delete one first.")
DECIDED: str = N_("It was decided already.")


def write_answer(case_id: UUID, text: str, key: UUID, asker: Asker) -> DraftState:
    """Sends it to all reporters of the case, or keeps it until a leader has agreed; which of both.

    The same `key` counts once. Raises `NotFound`, `Refused`, `IllegalMove` (also while another one
    waits) and `BadText`.
    """
    with atomic():
        case = hold(case_id, asker)
        require_reach(case, TELL_CASE, asker)
        require_answerable(case.state, has_reports=cases.has_reports(case.id))
        said = read_text("answer_text", text, LONGEST_ANSWER)
        if not needs_leader(case.item):
            _send(case, said, key, asker)
            return DraftState.SENT
        _keep(case, said, key, asker)
        return DraftState.WAITING


def decide(draft_id: UUID, asker: Asker, *, is_sent: bool, text: str = "", why: str = "") -> None:
    """A leader sends what somebody else wrote, changed or not, or hands it back with a reason.

    Raises `NotFound`, `Refused` (also to whoever wrote it), `IllegalMove` and `BadText`.
    """
    with atomic():
        row, case = _undecided(draft_id, asker)
        to = DraftState.SENT if is_sent else DraftState.HANDED_BACK
        said = read_text("answer_text", text, LONGEST_ANSWER) if is_sent else row.text
        reason = "" if is_sent else read_text("why", why, LONGEST_REASON)
        Draft.objects.filter(pk=row.id).update(
            state=to,
            is_open=False,
            text=said,
            why=reason,
            decided_at=clock.now(),
            decided_by=asker.user_id,
            decided_by_name=asker.name,
        )
        if is_sent:
            require_answerable(case.state, has_reports=cases.has_reports(case.id))
            _send(case, said, row.id, asker)
        else:
            entry = Entry(Act.ANSWER_HANDED_BACK, reason, {"draft_id": str(row.id)})
            tell(case.id, asker, entry)
        announce(AnswerDecided(row.id, case.id, to))
        audit.record(asker, "decide", "case", str(case.id), outcome=to)


def set_rule(item: str, asker: Asker, *, needs_leader: bool) -> None:
    """Whether answers about an item (`*` for every item) wait for a leader. Raises `Refused`."""
    asker.require("set_answers", "item")
    with atomic():
        if needs_leader:
            AnswerRule.objects.get_or_create(item=item)
        else:
            AnswerRule.objects.filter(item=item).delete()
        audit.record(asker, "set", "item", item, needs_leader=str(needs_leader))


def keep_template(item: str, name: str, text: str, asker: Asker) -> None:
    """One of the same name takes its place. Raises `Refused`, `BadText`."""
    asker.require("set_answers", "item")
    called, said = read_template(name, text)
    with atomic():
        kept = AnswerTemplate.objects
        if not kept.filter(item=item, name=called).update(text=said):
            if kept.count() >= MOST_TEMPLATES:
                raise BadText("name", TOO_MANY, {"most": MOST_TEMPLATES})
            kept.create(item=item, name=called, text=said)
        audit.record(asker, "save", "item", item, template=called)


def forget_template(template_id: int, asker: Asker) -> None:
    """What was written with it stays. Raises `Refused`."""
    asker.require("set_answers", "item")
    with atomic():
        AnswerTemplate.objects.filter(pk=template_id).delete()
        audit.record(asker, "save", "item", str(template_id), template="")


def _send(case: CaseRow, said: str, key: UUID, asker: Asker) -> None:
    told = reports.ids_of_signals(cases.signal_ids(case.id, asker), asker)
    if not tell_reporters(f"written/{key}", case.id, told, Message.WRITTEN, said):
        return  # the same form came twice
    note_contact(case.id)
    tell(case.id, asker, Entry(Act.TOLD, said))
    audit.record(asker, "tell", "case", str(case.id))


def _keep(case: CaseRow, said: str, key: UUID, asker: Asker) -> None:
    known = single(Draft.objects.filter(case_id=case.id, is_open=True))
    if known is not None and known.id == key:
        return
    if known is not None or Draft.objects.filter(pk=key).exists():
        raise IllegalMove("case", case.state, "told", (), WAITS)
    Draft.objects.create(
        id=key,
        case_id=case.id,
        text=said,
        written_by=asker.user_id,
        written_by_name=asker.name,
    )
    tell(case.id, asker, Entry(Act.ANSWER_DRAFTED, detail={"draft_id": str(key)}))
    announce(AnswerDrafted(key, case.id))
    audit.record(asker, "tell", "case", str(case.id), outcome=DraftState.WAITING)


def _undecided(draft_id: UUID, asker: Asker) -> tuple[DraftRow, CaseRow]:
    """What waits, while its case is held."""
    seen = single(Draft.objects.filter(pk=draft_id))
    if seen is None:
        raise NotFound("answer", draft_id)
    case = hold(seen.case_id, asker)
    require_reach(case, SEND, asker)
    row = draft_row(Draft.objects.get(pk=draft_id))
    if row.written_by is not None and row.written_by == asker.user_id:
        raise Refused("Whoever wrote an answer does not decide on it; another leader must.")
    if row.state is not DraftState.WAITING:
        raise IllegalMove("answer", row.state, row.state, (), DECIDED)
    return row, case
