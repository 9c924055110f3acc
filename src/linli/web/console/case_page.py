"""Gathers what the page of one case shows: only what this asker may see of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from linli.ground import clock
from linli.ground.rights.asker import Asker
from linli.organise.callbacks import queries as callbacks
from linli.organise.callbacks.queries import Words
from linli.organise.hotline import queries as hotline
from linli.organise.hotline.queries import OrderRow
from linli.organise.incidents import queries as incidents
from linli.organise.incidents.logic import LONGEST_NAME
from linli.organise.ledgers import queries as ledgers
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.queries.whistling import may_whistle, whistles
from linli.organise.tasks.queries.withdrawing import is_undoable
from linli.registers.parties import queries as parties
from linli.registers.parties.queries import PartyRow
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow
from linli.respond.alerts import queries as alerts
from linli.respond.alerts.logic import AlertState
from linli.respond.alerts.queries import AlertRow
from linli.respond.cases import queries as cases
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.states import (
    ANSWER,
    MERGE,
    PLACEABLE,
    SUSPEND,
    VERIFY,
    State,
    leaving,
)
from linli.respond.cases.logic.texts import LONGEST_TOLD
from linli.respond.cases.queries import CaseRow, Move, Step, clocks
from linli.respond.cases.queries.alike import alike
from linli.sense.reports import queries as reports
from linli.sense.reports.queries import PublicFilter, PublicReport, ReportRow, SupplementRow
from linli.sense.signals import queries as signals
from linli.sense.signals.queries import SignalRow
from linli.web.console.answer_box import about
from linli.web.console.case_reports import PURPOSES
from linli.web.console.clock_panel import panel
from linli.web.shared.move_words import COMMON_REASONS, DO_AGAIN, MOVES, WITH_REASON, MoveWords
from linli.web.shared.taken import taken_of
from linli.web.shared.templatetags.linli import point_of
from linli.web.shared.words import OUTCOMES

MOST_NOTICED: Final = 30
MOST_PLACES: Final = 12


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing that was noticed, with the report behind it, if a person told it."""

    signal: SignalRow
    report: ReportRow | None


@dataclass(frozen=True, slots=True)
class Told:
    """Steps of one kind in a row, as one line of the timeline; `more` is what a reporter added."""

    step: Step
    count: int
    more: SupplementRow | Words | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A step that this asker may take, in words."""

    to: str
    words: MoveWords
    needs_reason: bool
    sets_aside: bool = False


def gather(row: CaseRow, asker: Asker, *, place_asked: str = "") -> dict[str, Any]:
    """What the templates of the page need."""
    signal_ids = cases.signal_ids(row.id, asker)
    words = [] if asker.may("see", "signal") else public_words(row.id, asker)
    return {
        "case": row,
        "noticed": (noticed := _noticed(signal_ids[-MOST_NOTICED:], asker)),
        "hotline_orders": _hotline(noticed, asker),
        "noticed_count": len(signal_ids) if asker.may("see", "signal") else len(words),
        "words": words,
        "timeline": told(*_timeline(row.id, asker)),
        "timed": clocks.timed([row.id]),
        "tasks": (orders := tasks.of_case(row.id, asker) if asker.may("see", "task") else []),
        "whistles": whistles(row.id, asker) if row.is_whistled else [],
        "undoable": {one.id for one in orders if is_undoable(one, asker, clock.now())},
        "clock_panel": panel(row, orders, asker),
        "taken": taken_of(orders, point_of(row)),
        "timed_tasks": clocks.timed_tasks(one.id for one in orders),
        "alerts": (called := _alerts(row, asker)),
        "is_called": any(may_take for _, may_take in called),
        "holder": _holder(row),
        "answering": about(row, asker),
        **_what_may_be_done(row, asker, place_asked),
    }


def public_words(case_id: UUID, asker: Asker) -> list[PublicReport]:
    """What residents wrote about it, without names and numbers: what whoever does the work needs.

    Only of public items; of the rest not even that.
    """
    newest = tuple(cases.signal_ids(case_id, asker)[-MOST_NOTICED:])
    wanted = PublicFilter(signal_ids=newest, limit=MOST_NOTICED)
    return reports.public_reports(wanted) if newest else []


def told(steps: list[Step], added: Mapping[str, SupplementRow | Words] | None = None) -> list[Told]:
    """Newest first; a hundred messages that joined in a row are one line.

    `added`: by its id, what reporters told when they were asked.
    """
    lines: list[Told] = []
    for step in reversed(steps):
        last = lines[-1] if lines else None
        if last and step.act == Act.JOINED and last.step.act == Act.JOINED:
            lines[-1] = Told(last.step, last.count + 1)
        else:
            about = step.detail.get("supplement_id") or step.detail.get("callback_id", "")
            more = (added or {}).get(about)
            lines.append(Told(step, 1, more))
    return lines


def words_added(case_id: UUID, asker: Asker) -> list[SupplementRow | Words]:
    """What reporters told when asked, without numbers and photos, for whoever does the work."""
    about = _supplemented(cases.course(case_id, asker))
    return [*reports.public_supplements(about), *callbacks.public_words(case_id, asker)]


def _timeline(case_id: UUID, asker: Asker) -> tuple[list[Step], dict[str, SupplementRow | Words]]:
    """With what reporters added and said, as much of it as this asker may see."""
    steps = cases.timeline(case_id, asker)
    about, was_asked = _supplemented(steps), any("callback_id" in one.detail for one in steps)
    added: list[SupplementRow | Words] = []
    if asker.may("see", "report"):
        added += reports.supplements(about, asker) if about else []
        added += callbacks.words(case_id, asker) if was_asked else []
    else:
        added += reports.public_supplements(about) if about else []
        added += callbacks.public_words(case_id, asker) if was_asked else []
    return steps, {str(one.id): one for one in added}


def _supplemented(steps: list[Step]) -> list[UUID]:
    """The reports about which more was told."""
    return [UUID(step.detail["report_id"]) for step in steps if step.act == Act.SUPPLEMENTED]


def choice(move: Move, state: str = "") -> Choice:
    """A step as a button; with a reason some say more than where they lead."""
    if (state, move.to) == (State.REOPEN_REQUESTED, State.FILED):
        return Choice(move.to, DO_AGAIN, move.needs_reason)
    words = WITH_REASON.get(move.to, MOVES[move.to]) if move.needs_reason else MOVES[move.to]
    return Choice(move.to, words, move.needs_reason, move.sets_aside)


def _what_may_be_done(row: CaseRow, asker: Asker, place_asked: str) -> dict[str, Any]:
    def may(act: str, kind: str) -> bool:
        return cases.scope_covers(row, asker.scope(act, kind))

    can_place = row.state in PLACEABLE and may("place", "case")
    can_dispatch = tasks.may_dispatch(row, asker)
    return {
        "choices": sorted(
            (choice(one, row.state) for one in cases.moves(row, asker)),
            key=lambda one: not one.words.is_main,
        ),
        "waits_for_leader": row.state == State.REOPEN_REQUESTED and not may("reopen", "case"),
        "common_reasons": COMMON_REASONS,
        "longest_told": LONGEST_TOLD,
        "can_place": can_place,
        "alike": (
            alike(row, asker) if may("merge", "case") and cases.moves(row, asker, MERGE) else []
        ),
        "can_unmerge": row.state == State.MERGED and may("merge", "case"),
        "can_note": may("note", "case"),
        "can_answer": bool(cases.moves(row, asker, ANSWER)),
        "can_call_back": (calls := callbacks.may_call_back(row, asker)),
        "to_call": callbacks.to_call(row, asker) if calls else [],
        "outcomes": OUTCOMES,
        "can_verify": tasks.may_verify(row, asker),
        "has_worked_on_it": bool(leaving(row.state, VERIFY)) and asker.user_id in row.handlers,
        "can_dispatch": can_dispatch,
        "can_resume": bool(cases.moves(row, asker, SUSPEND)) and row.state == State.SUSPENDED,
        "can_whistle": (can_whistle := may_whistle(row, asker)),
        "whistle_parties": parties.in_use() if can_whistle else [],
        "parties": _free_parties(row) if can_dispatch else [],
        "can_see_reporter": may("see", "reporter"),
        "can_hear": may("hear", "voice"),
        "can_release": may("release", "report"),
        "entries": ledgers.of_case(row.id) if asker.may("see", "ledger") else [],
        "incident": (belongs := _incident(row, asker)),
        "can_open_incident": row.is_open and belongs is None and may("command", "incident"),
        "longest_incident": LONGEST_NAME,
        "purposes": PURPOSES,
        "place_asked": place_asked,
        "places_found": _places(place_asked, asker) if can_place and place_asked else [],
    }


def _incident(row: CaseRow, asker: Asker) -> tuple[UUID, str] | None:
    """The id and the name of the open incident that it belongs to."""
    return incidents.incident_of_case(row.id) if asker.may("see", "incident") else None


def _noticed(signal_ids: list[UUID], asker: Asker) -> list[Noticed]:
    """Newest first; nothing for those who only see that there is a case."""
    if not asker.may("see", "signal"):
        return []
    found = signals.signals(signal_ids, asker)
    by_signal: dict[UUID, ReportRow] = {}
    if asker.may("see", "report"):
        by_signal = {one.signal_id: one for one in reports.of_signals(signal_ids, asker)}
    newest = sorted(found, key=lambda one: one.raised_at, reverse=True)
    return [Noticed(one, by_signal.get(one.id)) for one in newest]


def _hotline(noticed: list[Noticed], asker: Asker) -> list[OrderRow]:
    """The orders of 12345 by which it was told."""
    told_by = [one.report.id for one in noticed if one.report]
    return hotline.of_reports(told_by, asker) if asker.may("see", "hotline_order") else []


def _alerts(row: CaseRow, asker: Asker) -> list[tuple[AlertRow, bool]]:
    """The alerts of the case, each with whether this asker may take it now."""
    if not asker.may("see", "alert"):
        return []
    scope = asker.scope("acknowledge", "alert")
    return [
        (one, one.state == AlertState.OPEN and scope.covers(one.where, parties=(one.party_id,)))
        for one in alerts.alerts(asker, case_id=row.id).items
    ]


def _free_parties(row: CaseRow) -> list[PartyRow]:
    """Those that do not work on it already."""
    return [one for one in parties.in_use() if one.id not in row.parties]


def _holder(row: CaseRow) -> int | None:
    """Who has the duty here, so that it stands first in the choice."""
    found = parties.duty_holder(row.item, row.place_id) if row.place_id is not None else None
    return found.id if found else None


def _places(asked: str, asker: Asker) -> list[PlaceRow]:
    """Places of these words that this asker may choose."""
    found = places.find_places(asked, asker, limit=MOST_PLACES, right=("place", "case"))
    return [one.place for one in found]
