"""What must have happened at a duty desk before a shift is handed over."""

from collections.abc import Callable, Mapping
from typing import Final

from linli.ground.accounts import actions as accounts
from linli.ground.accounts import queries as accounts_now
from linli.ground.rights.asker import Asker, Held
from linli.ground.rights.table import Role
from linli.ground.shortcuts.actions import keep
from linli.ground.shortcuts.models import Shortcut
from linli.organise.hotline import queries as hotline
from linli.organise.hotline.actions import NewOrder, take_order
from linli.organise.notices import queries as notices
from linli.organise.shifts import actions as shifts
from linli.organise.shifts.models import Sheet, Shift, WatchNote
from linli.organise.shifts.queries import draft
from linli.sense.reports.logic import NewReport
from tests.cast import PASSWORD
from tests.web.conftest import PARTS, Story


class AtTheDesk:
    """The part of the stage that is about shifts and orders of the hotline."""

    __slots__ = ()

    story: Story
    people: Mapping[str, Asker]

    def keep_filter(self) -> None:
        """Lin keeps one."""
        keep("queue", "Mine", {"tab": "received"}, self.people["lin"])

    def notice_of_wu(self) -> list[object]:
        """Wu's unit was given the work."""
        return [notices.notices(self.people["wu"]).items[0].id]

    def filter_of_lin(self) -> list[object]:
        """Before there is one, any id will do to try the methods of the address."""
        kept = Shortcut.objects.first()
        return [kept.pk if kept else 1]

    def take_order(self) -> None:
        """The hotline handed us an order for the building."""
        place = self.story.district.spots["building"].code
        report = NewReport(
            item="garbage", text="Full.", channel="hotline", channel_ref="A7", place_code=place
        )
        take_order(NewOrder(report=report), PARTS)

    def order(self) -> list[object]:
        """The order; before there is one any id will do to try the methods."""
        taken = hotline.orders("with_us", PARTS).items
        return [taken[0].id if taken else self.story.task]

    def begin_shift(self) -> None:
        """Others than Lin and the leader are at their desk."""
        for name in ("night", "day"):
            user_id = accounts.make_user(name, name, PASSWORD, PARTS)
            desk = Held(Role.DUTY_DESK, "street", self.story.district.street)
            accounts.give(user_id, desk, PARTS)
        shifts.begin(self.story.district.street, self._desk("night"))

    def sign_out(self) -> None:
        """The night leaves."""
        shift = self._shift()
        seen = self._seen()
        shifts.sign_out(shift.id, "", seen, self._desk("night"), shift.version)

    def take_over(self) -> None:
        """The day comes."""
        shifts.take_over(self._sheet().id, self._seen(), self._desk("day"))

    def watch(self) -> None:
        shifts.write_note(self.story.district.street, "A dog.", self.people["lin"])

    def shift_id(self) -> list[object]:
        return [self._shift().id if Shift.objects.exists() else self.story.case]

    def sheet_id(self) -> list[object]:
        return [self._sheet().id if Sheet.objects.exists() else self.story.case]

    def note_id(self) -> list[object]:
        note = WatchNote.objects.first()
        return [note.id if note else self.story.case]

    def as_csv(self) -> list[object]:
        return ["csv"]

    def _desk(self, name: str) -> Asker:
        asker = accounts_now.asker_of(accounts_now.user_id_of(name) or 0)
        assert asker is not None
        return asker

    def _shift(self) -> Shift:
        return Shift.objects.latest("began_at")

    def _sheet(self) -> Sheet:
        return Sheet.objects.latest("outgoing_at")

    def _seen(self) -> list[str]:
        """What stands on the page of the shift."""
        if not Shift.objects.exists():
            return []
        drafted = draft(self._shift().began_at, self.story.district.street, self.people["lin"])
        return list(drafted.marks)

    def desk_forms(self) -> dict[str, dict[str, object]]:
        return {
            **dict.fromkeys(
                ("console:hand-over", "console:take-over", "console:approve"), self.signing()
            ),
            "console:watch": {"note": "The pump in the underpass."},
            "console:log": {"time": "00:00", "text": "The line was tested."},
        }

    def signing(self) -> dict[str, object]:
        version = self._shift().version if Shift.objects.exists() else 1
        return {"password": PASSWORD, "seen": " ".join(self._seen()), "version": version}


AT_THE_DESK: Final[dict[str, Callable[[AtTheDesk], list[object]]]] = {
    "console:hand-over": AtTheDesk.shift_id,
    "console:take-over": AtTheDesk.sheet_id,
    "console:approve": AtTheDesk.sheet_id,
    "console:sheet": AtTheDesk.sheet_id,
    "console:sheet-print": AtTheDesk.sheet_id,
    "console:tick-off": AtTheDesk.note_id,
}
"""What the addresses of these routes hold."""
