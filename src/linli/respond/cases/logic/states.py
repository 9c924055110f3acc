"""The states of a case and every step between them: who may take it, and what must hold."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.ground.rights.asker import Refused
from linli.respond.cases.logic.faults import IllegalMove
from linli.wire.texts import N_


class State(StrEnum):
    """Where a case stands; overdue, extended, returned and the like are told beside it."""

    RECEIVED = "received"
    VERIFYING = "verifying"
    INFO_REQUESTED = "info_requested"
    FILED = "filed"
    HANDLING = "handling"
    SUSPENDED = "suspended"
    RESOLVED = "resolved"
    FEEDBACK = "feedback"
    CLOSED = "closed"
    REOPEN_REQUESTED = "reopen_requested"
    REJECTED = "rejected"
    VOIDED = "voided"
    MERGED = "merged"


LABELS: Final[dict[State, str]] = {
    State.RECEIVED: N_("To be accepted"),
    State.VERIFYING: N_("Being looked into"),
    State.INFO_REQUESTED: N_("Waiting for details"),
    State.FILED: N_("Filed"),
    State.HANDLING: N_("Being handled"),
    State.SUSPENDED: N_("Suspended"),
    State.RESOLVED: N_("To be checked"),
    State.FEEDBACK: N_("To be called back"),
    State.CLOSED: N_("Closed"),
    State.REOPEN_REQUESTED: N_("Asked to reopen"),
    State.REJECTED: N_("Not accepted"),
    State.VOIDED: N_("Voided"),
    State.MERGED: N_("Merged"),
}

FINAL: Final = frozenset({State.CLOSED, State.REJECTED, State.VOIDED, State.MERGED})
OPEN: Final = frozenset(State) - FINAL
INTAKE: Final = frozenset({State.RECEIVED, State.VERIFYING, State.INFO_REQUESTED})

JOINABLE: Final = OPEN - {State.RESOLVED, State.FEEDBACK, State.REOPEN_REQUESTED}
"""What is noticed after the work was said to be done is a new problem, not the old one."""

PLACEABLE: Final = INTAKE | {State.FILED}
"""Once a party is at work, its duty was decided by the place: that stays."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What guards look at."""

    is_placed: bool = False
    has_reports: bool = False
    open_tasks: int = 0
    has_handled: bool = False
    is_emergency: bool = False
    is_disputable: bool = False
    is_led: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """What must hold, and the sentence for when it does not.

    `about_person`: it is the asker who may not, whatever becomes of the case.
    """

    holds: Callable[[Situation], bool]
    otherwise: str
    about_person: bool = False


GUARDS: Final[dict[str, Guard]] = {
    "placed": Guard(lambda now: now.is_placed, N_("First, say where it is.")),
    "no_open_task": Guard(
        lambda now: now.open_tasks == 0, N_("Some of its work orders are still open.")
    ),
    "others_at_work": Guard(lambda now: now.open_tasks > 0, N_("No other unit is at work on it.")),
    "impartial": Guard(
        lambda now: not now.has_handled,
        "Whoever worked on a case does not check it; somebody else must check it.",
        about_person=True,
    ),
    "not_handler": Guard(
        lambda now: not now.has_handled,
        "Whoever worked on a case does not ask its reporters; somebody else must ask them.",
        about_person=True,
    ),
    "reported": Guard(lambda now: now.has_reports, N_("Nobody reported it, so close it.")),
    "no_emergency": Guard(
        lambda now: not now.is_emergency,
        N_("An emergency is not answered away: somebody has to go there."),
    ),
    "disputable": Guard(
        lambda now: now.is_disputable,
        N_(
            "The time in which its reporters may ask for it to be done again is over; "
            "please report it anew."
        ),
    ),
    "led": Guard(
        lambda now: now.is_led,
        "Its reporter asks for it to be done again; a leader decides on that.",
        about_person=True,
    ),
    "no_report": Guard(lambda now: not now.has_reports, N_("First, ask its reporters.")),
}


UNWORKED: Final = INTAKE | {State.FILED}
"""Nobody has worked on it yet: whoever told it reads why, when it is voided."""


Rights = tuple[tuple[str, str], ...]
"""Acts on kinds of things, as in the table of rights."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One step. `who` are the rights (act, kind of thing) of which one is needed."""

    source: State
    to: State
    who: Rights
    guards: tuple[str, ...]
    needs_reason: bool
    is_public: bool

    @property
    def is_by_hand(self) -> bool:
        """Whether the desk asks for the step itself; the others follow from what is done."""
        return self.who == MOVE

    @property
    def stays(self) -> bool:
        """Whether the case stays where it is: others are still at work, or join in."""
        return self.source is self.to

    @property
    def sets_aside(self) -> bool:
        """Whether it ends unworked: the reason is for its reporters, and short."""
        return self.to is State.VOIDED and self.source in UNWORKED

    def objection(self, now: Situation) -> Guard | None:
        """The first of its guards that does not hold."""
        return next((GUARDS[name] for name in self.guards if not GUARDS[name].holds(now)), None)


MOVE: Final = (("move", "case"),)
DISPATCH: Final = (("dispatch", "task"),)
GIVE_UP: Final = (("return", "task"), ("cancel", "task"))
WHISTLE: Final = (("whistle", "case"),)
WITHDRAW: Final = (("withdraw", "dispatch"), ("withdraw_others", "dispatch"))
FINISH: Final = (("finish", "task"),)
SUSPEND: Final = (("suspend", "task"),)
VERIFY: Final = (("verify", "case"),)
JOIN: Final = (("join", "case"),)
MERGE: Final = (("merge", "case"),)
ANSWER: Final = (("answer", "case"),)
CALL_BACK: Final = (("call_back", "case"),)
TELL: Final = (("take", "report"),)
"""What reporters tell comes in by the receipt, which is their key; our own part takes it in."""


OTHERWISE: Final[dict[Rights, str]] = {
    MOVE: N_("This step is taken on the case itself."),
    CALL_BACK: N_("This step follows from calling its reporters back."),
    TELL: N_("This step follows from what its reporters tell us."),
    ANSWER: N_("This step is taken by answering it on the spot."),
    SUSPEND: N_("This step follows from what its units ask for and a leader approves."),
    MERGE: N_("This step follows from merging it into another case, or separating it again."),
}
BY_TASKS: Final = N_("This step follows from its work orders.")


def _step(source: State, to: State, who: Rights, marks: str, guards: str = "") -> Transition:
    """`marks`: reason (one must be given), public (reporters may hear of it)."""
    return Transition(
        source, to, who, tuple(guards.split()), "reason" in marks.split(), "public" in marks.split()
    )


S = State

TRANSITIONS: Final = (
    #     from              to                who       marks            guards
    _step(S.RECEIVED,       S.VERIFYING,      MOVE,     "public"),
    _step(S.RECEIVED,       S.INFO_REQUESTED, MOVE,     "public reason"),
    _step(S.RECEIVED,       S.FILED,          MOVE,     "public",        "placed"),
    _step(S.RECEIVED,       S.FEEDBACK,       ANSWER,   "public reason", "reported no_emergency"),
    _step(S.RECEIVED,       S.REJECTED,       MOVE,     "public reason"),
    _step(S.RECEIVED,       S.VOIDED,         MOVE,     "public reason"),
    _step(S.RECEIVED,       S.MERGED,         MERGE,    "public"),
    _step(S.VERIFYING,      S.MERGED,         MERGE,    "public"),
    _step(S.INFO_REQUESTED, S.MERGED,         MERGE,    "public"),
    _step(S.FILED,          S.MERGED,         MERGE,    "public"),
    _step(S.HANDLING,       S.MERGED,         MERGE,    "public",        "no_open_task"),
    _step(S.MERGED,         S.RECEIVED,       MERGE,    "public"),
    _step(S.MERGED,         S.VERIFYING,      MERGE,    "public"),
    _step(S.MERGED,         S.INFO_REQUESTED, MERGE,    "public"),
    _step(S.MERGED,         S.FILED,          MERGE,    "public"),
    _step(S.MERGED,         S.HANDLING,       MERGE,    "public",        "others_at_work"),
    _step(S.VERIFYING,      S.INFO_REQUESTED, MOVE,     "public reason"),
    _step(S.VERIFYING,      S.FILED,          MOVE,     "public",        "placed"),
    _step(S.VERIFYING,      S.REJECTED,       MOVE,     "public reason"),
    _step(S.VERIFYING,      S.VOIDED,         MOVE,     "public reason"),
    _step(S.INFO_REQUESTED, S.RECEIVED,       TELL,     "public"),
    _step(S.INFO_REQUESTED, S.VERIFYING,      TELL,     "public"),
    _step(S.INFO_REQUESTED, S.VERIFYING,      MOVE,     "public"),
    _step(S.INFO_REQUESTED, S.FILED,          MOVE,     "public",        "placed"),
    _step(S.INFO_REQUESTED, S.REJECTED,       MOVE,     "public reason"),
    _step(S.INFO_REQUESTED, S.VOIDED,         MOVE,     "public reason"),
    _step(S.FILED,          S.HANDLING,       DISPATCH, "public"),
    _step(S.FILED,          S.VOIDED,         MOVE,     "public reason"),
    _step(S.HANDLING,       S.HANDLING,       DISPATCH, ""),
    _step(S.HANDLING,       S.HANDLING,       GIVE_UP,  "reason",        "others_at_work"),
    _step(S.HANDLING,       S.FILED,          GIVE_UP,  "reason",        "no_open_task"),
    _step(S.HANDLING,       S.RESOLVED,       GIVE_UP,  "public reason", "no_open_task"),
    _step(S.HANDLING,       S.HANDLING,       WITHDRAW, "reason",        "others_at_work"),
    _step(S.HANDLING,       S.FILED,          WITHDRAW, "reason",        "no_open_task"),
    _step(S.HANDLING,       S.HANDLING,       FINISH,   "",              "others_at_work"),
    _step(S.HANDLING,       S.RESOLVED,       FINISH,   "public",        "no_open_task"),
    _step(S.HANDLING,       S.VOIDED,         MOVE,     "public reason"),
    _step(S.HANDLING,       S.SUSPENDED,      SUSPEND,  "public reason"),
    _step(S.SUSPENDED,      S.HANDLING,       SUSPEND,  ""),
    _step(S.SUSPENDED,      S.SUSPENDED,      GIVE_UP,  "reason",        "others_at_work"),
    _step(S.SUSPENDED,      S.FILED,          GIVE_UP,  "reason",        "no_open_task"),
    _step(S.SUSPENDED,      S.RESOLVED,       GIVE_UP,  "public reason", "no_open_task"),
    _step(S.SUSPENDED,      S.SUSPENDED,      FINISH,   "",              "others_at_work"),
    _step(S.SUSPENDED,      S.RESOLVED,       FINISH,   "public",        "no_open_task"),
    _step(S.SUSPENDED,      S.VOIDED,         MOVE,     "public reason"),
    _step(S.RESOLVED,       S.FEEDBACK,       VERIFY,   "public",        "impartial reported"),
    _step(S.RESOLVED,       S.CLOSED,         VERIFY,   "public",        "impartial no_report"),
    _step(S.RESOLVED,       S.HANDLING,       VERIFY,   "public reason", "impartial"),
    _step(S.RESOLVED,       S.FEEDBACK,       FINISH,   "public",        "reported"),
    _step(S.RESOLVED,       S.CLOSED,         FINISH,   "public",        "no_report"),
    _step(S.RESOLVED,       S.VOIDED,         MOVE,     "public reason"),
    _step(S.FEEDBACK,       S.CLOSED,         MOVE,     "public"),
    _step(S.FEEDBACK,       S.VOIDED,         MOVE,     "public reason"),
    _step(S.FEEDBACK,       S.CLOSED,         CALL_BACK, "public",       "not_handler"),
    _step(S.FEEDBACK,       S.FILED,          CALL_BACK, "public reason", "not_handler"),
    _step(S.FEEDBACK,       S.CLOSED,         TELL,     "public"),
    _step(S.FEEDBACK,       S.REOPEN_REQUESTED, TELL,   "public reason"),
    _step(S.REOPEN_REQUESTED, S.FILED,        MOVE,     "public",        "led"),
    _step(S.REOPEN_REQUESTED, S.CLOSED,       MOVE,     "public reason", "led"),
    _step(S.REOPEN_REQUESTED, S.VOIDED,       MOVE,     "public reason", "led"),
    _step(S.CLOSED,         S.REOPEN_REQUESTED, TELL,   "public",        "reported disputable"),
    _step(S.CLOSED,         S.FILED,          MOVE,     "public reason", "placed"),
)  # fmt: skip


def step(source: str, to: str, by: Rights, now: Situation) -> Transition:
    """The step from here to there that is taken by these rights.

    Raises `IllegalMove` when there is none, when it comes about otherwise, or when a guard objects,
    and `Refused` when the guard is about the person who asks.
    """
    there = [one for one in leaving(source) if one.to == to]
    found = next((one for one in there if one.who == by), None)
    allowed = _asked_for(source, by)
    if found is None:
        otherwise = OTHERWISE.get(there[0].who, BY_TASKS) if there else ""
        raise IllegalMove("case", source, to, allowed, otherwise)
    objection = found.objection(now)
    if objection and objection.about_person:
        raise Refused(objection.otherwise)
    if objection:
        raise IllegalMove("case", source, to, allowed, objection.otherwise)
    return found


def step_or_stay(source: str, to: str, by: Rights, now: Situation) -> Transition:
    """The step from here to there, or the one that stays here while others are at work.

    Raises as `step` does.
    """
    staying = next((one for one in steps_open(source, by, now) if one.stays), None)
    return staying or step(source, to, by, now)


def steps_open(source: str, by: Rights, now: Situation) -> tuple[Transition, ...]:
    """The steps that can be taken from here now by these rights, in the order of the table."""
    return tuple(one for one in leaving(source, by) if one.objection(now) is None)


def leaving(source: str, by: Rights | None = None) -> tuple[Transition, ...]:
    """Every step from here, or those by these rights, in the order of the table."""
    return tuple(one for one in TRANSITIONS if one.source == source and by in (None, one.who))


def first_state(filing: str, now: Situation) -> State:
    """Where a case begins: what people tell, or nobody could place yet, is looked at first."""
    is_filed = filing == "automatic" and now.is_placed and not now.has_reports
    return State.FILED if is_filed else State.RECEIVED


def by_hand(source: str) -> tuple[str, ...]:
    """The states that a person can ask for from here."""
    return tuple(one.to.value for one in leaving(source, MOVE))


def _asked_for(source: str, by: Rights) -> tuple[str, ...]:
    """The same, and where these rights lead."""
    found = (one.to.value for one in leaving(source) if one.who in (MOVE, by))
    return tuple(dict.fromkeys(found))


def is_known(state: str) -> bool:
    return state in set(State)
