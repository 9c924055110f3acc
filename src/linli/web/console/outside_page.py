"""What the pages of a work order say of outside bodies that have, or had, some of the work."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from linli.ground.rights.asker import Asker
from linli.organise.tasks.queries import TaskRow
from linli.organise.tasks.queries.arranged import referrals
from linli.respond.cases import queries as cases
from linli.web.shared.outside_words import HEARD, WAYS


def outside_of(row: TaskRow, asker: Asker) -> dict[str, Any]:
    """Each referral with what was heard of it, newest first, and what can be chosen."""
    found = referrals(row.id, asker)
    steps = cases.timeline(row.case_id, asker) if found and asker.may("see", "case") else []
    heard: dict[str, list[Any]] = {}
    for step in reversed(steps):
        heard.setdefault(step.detail.get("referral_id", ""), []).append(step)
    return {
        "referrals": [(one, heard.get(str(one.id), [])) for one in found],
        "ways": WAYS,
        "heard": HEARD,
        "tomorrow": timezone.localdate() + timedelta(days=1),
    }
