"""Takes in departments' lists, keeps what a person decides on each row, and makes drafts of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

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
    ItemDefinition,
    Listed,
    NoSuchRow,
    with_names,
)
from linli.registers.catalogue.models import ListedRow
from linli.wire.texts import N_

AT_REST = (DraftState.WAITING, DraftState.APPROVED)


@dataclass(slots=True)
class HandedIn:
    """What came of each item's further names, by its code.

    A draft was made, another one waits already, it is called so already, or why nothing was done.
    """

    made: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: dict[str, BadItem | DraftIsOver] = field(default_factory=dict)


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
    _in_use(item)
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
    report = HandedIn()
    for code in dict.fromkeys(_pending().order_by("row").values_list("item", flat=True)):
        try:
            with atomic():
                _hand_in(code, why, asker, report)
        except HasDraft:
            report.waiting.append(code)
        except (BadItem, DraftIsOver) as refused:
            report.refused[code] = refused
    return report


def _hand_in(code: str, why: str, asker: Asker, report: HandedIn) -> None:
    rows = list(_pending().filter(item=code).select_for_update().order_by("row", "id"))
    if not rows:
        return  # decided otherwise meanwhile
    item = _in_use(code)
    names = with_names(item, [row.name for row in rows])
    if names == item.synonyms.zh:
        _settle(rows, decision=Decision.KNOWN)
        report.known.append(code)
        return
    written: dict[str, Any] = {**item.body, "synonyms": {**_filled(item.body), "zh": list(names)}}
    _settle(rows, draft=draft_change(written, item.version, why, asker))
    report.made.append(code)


def _pending() -> "QuerySet[ListedRow]":
    return ListedRow.objects.filter(decision=Decision.ALIAS, draft=None)


def _settle(rows: list[ListedRow], **columns: Any) -> None:
    ids, code = [row.pk for row in rows], rows[0].item
    if _pending().filter(pk__in=ids, item=code).update(**columns) != len(ids):
        raise DraftIsOver(f"Somebody else decided about a row of {code} a moment ago.")


def _in_use(code: str) -> ItemDefinition:
    item = queries.item(code)
    if item is None or item.retired:
        unknown = N_("“%(item)s” is not a matter in use; choose one from the list.")
        raise BadItem([(("item",), Wrong(unknown, {"item": code[:64]}))])
    return item


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
