"""The steps of the first day that are settings of the start: numbers to call, and the address."""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from linli.web.console.begin_step import Step
from linli.wire.texts import N_

NO_ADDRESS: Final = N_(
    "no public address yet: telephones have nothing to open, and codes to hang up lead nowhere"
)
NO_HTTPS: Final = N_(
    "without https, telephones tell no position, record nothing and always need a network"
)


def emergency_numbers() -> Step:
    """119, 120 and 110 hold everywhere; whom to call when it smells of gas differs."""
    gas: str = settings.ENVIRONMENT.gas_line
    has = [_("Fire 119"), _("Ambulance 120"), _("Police 110")]
    missing = [] if gas else [_("the gas line: residents who smell gas are not told whom to call")]
    if gas:
        has.append(_("Gas leak %(number)s") % {"number": gas})
    hint = _(
        "It stands above every form of the residents. It is set where Linli is started: %(set)s"
    )
    return Step(
        "numbers", _("Emergency numbers"), has, missing, hint % {"set": "LINLI_GAS_PHONE=0000-9777"}
    )


def reached_by_telephone() -> Step:
    """Without https, browsers allow neither position nor recording nor work without a line."""
    address: str = settings.ENVIRONMENT.public_url
    missing = [] if address else [_(NO_ADDRESS), _(NO_HTTPS)]
    hint = _("It is set where Linli is started: %(set)s (%(guide)s)") % {
        "set": "LINLI_PUBLIC_URL=https://linli.example.cn",
        "guide": "docs/guides/reach-it-by-telephone.md",
    }
    return Step("address", _("Reach it by telephone"), [address] if address else [], missing, hint)
