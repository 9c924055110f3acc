"""Work at its first stations: filed, dispatched, signed for."""

from typing import Any

import pytest

from linli.ground.rights.asker import Asker
from linli.organise.tasks.actions import dispatch_by_duty, sign
from linli.organise.tasks.queries import TaskRow
from linli.respond.cases.queries import CaseRow
from tests.capabilities.cases.happenings import PART, case_from, noticed
from tests.capabilities.tasks.works import task_now, task_of


@pytest.fixture
def filed(district: Any) -> CaseRow:
    """A gauge told of a flood: filed at once, and not given to anybody yet."""
    return case_from(noticed())


@pytest.fixture
def task(filed: CaseRow) -> TaskRow:
    """The property firm has the work order and has not signed for it yet."""
    dispatch_by_duty(filed.id, PART)
    return task_of(filed.id)


@pytest.fixture
def signed(task: TaskRow, wu: Asker) -> TaskRow:
    """Wu is at work."""
    sign(task.id, wu, task.version)
    return task_now(task)
