"""What the tests of tasks look at."""

from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from linli.ground.files.actions import store_photo
from linli.ground.rights.asker import Asker
from linli.organise.tasks import queries
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import TaskRow
from tests.capabilities.cases import happenings
from tests.capabilities.cases.happenings import PART


def photo_by(asker: Asker) -> UUID:
    """A small photo that this person took; returns its id."""
    written = BytesIO()
    Image.new("RGB", (8, 8), "blue").save(written, "JPEG")
    return store_photo(written.getvalue(), asker).id


def task_of(case_id: UUID) -> TaskRow:
    return queries.of_case(case_id, PART)[-1]


def task_now(row: TaskRow) -> TaskRow:
    found = queries.task(row.id, PART)
    assert found is not None
    return found


def everything() -> dict[str, list[Any]]:
    """All that an act on a task or its case could have changed."""
    return {**happenings.everything(), "Task": list(Task.objects.order_by("pk").values())}
