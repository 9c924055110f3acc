"""Errors for programs: problem details (RFC 9457), with text in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

MEDIA_TYPE: Final = "application/problem+json"
TYPE: Final = "urn:linli:problem:"
RETRY_SECONDS: Final = 5
"""After how long whoever found no room may try again."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of error. Programs go by status and `type`; title and detail are for people."""

    code: str
    status: int
    title: str
    detail: str


UNREADABLE: Final = Kind(
    "unreadable",
    400,
    gettext_noop("Unreadable request"),
    gettext_noop("The request cannot be read: %(reason)s"),
)
HOST: Final = Kind(
    "host",
    400,
    gettext_noop("No name of a host"),
    gettext_noop("The header “Host” holds no name of a host."),
)
SIGN_IN: Final = Kind(
    "sign-in",
    401,
    gettext_noop("Not signed in"),
    gettext_noop("Send a valid token as “Authorization: Bearer …”."),
)
REFUSED: Final = Kind(
    "refused",
    403,
    gettext_noop("Not allowed"),
    gettext_noop("Your account may not do this here; ask the person who grants rights."),
)
NOT_FOUND: Final = Kind(
    "not-found",
    404,
    gettext_noop("Not found"),
    gettext_noop("There is no such thing within your reach; check the address and the id."),
)
METHOD: Final = Kind(
    "method",
    405,
    gettext_noop("Method not allowed"),
    gettext_noop("%(method)s is not possible here; see the API description for what is."),
)
TOO_SLOW: Final = Kind(
    "too-slow",
    408,
    gettext_noop("Too slow"),
    gettext_noop("The rest of the request did not come in time; send it again."),
)
STALE: Final = Kind(
    "stale-version",
    409,
    gettext_noop("Changed in the meantime"),
    gettext_noop("It is now at version %(current)s; read it again and decide anew."),
)
KEY_REUSED: Final = Kind(
    "key-reused",
    409,
    gettext_noop("Idempotency-Key used before"),
    gettext_noop("This Idempotency-Key belongs to another request; use a new one."),
)
ILLEGAL_MOVE: Final = Kind(
    "illegal-move",
    409,
    gettext_noop("Not possible in this state"),
    gettext_noop("From “%(source)s” no step leads to “%(to)s” now; see “allowed”."),
)
TAKEN: Final = Kind(
    "taken",
    409,
    gettext_noop("Taken already"),
    gettext_noop("%(name)s took this alert at %(at)s; you do not need to."),
)
OVER: Final = Kind(
    "over",
    409,
    gettext_noop("Over"),
    gettext_noop("The reason for this alert is gone; nobody needs to take it any more."),
)
LENGTH: Final = Kind(
    "length",
    411,
    gettext_noop("Length required"),
    gettext_noop("Send the body with its Content-Length, not in chunks."),
)
TOO_LARGE: Final = Kind(
    "too-large",
    413,
    gettext_noop("Too large"),
    gettext_noop("The request is larger than %(most)s bytes; send less at once."),
)
INVALID: Final = Kind(
    "invalid",
    422,
    gettext_noop("Some values cannot be used"),
    gettext_noop("See “errors” for each field and the reason."),
)
TOO_MANY: Final = Kind(
    "too-many",
    429,
    gettext_noop("Too many"),
    "%(reason)s",
)
FAULT: Final = Kind(
    "fault",
    500,
    gettext_noop("Our fault"),
    gettext_noop("Something broke on our side and was noted; try again later."),
)
BUSY: Final = Kind(
    "busy",
    503,
    gettext_noop("Not available now"),
    gettext_noop("Linli cannot answer now; try again in a few seconds."),
)


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of the request."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One error: its kind, the values its text names, and what else a program may want to know."""

    kind: Kind
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return self.kind.status

    @property
    def headers(self) -> dict[str, str]:
        """What tells a program what to do next."""
        if self.kind is SIGN_IN:
            return {"WWW-Authenticate": "Bearer"}
        return {"Retry-After": str(RETRY_SECONDS)} if self.kind is BUSY else {}

    def body(self) -> dict[str, Any]:
        """In the language that is active."""
        told = {
            "type": TYPE + self.kind.code,
            "title": gettext(self.kind.title),
            "status": self.kind.status,
            "detail": gettext(self.kind.detail) % self.values,
            **self.more,
        }
        if self.errors:
            told["errors"] = [
                {"field": error.field, "reason": error.reason} for error in self.errors
            ]
        return told

    def encoded(self, language: str) -> bytes:
        with translation.override(language):
            return msgspec.json.encode(self.body())

    def response(self) -> HttpResponse:
        """As an answer of Django's, in the language of the request."""
        return HttpResponse(
            msgspec.json.encode(self.body()),
            status=self.status,
            content_type=MEDIA_TYPE,
            headers=self.headers,
        )
