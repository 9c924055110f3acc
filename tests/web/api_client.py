"""A program with somebody's token, for the tests of `/api/v1/`."""

from typing import Any

from django.test import Client

from linli.ground.accounts import actions as accounts
from linli.ground.rights.asker import Asker

SETUP = Asker.for_part("setup")


class Program:
    """Speaks JSON with the token of one of the cast."""

    def __init__(self, asker: Asker) -> None:
        assert asker.user_id is not None
        self.client = Client()
        self.token = accounts.make_token(asker.user_id, SETUP)
        self.key = ""

    def get(self, path: str, **more: str) -> Any:
        return self.client.get(f"/api/v1/{path}", headers=self.headers(more))

    def post(self, path: str, body: Any, **more: str) -> Any:
        return self.client.post(
            f"/api/v1/{path}", body, "application/json", headers=self.headers(more)
        )

    def send(self, path: str, **files: Any) -> Any:
        return self.client.post(f"/api/v1/{path}", files, headers=self.headers({}))

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
    """The problem details of an answer, whose shape it checks."""
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
