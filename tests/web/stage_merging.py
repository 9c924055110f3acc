"""Two cases of one problem: what must have happened before they are merged or separated."""

from collections.abc import Mapping
from typing import Any

from linli.ground.rights.asker import Asker
from linli.organise.tasks import actions as tasks
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import open_or_join
from linli.respond.cases.queries import CaseFilter, CaseRow
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from tests.web.conftest import PARTS, Story


class OfOneProblem:
    """The part of the stage that is about merging the reported case."""

    __slots__ = ()

    story: Story
    people: Mapping[str, Asker]

    def tell_again(self) -> None:
        """Somebody else tells of it, and that has become a case of its own."""
        told = NewReport(item="garbage", text="The same.", channel="portal", place_code="b3")
        open_or_join(take_report(told, PARTS).signal_id, PARTS)

    def other_case(self) -> CaseRow:
        """Before it is told again any case will do to try the methods of the address."""
        told = cases.cases(CaseFilter(item="garbage"), PARTS).items
        return told[0] if told else self.reported_case()

    def reported_case(self) -> CaseRow:
        row = cases.case(self.story.reported, PARTS)
        assert row is not None
        return row

    def both_cases(self) -> list[object]:
        return [self.story.reported, self.other_case().id]

    def merging(self) -> dict[str, Any]:
        """What is sent to merge the one into the other."""
        into = self.other_case()
        version = self.reported_case().version
        return {"into": str(into.id), "version": version, "into_version": into.version}

    def merge(self) -> None:
        """It was merged, and perhaps that was a mistake."""
        self.tell_again()
        into, row = self.other_case(), self.reported_case()
        tasks.merge(row.id, into.id, PARTS, row.version, into.version)
