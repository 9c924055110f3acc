"""What a way to the hotline's own system keeps to; `tests/contracts` hold every kind to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class LinkDown(OSError):
    """The hotline's system does not answer, or does not let us in; the text says what it said."""


@dataclass(frozen=True, slots=True)
class Handed:
    """Orders that the hotline handed over at once: a list in the columns of `schemas/orders.json`.

    `key` names it towards the hotline.
    """

    key: str
    content: bytes


class About(StrEnum):
    """What we tell the hotline about one of its orders."""

    RETURN = "return"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that the hotline is told; sent again under the same `key` it counts once."""

    key: str
    about: About
    number: str
    text: str


class Link(Protocol):
    """Both directions are at least once: what was not acknowledged comes again, also after a kill.

    Every method raises `LinkDown` when the other side is not there.
    """

    def handed(self) -> Iterable[Handed]:
        """What was handed over and not acknowledged, oldest first."""
        ...

    def acknowledge(self, key: str, faults: Iterable[str]) -> None:
        """It is stored here, but for the faults, which are for people there. Again is harmless."""
        ...

    def tell(self, told: Told) -> None:
        """Returns once the other side has it."""
        ...
