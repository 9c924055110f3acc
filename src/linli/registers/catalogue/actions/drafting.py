"""Writes drafts of items, and makes versions of those that a second person approves."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic, single
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker, Refused
from linli.registers.catalogue.checks import BadItem, Written, Wrong, item_faults
from linli.registers.catalogue.logic import (
    LONGEST_WHY,
    Change,
    DraftIsOver,
    DraftState,
    HasDraft,
    ItemDefinition,
    NoSuchDraft,
    definition,
    differences,
)
from linli.registers.catalogue.models import Draft, Item, ItemVersion
from linli.registers.catalogue.reading import KeyPath
from linli.wire.texts import N_, plain_fault


def draft_new(written: Written, why: str, asker: Asker) -> UUID:
    """A draft of an item that is not there yet. Raises `BadItem`, `HasDraft`, `Refused`."""
    asker.require("write", "item")
    item = _checked(written, why)
    if Item.objects.filter(pk=item.code).exists():
        used = Wrong(N_("“%(value)s” was used already, and no code is used twice."))
        raise BadItem([(("code",), Wrong(used.message, {"value": item.code}))])
    return _keep(Change.NEW, item, 0, why, asker)


def draft_change(written: Written, base_version: int, why: str, asker: Asker) -> UUID:
    """A draft of the next version. Raises `BadItem`, `DraftIsOver`, `HasDraft`, `Refused`."""
    asker.require("write", "item")
    item = _checked(written, why)
    current = _in_use(item.code, base_version)
    if not differences(current, item):
        raise BadItem([((), Wrong(N_("Nothing is different from the version in use.")))])
    return _keep(Change.CHANGE, item, base_version, why, asker)


def draft_retirement(code: str, base_version: int, why: str, asker: Asker) -> UUID:
    """A draft that takes the item out of use. Raises as `draft_change` does."""
    asker.require("write", "item")
    require_why(why)
    return _keep(Change.RETIRE, _in_use(code, base_version), base_version, why, asker)


def approve(draft_id: UUID, asker: Asker) -> int:
    """Makes a version of what somebody else wrote; the running parts see it at once.

    Returns the version. Raises `NoSuchDraft`, `DraftIsOver`, and `Refused` also to its writer.
    """
    asker.require("approve", "item")
    with atomic():
        bump("catalogue")  # first, so that a load at the same time waits
        draft = _of_somebody_else(draft_id, asker)
        if (_version(draft.code) or 0) != draft.base_version:
            raise DraftIsOver(f"{draft.code} is not at version {draft.base_version} any more.")
        version = _make(draft)
        _decide(draft, DraftState.APPROVED, asker, version=version)
        audit.record(asker, "approve", "item", draft.code, version=version)
    return version


def refuse(draft_id: UUID, why: str, asker: Asker) -> None:
    """Nothing comes of the draft. Raises as `approve` does, and `BadItem` without a reason."""
    asker.require("approve", "item")
    require_why(why)
    with atomic():
        draft = _of_somebody_else(draft_id, asker)
        _decide(draft, DraftState.REFUSED, asker, decided_why=why.strip())
        audit.record(asker, "refuse", "item", draft.code)


def withdraw(draft_id: UUID, asker: Asker) -> None:
    """Its writer takes the draft back. Raises `NoSuchDraft`, `DraftIsOver`, `Refused`."""
    asker.require("write", "item")
    with atomic():
        draft = _draft(draft_id)
        if draft.written_by != asker.user_id:
            raise Refused(f"{asker.name} may not withdraw the draft of somebody else.")
        _decide(draft, DraftState.WITHDRAWN, asker)
        audit.record(asker, "withdraw", "item", draft.code)


def _checked(written: Written, why: str) -> ItemDefinition:
    faults = item_faults(written)
    try:
        require_why(why)
    except BadItem as bad:
        faults += bad.faults
    if faults:
        raise BadItem(faults)
    return definition(written, 0)


def require_why(why: str) -> None:
    path: KeyPath = ("why",)
    if not why.strip():
        raise BadItem([(path, Wrong(N_("is empty; write it.")))])
    if plain_fault(why, LONGEST_WHY):
        message = N_("must be one line of at most %(most)d characters.")
        raise BadItem([(path, Wrong(message, {"most": LONGEST_WHY}))])


def _in_use(code: str, base_version: int) -> ItemDefinition:
    """The item as it is kept. Raises `DraftIsOver` when it is another one, retired or unknown."""
    kept = single(ItemVersion.objects.filter(item=code, version=base_version))
    if kept is None or _version(code) != base_version:
        raise DraftIsOver(f"{code} is not in use at version {base_version}.")
    return definition(kept.body, base_version)


def _version(code: str) -> int | None:
    return single(Item.objects.filter(pk=code, retired_at=None).values_list("version", flat=True))


def _keep(kind: Change, item: ItemDefinition, base_version: int, why: str, asker: Asker) -> UUID:
    if asker.user_id is None:
        raise Refused(f"{asker.name} is not a person; a command loads packs.")
    try:
        with atomic():
            draft = Draft.objects.create(
                code=item.code,
                kind=kind,
                base_version=base_version,
                body=item.body,
                why=why.strip(),
                written_by=asker.user_id,
            )
            audit.record(asker, "write", "item", item.code, change=kind)
    except IntegrityError as waiting:
        raise HasDraft(f"{item.code} has a draft that waits already.") from waiting
    return draft.id


def _draft(draft_id: UUID) -> Draft:
    draft = single(Draft.objects.filter(pk=draft_id))
    if draft is None:
        raise NoSuchDraft(str(draft_id))
    return draft


def _of_somebody_else(draft_id: UUID, asker: Asker) -> Draft:
    draft = _draft(draft_id)
    if draft.written_by == asker.user_id or asker.user_id is None:
        raise Refused(f"{asker.name} may not decide on a draft of their own.")
    return draft


def _decide(draft: Draft, state: DraftState, asker: Asker, **columns: Any) -> None:
    """Raises `DraftIsOver` when somebody was faster."""
    waiting = Draft.objects.filter(pk=draft.pk, state=DraftState.WAITING)
    columns = {"state": state, "decided_by": asker.user_id, "decided_at": clock.now(), **columns}
    if waiting.update(**columns) != 1:
        raise DraftIsOver(f"The draft of {draft.code} is decided already.")


def _make(draft: Draft) -> int:
    """The version that comes of the draft; a retired item keeps the one that it has."""
    item = Item.objects.filter(pk=draft.code)
    if draft.kind == Change.RETIRE:
        item.update(retired_at=clock.now(), is_own=True)
        return draft.base_version
    version = draft.base_version + 1
    if draft.kind == Change.NEW:
        if item.exists():
            raise DraftIsOver(f"The code {draft.code} was used meanwhile.")
        Item.objects.create(code=draft.code, version=version, is_own=True)
    else:
        item.update(version=version, is_own=True)
    ItemVersion.objects.create(item_id=draft.code, version=version, body=draft.body)
    return version
