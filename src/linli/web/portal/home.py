"""The first page: what a resident can do here."""

from django.http import HttpResponse
from django.shortcuts import render

from linli.web.shared.access import anybody
from linli.web.shared.request import Request


@anybody
def home(request: Request) -> HttpResponse:
    return render(request, "portal/home.html")
