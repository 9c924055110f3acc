"""Lets the holder of a receipt follow a report: no personal data, no notes from inside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from linli.ground import clock
from linli.ground.database import single
from linli.ground.keys import read_short_code
from linli.ground.rights.asker import Asker
from linli.organise.answers.logic import PUBLIC_LEVELS, Came, DraftState, Message, Word, steps
from linli.organise.answers.logic.templates import Part, fill
from linli.organise.answers.models import Answer, AnswerRule, AnswerTemplate, Draft
from linli.organise.answers.words import label, sentence
from linli.organise.tasks.queries import arranged as arranging
from linli.organise.tasks.queries.arranged import Arranged
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.states import State
from linli.respond.cases.queries import CaseRow, Step
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import PublicReport, ReportRow

Report = PublicReport | ReportRow

EVERY_ITEM: Final = "*"
ANSWERS = Asker.for_part("answers")


@dataclass(frozen=True, slots=True)
class Told:
    """One line that a reporter reads."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a report stands, in the words of the asked language.

    `asked` is what the desk needs to know from the reporter now; None when it asks nothing.
    `asks_whether_it_helped`: the work was checked, and the reporter may say so. `planned_at`: when
    a unit means to come; `is_referred`: an outside body has some of the work.
    """

    receipt: str
    item_code: str
    item: str
    state_code: Word
    state_label: str
    place: str
    received_at: datetime
    steps: tuple[Told, ...]
    answers: tuple[Told, ...]
    asked: str | None
    asks_whether_it_helped: bool
    planned_at: datetime | None = None
    is_referred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """An answer in the desk's own words: who wrote it, and what a leader decided."""

    id: UUID
    case_id: UUID
    text: str
    state: DraftState
    written_at: datetime
    written_by: int | None
    written_by_name: str
    decided_by_name: str
    why: str


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A text to begin an answer with; `item` is `*` for every item."""

    id: int
    item: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """What is known about some reports: cases by signal, courses by case, answers by report."""

    cases: dict[UUID, CaseRow]
    courses: dict[UUID, list[Step]]
    paths: dict[int, tuple[PlaceRow, ...]]
    answers: dict[UUID, list[Answer]]
    arranged: dict[UUID, Arranged]


def follow(receipt: str, language: str) -> Followed | None:
    """What became of the report with this receipt, however loosely typed; None if there is none."""
    report = reports.by_receipt(receipt)
    if report is None:
        return None
    [found] = _follow({read_short_code(receipt): report}, language)
    return found


def follow_all(own: Iterable[ReportRow], language: str) -> list[Followed]:
    """What became of each of these reports, which the asker may see, in their order."""
    return _follow({report.receipt: report for report in own}, language)


def needs_leader(item: str) -> bool:
    """Whether what is written about this item waits for a leader."""
    return AnswerRule.objects.filter(item__in=(item, EVERY_ITEM)).exists()


def rules(asker: Asker) -> list[str]:
    """The items of which that is so. Raises `Refused`."""
    asker.require("see", "item")
    return sorted(AnswerRule.objects.values_list("item", flat=True))


def templates(asker: Asker, item: str = "") -> list[TemplateRow]:
    """All, or those for answers about one item: its own first. Raises `Refused`."""
    asker.require("see", "item")
    found = AnswerTemplate.objects.all()
    if item:
        found = found.filter(item__in=(item, EVERY_ITEM))
    rows = found.order_by("-item", "name")
    return [TemplateRow(one.pk, one.item, one.name, one.text) for one in rows]


def begun_with(template_id: int, case: CaseRow, language: str) -> str:
    """The text of a template with what is known of the case; empty for one that is not there."""
    found = single(AnswerTemplate.objects.filter(pk=template_id))
    if found is None:
        return ""
    units = [one.label(language) for one in parties.parties(case.parties)]
    path = places.path(case.place_id) if case.place_id is not None else ()
    values = {
        Part.ITEM: catalogue.item_name(case.item, language),
        Part.PLACE: _place(path, language),
        Part.UNIT: "、".join(units),
        Part.TIME: date_format(timezone.localtime(clock.now()), gettext("M j, H:i")),
    }
    return fill(found.text, {part: value for part, value in values.items() if value})


def draft(draft_id: UUID, asker: Asker) -> DraftRow | None:
    """An answer, or None when its case is out of reach."""
    found = single(Draft.objects.filter(pk=draft_id))
    if found is None or cases.case(found.case_id, asker) is None:
        return None
    return draft_row(found)


def last_draft(case: CaseRow, asker: Asker) -> DraftRow | None:
    """What waits for a leader, or came back from one, for those who may answer."""
    if not cases.scope_covers(case, asker.scope("tell", "case")):
        return None
    newest = Draft.objects.filter(case_id=case.id).order_by("-written_at", "-id").first()
    if newest is None or newest.state == DraftState.SENT:
        return None
    return draft_row(newest)


def may_answer(case: CaseRow, asker: Asker) -> bool:
    """Whether this asker may write to the reporters of the case now."""
    is_answerable = case.state != State.MERGED and cases.has_reports(case.id)
    return is_answerable and cases.scope_covers(case, asker.scope("tell", "case"))


def may_decide(row: DraftRow, case: CaseRow, asker: Asker) -> bool:
    """Whether this asker sends it or hands it back: never whoever wrote it."""
    is_own = asker.user_id is not None and asker.user_id == row.written_by
    is_within = cases.scope_covers(case, asker.scope("send", "case"))
    return row.state is DraftState.WAITING and not is_own and is_within


def draft_row(one: Draft) -> DraftRow:
    return DraftRow(
        id=one.id,
        case_id=one.case_id,
        text=one.text,
        state=DraftState(one.state),
        written_at=one.written_at,
        written_by=one.written_by,
        written_by_name=one.written_by_name,
        decided_by_name=one.decided_by_name,
        why=one.why,
    )


def _follow(told: Mapping[str, Report], language: str) -> list[Followed]:
    """Of all at once: as many questions to the store as for one."""
    about = _about(told.values())
    with override(language):
        return [_followed(receipt, report, about, language) for receipt, report in told.items()]


def _about(told: Iterable[Report]) -> About:
    own = list(told)
    found = cases.of_signals((report.signal_id for report in own), ANSWERS)
    where = {report.id: _where(report, found.get(report.signal_id)) for report in own}
    answers: dict[UUID, list[Answer]] = {}
    for row in Answer.objects.filter(report_id__in=where).order_by("id"):
        answers.setdefault(row.report_id, []).append(row)
    return About(
        cases=found,
        courses=cases.courses((case.id for case in found.values()), ANSWERS),
        paths=places.paths(place_id for place_id in where.values() if place_id is not None),
        answers=answers,
        arranged=arranging.arranged(case.id for case in found.values()),
    )


def _followed(receipt: str, report: Report, about: About, language: str) -> Followed:
    case = about.cases.get(report.signal_id)
    course = about.courses.get(case.id, []) if case else []
    taken = steps(report.received_at, (Came(step.at, step.to_state) for step in course))
    arranged = about.arranged.get(case.id, Arranged()) if case else Arranged()
    path = about.paths.get(_where(report, case) or 0, ())
    return Followed(
        receipt=receipt,
        item_code=report.item,
        item=catalogue.item_name(report.item, language),
        state_code=taken[-1][1],
        state_label=label(taken[-1][1]),
        place=_place(path, language),
        received_at=report.received_at,
        steps=tuple(Told(at, label(word)) for at, word in taken),
        answers=tuple(_told(row, language, receipt) for row in about.answers.get(report.id, [])),
        asked=_asked(case, course),
        asks_whether_it_helped=case is not None and case.state == State.FEEDBACK,
        planned_at=arranged.planned_at,
        is_referred=arranged.is_referred,
    )


def _asked(case: CaseRow | None, course: list[Step]) -> str | None:
    if case is None or case.state != State.INFO_REQUESTED:
        return None
    return course[-1].reason


def _where(report: Report, case: CaseRow | None) -> int | None:
    return report.place_id or (case.place_id if case else None)


def _place(path: Iterable[PlaceRow], language: str) -> str:
    """From the widest to the narrowest that may be shown to anybody with the receipt."""
    return " · ".join(place.label(language) for place in path if place.level in PUBLIC_LEVELS)


def _told(row: Answer, language: str, receipt: str) -> Told:
    text = _text(row, language)
    if row.message == Message.WRITTEN:
        text = fill(text, {Part.RECEIPT: receipt})
    return Told(row.made_at, sentence(Message(row.message), text))


def _text(row: Answer, language: str) -> str:
    """The reason as it was written, or the name of the party that was kept as a code."""
    if row.message not in (Message.HANDLING, Message.HANDLING_AGAIN):
        return row.text
    party = parties.by_code(row.text) if row.text else None
    return party.label(language) if party else row.text
