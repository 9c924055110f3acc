"""Reads shortcuts: to everybody their own."""

from dataclasses import dataclass

from linli.ground.rights.asker import Asker
from linli.ground.shortcuts.models import Shortcut


@dataclass(frozen=True, slots=True)
class ShortcutRow:
    """One shortcut; `asked` maps the fields of the page's address to their values."""

    id: int
    name: str
    asked: dict[str, str]


def shortcuts(page: str, asker: Asker) -> list[ShortcutRow]:
    """The asker's own for one page, the oldest first, so that each keeps its number."""
    owner = asker.scope("keep", "shortcut").owner_id
    if owner is None:
        return []
    rows = Shortcut.objects.filter(user_id=owner, page=page).order_by("id")
    return [ShortcutRow(row.pk, row.name, row.asked) for row in rows]
