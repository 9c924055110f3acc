"""What must have happened before reporters are asked, or say whether it helped."""

from collections.abc import Mapping

from linli.ground.files.actions import store_photo
from linli.ground.rights.asker import Asker
from linli.organise.answers import actions as answers
from linli.organise.tasks import actions as task_actions
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.sense.reports.models import Report
from tests.web.conftest import PARTS, Story, jpeg


class ToldBack:
    """The part of the stage that is about reporters."""

    __slots__ = ()

    story: Story
    people: Mapping[str, Asker]

    def check_reported(self) -> None:
        """Wu's firm has done what was reported, He has checked it: reporters can be asked."""
        case, wu, he = self.story.reported, self.people["wu"], self.people["he"]
        move(case, "filed", PARTS, self._reported())
        firm = self.story.district.property
        task = task_actions.dispatch(case, firm, PARTS, self._reported())
        task_actions.sign(task, wu, 1)
        photo = store_photo(jpeg(), wu).id
        task_actions.finish(task, "Done: 0 cm.", [photo], wu, 2)
        task_actions.verify(case, True, "", he, self._reported())

    def close_reported(self) -> None:
        """Its reporters could have said whether it helped."""
        move(self.story.reported, "closed", PARTS, self._reported())

    def forget_phone(self) -> None:
        """The reporter left no number: the receipt alone opens the report."""
        Report.objects.filter(pk=self.story.report).update(reporter_phone="")

    def ask(self) -> None:
        """The desk needs to know more from the reporter."""
        version = self._reported()
        move(self.story.reported, "info_requested", PARTS, version, "Which gate?")

    def write(self) -> None:
        """Lin has written what waits for a leader."""
        answers.set_rule("*", PARTS, needs_leader=True)
        answers.write_answer(self.story.reported, "We come.", self.story.report, self.people["lin"])

    def written(self) -> list[object]:
        """Before it is written, any id will do to try the methods of the address."""
        return [self.story.reported, self.story.report]

    def _reported(self) -> int:
        """The version of the case that was reported."""
        row = cases.case(self.story.reported, PARTS)
        assert row is not None
        return row.version
