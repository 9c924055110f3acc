"""The words, icons and tones in which pages show notices."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.organise.notices.logic import LABELS, Kind
from linli.web.shared.icons import Icon
from linli.web.shared.signs import Sign

_LOOKS: Final[dict[Kind, tuple[Icon, str]]] = {
    Kind.ASSIGNED: (Icon("send"), "accent"),
    Kind.HANDED_OVER: (Icon("arrow-left-right"), "accent"),
    Kind.REFERRAL_DUE: (Icon("external-link"), "accent"),
    Kind.UNIT_CALLED: (Icon("megaphone"), "urgent"),
    Kind.COMMAND_OFFERED: (Icon("megaphone"), "urgent"),
    Kind.WITHDRAWN: (Icon("ban"), "low"),
    Kind.REWORK: (Icon("undo-2"), "urgent"),
    Kind.RETURNED: (Icon("undo-2"), "urgent"),
    Kind.RETURNED_AGAIN: (Icon("gavel"), "urgent"),
    Kind.DELAY_ASKED: (Icon("clock"), "accent"),
    Kind.DELAY_APPROVED: (Icon("circle-check"), "good"),
    Kind.DELAY_REFUSED: (Icon("ban"), "normal"),
    Kind.DUE_SOON: (Icon("hourglass"), "normal"),
    Kind.DUE_NEXT_DAY: (Icon("calendar-clock"), "normal"),
    Kind.OVERDUE: (Icon("clock-alert"), "urgent"),
    Kind.SUPERVISED_1: (Icon("clock-alert"), "urgent"),
    Kind.SUPERVISED_2: (Icon("clock-alert"), "urgent"),
    Kind.LETTER: (Icon("mail"), "urgent"),
    Kind.MERGED: (Icon("merge"), "normal"),
    Kind.REOPEN_ASKED: (Icon("rotate-ccw"), "urgent"),
    Kind.ANSWER_WAITS: (Icon("message-square-text"), "accent"),
    Kind.ANSWER_BACK: (Icon("undo-2"), "urgent"),
    Kind.RETURN_ASKED: (Icon("phone"), "normal"),
    Kind.RETURN_GRANTED: (Icon("phone"), "good"),
    Kind.RETURN_DENIED: (Icon("phone"), "urgent"),
    Kind.DIGEST: (Icon("sun"), "accent"),
}
NOTICES: Final = {
    kind.value: Sign(_(LABELS[kind]), icon, tone) for kind, (icon, tone) in _LOOKS.items()
}
