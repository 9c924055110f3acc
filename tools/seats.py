"""A browser, as far as forms go: for somebody whose day is played without one."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

import httpx

from tools.system import System


class Seat:
    """Somebody at the pages, signed in or not; a context manager that lets the line go."""

    def __init__(self, system: System, who: str, password: str) -> None:
        self._client = httpx.Client(base_url=system.url(""), timeout=30, follow_redirects=True)
        if who:
            self.send("/sign-in/", {"username": who, "password": password})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, page: str) -> str:
        return fine(self._client.get(page)).text

    def send(
        self, page: str, form: Mapping[str, str], files: Sequence[Any] = (), *, to: str = ""
    ) -> httpx.Response:
        """Sends a form of the page, to the page itself unless it names another address."""
        hidden = dict(
            re.findall(
                r'type="hidden" name="(csrfmiddlewaretoken|key)" value="([^"]*)"', self.get(page)
            )
        )
        return fine(self._client.post(to or page, data={**hidden, **form}, files=files or None))


def fine(answer: httpx.Response) -> httpx.Response:
    """The answer. Raises `RuntimeError` with what it says when it is none that was hoped for."""
    if answer.is_error:
        raise RuntimeError(
            f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text}"
        )
    return answer
