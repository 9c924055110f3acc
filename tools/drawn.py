"""Prints, as JSON, pages that nobody can reach from outside a demo, in both languages.

Our own machine may report as often as it likes, and nothing breaks on demand: so these pages are
asked for from inside, in the environment of a running demo, of the same code that serves them.
"""

import json
import time
from dataclasses import replace
from typing import Any, Final
from unittest.mock import patch

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.utils import translation  # noqa: E402

from linli.ground.accounts.queries import setup_code  # noqa: E402
from linli.web.shared.errors import broken  # noqa: E402
from linli.web.shared.limits import REPORTS  # noqa: E402
from tools.walking import LANGUAGES  # noqa: E402

ADDRESS = "203.0.113.7"
FIRST: Final = {
    "system_admin_name": "顾",
    "system_admin_username": "gu",
    "security_admin_name": "沈",
    "security_admin_username": "shen",
    "password": "correct horse battery staple",
    "again": "correct horse battery staple",
}


def main() -> None:
    pages = {
        "too-many": too_many,
        "broken": broke,
        "setup": lambda language: first_visit(language, {}),
        "setup-faults": lambda language: first_visit(language, {**FIRST, "again": "other"}),
        "setup-done": lambda language: first_visit(language, FIRST),
        "begin-empty": nothing_loaded,
    }
    told = {name: {one: page(one) for one in LANGUAGES} for name, page in pages.items()}
    print(json.dumps(told))


def too_many(language: str) -> dict[str, Any]:
    """The report form after one address has sent more than a whole street would."""
    client = _client(language)
    client.get("/report/")  # the first request loads so much that an allowance would grow back
    while REPORTS.allows(ADDRESS, time.monotonic()):
        pass
    form = {"item": "noise", "text": "楼上装修中午也不停。", "address": "灯影苑 4 号楼"}
    answer = client.post("/report/", form)
    return {"status": answer.status_code, "html": answer.content.decode()}


def first_visit(language: str, form: dict[str, str]) -> dict[str, Any]:
    """The set-up, as if nobody had an account yet."""
    client = _client(language)
    with (
        patch("linli.web.shared.setup.queries.is_anybody_known", lambda: False),
        patch("linli.web.shared.setup.actions.make_first", lambda _: {"shen": "7K2M9QX4T0VA"}),
    ):
        code = {"code": setup_code()}
        answer = client.post("/setup/", {**form, **code}) if form else client.get("/setup/", code)
    return {"status": answer.status_code, "html": answer.content.decode()}


def nothing_loaded(language: str) -> dict[str, Any]:
    """The checklist of the first day, as if nothing were loaded."""
    client = _client(language)
    client.force_login(get_user_model().objects.get(username="gu"))
    here = "linli.web.console.begin"
    environment = replace(settings.ENVIRONMENT, data=settings.ENVIRONMENT.data / "nowhere")
    with (
        patch(f"{here}.places.children", lambda _: []),
        patch(f"{here}.places.count_by_level", dict),
        patch(f"{here}.parties.in_use", list),
        patch(f"{here}.parties.all_duties", list),
        patch.object(settings, "ENVIRONMENT", environment),
    ):
        answer = client.get("/console/begin/")
    return {"status": answer.status_code, "html": answer.content.decode()}


def _client(language: str) -> Client:
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_HOST="127.0.0.1")
    client.cookies["linli_language"] = language
    return client


def broke(language: str) -> dict[str, Any]:
    """What is shown when a page fails."""
    with translation.override(language):
        answer = broken(RequestFactory().get("/"))
    return {"status": answer.status_code, "html": answer.content.decode()}


if __name__ == "__main__":
    main()
