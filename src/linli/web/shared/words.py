"""The words, icons and tones in which pages show states, severities, roles and acts."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.organise.callbacks.logic import LABELS as OUTCOME_LABELS
from linli.organise.delays.logic import KINDS as DELAY_KINDS
from linli.organise.delays.logic import LABELS as DELAY_LABELS
from linli.organise.delays.logic import DelayState
from linli.organise.hotline.logic.states import LABELS as HOTLINE_LABELS
from linli.organise.hotline.logic.states import State as HotlineState
from linli.organise.incidents.logic import DONE_LABELS
from linli.organise.ledgers.logic import DID_LABELS
from linli.organise.tasks.logic.states import LABELS as TASK_LABELS
from linli.organise.tasks.logic.states import State as TaskState
from linli.respond.alerts.logic import LABELS as ALERT_LABELS
from linli.respond.alerts.logic import AlertState
from linli.respond.cases.logic.acts import LABELS as ACT_LABELS
from linli.respond.cases.logic.states import LABELS as CASE_LABELS
from linli.respond.cases.logic.states import State
from linli.web.shared.icons import Icon
from linli.web.shared.signs import INCIDENT_LEVELS, SOURCES, TAG_KINDS, Sign

SEVERITIES: Final[dict[str, Promise]] = {
    "emergency": pgettext_lazy("severity", "Emergency"),
    "urgent": pgettext_lazy("severity", "Urgent"),
    "normal": pgettext_lazy("severity", "Normal"),
    "low": pgettext_lazy("severity", "Minor"),
}

_CASE_LOOKS: Final[dict[State, tuple[Icon, str]]] = {
    State.RECEIVED: (Icon("inbox"), "accent"),
    State.VERIFYING: (Icon("eye"), "normal"),
    State.INFO_REQUESTED: (Icon("message-circle-question-mark"), "normal"),
    State.FILED: (Icon("clipboard-list"), "accent"),
    State.HANDLING: (Icon("wrench"), "normal"),
    State.SUSPENDED: (Icon("circle-pause"), "low"),
    State.RESOLVED: (Icon("search-check"), "accent"),
    State.FEEDBACK: (Icon("phone-outgoing"), "normal"),
    State.CLOSED: (Icon("circle-check"), "good"),
    State.REOPEN_REQUESTED: (Icon("rotate-ccw"), "urgent"),
    State.REJECTED: (Icon("ban"), "low"),
    State.VOIDED: (Icon("circle-x"), "low"),
    State.MERGED: (Icon("merge"), "low"),
}
CASE_STATES: Final = {
    state.value: Sign(_(CASE_LABELS[state]), icon, tone)
    for state, (icon, tone) in _CASE_LOOKS.items()
}

_TASK_LOOKS: Final[dict[TaskState, tuple[Icon, str]]] = {
    TaskState.DISPATCHED: (Icon("send"), "accent"),
    TaskState.RETURNED: (Icon("undo-2"), "urgent"),
    TaskState.IN_PROGRESS: (Icon("wrench"), "normal"),
    TaskState.SCHEDULED: (Icon("calendar-clock"), "normal"),
    TaskState.REFERRED: (Icon("external-link"), "normal"),
    TaskState.DONE: (Icon("circle-check"), "good"),
    TaskState.CANCELLED: (Icon("ban"), "low"),
}
TASK_STATES: Final = {
    state.value: Sign(_(TASK_LABELS[state]), icon, tone)
    for state, (icon, tone) in _TASK_LOOKS.items()
}

_HOTLINE_LOOKS: Final[dict[HotlineState, tuple[Icon, str]]] = {
    HotlineState.WITH_US: (Icon("phone"), "normal"),
    HotlineState.RETURN_ASKED: (Icon("undo-2"), "normal"),
    HotlineState.REPLIED: (Icon("send"), "accent"),
    HotlineState.RETURNED: (Icon("undo-2"), "low"),
    HotlineState.ANSWERED: (Icon("circle-check"), "good"),
}
HOTLINE_STATES: Final = {
    state.value: Sign(_(HOTLINE_LABELS[state]), icon, tone)
    for state, (icon, tone) in _HOTLINE_LOOKS.items()
}

LEDGER_ACTS: Final = {did.value: _(label) for did, label in DID_LABELS.items()}
INCIDENT_ACTS: Final = {done.value: _(label) for done, label in DONE_LABELS.items()}

_ALERT_LOOKS: Final[dict[AlertState, tuple[Icon, str]]] = {
    AlertState.OPEN: (Icon("bell-ring"), "urgent"),
    AlertState.ACKNOWLEDGED: (Icon("check-check"), "normal"),
    AlertState.OVER: (Icon("circle-check"), "good"),
}
ALERT_STATES: Final = {
    state.value: Sign(_(ALERT_LABELS[state]), icon, tone)
    for state, (icon, tone) in _ALERT_LOOKS.items()
}

_DELAY_LOOKS: Final[dict[DelayState, tuple[Icon, str]]] = {
    DelayState.WAITING: (Icon("clock"), "accent"),
    DelayState.APPROVED: (Icon("circle-check"), "good"),
    DelayState.REFUSED: (Icon("ban"), "low"),
    DelayState.LAPSED: (Icon("circle-x"), "low"),
}
DELAY_STATES: Final = {
    state.value: Sign(_(DELAY_LABELS[state]), icon, tone)
    for state, (icon, tone) in _DELAY_LOOKS.items()
}

DELAYS: Final = {kind.value: _(label) for kind, label in DELAY_KINDS.items()}

TIME_UNITS: Final[dict[str, Promise]] = {
    "minutes": pgettext_lazy("unit of time", "minutes"),
    "working_hours": pgettext_lazy("unit of time", "working hours"),
    "working_days": pgettext_lazy("unit of time", "working days"),
}

CLOCKS: Final[dict[str, Promise]] = {
    "accept": pgettext_lazy("clock", "Accepting"),
    "respond": pgettext_lazy("clock", "First word to the reporter"),
    "dispatch": pgettext_lazy("clock", "Dispatching"),
    "sign_in": pgettext_lazy("clock", "Signing for it"),
    "handle": pgettext_lazy("clock", "Handling"),
    "verify": pgettext_lazy("clock", "Checking"),
    "feedback": pgettext_lazy("clock", "Call-back"),
}
"""What is timed."""

RUNGS: Final[dict[int, Promise]] = {
    0: _("Returned three times"),
    2: _("Late"),
    3: _("Supervision, level 1"),
    4: _("Supervision, level 2"),
}
"""How far up the ladder of what is late."""

LEVELS_OF_SUPERVISION: Final = {1: RUNGS[3], 2: RUNGS[4]}

CHANNELS: Final[dict[str, Promise]] = {
    "portal": _("residents' page"),
    "open311": _("another city app"),
    "api": _("partner system"),
    "device_label": _("label on a device"),
    "place_tag": _("code of a place"),
    "call": _("phone call"),
    "window": _("service window"),
    "hotline": _("12345 hotline"),
    "wechat": pgettext_lazy("channel", "WeChat"),
    "patrol": pgettext_lazy("channel", "patrol"),
    "instruction": pgettext_lazy("channel", "leader's instruction"),
    "device": pgettext_lazy("channel", "device"),
}

NAMINGS: Final[dict[str, Promise]] = {
    "named": _("gives a name"),
    "confidential": _("confidential"),
    "anonymous": _("anonymous"),
}
"""Who may know who told it."""

ROLES: Final[dict[str, Promise]] = {
    "duty_desk": _("Duty desk"),
    "leader": _("Leader on duty"),
    "grid_worker": _("Grid worker"),
    "handler": _("Handling unit"),
    "checker": _("Checker"),
    "system_admin": _("System administrator"),
    "security_admin": _("Security administrator"),
    "auditor": _("Auditor"),
    "resident": _("Resident"),
}

LEVELS: Final[dict[str, Promise]] = {
    "city": _("City"),
    "district": _("District"),
    "street": _("Street"),
    "community": _("Community"),
    "grid": _("Grid"),
    "estate": _("Estate"),
    "building": _("Building"),
    "home": _("Home"),
}

ITEM_GROUPS: Final[dict[str, Promise]] = {
    "components": _("Roads, lifts and other facilities"),
    "events": _("Order and cleanliness"),
    "hazards": _("Dangers"),
    "devices": _("Devices"),
    "care": _("Care at home"),
    "services": _("Services"),
}
"""The groups of the catalogue, as residents call them."""

LOADINGS: Final[dict[str, Promise]] = {
    "reading": _("being read"),
    "read": _("waits for you"),
    "refused": _("not readable"),
    "loading": _("being loaded"),
    "loaded": pgettext_lazy("list", "loaded"),
    "failed": _("failed"),
}
"""How far a spreadsheet has come."""

PARTS: Final[dict[str, Promise]] = {
    "web": _("Pages"),
    "ingest": _("Incoming readings"),
    "work": _("Work in the background"),
    "watch": _("Cameras"),
}


OUTCOMES: Final = {code.value: _(label) for code, label in OUTCOME_LABELS.items()}
CASE_ACTS: Final = {act.value: _(label) for act, label in ACT_LABELS.items()}

AUDIT_ACTS: Final[dict[str, Promise]] = {
    "see": _("looked at"),
    "hear": _("listened to"),
    "find": _("looked up by telephone number"),
    "release": _("released"),
    "hide": _("took back from everybody"),
    "move": _("moved on"),
    "place": _("placed"),
    "note": _("made a note on"),
    "look": _("looked on the spot at"),
    "log": _("wrote into the log of"),
    "raise": _("entered"),
    "clear": _("declared over"),
    "print": _("printed"),
    "supervise": _("wrote a supervision letter about"),
    "take": _("took"),
    "supplement": _("told more about"),
    "join": _("joined a report to"),
    "answer": _("answered on the spot"),
    "dispatch": _("dispatched"),
    "whistle": _("whistled for"),
    "undo": _("took back as a mistake"),
    "sign": _("signed for"),
    "return": _("returned"),
    "finish": _("finished"),
    "schedule": _("planned for a time"),
    "begin": _("began"),
    "refer": _("referred to an outside body"),
    "follow_up": _("asked an outside body about"),
    "recall": _("took back from an outside body"),
    "cancel": _("cancelled"),
    "verify": _("checked"),
    "call_back": _("called back the reporter of"),
    "acknowledge": _("acknowledged"),
    "register": _("registered"),
    "renew_token": _("issued a new token for"),
    "revoke": _("revoked"),
    "retire": _("retired"),
    "revive": _("took up again"),
    "close": _("closed"),
    "end": _("ended"),
    "retry": _("tried again"),
    "load": _("loaded"),
    "save": _("saved"),
    "set": _("set"),
    "set_password": _("set the password of"),
    "hand_out": _("handed out a one-time password for"),
    "store": _("stored"),
    "export": _("exported"),
    "make": _("made"),
    "give": _("gave"),
    "write": _("drafted a change of"),
    "decide": _("decided on a"),
    "approve": _("approved the draft of"),
    "refuse": _("did not approve the draft of"),
    "withdraw": _("took back the draft of"),
    "sign_in": _("signed in"),
    "sign_out": _("signed out"),
}

KINDS: Final[dict[str, Promise]] = {
    "case": _("case"),
    "hotline_order": _("order of the hotline"),
    "task": _("work order"),
    "dispatch": _("dispatch of a work order"),
    "alert": _("alert"),
    "report": _("report"),
    "reporter": _("name, phone number and e-mail address of a reporter"),
    "signal": _("message of a device or person"),
    "device": _("device"),
    "tag": _("place code"),
    "reading": _("reading"),
    "photo": _("photo"),
    "voice": _("voice message"),
    "fact": _("stuck change"),
    "place": _("place"),
    "party": _("unit"),
    "post": _("post"),
    "staff": _("staff"),
    "duty": _("duty"),
    "shift": _("shift"),
    "incident": _("incident"),
    "ledger": _("ledger"),
    "log": _("duty log"),
    "item": _("list of matters"),
    "item_list": _("row of a department's list"),
    "calendar": _("working calendar"),
    "user": _("account"),
    "grant": _("right"),
    "token": _("key for programs"),
    "session": "",  # type: ignore[dict-item]  # signing in needs no object
}


def sign_of(kind: str, code: str | int) -> Sign:
    """The sign of a state; a code that has no words yet is shown as it is."""
    found = _SIGNS[kind].get(code)
    return found or Sign(code, Icon("circle-dot"))  # type: ignore[arg-type]  # a code is no lazy text


_SIGNS: Final[dict[str, Mapping[Any, Sign]]] = {
    "case": CASE_STATES,
    "task": TASK_STATES,
    "alert": ALERT_STATES,
    "delay": DELAY_STATES,
    "hotline": HOTLINE_STATES,
    "incident": INCIDENT_LEVELS,
    "source": SOURCES,
    "tag": TAG_KINDS,
}
