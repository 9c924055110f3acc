"""The HTTP door: readings by POST, figures and health by GET."""

import asyncio
import re
import time
from http import HTTPStatus
from typing import Final

import h11
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from linli.ground.rate import RateLimit
from linli.sense.telemetry import metrics
from linli.sense.telemetry.connectors.http.exchange import (
    MOST_BODY_BYTES,
    Answer,
    Exchange,
    Request,
    as_json,
    problem,
)
from linli.sense.telemetry.directory import CannotLook
from linli.sense.telemetry.doors import listen
from linli.sense.telemetry.health import Health
from linli.sense.telemetry.intake import Intake, Message
from linli.sense.telemetry.pipeline import Outcome
from linli.wire.faults import Fault

DOOR: Final = "http"
MOST_CONNECTIONS: Final = 2000
BURST: Final = 300.0
PER_SECOND: Final = 20.0
"""So many messages each device may send at once, and in each second after that."""
MOST_DEVICES: Final = 200_000
STORE_SECONDS: Final = 30.0
LAST_ANSWER_SECONDS: Final = 1.0
MOST_FAULTS_TOLD: Final = 20
_READINGS: Final = re.compile(r"/v1/([A-Za-z0-9_-]{1,64})/readings\Z")


class HttpDoor:
    """All HTTP connections of this process."""

    def __init__(self, intake: Intake, health: Health, rate: RateLimit | None = None) -> None:
        self._intake = intake
        self._health = health
        self._rate = rate or RateLimit(BURST, PER_SECOND, MOST_DEVICES)
        self._connections: set[asyncio.Task[None]] = set()
        self._busy: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._is_stopping = False

    async def open(self, host: str, port: int) -> int:
        self._server, number = await listen(self._serve, host, port)
        return number

    async def stop_taking(self) -> None:
        """Lets nobody in any more; requests under way are still answered."""
        self._is_stopping = True
        if self._server is not None:
            self._server.close()
        for task in self._connections - self._busy:
            task.cancel()

    async def close(self) -> None:
        """Ends what is still open, answered or not."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=LAST_ANSWER_SECONDS)
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def cut_invalid(self) -> None:
        """Nothing to cut: each request shows its token."""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._connections) >= MOST_CONNECTIONS:
            writer.close()
            return
        self._connections.add(task)
        metrics.CONNECTIONS.labels(DOOR).inc()
        exchange = Exchange(reader, writer)
        try:
            await self._talk(exchange, task)
        except (TimeoutError, ConnectionError):
            pass  # too slow, or broken off: there is nobody to answer
        except asyncio.CancelledError:
            # In Python 3.11 a task of a stream server that ends cancelled is logged as an error.
            if not self._is_stopping:
                raise
        finally:
            metrics.CONNECTIONS.labels(DOOR).dec()
            self._connections.discard(task)
            self._busy.discard(task)
            await exchange.close()

    async def _talk(self, exchange: Exchange, task: asyncio.Task[None]) -> None:
        try:
            while request := await exchange.request():
                self._busy.add(task)
                may_go_on = await exchange.answer(await self._answer(exchange, request))
                self._busy.discard(task)
                if self._is_stopping or not may_go_on:
                    return
        except h11.RemoteProtocolError as wrong:
            status = HTTPStatus(wrong.error_status_hint)
            await exchange.refuse(problem(status, f"This is no HTTP request: {wrong}."))

    async def _answer(self, exchange: Exchange, request: Request) -> Answer:
        found = _READINGS.match(request.path)
        method = "POST" if found else "GET"
        if not found and request.path not in {"/metrics", "/healthz"}:
            detail = f'There is no "{request.path[:100]}"; use /v1/<device>/readings.'
            return problem(HTTPStatus.NOT_FOUND, detail)
        if request.method != method:
            answer = problem(HTTPStatus.METHOD_NOT_ALLOWED, f"Use {method}.")
            answer.headers["Allow"] = method
            return answer
        if found:
            try:
                return await self._take(exchange, request, found[1])
            except CannotLook:
                detail = "The database does not answer; send the readings again."
                return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail)
        if request.path == "/metrics":
            return Answer(HTTPStatus.OK, generate_latest(), CONTENT_TYPE_LATEST)
        return self._tell_health()

    async def _take(self, exchange: Exchange, request: Request, device_id: str) -> Answer:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        is_bearer = scheme.lower() == "bearer"
        if not is_bearer or not await self._intake.enter(DOOR, device_id, token.strip()):
            answer = problem(HTTPStatus.UNAUTHORIZED, "Show the token of this device.")
            answer.headers["WWW-Authenticate"] = 'Bearer realm="readings"'
            return answer
        if self._intake.is_full or not self._rate.allows(device_id, time.monotonic()):
            answer = problem(HTTPStatus.TOO_MANY_REQUESTS, "Too many readings; send them later.")
            answer.headers["Retry-After"] = "1"
            return answer
        payload, size = await exchange.body()
        message = Message(DOOR, device_id, device_id, payload, size, all_or_nothing=True)
        if size > MOST_BODY_BYTES:
            fault = Fault("size.more", values={"size": size, "most": MOST_BODY_BYTES})
            self._intake.refuse(message, fault)
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The {fault.told()}")
        return await self._store(message)

    async def _store(self, message: Message) -> Answer:
        """Answers once the message is durable; what takes too long may be stored all the same."""
        stored: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

        def done(outcome: Outcome) -> None:
            if not stored.done():
                stored.set_result(outcome)

        await self._intake.take(message, done)
        try:
            async with asyncio.timeout(STORE_SECONDS):
                outcome = await stored
        except TimeoutError:
            detail = "The readings could not be stored in time; send them again."
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail)
        return _answer_to(outcome)

    def _tell_health(self) -> Answer:
        faults = self._health.faults()
        status = HTTPStatus.SERVICE_UNAVAILABLE if faults else HTTPStatus.OK
        part = {"ok": not faults, "faults": faults}
        return as_json(status, {"status": "failing" if faults else "ok", "parts": {"ingest": part}})


def _answer_to(outcome: Outcome) -> Answer:
    if not outcome.faults:
        content = {"stored": outcome.stored, "repeated": outcome.repeated}
        return as_json(HTTPStatus.ACCEPTED, content)
    told = outcome.faults[:MOST_FAULTS_TOLD]
    first = told[0]
    is_ours = first.reason == "fault"
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR if is_ours else HTTPStatus.BAD_REQUEST,
        first.told(),
        faults=[{"reason": one.reason, "place": one.place, "detail": one.detail} for one in told],
    )
