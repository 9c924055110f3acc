"""What can be wrong with an act on a case, a task or an alert. Pages translate the messages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID


class NotFound(LookupError):
    """There is no such thing within the asker's reach."""

    def __init__(self, kind: str, thing_id: UUID) -> None:
        super().__init__(f"There is no {kind} {thing_id} within your reach; check the id.")
        self.kind = kind
        self.thing_id = thing_id


class StaleVersion(Exception):
    """Somebody else changed the thing since it was read; `current` is its version now."""

    def __init__(self, kind: str, current: int) -> None:
        super().__init__(
            f"The {kind} has changed and is at version {current}; read it again, then decide."
        )
        self.kind = kind
        self.current = current


class IllegalMove(Exception):
    """No such step leads on from here. `allowed` holds the states that can be asked for.

    With `guard`, the step exists, but something is still missing; the sentence says what.
    """

    def __init__(
        self, kind: str, source: str, to: str, allowed: tuple[str, ...], guard: str = ""
    ) -> None:
        instead = f"use {' or '.join(allowed)}" if allowed else "nothing can be asked for here"
        super().__init__(
            f'A {kind} cannot go from {source} to "{to[:32]}": {guard or f"{instead}."}'
        )
        self.kind = kind
        self.source = source
        self.to = to
        self.allowed = allowed
        self.guard = guard


class BadText(ValueError):
    """Something that was written cannot be taken. `message % values` is for people."""

    def __init__(self, field: str, message: str, values: Mapping[str, Any] | None = None) -> None:
        self.field = field
        self.message = message
        self.values = values or {}
        super().__init__(f"{field}: {self.reason}")

    @property
    def reason(self) -> str:
        return self.message % self.values


class BadFilter(ValueError):
    """A list was asked for by something that is not known; `field` names it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
