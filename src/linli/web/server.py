"""The part `linli web`: pages, API and server-sent events, from one process."""

import asyncio
import os
import signal
import socket
import threading
from typing import Final

import structlog
import uvloop
from django.db import close_old_connections, connection
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from granian.utils.proxies import wrap_asgi_with_proxy_headers

from linli.ground.environment import Environment
from linli.ground.parts import actions as parts
from linli.ground.ports import require_free
from linli.web.asgi import WebApplication

log = structlog.get_logger(__name__)

BEAT_SECONDS: Final = 2.0
SLOWEST_ANSWER_SECONDS: Final = 5.0


def run(environment: Environment) -> None:
    """Serves until SIGTERM or SIGINT; what is in hand is finished first.

    Raises `WrongSetting` when somebody else has the port.
    """
    require_free("LINLI_HTTP_PORT", environment.bind, environment.http_port)
    uvloop.run(_serve(environment))


async def _serve(environment: Environment) -> None:
    application = WebApplication()
    server = Server(
        # Behind a proxy, limits count the person and not the proxy, and https is https.
        wrap_asgi_with_proxy_headers(application, list(environment.proxies)),
        environment.bind,
        environment.http_port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        log_level=LogLevels.error,
    )
    loop, heart = asyncio.get_running_loop(), Heart(application, asyncio.get_running_loop())

    def stop() -> None:
        heart.stop()
        application.close()
        server.stop()  # type: ignore[no-untyped-call]  # granian leaves it untyped

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    heart.start()
    await server.serve()


class Heart(threading.Thread):
    """Says every two seconds whether this part lives: loop, threads of the pages, and feed."""

    def __init__(self, application: WebApplication, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="heart", daemon=True)
        self.application = application
        self.loop = loop
        self.instance = f"{socket.gethostname()}:{os.getpid()}"
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.beat()
            except Exception:
                # Silence is the message: who reads the beats sees that they stopped.
                log.exception("no heartbeat", part="web")
                connection.close()
            self._stopped.wait(BEAT_SECONDS)
        parts.leave("web", self.instance)
        connection.close()

    def beat(self) -> None:
        faults = {"live": self.application.feed.fault} if self.application.feed.fault else {}
        if not self._loop_turns():
            faults["loop"] = f"the event loop has not turned for {SLOWEST_ANSWER_SECONDS} s"
        elif not self._pages_begin():
            faults["pages"] = f"no page could begin for {SLOWEST_ANSWER_SECONDS} s"
        close_old_connections()
        parts.beat("web", self.instance, healthy=not faults, **faults)

    def _loop_turns(self) -> bool:
        turned = threading.Event()
        self.loop.call_soon_threadsafe(turned.set)
        return turned.wait(SLOWEST_ANSWER_SECONDS)

    def _pages_begin(self) -> bool:
        """Whether one of their threads comes free."""
        begun = threading.Event()
        asked = self.application.threads.submit(begun.set)
        came = begun.wait(SLOWEST_ANSWER_SECONDS)
        asked.cancel()
        return came
