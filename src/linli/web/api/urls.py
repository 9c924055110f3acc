"""Addresses for programs."""

from django.urls import include, path

from linli.web.api.health import healthz
from linli.web.api.metrics import metrics

urlpatterns = [
    path("healthz", healthz),
    path("metrics", metrics),
    path("api/v1/", include("linli.web.api.v1.urls")),
    path("open311/v2/", include("linli.web.api.open311.urls")),
]
