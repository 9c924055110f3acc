"""Decides which shortcuts can be kept. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from linli.wire.texts import N_, holds_control

LONGEST_NAME: Final = 20
LONGEST_VALUE: Final = 200
MOST_VALUES: Final = 10
MOST: Final = 20
"""Of one person for one page; more would have to be searched themselves."""


class UnknownShortcut(LookupError):
    """The asker keeps no such shortcut."""

    def __init__(self, shortcut_id: int) -> None:
        super().__init__(f"You keep no shortcut {shortcut_id}; open the list of yours.")


class BadShortcut(ValueError):
    """It cannot be kept. `message % values` is for people."""

    def __init__(self, message: str, values: Mapping[str, Any] | None = None) -> None:
        self.message, self.values = message, values or {}
        super().__init__(message % self.values)


def read_name(name: str) -> str:
    """As it is shown. Raises `BadShortcut`."""
    said = " ".join(name.split())
    if not said:
        raise BadShortcut(N_("Give it a name."))
    if len(said) > LONGEST_NAME:
        values = {"length": len(said), "most": LONGEST_NAME}
        raise BadShortcut(
            N_("The name has %(length)d signs; it may have %(most)d. Shorten it."), values
        )
    if not said.isprintable():
        raise BadShortcut(N_("The name holds signs that cannot be shown; type it anew."))
    return said


def read_asked(asked: Mapping[str, str]) -> dict[str, str]:
    """What is asked for, if it is something, and not too much. Raises `BadShortcut`."""
    wanted = {name: value for name, value in asked.items() if value}
    if not wanted:
        raise BadShortcut(
            N_("Nothing is chosen yet. Choose a tab or a filter first, then keep it.")
        )
    if len(wanted) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in wanted.values()):
        values = {"most": LONGEST_VALUE}
        raise BadShortcut(N_("A filter may have %(most)d signs; use fewer words."), values)
    if any(holds_control(value) for value in wanted.values()):
        raise BadShortcut(N_("The filter holds signs that cannot be shown; choose it anew."))
    return wanted


def require_room(kept: int) -> None:
    """Raises `BadShortcut` when somebody keeps as many as fit already."""
    if kept >= MOST:
        raise BadShortcut(
            N_("You keep %(most)d filters, which is all that fit. Delete one first."),
            {"most": MOST},
        )
