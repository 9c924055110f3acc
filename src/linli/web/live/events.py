"""What a client of `/live/` is told: one event, written once for all clients."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from linli.ground.environment import LANGUAGES
from linli.ground.rights.asker import Scope, Where

Stream = Literal["cases", "alerts"]
KINDS: Final[dict[Stream, str]] = {"cases": "case", "alerts": "alert"}
"""The kind of thing of each stream; it names the events and the right to see them."""

HEARTBEAT: Final = b": still here\n\n"
RECONNECT_MS: Final = 2000


@dataclass(frozen=True, slots=True)
class Event:
    """One change. `number` is that of its fact; `frames` holds the bytes for each language."""

    number: int
    stream: Stream
    where: Where
    parties: tuple[int, ...]
    frames: dict[str, bytes]

    def is_for(self, scope: Scope) -> bool:
        return scope.covers(self.where, parties=self.parties)


def frames(stream: Stream, number: int, data: dict[str, Any]) -> dict[str, bytes]:
    """The event in each language. A value that is a dict by language becomes its text."""
    head = f"id: {number}\nevent: {KINDS[stream]}\ndata: ".encode()
    return {
        language: head + msgspec.json.encode(_said_in(language, data)) + b"\n\n"
        for language in LANGUAGES
    }


def greeting(number: int) -> bytes:
    """Opens a stream: from where to resume, even when it breaks before the first event."""
    return f"retry: {RECONNECT_MS}\nid: {number}\n\n".encode()


def reset(number: int) -> bytes:
    """Tells a client that it has missed too much: load the list anew, then go on from here."""
    return f"id: {number}\nevent: reset\ndata: {{}}\n\n".encode()


def _said_in(language: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value[language] if isinstance(value, dict) else value for key, value in data.items()
    }
