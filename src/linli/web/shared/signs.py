"""What a sign is, and the signs of what is no state: sources, place codes, levels."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.organise.incidents.logic import LEVEL_LABELS, Level
from linli.web.shared.icons import Icon


@dataclass(frozen=True, slots=True)
class Sign:
    """A state in words, shape and colour together; `tone` names a class of chip.css."""

    label: Promise
    icon: Icon
    tone: str = "low"


SOURCES: Final[dict[str, Sign]] = {
    "reading": Sign(_("A device measured it"), Icon("gauge")),
    "report": Sign(_("A resident reported it"), Icon("message-square-text")),
    "silence": Sign(_("A device fell silent"), Icon("wifi-off")),
    "partner": Sign(_("A partner system told us"), Icon("share-2")),
    "person": Sign(_("Somebody on duty entered it"), Icon("user-round")),
}

TAG_KINDS: Final[dict[str, Sign]] = {
    "lift": Sign(pgettext_lazy("place code", "Lift"), Icon("arrow-up-down")),
    "door": Sign(pgettext_lazy("place code", "Door"), Icon("door-open")),
    "estate": Sign(pgettext_lazy("place code", "Estate or square"), Icon("map-pin")),
}
"""Where a place code hangs."""

_LEVEL_LOOKS: Final[dict[Level, tuple[Icon, str]]] = {
    Level.EXTRAORDINARY: (Icon("octagon-alert"), "emergency"),
    Level.MAJOR: (Icon("triangle-alert"), "emergency"),
    Level.CONSIDERABLE: (Icon("siren"), "urgent"),
    Level.ORDINARY: (Icon("circle-alert"), "normal"),
}
INCIDENT_LEVELS: Final = {
    level.value: Sign(_(LEVEL_LABELS[level]), icon, tone)
    for level, (icon, tone) in _LEVEL_LOOKS.items()
}
