"""Two cases of one problem become one, and two again if that was a mistake.

What was noticed moves to the case that goes on, with who reported it; nothing is deleted.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import F

from linli.ground.database import require_transaction
from linli.ground.facts.actions import announce, announce_all
from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import SEVERITIES, is_emergency
from linli.respond.cases.actions import documents
from linli.respond.cases.actions.handling import Remaining
from linli.respond.cases.actions.opening import choose, grow, rule_of
from linli.respond.cases.actions.steps import CASES, Entry, change, decide, hold, take, write
from linli.respond.cases.facts import CaseNoted, SignalJoined
from linli.respond.cases.logic.acts import Act
from linli.respond.cases.logic.faults import IllegalMove
from linli.respond.cases.logic.merging import objection
from linli.respond.cases.logic.states import MERGE, State, by_hand, step
from linli.respond.cases.models import Case, CaseSignal, TimelineEntry
from linli.respond.cases.queries import CaseRow, Step, signal_ids, situation
from linli.respond.cases.queries.rows import timeline_step
from linli.sense.signals import queries as signals
from linli.sense.signals.queries import SignalRow
from linli.wire.texts import N_

_DEEPEST: Final = 100


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
    into = hold(chosen.case_id, CASES)
    _bring(row, into, noticed, Entry(Act.TOOK_IN, detail=rule_of(chosen, how)), asker)
    _leave(row, into, Entry(Act.MERGED), asker)
    return into.id


def merge(row: CaseRow, into: CaseRow, said: Entry, asker: Asker) -> None:
    """A person says that both are one problem. Both cases are held by the caller.

    Raises `StaleVersion`, `Refused`, `IllegalMove`.
    """
    require_transaction("Merging a case")
    require_mergeable(row, into)
    noticed = signals.signals(signal_ids(row.id, CASES), CASES)
    if not grow(into.id, noticed):
        raise RuntimeError(f"Case {into.id} was merged into without being held.")
    change(into)
    _bring(row, into, noticed, Entry(Act.TOOK_IN, said.reason), asker)
    _leave(row, into, said, asker)


def require_mergeable(row: CaseRow, into: CaseRow) -> None:
    """Raises `IllegalMove` with the sentence that says why not."""
    if reason := objection(row, into):
        raise IllegalMove("case", row.state, State.MERGED, by_hand(row.state), reason)


def unmerge(row: CaseRow, into: CaseRow, said: Entry, work: Remaining, asker: Asker) -> None:
    """Gives back what came from the case, which goes on where it was, with the time that it had.

    Both are held by the caller, who has given its work again. What the other case was told after
    the merging stays there. Raises `StaleVersion`, `Refused`, `IllegalMove`.
    """
    require_transaction("Separating a case")
    _give_back(row, into)
    source = merging_of(row.id).from_state
    detail = {"out_of": str(into.id), "number": into.number}
    decided = step(row.state, source, MERGE, situation(row, asker, work.open_tasks))
    entry = Entry(said.act, said.reason, detail)
    take(row, decided, asker, entry, merged_into_id=None, **work.times())
    other = Entry(Act.GAVE_BACK, said.reason, {"case_id": str(row.id), "number": row.number})
    announce(CaseNoted(into.id, write(into.id, asker, other)))
    documents.rewrite(row.id)
    documents.rewrite(into.id)


def merging_of(case_id: UUID) -> Step:
    """What was written when it was merged the last time."""
    merged = TimelineEntry.objects.filter(case=case_id, act=Act.MERGED).order_by("-id")[0]
    return timeline_step(merged)


def _bring(
    row: CaseRow, into: CaseRow, noticed: list[SignalRow], said: Entry, asker: Asker
) -> None:
    """Moves what was noticed; who reported it is told, and hears of the other case from now on."""
    own = CaseSignal.objects.filter(case_id=row.id)
    own.filter(first_case=None).update(first_case=row.id)
    own.update(case_id=into.id)
    detail = {"case_id": str(row.id), "number": row.number, "count": len(noticed), **said.detail}
    entry_id = write(into.id, asker, Entry(said.act, said.reason, detail))
    announce(CaseNoted(into.id, entry_id))
    severity = Case.objects.values_list("severity", flat=True).get(pk=into.id)
    urgent = is_emergency(severity)
    told = (one for one in noticed if one.report_id is not None)
    announce_all([SignalJoined(into.id, one.id, urgent=urgent) for one in told])


def _leave(row: CaseRow, into: CaseRow, said: Entry, asker: Asker) -> None:
    detail = {"into": str(into.id), "number": into.number, **said.detail}
    decided = decide(row, State.MERGED, MERGE, asker)
    take(row, decided, asker, Entry(said.act, said.reason, detail), merged_into_id=into.id)
    documents.rewrite(row.id)
    documents.rewrite(into.id)


def _give_back(row: CaseRow, into: CaseRow) -> None:
    """Its own signals, and those of what had been merged into it before."""
    if into.state == State.MERGED:
        first = N_("The case that it is part of was merged itself; separate that one first.")
        raise IllegalMove("case", row.state, State.RECEIVED, (), first)
    came = CaseSignal.objects.filter(case=into.id, first_case__in=_all_within(row.id))
    if not came.filter(first_case=row.id).update(case_id=row.id, first_case=None):
        unkept = N_("It was merged before Linli kept what is needed to separate it again.")
        raise IllegalMove("case", row.state, State.RECEIVED, (), unkept)
    came.update(case_id=row.id)
    left = signals.signals(signal_ids(into.id, CASES), CASES)
    change(
        into,
        signal_count=F("signal_count") - row.signal_count,
        severity=min((one.severity for one in left), key=SEVERITIES.index),
        last_signal_at=max(one.happened_at for one in left),
    )


def _all_within(case_id: UUID) -> set[UUID]:
    """The case with what is merged into it, and into that."""
    found, layer = {case_id}, {case_id}
    for _ in range(_DEEPEST):
        layer = _merged_into(layer)
        if not layer:
            break
        found |= layer
    return found


def _merged_into(case_ids: Iterable[UUID]) -> set[UUID]:
    merged = Case.objects.filter(merged_into__in=list(case_ids))
    return set(merged.values_list("pk", flat=True))
