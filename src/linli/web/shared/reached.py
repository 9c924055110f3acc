"""By which address others reach these pages, and whether nobody reads along on the way."""

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext as _

from linli.ground.public_address import leads_nowhere


class LeadsNowhere(Exception):
    """An address that only this computer knows; in words, with what to set."""


def address_of(request: HttpRequest, path: str) -> str:
    """The whole address: by what the installation says, else by where the reader is now."""
    address: str = settings.ENVIRONMENT.public_url
    return f"{address}{path}" if address else request.build_absolute_uri(path)


def public_address(request: HttpRequest, path: str) -> str:
    """The same for a code on paper, or a link in a message.

    Raises `LeadsNowhere` for an address that no telephone could open.
    """
    address: str = settings.ENVIRONMENT.public_url
    host = request.get_host() if not address else address.removeprefix("https://")
    if leads_nowhere(split_domain_port(host)[0]):
        told = _(
            "The address would be that of %(host)s, which is each telephone itself: whoever opens"
            " it there finds nothing. Whoever runs Linli has to set LINLI_PUBLIC_URL to the address"
            " that telephones open, such as https://linli.example.cn; then do this again."
        )
        raise LeadsNowhere(told % {"host": host})
    return address_of(request, path)


def why_nowhere(request: HttpRequest) -> str:
    """Why nothing should be printed or sent that leads here, in words; empty where it may."""
    try:
        public_address(request, "/")
    except LeadsNowhere as nowhere:
        return str(nowhere)
    return ""


def is_over_https(request: HttpRequest) -> bool:
    """Whether cookies may be kept for encrypted lines alone."""
    return bool(settings.ENVIRONMENT.public_url) or request.is_secure()
