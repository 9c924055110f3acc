"""The first page: what a resident can do here."""

from django.http import HttpResponse
from django.shortcuts import render

from linli.web.shared.access import anybody, viewed
from linli.web.shared.request import Request


@viewed
@anybody
def home(request: Request) -> HttpResponse:
    return render(request, "portal/home.html")
