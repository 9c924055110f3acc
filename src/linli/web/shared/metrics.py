"""Counts what this process answers and how long it takes, by route: bounded, without addresses."""

import time
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY: Final = CollectorRegistry()
REQUESTS: Final = Counter(
    "linli_http_requests",
    "Requests answered.",
    ("method", "route", "status"),
    registry=REGISTRY,
)
SECONDS: Final = Histogram(
    "linli_http_request_seconds",
    "Seconds from the first middleware to the whole answer.",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
    registry=REGISTRY,
)
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

Answerer = Callable[[HttpRequest], HttpResponseBase]


class MetricsMiddleware:
    """Stands first, so that it sees what all others do."""

    def __init__(self, get_response: Answerer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        start = time.perf_counter()
        response = self.get_response(request)
        method, match = _known(request.method), request.resolver_match
        route = match.route if match else "(none)"
        REQUESTS.labels(method, route, response.status_code).inc()
        SECONDS.labels(method, route).observe(time.perf_counter() - start)
        return response


def count_turned_away(method: str, status: int) -> None:
    """A request that never came as far as Django."""
    REQUESTS.labels(_known(method), "(turned away)", status).inc()


def _known(method: str | None) -> str:
    """Everybody may make up methods; each would be a figure of its own."""
    return method if method in METHODS else "other"
