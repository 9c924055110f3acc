"""What tags announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from linli.ground.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class TagMade(Fact):
    """The code of a place may be hung up."""

    NAME: ClassVar[str] = "tag_made"

    tag_id: UUID

    @property
    def subject(self) -> str:
        return f"tag:{self.tag_id}"


@dataclass(frozen=True, slots=True)
class TagRevoked(Fact):
    """The code of a place leads nowhere any more."""

    NAME: ClassVar[str] = "tag_revoked"

    tag_id: UUID

    @property
    def subject(self) -> str:
        return f"tag:{self.tag_id}"
