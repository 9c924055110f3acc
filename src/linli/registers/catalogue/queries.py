"""Reads the catalogue, from memory. Items are no secret, so no asker is asked for.

What is needed to find them by words is kept as well, from the first search on. Drafts and who made
what of them are for those who may see items.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Max

from linli.ground.database import single
from linli.ground.revisions.memory import Remembered
from linli.ground.rights.asker import Asker
from linli.registers.catalogue.logic import (
    GROUPS,
    SEVERITIES,
    Change,
    Decision,
    DraftState,
    ItemDefinition,
    ItemFinder,
    Meant,
    Verdict,
    definition,
)
from linli.registers.catalogue.models import Draft, Item, ItemVersion, ListedRow

_MOST_FOUND: Final = 50
_MOST_DRAFTS: Final = 200


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All versions, and the current one of each code."""

    versions: dict[tuple[str, int], ItemDefinition]
    current: dict[str, ItemDefinition]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft. `version` is what came of it, once it is approved."""

    id: UUID
    kind: Change
    item: ItemDefinition
    base_version: int
    why: str
    state: DraftState
    written_by: int
    written_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    decided_why: str
    version: int | None

    @property
    def is_waiting(self) -> bool:
        return self.state is DraftState.WAITING


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a department's list: what it says, what is like it, and what was decided."""

    id: UUID
    row: int
    unit: str
    code: str
    name: str
    limit: str
    description: str
    verdict: Verdict
    alike: str
    alike_name: str
    how: str
    first_row: int
    decision: Decision
    item: str
    why: str
    decided_by: int | None
    decided_at: datetime | None
    draft_id: UUID | None
    draft_state: DraftState | None

    @property
    def can_go_back(self) -> bool:
        """Whether another decision can be taken: no draft of it waits or counts."""
        return self.draft_state not in (DraftState.WAITING, DraftState.APPROVED)


def item(code: str) -> ItemDefinition | None:
    """The current version; retired items are still known (`retired`)."""
    return _catalogue.get().current.get(code)


def item_name(code: str, language: str) -> str:
    """What people call the item; the code itself when there is no such item."""
    known = item(code)
    return known.label(language) if known else code


def item_at(code: str, version: int) -> ItemDefinition | None:
    """The item as it was when a case opened with it."""
    return _catalogue.get().versions.get((code, version))


def item_then(code: str, version: int) -> ItemDefinition:
    """The same for a case that is at work. Raises `LookupError` when it is not there."""
    found = item_at(code, version)
    if found is None:
        raise LookupError(
            f"{code} version {version} is not in the catalogue; load the pack that had it."
        )
    return found


def versions(code: str) -> list[ItemDefinition]:
    """All that the item has ever been."""
    return [one for (known, _), one in _catalogue.get().versions.items() if known == code]


def items() -> list[ItemDefinition]:
    """The items in use, by group, then the gravest first."""
    return [one for one in _catalogue.get().current.values() if not one.retired]


def retired_items() -> list[ItemDefinition]:
    """The items out of use; their cases still name them."""
    return [one for one in _catalogue.get().current.values() if one.retired]


def changed_at() -> datetime:
    """When what is offered changed last: a version began to count, or an item was retired."""
    made = ItemVersion.objects.aggregate(at=Max("made_at"))["at"]
    retired = Item.objects.aggregate(at=Max("retired_at"))["at"]
    return max((at for at in (made, retired) if at), default=datetime.fromtimestamp(0, UTC))


def made_at(code: str) -> dict[int, datetime]:
    """When each version of the item began to count."""
    found = ItemVersion.objects.filter(item=code).values_list("version", "made_at")
    return dict(found)


def drafts(asker: Asker, *, code: str = "", is_waiting: bool | None = None) -> list[DraftRow]:
    """The newest first, at most 200. Raises `Refused`."""
    asker.require("see", "item")
    found = Draft.objects.order_by("-written_at")
    if code:
        found = found.filter(code=code)
    if is_waiting is not None:
        waiting = DraftState.WAITING.value
        found = found.filter(state=waiting) if is_waiting else found.exclude(state=waiting)
    return [_draft(row) for row in found[:_MOST_DRAFTS]]


def draft(draft_id: UUID, asker: Asker) -> DraftRow | None:
    """Raises `Refused`."""
    asker.require("see", "item")
    row = single(Draft.objects.filter(pk=draft_id))
    return _draft(row) if row else None


def count_waiting(asker: Asker) -> int:
    """How many drafts wait for a second person. Raises `Refused`."""
    asker.require("see", "item")
    return Draft.objects.filter(state=DraftState.WAITING).count()


def kept_rows() -> dict[tuple[str, str, str, int], tuple[str, str, str, str]]:
    """What is kept of every list, by unit, code, name and occurrence: for comparing a new file."""
    columns = ("unit", "code", "name", "occurrence", "limit", "description", "verdict", "alike")
    return {row[:4]: row[4:] for row in ListedRow.objects.values_list(*columns)}


def listed_rows(
    asker: Asker, *, verdict: str = "", decision: str = "", start: int = 0, limit: int = 50
) -> list[ListRow]:
    """In the order of their file. Raises `Refused`."""
    asker.require("see", "item_list")
    wanted = {key: one for key, one in (("verdict", verdict), ("decision", decision)) if one}
    found = ListedRow.objects.filter(**wanted).select_related("draft").order_by("row", "id")
    return [_listed_row(row) for row in found[start : start + limit]]


def listed_row(row_id: UUID, asker: Asker) -> ListRow | None:
    """Raises `Refused`."""
    asker.require("see", "item_list")
    row = single(ListedRow.objects.select_related("draft").filter(pk=row_id))
    return _listed_row(row) if row else None


def count_listed(asker: Asker) -> dict[tuple[str, str], int]:
    """How many rows, by verdict and decision. Raises `Refused`."""
    asker.require("see", "item_list")
    counted = ListedRow.objects.values_list("verdict", "decision").annotate(Count("pk"))
    return {(verdict, decision): count for verdict, decision, count in counted.order_by()}


def count_to_hand_in(asker: Asker) -> int:
    """How many rows are another name of an item and not in a draft yet. Raises `Refused`."""
    asker.require("see", "item_list")
    return ListedRow.objects.filter(decision=Decision.ALIAS, draft=None).count()


def find_items(
    text: str, *, public_only: bool = False, of_list: str = "", limit: int = 10
) -> list[Meant]:
    """The items in use that somebody may mean who types or says this, the likeliest first.

    With `public_only` what residents may report; with `of_list` what goes to that list; at most 50.
    """

    def may_be(item: ItemDefinition) -> bool:
        return (item.public or not public_only) and of_list in ("", item.list)

    return _finder.get().find(text, may_be)[: max(1, min(limit, _MOST_FOUND))]


def _draft(row: Draft) -> DraftRow:
    return DraftRow(
        row.id,
        Change(row.kind),
        definition(row.body, row.version or 0),
        row.base_version,
        row.why,
        DraftState(row.state),
        row.written_by,
        row.written_at,
        row.decided_by,
        row.decided_at,
        row.decided_why,
        row.version,
    )


def _listed_row(row: ListedRow) -> ListRow:
    names = ("id", "row", "unit", "code", "name", "limit", "description", "alike", "alike_name")
    more = ("how", "first_row", "item", "why", "decided_by", "decided_at", "draft_id")
    return ListRow(
        **{name: getattr(row, name) for name in (*names, *more)},
        verdict=Verdict(row.verdict),
        decision=Decision(row.decision),
        draft_state=DraftState(row.draft.state) if row.draft else None,
    )


def _load_finder() -> ItemFinder:
    return ItemFinder.build(items())


def _load() -> Catalogue:
    versions = {
        (row.item_id, row.version): definition(row.body, row.version)
        for row in ItemVersion.objects.all()
    }
    current = [
        replace(versions[row.code, row.version], retired=row.retired_at is not None)
        for row in Item.objects.all()
    ]
    return Catalogue(versions, {one.code: one for one in sorted(current, key=_order)})


def _order(one: ItemDefinition) -> tuple[int, int, str]:
    return GROUPS.index(one.group), SEVERITIES.index(one.severity), one.code


_catalogue = Remembered("catalogue", _load)
_finder = Remembered("catalogue", _load_finder)
