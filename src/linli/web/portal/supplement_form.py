"""Reads the form in which a reporter tells more, and says what is wrong with it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from django.utils.translation import gettext as _

from linli.ground.idempotency.actions import KeyReused, once
from linli.ground.idempotency.queries import answered
from linli.ground.rights.asker import Asker
from linli.respond.cases.actions import supplement_case
from linli.sense.reports import queries as reports
from linli.sense.reports.logic import BadReport, NewSupplement
from linli.web.shared.photo_form import PhotoForm, came_with, sent_key, sent_photos
from linli.web.shared.request import Request

ONCE_SCOPE: Final = "supplement form"


@dataclass(slots=True, kw_only=True)
class SupplementForm(PhotoForm):
    """The form under a receipt: empty, or sent and to be mended."""

    text: str = ""

    @classmethod
    def sent(cls, request: Request) -> "SupplementForm":
        photos = sent_photos(request)
        return cls(
            key=sent_key(request),
            text=request.POST.get("text", ""),
            photos=photos,
            came_with=came_with(request, photos),
        )

    def taken_before(self, receipt: str) -> bool:
        """Whether this form was taken in before: then its photos need not be looked at."""
        with suppress(KeyReused):  # `take` says so, once the new photos are kept with the form
            return answered(ONCE_SCOPE, self.key, self.fingerprint(receipt)) is not None
        return False

    def fingerprint(self, receipt: str) -> bytes:
        """What makes a repeated form the same one."""
        return repr((receipt, self.text, self.came_with)).encode("utf-8", "surrogatepass")

    def take(self, receipt: str, asker: Asker) -> bool:
        """Whether it was taken in; else it has to be mended.

        Raises `IllegalMove` or `NotFound` when nothing was asked.
        """

        def act() -> tuple[int, str]:
            new = NewSupplement(text=self.text, photos=tuple(self.photos))
            supplement_case(receipt, new, asker)
            return 201, ""

        try:
            once(ONCE_SCOPE, self.key, self.fingerprint(receipt), act)
        except BadReport as bad:
            for fault in bad.faults:
                self.faults.setdefault(fault.field, reports.explain(fault))
        except KeyReused:
            self.key = uuid4().hex
            self.faults["text"] = _(
                "You have sent this form before with other words or photos. Send it again if this "
                "is to be added too."
            )
        return not self.faults
