"""Prints, as JSON, pages that nobody can reach from outside a demo, in both languages.

Our own machine may report as often as it likes, and nothing breaks on demand: so these pages are
asked for from inside, in the environment of a running demo, of the same code that serves them.
"""

import json
import time
from typing import Any

import django

django.setup()

from django.test import Client, RequestFactory  # noqa: E402 - Django is set up first
from django.utils import translation  # noqa: E402

from linli.web.shared.errors import broken  # noqa: E402
from linli.web.shared.limits import REPORTS  # noqa: E402
from tools.walking import LANGUAGES  # noqa: E402

ADDRESS = "203.0.113.7"


def main() -> None:
    pages = {"too-many": too_many, "broken": broke}
    told = {name: {one: page(one) for one in LANGUAGES} for name, page in pages.items()}
    print(json.dumps(told))


def too_many(language: str) -> dict[str, Any]:
    """The report form after one address has sent more than a whole street would."""
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_HOST="127.0.0.1")
    client.cookies["linli_language"] = language
    client.get("/report/")  # the first request loads so much that an allowance would grow back
    while REPORTS.allows(ADDRESS, time.monotonic()):
        pass
    form = {"item": "noise", "text": "楼上装修中午也不停。", "address": "灯影苑 4 号楼"}
    answer = client.post("/report/", form)
    return {"status": answer.status_code, "html": answer.content.decode()}


def broke(language: str) -> dict[str, Any]:
    """What is shown when a page fails."""
    with translation.override(language):
        answer = broken(RequestFactory().get("/"))
    return {"status": answer.status_code, "html": answer.content.decode()}


if __name__ == "__main__":
    main()
