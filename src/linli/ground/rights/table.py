"""The rights of Linli: role x act x kind of thing x reach. What is not here is refused."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LEVELS: Final = ("city", "district", "street", "community", "grid")


class Role(StrEnum):
    DUTY_DESK = "duty_desk"
    LEADER = "leader"
    GRID_WORKER = "grid_worker"
    HANDLER = "handler"
    CHECKER = "checker"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"
    RESIDENT = "resident"


class Reach(StrEnum):
    """How far a right goes: the grant's place and below, the grant's party, or one's own things.

    A desk reaches also what has no place yet: somebody must find out where it is.
    """

    EVERYWHERE = "everywhere"
    DESK = "desk"
    PLACE = "place"
    PARTY = "party"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Right:
    role: Role
    act: str
    kind: str
    reach: Reach


def _rights(role: Role, reach: Reach, **acts_by_kind: str) -> tuple[Right, ...]:
    """`case="see move"` reads: this role may see and move cases within this reach."""
    return tuple(
        Right(role, act, kind, reach) for kind, acts in acts_by_kind.items() for act in acts.split()
    )


DESK: Final = {
    "case": "see move place note join merge answer tell call_back whistle",
    "task": "see dispatch cancel extend send_link enter follow_up recall",
    "dispatch": "withdraw",
    "alert": "see acknowledge",
    "report": "see take place release",
    "reporter": "see",
    "voice": "hear",
    "confidential_reporter": "see",
    "signal": "see raise",
    "device": "see register revoke load",
    "tag": "see make revoke",
    "reading": "see",
    "outbox": "see",
    "hotline_order": "see load return reply",
    "incident": "see command run write",
    "ledger": "see load save",
    "shift": "see sign write",
    "figure": "see",
    "item": "see",
    "duty": "see",
    "place": "see",
    "party": "see",
    "post": "see",
    "staff": "see",
    "calendar": "see",
}
"""What a duty desk does. Its leader (带班领导) may do the same, and signs and decides besides."""

RIGHTS: Final[tuple[Right, ...]] = (
    *_rights(Role.DUTY_DESK, Reach.DESK, **DESK),
    *_rights(Role.LEADER, Reach.DESK, **DESK),
    # The catalogue is one for all places. Whoever wrote a draft never approves it.
    *_rights(
        Role.LEADER, Reach.EVERYWHERE, item="write approve set_answers", item_list="see decide"
    ),
    *_rights(
        Role.LEADER,
        Reach.DESK,
        case="reopen send",
        task="supervise suspend extend_long hand_over",
        shift="approve",
        dispatch="withdraw_others",
        incident="relieve",
    ),
    *_rights(
        Role.GRID_WORKER,
        Reach.PLACE,
        case="see note join",
        task="see",
        report="see take",
        signal="see",
        device="see",
        reading="see",
        incident="see write",
        ledger="see",
    ),
    *_rights(
        Role.HANDLER,
        Reach.PARTY,
        case="see",
        task=(
            "see sign return finish schedule begin refer follow_up recall ask_time send_link"
            " hand_over"
        ),
        alert="see acknowledge",
        figure="see",
        incident="see arrive",
    ),
    *_rights(
        Role.CHECKER,
        Reach.PLACE,
        case="see verify note",
        task="see",
        incident="see write",
        ledger="see",
    ),
    *_rights(
        Role.SYSTEM_ADMIN,
        Reach.EVERYWHERE,
        fact="see retry",
        refused_reading="see",
        part="see",
        platform_fault="see",
        outbox="see",
        place="see load save",
        party="see load save",
        post="see load save",
        staff="see load save",
        duty="see load save",
        device="load",
        ledger="see load save",
        calendar="see load set",
        tag="see make revoke",
        item="see write approve",
        item_list="see load decide",
        history="load",
        user="count",
    ),
    *_rights(
        Role.SECURITY_ADMIN,
        Reach.EVERYWHERE,
        user="see make hand_out close",
        grant="see give take",
    ),
    *_rights(Role.AUDITOR, Reach.EVERYWHERE, audit_entry="see"),
    *_rights(Role.RESIDENT, Reach.OWN, report="see take", photo="store"),
    # The pages for the telephone of those whose work is outside.
    *_rights(Role.GRID_WORKER, Reach.OWN, round="walk"),
    *_rights(Role.HANDLER, Reach.OWN, round="walk"),
    *_rights(Role.CHECKER, Reach.OWN, round="walk"),
    # What somebody at work should know.
    *_rights(Role.DUTY_DESK, Reach.OWN, notice="read"),
    *_rights(Role.LEADER, Reach.OWN, notice="read"),
    *_rights(Role.GRID_WORKER, Reach.OWN, notice="read"),
    *_rights(Role.HANDLER, Reach.OWN, notice="read"),
    *_rights(Role.CHECKER, Reach.OWN, notice="read"),
    # Filters of the queue that somebody keeps under a name.
    *_rights(Role.DUTY_DESK, Reach.OWN, shortcut="keep"),
    *_rights(Role.LEADER, Reach.OWN, shortcut="keep"),
    *_rights(Role.GRID_WORKER, Reach.OWN, shortcut="keep"),
    *_rights(Role.HANDLER, Reach.OWN, shortcut="keep"),
    *_rights(Role.CHECKER, Reach.OWN, shortcut="keep"),
    # By a program, before the report or the result that names the photo.
    *_rights(Role.DUTY_DESK, Reach.OWN, photo="store"),
    *_rights(Role.LEADER, Reach.OWN, photo="store"),
    *_rights(Role.GRID_WORKER, Reach.OWN, photo="store"),
    *_rights(Role.HANDLER, Reach.OWN, photo="store"),
    *_rights(Role.CHECKER, Reach.OWN, photo="store"),
)
