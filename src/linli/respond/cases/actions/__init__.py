"""Everything that changes cases: `opening` by signals, `moving` by people, `handling` by tasks."""

from linli.respond.cases.actions.moving import move, note, place_case
from linli.respond.cases.actions.opening import note_cleared, open_or_join
from linli.respond.cases.actions.steps import Entry, hold, tell

__all__ = ["Entry", "hold", "move", "note", "note_cleared", "open_or_join", "place_case", "tell"]
