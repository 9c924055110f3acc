"""Decides about alerts: their states, and whether a case calls for one. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from linli.registers.catalogue.logic import ItemDefinition
from linli.wire.texts import N_


class AlertState(StrEnum):
    """Open until somebody takes it; over when its reason is gone."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    OVER = "over"


LABELS: Final[dict[AlertState, str]] = {
    AlertState.OPEN: N_("Waiting for somebody"),
    AlertState.ACKNOWLEDGED: N_("Taken"),
    AlertState.OVER: N_("Over"),
}

LIVE: Final = (AlertState.OPEN, AlertState.ACKNOWLEDGED)

OUTBOX: Final = "outbox"
"""The channel of a message that is only kept for the outbox page: none is set up that sends."""

SHOWN: Final = "shown"
"""The delivery of such a message: shown on that page, and neither sent nor delivered."""


def calls(item: ItemDefinition | None) -> bool:
    """Whether a case of this item, at the version it opened with, calls people."""
    return item is not None and item.alert.call


class AlreadyTaken(Exception):
    """Somebody else was faster; `user_id` and `at` say who and when."""

    def __init__(self, user_id: int | None, name: str, at: datetime) -> None:
        super().__init__(f"{name} took this alert at {at:%H:%M:%S} UTC; you need not.")
        self.user_id = user_id
        self.name = name
        self.at = at


class AlertIsOver(Exception):
    """The reason for the alert is gone; nobody needs to take it any more."""
