"""Codes of places: one that hangs in a lift, and where its pages lie."""

from datetime import UTC, datetime
from typing import Final

from linli.ground.rights.asker import Where
from linli.sense.tags import queries as tags
from linli.sense.tags.actions import make
from linli.sense.tags.logic import NewTag
from linli.sense.tags.queries import TagRow
from tests.web.conftest import PARTS, Story

NOW: Final = datetime.now(UTC)


class OfCodes:
    """The part of the stage that is about codes of places."""

    __slots__ = ()

    story: Story

    def tag_code(self) -> list[object]:
        return [self.tag().code]

    def tag_id(self) -> list[object]:
        return [self.tag().id]

    def tag(self) -> TagRow:
        """The newest code of a place; before there is one, a code that is none."""
        made = tags.tags(PARTS).items
        return made[0] if made else TagRow(self.story.case, "A" * 16, "", "", 0, Where(), NOW, None)

    def make_tag(self) -> None:
        """A code hangs in the lift of the building."""
        make(NewTag("lift", self.story.district.building, "Lift 2"), PARTS)
