"""One act on many rows: what must have happened before, and what is sent."""

from collections.abc import Mapping
from typing import Any

from linli.ground.accounts import actions as accounts
from linli.ground.rights.asker import Asker, Held
from linli.ground.rights.table import Role
from linli.organise.batches import actions
from linli.organise.batches.logic import Chosen, NewBatch
from linli.organise.batches.models import Batch
from linli.organise.tasks import queries as tasks
from linli.respond.cases import queries as cases
from tests.cast import SETUP
from tests.web.conftest import PARTS, Story


class OfMany:
    """The part of the stage that is about acts on many rows."""

    __slots__ = ()

    story: Story
    people: Mapping[str, Asker]

    def begin_batch(self) -> None:
        """Lin wanted to void the case, and was cut off."""
        new = NewBatch("k", "void", [Chosen(self.story.reported, self._version())], "A test.")
        actions.begin(new, self.people["lin"])

    def batch_id(self) -> list[object]:
        found = Batch.objects.first()
        return [found.pk if found else self.story.case]

    def work_too(self) -> None:
        """Chen also works for the firm of Wu."""
        user_id, firm = self.people["chen"].user_id, self.story.district.property
        assert user_id is not None
        accounts.give(user_id, Held(Role.HANDLER, party_id=firm), SETUP)

    def many(self) -> dict[str, Any]:
        """As programs send it."""
        row = {"id": str(self.story.reported), "version": self._version()}
        return {"act": "void", "reason": "A test.", "rows": [row]}

    def many_forms(self) -> dict[str, dict[str, Any]]:
        task = tasks.task(self.story.task, PARTS)
        assert task is not None
        row = f"{self.story.reported}:{self._version()}"
        away = {
            "who": f"{task.party_id}-{self.people['wu'].user_id}",
            "to": self.people["chen"].user_id,
            "row": f"{task.id}:{task.version}",
        }
        return {
            "console:choose": {"key": "k", "act": "void", "reason": "A test.", "row": row},
            "console:away": {"key": "k", "act": "hand_over", "reason": "Ill.", **away},
        }

    def _version(self) -> int:
        row = cases.case(self.story.reported, PARTS)
        assert row is not None
        return row.version
