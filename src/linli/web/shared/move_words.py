"""The buttons that move a case, and the reasons that are often given with them."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.web.shared.icons import Icon


@dataclass(frozen=True, slots=True)
class MoveWords:
    """A button that moves a case; `asked` labels the reason, where one is needed."""

    label: Promise
    icon: Icon
    asked: Promise | str = ""
    is_main: bool = False


MOVES: Final[dict[str, MoveWords]] = {
    "filed": MoveWords(_("Accept it"), Icon("clipboard-check"), is_main=True),
    "verifying": MoveWords(_("Have it checked on site"), Icon("eye")),
    "info_requested": MoveWords(
        _("Ask the reporter for more"),
        Icon("message-circle-question-mark"),
        _("What do you need to know? The reporter will read this."),
    ),
    "rejected": MoveWords(
        _("Do not accept it"), Icon("ban"), _("Why not? The reporter will read this.")
    ),
    "voided": MoveWords(
        _("Void it"), Icon("circle-x"), _("Why? For example a test or a duplicate.")
    ),
    "closed": MoveWords(_("Close it"), Icon("circle-check"), is_main=True),
}
COMMON_REASONS: Final = (
    _("This was told before and is being handled under the other report."),
    _("We looked on site and found nothing of the kind."),
    _("This is not for the street office; please ask the office that answers for it."),
    _("What was told does not let us find out where it is or what is wrong."),
    _("The reporter has taken it back."),
    _("It was a test of the system."),
)
"""Why something is set aside unworked, as its reporter reads it; each may be written on."""
REOPEN: Final = MoveWords(_("Reopen it"), Icon("rotate-ccw"), _("Why is it not settled?"))
"""Back from closed to filed."""
LEAVE_CLOSED: Final = MoveWords(
    _("Leave it closed"), Icon("circle-check"), _("Why? The reporter will read this.")
)
"""The reporter asked for it to be done again, and the desk decides otherwise."""
DO_AGAIN: Final = MoveWords(_("Have it done again"), Icon("rotate-ccw"), is_main=True)
"""The reporter asked for that, and the leader agrees."""
WITH_REASON: Final = {"filed": REOPEN, "closed": LEAVE_CLOSED}
