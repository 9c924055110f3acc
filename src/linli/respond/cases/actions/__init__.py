"""Everything that changes cases: `opening` by signals, `moving` by people, `handling` by tasks.

`closing` is what time does, `supplementing` and `feedback` what reporters do, `taking` what the
desk does while somebody waits on the telephone. `history` takes over what another system had.
"""

from linli.respond.cases.actions.climbing import climb
from linli.respond.cases.actions.closing import close_unanswered, resume_unsupplemented
from linli.respond.cases.actions.history import keep_map
from linli.respond.cases.actions.moving import move, note, place_case
from linli.respond.cases.actions.opening import note_cleared, open_or_join
from linli.respond.cases.actions.releasing import release_words, withdraw_words
from linli.respond.cases.actions.steps import (
    Entry,
    concern,
    decide,
    hold,
    note_contact,
    require_reach,
    require_version,
    tell,
)
from linli.respond.cases.actions.supplementing import supplement_case
from linli.respond.cases.actions.taking import (
    answer_case,
    join_publicly,
    take_answered,
    take_into,
)

__all__ = [
    "Entry",
    "answer_case",
    "climb",
    "close_unanswered",
    "concern",
    "decide",
    "hold",
    "join_publicly",
    "keep_map",
    "move",
    "note",
    "note_cleared",
    "note_contact",
    "open_or_join",
    "place_case",
    "release_words",
    "require_reach",
    "require_version",
    "resume_unsupplemented",
    "supplement_case",
    "take_answered",
    "take_into",
    "tell",
    "withdraw_words",
]
