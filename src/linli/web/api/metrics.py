"""`/metrics`: figures for Prometheus, of this process and, through the database, of the others."""

from collections.abc import Iterable, Iterator
from typing import Final

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    Metric,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from linli.ground import clock
from linli.ground.facts import queries as facts
from linli.ground.parts import queries as parts
from linli.ground.rights.asker import Asker
from linli.respond.cases import queries as cases
from linli.web.shared.access import viewed
from linli.web.shared.metrics import REGISTRY
from linli.web.shared.parts import EXPECTED

log = structlog.get_logger(__name__)

METRICS: Final = Asker.for_part("metrics")


@never_cache
@viewed
def metrics(_request: HttpRequest) -> HttpResponse:
    """The text format of Prometheus. Holds counts only, nothing about persons."""
    body = b"".join(generate_latest(registry) for registry in (REGISTRY, _PROCESS, _INSTALLATION))
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


class InstallationCollector(Collector):
    """What the database tells, read at each scrape: five queries."""

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        is_up = GaugeMetricFamily("linli_database_up", "1 when the database can be read.")
        try:
            found = [*_facts(), _parts(), _open_cases()]
        except DatabaseError:
            log.exception("no figures from the database")
            found = []
        is_up.add_metric([], float(bool(found)))
        yield is_up
        yield from found


def _facts() -> list[Metric]:
    backlog = facts.backlog()
    waiting = GaugeMetricFamily(
        "linli_facts_backlog", "Facts that have not had all their effects.", labels=["state"]
    )
    for state in ("unnumbered", "waiting", "parked"):
        waiting.add_metric([state], getattr(backlog, state))
    age = (clock.now() - backlog.oldest_at).total_seconds() if backlog.oldest_at else 0.0
    oldest = GaugeMetricFamily(
        "linli_facts_oldest_seconds", "Age of the oldest fact that waits.", value=max(0.0, age)
    )
    return [waiting, oldest]


def _parts() -> Metric:
    family = GaugeMetricFamily("linli_part_ok", "1 when the part works.", labels=["part"])
    for part, health in parts.health(EXPECTED, clock.now()).items():
        family.add_metric([part], float(health["ok"]))
    return family


def _open_cases() -> Metric:
    family = GaugeMetricFamily("linli_open_cases", "Open cases.", labels=["severity"])
    for severity, count in cases.open_by_severity(METRICS).items():
        family.add_metric([severity], count)
    return family


def _registry(*collectors: type[Collector]) -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    for collector in collectors:
        registry.register(collector())
    return registry


_PROCESS: Final = CollectorRegistry()
ProcessCollector(registry=_PROCESS)
GCCollector(registry=_PROCESS)
_INSTALLATION: Final = _registry(InstallationCollector)
