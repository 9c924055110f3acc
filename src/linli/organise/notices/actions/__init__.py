"""What notices write: `telling` and `calling` when something happened, `mornings` by the clock,
`reading`.
"""

from linli.organise.notices.actions.calling import (
    tell_called,
    tell_handed_over,
    tell_offered,
    tell_referral,
)
from linli.organise.notices.actions.mornings import make_digests
from linli.organise.notices.actions.reading import forget_before, read, read_all
from linli.organise.notices.actions.telling import (
    tell_answer_decided,
    tell_assigned,
    tell_climbed,
    tell_decided,
    tell_delay,
    tell_disputed,
    tell_draft,
    tell_letter,
    tell_merged,
    tell_order,
    tell_task,
)

__all__ = [
    "forget_before",
    "make_digests",
    "read",
    "read_all",
    "tell_answer_decided",
    "tell_assigned",
    "tell_called",
    "tell_climbed",
    "tell_decided",
    "tell_delay",
    "tell_disputed",
    "tell_draft",
    "tell_handed_over",
    "tell_letter",
    "tell_merged",
    "tell_offered",
    "tell_order",
    "tell_referral",
    "tell_task",
]
