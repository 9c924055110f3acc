"""`GET discovery`: where the endpoint is, in which formats, and what has changed since when.

https://wiki.open311.org/Service_Discovery/
"""

from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.registers.catalogue import queries as catalogue
from linli.web.api.open311.answers import Told
from linli.web.api.open311.formats import FORMATS
from linli.web.shared.reached import address_of

SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
ENDPOINT: Final = "/open311/v2"


def discover(request: HttpRequest) -> Told:
    """The standard wants every field filled, and a change seen in `changeset`."""
    changed = _moment(catalogue.changed_at())
    contact = _("What residents are offered, and who answers, stands at %(address)s.")
    return Told(
        "discovery",
        {
            "changeset": changed,
            "contact": contact % {"address": address_of(request, "/matters/")},
            "key_service": _(
                "No key is needed, to report or to read; one that is sent is ignored."
            ),
            "endpoints": [
                {
                    "specification": SPECIFICATION,
                    "url": address_of(request, ENDPOINT),
                    "changeset": changed,
                    "type": "production",
                    "formats": [one.media_type.partition(";")[0] for one in FORMATS.values()],
                }
            ],
        },
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
