"""How two versions of an item differ, and when a draft may become one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from linli.registers.catalogue.logic.items import ItemDefinition

LONGEST_WHY: Final = 400


class Change(StrEnum):
    """What a draft asks for."""

    NEW = "new"
    CHANGE = "change"
    RETIRE = "retire"


class DraftState(StrEnum):
    """A draft waits until a second person decides, or its writer takes it back."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class DraftIsOver(Exception):
    """Somebody was faster: the draft is decided, or the item has become another one meanwhile."""


class HasDraft(Exception):
    """The item has a draft that waits: that one is decided first."""


class NoSuchDraft(LookupError):
    """There is no draft of this id."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same; `path` is as in a pack: `joining.radius_m`."""

    path: str
    before: Any
    after: Any


def differences(old: ItemDefinition | None, new: ItemDefinition) -> list[Difference]:
    """What the new one says otherwise, in the order of a pack; of a first version everything."""
    before = dict(leaves(old.body)) if old else {}
    after = dict(leaves(new.body))
    return [
        Difference(path, before.get(path), after.get(path))
        for path in dict.fromkeys([*after, *before])
        if before.get(path) != after.get(path)
    ]


def leaves(body: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Values by their paths; a limit is one value, and what is empty is left out."""
    for key, value in body.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping) and "unit" not in value:
            yield from leaves(value, f"{path}.")
        elif value not in (None, "", [], ()):
            yield path, value
