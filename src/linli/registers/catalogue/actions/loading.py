"""Loads packs into the catalogue: versions are immutable, codes are never reused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from linli.ground import clock
from linli.ground.audit import actions as audit
from linli.ground.database import atomic
from linli.ground.revisions.actions import bump
from linli.ground.rights.asker import Asker
from linli.registers.catalogue.checks import Pack, built_in, read_packs
from linli.registers.catalogue.logic import ItemDefinition, definition
from linli.registers.catalogue.models import Item, ItemVersion
from linli.registers.catalogue.reading import Fault


@dataclass(slots=True)
class LoadReport:
    """How many items a load added, gave a new version, retired or left; with faults, none."""

    added: int = 0
    updated: int = 0
    retired: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)


def load_packs(folder: Path | None, asker: Asker) -> LoadReport:
    """Loads the packs of a folder, or the built-in ones; refused as a whole when one has a fault.

    The built-in packs are complete: an item that has gone from them is retired, and items that the
    installation has set are left alone. A folder's packs retire only what says `retired: true`.
    """
    asker.require("load", "item")
    pack = read_packs(folder) if folder else built_in()
    if pack.faults:
        return LoadReport(faults=pack.faults)
    with atomic():
        bump("catalogue")  # first, so that of two loads at once one waits for the other
        report = _load(pack, is_own=folder is not None)
        if not report.faults:
            audit.record(asker, "load", "item", added=report.added, updated=report.updated)
    return report


def keep_past_items(items: list[ItemDefinition]) -> None:
    """Keeps items that are only there for the history of another system, retired from the start.

    A code that is known stays as it is. In the transaction of the caller.
    """
    known = set(
        Item.objects.filter(pk__in=[one.code for one in items]).values_list("pk", flat=True)
    )
    new = [one for one in items if one.code not in known]
    if new:
        _add(new, is_own=True)
        bump("catalogue")


def _load(pack: Pack, *, is_own: bool) -> LoadReport:
    stored = {item.code: item for item in Item.objects.all()}
    faults = _reused(pack, stored, is_own=is_own)
    if faults:
        return LoadReport(faults=faults)
    # Read as items: a key that is new in this release makes no new version of what lacks it.
    bodies = {
        (one.item_id, one.version): definition(one.body, one.version).body
        for one in ItemVersion.objects.all()
    }
    new = [item for item in pack.items if item.code not in stored]
    report = LoadReport(added=_add(new, is_own=is_own))
    for item in pack.items:
        known = stored.get(item.code)
        if known is None:
            continue
        if (known.is_own and not is_own) or known.retired_at is not None:
            report.unchanged += 1
        elif item.retired:
            _retire(known, report, is_own=is_own)
        elif bodies[known.code, known.version] == item.body:
            report.unchanged += 1
        else:
            _renew(known, item, report, is_own=is_own)
    if not is_own:
        _retire_absent(pack, stored, report)
    return report


def _reused(pack: Pack, stored: dict[str, Item], *, is_own: bool) -> list[Fault]:
    """Items that would bring a retired code back."""
    return [
        Fault(
            *pack.spots[item.code],
            f'code: "{item.code}" was retired on {known.retired_at:%Y-%m-%d}; use a new code.',
        )
        for item in pack.items
        if (known := stored.get(item.code))
        and known.retired_at is not None
        and not item.retired
        and (is_own or not known.is_own)
    ]


def _add(items: Sequence[ItemDefinition], *, is_own: bool) -> int:
    """Returns how many these were."""
    now = clock.now()
    Item.objects.bulk_create(
        Item(code=item.code, version=1, is_own=is_own, retired_at=now if item.retired else None)
        for item in items
    )
    ItemVersion.objects.bulk_create(
        ItemVersion(item_id=item.code, version=1, body=item.body) for item in items
    )
    return len(items)


def _renew(known: Item, item: ItemDefinition, report: LoadReport, *, is_own: bool) -> None:
    version = known.version + 1
    ItemVersion.objects.create(item=known, version=version, body=item.body)
    Item.objects.filter(pk=known.pk).update(version=version, is_own=is_own)
    report.updated += 1


def _retire(known: Item, report: LoadReport, *, is_own: bool) -> None:
    Item.objects.filter(pk=known.pk).update(retired_at=clock.now(), is_own=is_own)
    report.retired += 1


def _retire_absent(pack: Pack, stored: dict[str, Item], report: LoadReport) -> None:
    for known in stored.values():
        if known.code not in pack.spots and not known.is_own and known.retired_at is None:
            _retire(known, report, is_own=False)
