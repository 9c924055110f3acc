"""Links to a work order for hands without an account: what must have happened before."""

from datetime import timedelta
from typing import Any, Final

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from linli.ground import clock
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.logic.links import hashed
from linli.organise.tasks.models import TaskLink
from tests.web.conftest import PARTS, Story, jpeg

HANDS: Final = {"portal:hands-sign", "portal:hands-finish"}
SECRET: Final = "s" * 43


class ByLink:
    """The part of the stage that is about the link to the work order."""

    __slots__ = ()

    story: Story

    def send_link(self) -> None:
        """Lin has sent the work order to somebody without an account."""
        TaskLink.objects.create(
            task_id=self.story.task,
            secret_hash=hashed(SECRET),
            worker_name="Liu",
            worker_phone="13900000001",
            expires_at=clock.now() + timedelta(days=2),
        )

    def open_link(self) -> None:
        """They have opened it."""
        self.send_link()
        TaskLink.objects.update(bound_hash=hashed(SECRET))

    def secret(self) -> list[object]:
        return [SECRET]

    def mark(self) -> str:
        """The cookie of the telephone that has the link."""
        found = TaskLink.objects.filter(task_id=self.story.task).first()
        return signing.dumps({str(found.id): SECRET} if found else {}, salt="portal.task")

    def paper(self) -> dict[str, str]:
        """What stands on the printed order."""
        return {
            "text": "A test.",
            "done_at": timezone.localtime(clock.now()).isoformat(),
            "name": "Liu",
        }

    def link_forms(self) -> dict[str, dict[str, Any]]:
        row = tasks.task(self.story.task, PARTS)
        assert row is not None
        version = {"version": row.version}
        return {
            "console:enter-result": {**version, **self.paper()},
            "portal:hands": {"digits": "0001"},
            "portal:hands-sign": version,
            "portal:hands-finish": {**version, "text": "A test.", "after": photo_file()},
        }


def photo_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", jpeg(), "image/jpeg")
