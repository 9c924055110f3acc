"""Everything that changes cases: `opening` by signals, `moving` by people, `handling` by tasks.

`closing` is what time does, `supplementing` what reporters do.
"""

from linli.respond.cases.actions.closing import close_unanswered
from linli.respond.cases.actions.moving import move, note, place_case
from linli.respond.cases.actions.opening import note_cleared, open_or_join
from linli.respond.cases.actions.steps import Entry, concern, decide, hold, require_reach, tell
from linli.respond.cases.actions.supplementing import supplement_case

__all__ = [
    "Entry",
    "close_unanswered",
    "concern",
    "decide",
    "hold",
    "move",
    "note",
    "note_cleared",
    "open_or_join",
    "place_case",
    "require_reach",
    "supplement_case",
    "tell",
]
