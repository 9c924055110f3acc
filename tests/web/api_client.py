"""A program with somebody's token; every answer it gets must look as the description says."""

from functools import cache
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve
from jsonschema import Draft202012Validator

from linli.ground.accounts import actions as accounts
from linli.ground.rights.asker import Asker
from linli.web.api.v1.api import api

SETUP = Asker.for_part("setup")
ROOT = "/api/v1/"


class Program:
    """Speaks JSON with the token of one of the cast."""

    def __init__(self, asker: Asker) -> None:
        assert asker.user_id is not None
        self.client = Client()
        self.token = accounts.make_token(asker.user_id, SETUP)
        self.key = ""

    def get(self, path: str, **more: str) -> Any:
        return checked(self.client.get(ROOT + path, headers=self.headers(more)))

    def post(self, path: str, body: Any, **more: str) -> Any:
        headers = self.headers(more)
        return checked(self.client.post(ROOT + path, body, "application/json", headers=headers))

    def send(self, path: str, **files: Any) -> Any:
        return checked(self.client.post(ROOT + path, files, headers=self.headers({})))

    def items(self, path: str) -> list[dict[str, Any]]:
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        key = {"Idempotency-Key": self.key} if self.key else {}
        return {
            "Authorization": f"Bearer {self.token}",
            "Accept-Language": "en",
            **key,
            **named,
        }


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem details of an answer."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (told["status"], told["type"]) == (status, f"urn:linli:problem:{code}")
    assert told["title"]
    assert told["detail"]
    return told


def fields(answer: Any) -> list[str]:
    """The fields that a 422 names."""
    return [error["field"] for error in problem(answer, 422, "invalid")["errors"]]


def checked(answer: Any) -> Any:
    """The answer, once its status and its body are what the description of the API says."""
    operation = _operation(answer.request["PATH_INFO"], answer.request["REQUEST_METHOD"])
    if operation is not None:
        described = operation["responses"].get(answer.status_code)
        assert described is not None, f"{answer.status_code} is not described"
        [(kind, content)] = described["content"].items()
        assert answer.headers["Content-Type"].split(";")[0] == kind
        whole = {**content["schema"], "components": _description()["components"]}
        Draft202012Validator(whole).validate(answer.json())
    return answer


@cache
def _description() -> dict[str, Any]:
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix=ROOT)
    return schema


def _operation(path: str, method: str) -> dict[str, Any] | None:
    """What the description says of this address; None for one that it does not know."""
    try:
        route = resolve(path).route
    except Resolver404:
        return None
    plain = "/" + route.replace("<uuidstr:id>", "{id}").replace("<id>", "{id}")
    found: dict[str, Any] | None = _description()["paths"].get(plain, {}).get(method.lower())
    return found
