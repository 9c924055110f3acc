"""Takes in departments' lists, keeps what a person decides on each row, and makes drafts of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic, single
from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries
from linli.registers.catalogue.actions.drafting import draft_change, draft_new, require_why
from linli.registers.catalogue.checks import BadItem, Written, Wrong
from linli.registers.catalogue.logic import (
    CannotGoBack,
    Compared,
    Decision,
    DraftIsOver,
    DraftState,
    HasDraft,
    Listed,
    NoSuchRow,
    with_names,
)
from linli.registers.catalogue.models import ListedRow
from linli.wire.texts import N_

AT_REST = (DraftState.WAITING, DraftState.APPROVED)


@dataclass(slots=True)
class HandedIn:
    """How many drafts were made, and the items whose draft could not be: one waits already."""

    drafts: int = 0
    held_up: list[str] = field(default_factory=list)


def keep_rows(rows: Sequence[tuple[Listed, Compared]], asker: Asker) -> None:
    """Adds rows, or changes those that are there; what was decided stays. Again is harmless."""
    asker.require("load", "item_list")
    with atomic():
        for listed, like in rows:
            columns = {
                "row": listed.row,
                "limit": listed.limit,
                "description": listed.description,
                "verdict": like.verdict,
                "alike": like.item,
                "alike_name": like.name[:80],
                "how": like.how,
                "first_row": like.first_row,
            }
            ListedRow.objects.update_or_create(
                unit=listed.unit,
                code=listed.code,
                name=listed.name,
                occurrence=listed.occurrence,
                defaults=columns,
            )


def take_as_alias(row_id: UUID, item: str, asker: Asker) -> None:
    """The row is another name of an item in use. Raises `BadItem`, `CannotGoBack`, `NoSuchRow`."""
    asker.require("decide", "item_list")
    known = queries.item(item)
    if known is None or known.retired:
        unknown = N_("“%(item)s” is not a matter in use; choose one from the list.")
        raise BadItem([(("item",), Wrong(unknown, {"item": item[:64]}))])
    _decide(row_id, asker, decision=Decision.ALIAS, item=item, why="")


def leave_out(row_id: UUID, why: str, asker: Asker) -> None:
    """Nothing is to come of the row. Raises as `take_as_alias` does."""
    asker.require("decide", "item_list")
    require_why(why)
    _decide(row_id, asker, decision=Decision.LEFT_OUT, item="", why=why.strip())


def reopen(row_id: UUID, asker: Asker) -> None:
    """Back to undecided. Raises `CannotGoBack`, `NoSuchRow`."""
    asker.require("decide", "item_list")
    _decide(row_id, asker, decision=Decision.OPEN, item="", why="")


def draft_of_row(row_id: UUID, written: Written, why: str, asker: Asker) -> UUID:
    """A draft of a new item for a row. Raises as `draft_new` and `reopen` do."""
    asker.require("decide", "item_list")
    with atomic():
        draft_id = draft_new(written, why, asker)
        item = str(written["code"])
        _decide(row_id, asker, decision=Decision.NEW, item=item, why="", draft_id=draft_id)
    return draft_id


def hand_in(why: str, asker: Asker) -> HandedIn:
    """One draft for each item that is to have further names. Raises `BadItem`, `Refused`."""
    asker.require("decide", "item_list")
    asker.require("write", "item")
    require_why(why)
    waiting: dict[str, list[ListedRow]] = defaultdict(list)
    for row in ListedRow.objects.filter(decision=Decision.ALIAS, draft=None).order_by("row"):
        waiting[row.item].append(row)
    report = HandedIn()
    for code, rows in waiting.items():
        _hand_in(code, rows, why, asker, report)
    return report


def _hand_in(code: str, rows: list[ListedRow], why: str, asker: Asker, report: HandedIn) -> None:
    item = queries.item(code)
    if item is None:
        return
    names = with_names(item, [row.name for row in rows])
    if names == item.synonyms.zh:
        return  # it is called so already
    written: dict[str, Any] = {**item.body, "synonyms": {**_filled(item.body), "zh": list(names)}}
    try:
        with atomic():
            draft_id = draft_change(written, item.version, why, asker)
            ids = [row.pk for row in rows]
            ListedRow.objects.filter(pk__in=ids, draft=None).update(draft=draft_id)
    except (BadItem, DraftIsOver, HasDraft):
        report.held_up.append(code)
    else:
        report.drafts += 1


def _filled(body: Written) -> dict[str, Any]:
    """Its synonyms as a pack has them: without empty lists."""
    return {key: names for key, names in body.get("synonyms", {}).items() if names}


def _decide(row_id: UUID, asker: Asker, **columns: Any) -> None:
    with atomic():
        row = single(ListedRow.objects.select_related("draft").filter(pk=row_id))
        if row is None:
            raise NoSuchRow(str(row_id))
        if row.draft is not None and row.draft.state in AT_REST:
            raise CannotGoBack(f"A draft of {row.draft.code} has come of it.")
        known = {"decided_by": asker.user_id, "decided_at": clock.now(), "draft_id": None}
        seen = ListedRow.objects.filter(pk=row_id, decision=row.decision, draft=row.draft)
        if seen.update(**{**known, **columns}) != 1:
            raise CannotGoBack("Somebody else decided about it a moment ago.")
        audit.record(asker, "decide", "item_list", str(row_id), decision=columns["decision"])
