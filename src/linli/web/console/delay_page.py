"""What the page of a work order says of its time: what was asked for, what may be asked for."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from linli.ground.rights.asker import Asker
from linli.organise.delays import queries as delays
from linli.organise.delays.logic import LONGEST_EXTENSION, DelayKind
from linli.organise.tasks.queries import TaskRow


def time_of(row: TaskRow, asker: Asker) -> dict[str, Any]:
    """Newest first, each with whether this asker decides on it."""
    asked, askable = delays.of_task(row.id, asker), delays.askable(row, asker)
    return {
        "delays": [(one, delays.may_decide(one, asker)) for one in reversed(asked)],
        "askable": askable,
        "may_extend": askable is not None and DelayKind.EXTENSION in askable.kinds,
        "most_extension": LONGEST_EXTENSION.get(askable.unit, 0) if askable else 0,
        "tomorrow": timezone.localdate() + timedelta(days=1),
    }
