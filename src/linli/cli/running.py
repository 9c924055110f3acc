"""Commands that set up and run the whole: setup, migrate, run, simulate."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from linli.cli import demo
from linli.cli.faults import CommandFault
from linli.ground.accounts.queries import is_anybody_known, setup_code
from linli.ground.environment import Environment
from linli.ground.ports import require_free
from linli.ground.rights.asker import Asker
from linli.ground.supervisor import Part, Supervisor

SETUP: Final = Asker.for_part("setup")
PARTS: Final = ("web", "ingest", "work")
LONGEST_START_SECONDS: Final = 120


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = commands.add_parser("run", help="everything, under one supervisor")
    run.add_argument("--empty", action="store_true", help="start without the demo district")
    run.add_argument("--still", action="store_true", help="the demo district without its simulator")
    run.set_defaults(run=_run)
    for name, does, act in (
        ("migrate", "bring the database to this release", _migrate),
        ("setup", "migrate, and load what every installation needs", _setup),
    ):
        command = commands.add_parser(name, help=does)
        command.set_defaults(run=act)
    simulate = commands.add_parser("simulate", help="let the demo district live through something")
    simulate.add_argument("scenario", choices=("calm", "storm", "gas"))
    simulate.add_argument("--seconds", type=int, default=300)
    simulate.set_defaults(run=_simulate)


def _migrate(_options: argparse.Namespace) -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _setup(options: argparse.Namespace) -> None:
    _migrate(options)
    demo.load_basics(SETUP)


def _run(options: argparse.Namespace) -> None:
    environment: Environment = settings.ENVIRONMENT
    _refuse_busy_ports(environment)
    print(_("Preparing the database …"), flush=True)
    _setup(options)
    accounts = [] if options.empty else demo.load_demo(environment, SETUP)
    parts = [Part(name, (sys.executable, "-m", "linli", name)) for name in PARTS]
    if environment.database.is_postgresql:
        # Two workers keep pace with the pages there; on SQLite they would queue for one pen.
        parts.append(Part("work", (sys.executable, "-m", "linli", "work")))
    if demo.is_loaded(environment) and not (options.empty or options.still):
        parts.append(Part("simulator", demo.simulator_command(environment, "story")))
    supervisor = Supervisor(parts, {**os.environ, "LINLI_PARTS": ",".join(PARTS)})
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_ignored: supervisor.stop())
    threading.Thread(target=_greet, args=(environment, accounts, supervisor), daemon=True).start()
    supervisor.run()


def _simulate(options: argparse.Namespace) -> int:
    environment: Environment = settings.ENVIRONMENT
    if not demo.is_loaded(environment):
        raise CommandFault(
            _("%(folder)s holds no demo district; start `linli run` once, without --empty.")
            % {"folder": environment.data}
        )
    command = demo.simulator_command(environment, options.scenario, seconds=options.seconds)
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own program


def _refuse_busy_ports(environment: Environment) -> None:
    for variable, port in (
        ("LINLI_HTTP_PORT", environment.http_port),
        ("LINLI_INGEST_PORT", environment.ingest_port),
        ("LINLI_MQTT_PORT", environment.mqtt_port),
    ):
        require_free(variable, environment.bind, port)


def _greet(
    environment: Environment, accounts: list[demo.DemoAccount], supervisor: Supervisor
) -> None:
    """Prints the addresses once everything answers."""
    near = f"http://{environment.bind}:{environment.http_port}"
    page = environment.public_url or near
    until = time.monotonic() + LONGEST_START_SECONDS
    while not _is_healthy(f"{near}/healthz"):
        if supervisor.stopped.is_set() or time.monotonic() > until:
            return
        supervisor.stopped.wait(0.2)
    print(_("Linli is running. Stop it with Ctrl-C."))
    print("  " + _("Residents: %(url)s") % {"url": f"{page}/"})
    print("  " + _("Staff: %(url)s") % {"url": f"{page}/console/"})
    print(f"  MQTT: {environment.bind}:{environment.mqtt_port}")
    ingest = f"http://{environment.bind}:{environment.ingest_port}/v1/<device>/readings"
    print("  " + _("Readings by HTTP: %(url)s") % {"url": ingest})
    for account in accounts:
        print(f"  {account.username:<6} {account.password}  {account.duty}")
    kept = environment.data / demo.ACCOUNTS_FILE
    if kept.exists():
        print("  " + _("Demo sign-ins are kept in %(file)s") % {"file": kept})
    if not is_anybody_known():
        print("  " + _("Nobody can sign in yet. Open this page once to set up:"))
        print(f"  {page}/setup/?code={setup_code()}")
    sys.stdout.flush()


def _is_healthy(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
