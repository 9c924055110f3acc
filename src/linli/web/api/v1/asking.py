"""Who asks, and how a write is done once for each Idempotency-Key."""

from collections.abc import Callable
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja.security import HttpBearer

from linli.ground.accounts import queries as accounts
from linli.ground.idempotency.actions import Answer, once
from linli.ground.idempotency.queries import answered
from linli.ground.rights.asker import Asker

MEDIA_TYPE: Final = "application/json; charset=utf-8"


class ByToken(HttpBearer):
    """The API token of an account, as `linli token` prints it."""

    def authenticate(self, _request: HttpRequest, token: str) -> Asker | None:
        return accounts.asker_by_token(token.strip())


class Asked(HttpRequest):
    """A request whose token was good; for type checks only."""

    auth: Asker


def write(request: Asked, act: Callable[[], Answer], content: bytes | None = None) -> HttpResponse:
    """Does the write and keeps its answer. `content` stands for a body that was read in parts."""
    return answer(*written(request, act, content))


def written(request: Asked, act: Callable[[], Answer], content: bytes | None = None) -> Answer:
    """The same, before it is an answer."""
    return once(*_named(request, content), lambda: _plain(*act()))


def written_before(request: Asked, content: bytes) -> Answer | None:
    """The answer that a repeated write got: asked before what takes long and is done outside."""
    return answered(*_named(request, content))


def told(body: Any) -> HttpResponse:
    """The answer to a read. Not checked against its shape at each request: the tests do that."""
    return answer(200, body)


def answer(status: int, body: Any) -> HttpResponse:
    return HttpResponse(
        msgspec.json.encode(body),
        status=status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store"},
    )


def _named(request: Asked, content: bytes | None) -> tuple[str, str | None, bytes]:
    """Whose write it is and of which kind, its key, and what makes it the same one."""
    match = request.resolver_match
    scope = f"api/{request.auth.user_id}/{request.method}/{match.route if match else ''}"
    key = request.headers.get("Idempotency-Key") or None
    body = request.body if content is None else content
    return scope, key, request.path.encode() + b"\n" + body


def _plain(status: int, body: Any) -> Answer:
    """Ids and times as text: an answer is kept as JSON."""
    return status, msgspec.to_builtins(body)
