"""What must have happened before an incident can be looked at or worked on."""

from collections.abc import Mapping
from typing import Final

from linli.ground.rights.asker import Asker
from linli.organise.incidents import actions, queries
from tests.web.conftest import PARTS, Story

OF_AN_INCIDENT: Final = tuple(f"console:incident{act}" for act in ("", "-act", "-print", "-export"))


class InAnIncident:
    """The part of the stage that is about incidents."""

    __slots__ = ()

    story: Story
    people: Mapping[str, Asker]

    def open_incident(self) -> None:
        """Lin has the command, and Wu's firm is called in."""
        lin = self.people["lin"]
        opened = actions.open_incident(self.story.reported, "Flood", lin)
        actions.call_unit(opened, self.story.district.property, "Pump.", lin)

    def incident(self) -> list[object]:
        """Before there is one, any id will do to try the methods of the address."""
        opened = queries.incidents(PARTS).items
        return [opened[0].id if opened else self.story.case]
