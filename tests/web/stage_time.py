"""What must have happened before a unit is given more time, is late, or its work waits."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from linli.ground import clock
from linli.ground.rights.asker import Asker
from linli.organise.delays import actions as delays
from linli.organise.delays import queries as delays_now
from linli.organise.delays.logic import DelayKind, Wanted
from linli.organise.supervision import queries as supervision
from linli.organise.supervision.actions import supervise
from linli.organise.tasks import actions as tasks
from linli.organise.tasks import queries as tasks_now
from linli.organise.tasks.logic.referrals import Handed
from linli.organise.tasks.models import Task
from linli.registers.parties import actions as parties
from linli.registers.parties import queries as register
from linli.registers.parties.logic import Office, PostDetails
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import Entry
from linli.respond.cases.logic.acts import Act
from tests.web.conftest import PARTS, Story

TIMED: Final = ("console:ask-time", "console:plan", "console:outside")
"""What a unit does about the time of work that it has signed for."""

LATER: Final = {"act": "plan", "reason": "A test."}
OUTSIDE: Final = {"act": "refer", "body": "Power", "way": "phone", "follower": "Wu"}
LONGER: Final = {"kind": "extension", "amount": "1", "reason": "A test."}


def soon() -> str:
    """The day after tomorrow, as a form has it."""
    return (clock.now() + timedelta(days=2)).date().isoformat()


def in_an_hour() -> str:
    """The same for a day and a time."""
    return timezone.localtime(clock.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")


class InTime:
    """The part of the stage that is about the time of work."""

    __slots__ = ()

    story: Story
    people: Mapping[str, Asker]

    def be_late(self) -> None:
        """The time for the work is over."""
        Task.objects.filter(pk=self.story.task).update(due_at=clock.now() - timedelta(hours=1))

    def write_letter(self) -> None:
        """The leader has written to Wu's firm."""
        term = clock.now() + timedelta(days=2)
        supervise(self.story.task, "Now.", term, self.people["leader"], 0)

    def letter(self) -> list[object]:
        """The last letter; before there is one any id will do to try the methods."""
        written = supervision.of_task(self.story.task, PARTS)
        return [written[-1].id if written else self.story.task]

    def refer(self) -> None:
        """The power company has to do it."""
        handed = Handed(
            body="Power", way="phone", follower="Wu", answer_by=clock.now() + timedelta(days=2)
        )
        tasks.refer(self.story.task, handed, self.people["wu"], self._version())

    def ask_time(self) -> None:
        wanted = Wanted(kind=DelayKind.EXTENSION, reason="A test.", amount=1)
        delays.ask(self.story.task, wanted, self.people["wu"], self._version())

    def delay_asked(self) -> list[object]:
        asked = delays_now.of_task(self.story.task, PARTS)
        return [asked[-1].id if asked else self.story.task]

    def suspend(self) -> None:
        until = clock.now() + timedelta(days=1)
        tasks.suspend(self.story.case, until, Entry(Act.SUSPENDED), PARTS)

    def name_post(self) -> None:
        """Somebody is named for the street, so that it can be ended."""
        details = PostDetails(code="p", party_id=self.story.district.water, name="p")
        post_id = parties.save_post(details, PARTS)
        parties.set_charge(Office.LEAD, self.story.district.street, post_id, PARTS)

    def called(self) -> dict[str, Any]:
        """The unit that has it leads, the street office helps."""
        row = cases.case(self.story.case, PARTS)
        assert row
        district = self.story.district
        units = {"lead": district.property, "helpers": [district.street_office]}
        return {"version": row.version, "why": "A test.", **units}

    def time_forms(self) -> dict[str, dict[str, Any]]:
        return {
            "console:ask-time": {"version": self._version(), **LONGER},
            "console:withdraw-dispatch": {"version": self._version(), "reason": "A test."},
            "console:plan": {"version": self._version(), "planned_at": in_an_hour(), **LATER},
            "console:outside": {"version": self._version(), **OUTSIDE, "answer_by": soon()},
            "console:decide-delay": {"outcome": "approved"},
            "console:set-charge": self._charge(),
            "console:end-charge": {"office": "lead", "place_id": self.story.district.street},
        }

    def _charge(self) -> dict[str, Any]:
        post = next(iter(register.all_posts()), None)
        return {
            "office": "head",
            "place_id": self.story.district.street,
            "post_id": post.id if post else 0,
        }

    def _version(self) -> int:
        row = tasks_now.task(self.story.task, PARTS)
        assert row
        return row.version
