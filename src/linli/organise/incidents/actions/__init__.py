"""Opens incidents, commands them, calls units in and stands down.

Cases are held before incidents, so that of two acts at once none waits for the other for ever.
"""

from linli.organise.incidents.actions.commanding import (
    decline,
    follow_places,
    offer,
    rename,
    stand_down,
    take_command,
    write_line,
)
from linli.organise.incidents.actions.forces import (
    call_unit,
    explain_resource,
    note_arrival,
    note_resource,
    release_all,
    release_unit,
    return_resource,
    shift_resource,
)
from linli.organise.incidents.actions.opening import join, join_all, leave, open_incident

__all__ = [
    "call_unit",
    "decline",
    "explain_resource",
    "follow_places",
    "join",
    "join_all",
    "leave",
    "note_arrival",
    "note_resource",
    "offer",
    "open_incident",
    "release_all",
    "release_unit",
    "rename",
    "return_resource",
    "shift_resource",
    "stand_down",
    "take_command",
    "write_line",
]
