"""Reads the form in which a reporter tells more, and says what is wrong with it."""

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from django.utils.translation import gettext as _

from linli.ground.idempotency.actions import KeyReused, once
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
        text = request.POST.get("text", "")
        photos = sent_photos(request)
        key, came = sent_key(request), came_with(request, photos)
        return cls(key=key, photos=photos, came_with=came, text=text)

    def take(self, receipt: str, asker: Asker) -> bool:
        """Whether it was taken in, now or when it was sent before; else it has to be mended.

        Raises `IllegalMove` or `NotFound` when nothing was asked.
        """

        def act() -> tuple[int, str]:
            new = NewSupplement(text=self.text, photos=tuple(self.photos))
            supplement_case(receipt, new, asker)
            return 201, ""

        content = repr((receipt, self.text, self.came_with))
        fingerprint = content.encode("utf-8", "surrogatepass")
        try:
            once(ONCE_SCOPE, self.key, fingerprint, act)
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
