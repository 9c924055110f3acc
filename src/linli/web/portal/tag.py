"""Scanning the code of a place: the report form, with the place filled in. Nothing is written."""

from django.http import HttpResponse

from linli.web.portal.report import form_page
from linli.web.shared.access import anybody, viewed
from linli.web.shared.report_form import ReportForm
from linli.web.shared.report_spot import of_tag
from linli.web.shared.request import Request


@viewed
@anybody
def tag(request: Request, code: str) -> HttpResponse:
    """A code that leads nowhere is said so in words; the form stays usable without a place."""
    found = of_tag(code)
    form = ReportForm(spot=found.spot, trouble=found.trouble)
    return form_page(request, form, status=404 if found.spot is None else 200)
