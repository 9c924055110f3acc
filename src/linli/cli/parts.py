"""Commands that are one part (process): web, ingest, work."""

import argparse
import logging
import os

import structlog
from django.conf import settings

from linli.flow import FLOW, TIMETABLE
from linli.ground import lanes
from linli.ground.lifeline import follow_supervisor
from linli.sense.telemetry import ingest
from linli.web import server


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, run, does in (
        ("web", _web, "pages, API and server-sent events"),
        ("ingest", _ingest, "readings in, rules, store"),
        ("work", _work, "facts, timers and jobs; any number of them"),
    ):
        command = commands.add_parser(name, help=does)
        command.set_defaults(run=run)


def set_up_part(name: str) -> None:
    """Structured logs, and a life that ends with the supervisor's."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    structlog.contextvars.bind_contextvars(part=name, pid=os.getpid())
    follow_supervisor()


def _web(_: argparse.Namespace) -> None:
    set_up_part("web")
    # Where the processor is scarce, what was taken in is worked off before more is taken in.
    os.nice(5)
    server.run(settings.ENVIRONMENT)


def _ingest(_: argparse.Namespace) -> None:
    set_up_part("ingest")
    ingest.run(settings.ENVIRONMENT)


def _work(_: argparse.Namespace) -> None:
    set_up_part("work")
    lanes.work(FLOW, TIMETABLE)
