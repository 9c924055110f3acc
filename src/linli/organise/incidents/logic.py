"""Decides what may be said and done in an incident, and when it may be stood down."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from linli.respond.cases.logic.faults import BadText, IllegalMove
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_

MOST_CASES: Final = 500
MOST_UNITS: Final = 200
MOST_RESOURCES: Final = 500
MOST_LINES: Final = 10_000
"""Lines by hand; what is done is written down in any case."""
MOST_OF_ONE: Final = 1_000_000

LONGEST_NAME: Final = 80
LONGEST_SPOT: Final = 200
LONGEST_ORDER: Final = 300
LONGEST_THING: Final = 80
LONGEST_LINE: Final = 1000
LONGEST_SUMMARY: Final = 4000


class Level(IntEnum):
    """How grave it is, as the law has it (突发事件应对法, Article 3)."""

    EXTRAORDINARY = 1
    MAJOR = 2
    CONSIDERABLE = 3
    ORDINARY = 4


LEVEL_LABELS: Final[dict[Level, str]] = {
    Level.EXTRAORDINARY: N_("Level I, extraordinary"),
    Level.MAJOR: N_("Level II, major"),
    Level.CONSIDERABLE: N_("Level III, considerable"),
    Level.ORDINARY: N_("Level IV, ordinary"),
}


class Done(StrEnum):
    """What a line of the log tells: written by hand, or an act."""

    WRITTEN = "written"
    OPENED = "opened"
    CHANGED = "changed"
    OFFERED = "offered"
    TOOK_COMMAND = "took_command"
    DECLINED = "declined"
    JOINED = "joined"
    LEFT = "left"
    CALLED = "called"
    ARRIVED = "arrived"
    RELEASED = "released"
    GOT = "got"
    SHIFTED = "shifted"
    RETURNED = "returned"
    EXPLAINED = "explained"
    STOOD_DOWN = "stood_down"


DONE_LABELS: Final[dict[Done, str]] = {
    Done.WRITTEN: N_("Line by hand"),
    Done.OPENED: N_("Incident opened"),
    Done.CHANGED: N_("Name, level or place changed"),
    Done.OFFERED: N_("Command offered"),
    Done.TOOK_COMMAND: N_("Command taken over"),
    Done.DECLINED: N_("Command declined"),
    Done.JOINED: N_("Case added"),
    Done.LEFT: N_("Case taken out"),
    Done.CALLED: N_("Unit called in"),
    Done.ARRIVED: N_("Unit arrived"),
    Done.RELEASED: N_("Unit released"),
    Done.GOT: N_("Resource received"),
    Done.SHIFTED: N_("Resource is elsewhere now"),
    Done.RETURNED: N_("Resource returned"),
    Done.EXPLAINED: N_("Resource will not come back"),
    Done.STOOD_DOWN: N_("Stood down"),
}

OVER: Final = N_("This incident was stood down; nothing can be added to it any more.")
NOT_COMMANDER: Final = N_("Only its commander can do this; take over the command first.")
IN_ONE_ALREADY: Final = N_(
    "This case belongs to an open incident already; take it out there first."
)
CASE_OVER: Final = N_("This case is closed; only open cases can be added.")
CALLED_ALREADY: Final = N_("This unit has been called in and is not released yet.")
NOT_OFFERED: Final = N_("The command is not offered to you any more.")
ARRIVED_ALREADY: Final = N_("This was noted before: the unit has arrived or was released.")
RELEASED_ALREADY: Final = N_("This unit was released before.")
ENDED_ALREADY: Final = N_("This resource was returned or explained before.")
UNITS_THERE: Final = N_("Units are still called in: release them before you stand down.")
RESOURCES_OUT: Final = N_("Resources are not back: note their return, or say why they stay away.")


@dataclass(frozen=True, slots=True)
class Standing:
    """What still stands open in an incident."""

    units: int
    resources: int

    @property
    def missing(self) -> tuple[str, ...]:
        """What has to be done before it can be stood down."""
        return (UNITS_THERE,) * bool(self.units) + (RESOURCES_OUT,) * bool(self.resources)


def refusal(guard: str, to: str = "") -> IllegalMove:
    return IllegalMove("incident", "open", to, (), guard)


def require_nothing_open(standing: Standing) -> None:
    """Raises `IllegalMove`."""
    if standing.missing:
        raise refusal(standing.missing[0], "stood_down")


def require_room(count: int, most: int, message: str) -> None:
    """Raises `BadText`; `message` names `most`."""
    if count >= most:
        raise BadText("incident", message, {"most": most})


@dataclass(frozen=True, slots=True)
class Named:
    """What an incident is called, how grave it is, and where, in words."""

    name: str
    level: Level
    spot: str

    @classmethod
    def read(cls, name: str, level: int, spot: str) -> "Named":
        """Raises `BadText`."""
        if level not in set(Level):
            raise BadText("level", N_("There is no level %(level)s; use 1 to 4."), {"level": level})
        return cls(
            read_text("name", name, LONGEST_NAME),
            Level(level),
            read_text("spot", spot, LONGEST_SPOT, is_required=False),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResource:
    """So many of something, from whom, and where it is now."""

    what: str
    count: int
    source: str
    holder: str

    def tidy(self) -> "NewResource":
        """Raises `BadText`."""
        if not 1 <= self.count <= MOST_OF_ONE:
            values = {"count": self.count, "most": MOST_OF_ONE}
            message = N_("%(count)d cannot be noted; give a number from 1 to %(most)d.")
            raise BadText("count", message, values)
        return NewResource(
            what=read_text("what", self.what, LONGEST_THING),
            count=self.count,
            source=read_text("source", self.source, LONGEST_THING),
            holder=read_text("holder", self.holder, LONGEST_THING, is_required=False),
        )
