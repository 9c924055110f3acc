"""Sign-in, languages, registers, the description of the API, and what lies beside it."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from jsonschema import Draft202012Validator

from linli.ground.accounts.models import ApiToken, User
from linli.ground.rights.asker import Asker
from linli.respond.cases import queries as cases
from tests.cast import District
from tests.web.api_client import Program, fields, problem

READABLE = ("cases", "tasks", "alerts", "devices", "items", "places")


@pytest.mark.parametrize("path", READABLE)
def test_without_a_token_nothing_is_told(path: str, db: None) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic bGluOng="}):
        answer = Client().get(f"/api/v1/{path}", headers=headers)

        problem(answer, 401, "sign-in")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_is_no_token(district: District, lin: Asker) -> None:
    browser = Client()
    browser.force_login(User.objects.get(pk=lin.user_id))

    problem(browser.get("/api/v1/cases"), 401, "sign-in")


def test_a_revoked_token_and_a_closed_account_are_refused(district: District, lin: Asker) -> None:
    program, other = Program(lin), Program(lin)
    ApiToken.objects.filter(sha256=ApiToken.objects.order_by("pk")[0].sha256).update(
        revoked_at="2026-09-07T00:00:00Z"
    )

    problem(program.get("items"), 401, "sign-in")
    assert other.get("items").status_code == 200
    User.objects.update(is_active=False)
    problem(other.get("items"), 401, "sign-in")


def test_errors_are_told_in_the_language_asked_for(district: District, lin: Asker) -> None:
    program = Program(lin)

    english = program.get("cases/7", Accept_Language="en-GB,en;q=0.9")
    other = program.get("cases/7", Accept_Language="fr")

    assert problem(english, 404, "not-found")["title"] == "Not found"
    assert problem(other, 404, "not-found")["detail"]


@pytest.mark.parametrize(
    ("path", "english", "chinese"),
    [
        ("cases?limit=-1", "This is too small; 1 is the least.", "太小，最小是 1。"),
        ("cases?limit=201", "This is too large; 200 is the most.", "太大，最大是 200。"),
        ("cases?limit=ten", "This is not a whole number.", "这不是整数。"),
        (
            "tasks?order=oldest",
            "This is not known; use one of due, newest.",
            "没有这个选项；可用的有：due, newest。",
        ),
        ("cases?overdue=perhaps", "This is neither true nor false.", "这里要写 true 或 false。"),
        (
            "cases?place=nowhere2&q=" + "x" * 101,
            "This is too long; 100 characters are the most.",
            "太长，最多 100 个字。",
        ),
        (
            "places?parent=nowhere",
            "There is no place with the code “nowhere”.",
            "没有代码为“nowhere”的地点。",
        ),
    ],
)
def test_a_wrong_value_is_told_in_the_language_asked_for(
    path: str, english: str, chinese: str, district: District, lin: Asker
) -> None:
    program = Program(lin)
    for language, sentence in (("en", english), ("zh-CN", chinese)):
        answer = program.get(path, Accept_Language=language)
        assert [one["reason"] for one in problem(answer, 422, "invalid")["errors"]] == [sentence]


def test_what_is_missing_in_a_body_is_told_in_the_language_asked_for(
    district: District, lin: Asker
) -> None:
    answer = Program(lin).post("devices", {"id": "d7"}, Accept_Language="zh-CN")
    assert problem(answer, 422, "invalid")["errors"] == [
        {"field": "type", "reason": "这一项没有填。"},
        {"field": "place", "reason": "这一项没有填。"},
    ]


def test_a_device_that_cannot_be_registered_is_told_in_the_language_asked_for(
    district: District, lin: Asker
) -> None:
    asked = {"id": "d7", "type": "toaster", "place": "g1"}
    (error,) = problem(
        Program(lin).post("devices", asked, Accept_Language="zh-CN"), 422, "invalid"
    )["errors"]
    assert error["field"] == "type"
    assert error["reason"].startswith("没有类型“toaster”")


def test_what_is_not_there_is_said_in_words(district: District, lin: Asker) -> None:
    program = Program(lin)

    problem(program.get("nothing/here"), 404, "not-found")
    answer = program.client.delete("/api/v1/cases", headers=program.headers({}))
    problem(answer, 405, "method")
    assert answer.headers["Allow"] == "GET"


def test_our_own_fault_is_told_and_not_what_it_was(
    district: District, lin: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(cases, "cases", broken)

    answer = Program(lin).get("cases")

    problem(answer, 500, "fault")
    assert "secret" not in answer.content.decode()


def test_a_database_that_is_away_is_told_as_such(
    district: District, lin: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(cases, "cases", broken)

    problem(Program(lin).get("cases"), 503, "busy")


def test_items_are_listed_in_both_languages(district: District, wang: Asker) -> None:
    items = {item["code"]: item for item in Program(wang).items("items")}

    assert items["waterlogging"]["name"]["zh"]
    assert items["waterlogging"]["severity"] == "urgent"


def test_places_are_listed_page_by_page(district: District, wang: Asker) -> None:
    program, found, cursor = Program(wang), list[dict[str, Any]](), ""
    while True:
        page = program.get(f"places?limit=5{cursor}").json()
        found += page["items"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert [place["code"] for place in found][:3] == ["c1", "d1", "s1"]
    assert len({place["code"] for place in found}) == len(found) == 13
    assert [one["code"] for one in program.items("places?level=grid&parent=m1")] == ["g1", "g2"]
    assert {one["parent"] for one in program.items("places?parent=m1")} == {"m1"}


def test_places_are_found_by_what_somebody_types(district: District, zhao: Asker) -> None:
    """Of all places, also for Zhao: names are public."""
    program = Program(zhao)
    first, second = program.items("places?q=cuizhuyuan+3-2")[:2]
    assert (first["code"], first["name"], first["parent"]) == ("b3", "3栋", "e1")
    assert 0.7 < first["score"] < 1
    assert (second["code"], second["parent"]) == ("e1", "g1")
    assert [one["code"] for one in program.items("places?q=b3&limit=1")] == ["b3"]
    assert program.items("places?q=") == []
    assert program.items("places?limit=1")[0]["score"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [("level=moon", "level"), ("parent=nowhere", "parent"), ("cursor=x", "cursor"),
     ("cursor=9999999999999999999", "cursor"), ("limit=500", "limit"), (f"q={'x' * 201}", "q"),
     ("q=x%00", "q"), ("q=x&level=grid", "q"), ("q=x&parent=m1", "q")],
)  # fmt: skip
def test_wrong_questions_for_places_are_told_by_field(
    query: str, field: str, district: District, wang: Asker
) -> None:
    assert fields(Program(wang).get(f"places?{query}")) == [field]


def described(client: Client) -> dict[str, Any]:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_the_description_says_how_errors_look(db: None, client: Client) -> None:
    schema = described(client)

    operations = [one for methods in schema["paths"].values() for one in methods.values()]
    assert {"401", "403", "404", "422"} <= set(operations[0]["responses"])
    assert len({one["operationId"] for one in operations}) == len(operations)
    shape = {**schema["components"]["schemas"]["ProblemOut"], "components": schema["components"]}
    Draft202012Validator(shape).validate(client.get("/api/v1/cases").json())


def test_every_bound_of_a_number_or_text_is_described(db: None, client: Client) -> None:
    for path, methods in described(client)["paths"].items():
        for method, operation in methods.items():
            for parameter in operation["parameters"]:
                assert _is_bounded(parameter["schema"]), (method, path, parameter["name"])


def _is_bounded(schema: dict[str, Any]) -> bool:
    """A text without a greatest length, or a number without limits, is an open door."""
    if any(key in schema for key in ("anyOf", "allOf")):
        return all(_is_bounded(one) for one in (*schema.get("anyOf", ()), *schema.get("allOf", ())))
    if schema.get("type") == "integer":
        return {"minimum", "maximum"} <= schema.keys()
    if schema.get("type") == "string":
        known = {"maxLength", "enum", "pattern", "const"}
        return bool(known & schema.keys()) or schema.get("format") in {"uuid", "date-time"}
    return True


def test_a_key_of_somebody_else_gives_no_answer_of_theirs(
    district: District, lin: Asker, zhao: Asker
) -> None:
    body = {"item": "waterlogging", "lat": 31.82, "lon": 117.22}
    Program(lin).post("signals", body, Idempotency_Key="k1")

    answer = Program(zhao).post("signals", body, Idempotency_Key="k1")

    problem(answer, 403, "refused")
