"""The words, icons and tones in which pages show states, severities, roles and acts."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.respond.cases.logic.states import LABELS as CASE_LABELS
from linli.respond.cases.logic.states import State
from linli.web.shared.icons import Icon


@dataclass(frozen=True, slots=True)
class Sign:
    """A state in words, shape and colour together; `tone` names a class of components.css."""

    label: Promise
    icon: Icon
    tone: str = "low"


SEVERITIES: Final[dict[str, Promise]] = {
    "emergency": pgettext_lazy("severity", "Emergency"),
    "urgent": pgettext_lazy("severity", "Urgent"),
    "normal": pgettext_lazy("severity", "Normal"),
    "low": pgettext_lazy("severity", "Minor"),
}

_LOOKS: Final[dict[State, tuple[Icon, str]]] = {
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
    state.value: Sign(_(CASE_LABELS[state]), icon, tone) for state, (icon, tone) in _LOOKS.items()
}

TASK_STATES: Final[dict[str, Sign]] = {
    "dispatched": Sign(_("To be signed for"), Icon("send"), "accent"),
    "returned": Sign(_("Returned"), Icon("undo-2"), "urgent"),
    "in_progress": Sign(_("In hand"), Icon("wrench"), "normal"),
    "scheduled": Sign(_("Scheduled"), Icon("calendar-clock"), "normal"),
    "referred": Sign(_("With an outside body"), Icon("external-link"), "normal"),
    "done": Sign(_("Done"), Icon("circle-check"), "good"),
    "cancelled": Sign(_("Cancelled"), Icon("ban"), "low"),
}

ALERT_STATES: Final[dict[str, Sign]] = {
    "calling": Sign(_("Nobody has taken it yet"), Icon("bell-ring"), "urgent"),
    "acknowledged": Sign(_("Taken"), Icon("check-check"), "normal"),
    "over": Sign(_("Over"), Icon("circle-check"), "good"),
}

SOURCES: Final[dict[str, Sign]] = {
    "reading": Sign(_("A device measured it"), Icon("gauge")),
    "report": Sign(_("A resident reported it"), Icon("message-square-text")),
    "silence": Sign(_("A device fell silent"), Icon("wifi-off")),
    "partner": Sign(_("A partner system told us"), Icon("share-2")),
    "person": Sign(_("Somebody on duty entered it"), Icon("user-round")),
}

CHANNELS: Final[dict[str, Promise]] = {
    "portal": _("residents' page"),
    "open311": _("another city app"),
    "api": _("partner system"),
    "device_label": _("label on a device"),
    "call": _("phone call"),
    "window": _("service window"),
    "hotline": _("12345 hotline"),
}

ROLES: Final[dict[str, Promise]] = {
    "duty_desk": _("Duty desk"),
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

PARTS: Final[dict[str, Promise]] = {
    "web": _("Pages"),
    "ingest": _("Readings in"),
    "work": _("Work in the background"),
    "watch": _("Cameras"),
}


def sign_of(kind: str, code: str) -> Sign:
    """The sign of a state; a code that has no words yet is shown as it is."""
    found = _SIGNS[kind].get(code)
    return found or Sign(code, Icon("circle-dot"))  # type: ignore[arg-type]


_SIGNS: Final = {
    "case": CASE_STATES,
    "task": TASK_STATES,
    "alert": ALERT_STATES,
    "source": SOURCES,
}
