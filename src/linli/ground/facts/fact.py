"""The shape of a fact: a frozen dataclass in the past tense, with a fixed name and version."""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

KNOWN: dict[tuple[str, int], type["Fact"]] = {}


class UnknownFact(Exception):
    """This release does not know the name or version of a stored fact; parked, never dropped."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Base of all facts. Subclasses state `NAME`, `VERSION` and their subject; ids only inside."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int] = 1

    def __init_subclass__(cls) -> None:
        name = cls.__dict__.get("NAME")
        if name:
            KNOWN[name, cls.VERSION] = cls

    @property
    def subject(self) -> str:
        """What the fact is about, such as `case:<id>`; facts of one subject arrive in order."""
        raise NotImplementedError

    @property
    def is_urgent(self) -> bool:
        """Urgent facts have workers of their own."""
        return bool(getattr(self, "urgent", False))


def encode(fact: Fact) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.to_builtins(fact)
    return body


def decode(name: str, version: int, body: dict[str, Any]) -> Fact:
    """The fact as it was announced.

    Raises `UnknownFact` for a name or version that is not known here.
    """
    known = KNOWN.get((name, version))
    if known is None:
        raise UnknownFact(f"No fact {name} of version {version} is known; is a release missing?")
    return msgspec.convert(body, known, strict=False)
