"""Open pages: who may listen, what they hear, and how they come back where they were."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client as Browser

from linli.ground import clock
from linli.ground.accounts import actions as accounts
from linli.ground.facts.queries import last_number
from linli.ground.rights.asker import Asker
from linli.sense.signals.actions import raise_signal
from linli.sense.signals.logic import NewSignal
from linli.web.live import stream
from linli.web.live.app import LiveApplication
from linli.web.live.feed import Feed
from linli.web.live.hub import Hub
from tests.cast import PASSWORD, SETUP, District

pytestmark = pytest.mark.django_db(transaction=True)

Scenario = Callable[["Live"], Coroutine[Any, Any, None]]
PATIENCE_SECONDS = 10


class Ear:
    """One open stream, as a browser hears it."""

    def __init__(self) -> None:
        self.status = 0
        self.text = ""
        self.is_over = False
        self.left = asyncio.Event()
        self._heard = asyncio.Condition()

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        async with self._heard:
            self.status = message.get("status", self.status)
            self.text += message.get("body", b"").decode()
            if message["type"] == "http.response.body":
                self.is_over = not message.get("more_body", False)
            self._heard.notify_all()

    async def until(self, holds: Callable[["Ear"], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self._heard:
            await self._heard.wait_for(lambda: holds(self))

    @property
    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """Name and data of each event heard."""
        blocks = [block.split("\n") for block in self.text.split("\n\n") if "data: " in block]
        found = [dict(line.split(": ", 1) for line in block) for block in blocks]
        return [(one["event"], json.loads(one["data"])) for one in found]


class Live:
    """The live part in this process; the test moves its feed by hand."""

    def __init__(self) -> None:
        self.app = LiveApplication(Hub())
        self.feed = Feed(self.app.hub)

    @asynccontextmanager
    async def listen(
        self, path: str, headers: dict[str, str], query: str = ""
    ) -> AsyncIterator[Ear]:
        ear = Ear()
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        serving = asyncio.ensure_future(self.app(scope, ear.receive, ear.send))
        try:
            await ear.until(lambda one: one.status > 0)
            if ear.status == 200:
                await ear.until(lambda one: "retry:" in one.text)
            yield ear
        finally:
            ear.left.set()
            await serving

    async def do(self, act: Callable[[], Any]) -> Any:
        return await asyncio.to_thread(_closing, act)

    async def step(self) -> None:
        await self.do(self.feed.step)


def _closing(act: Callable[[], Any]) -> Any:
    try:
        return act()
    finally:
        connection.close()


def play(scenario: Scenario) -> None:
    async def whole() -> None:
        live = Live()
        await live.step()
        await scenario(live)

    asyncio.run(whole())


def flood(key: str = "a") -> UUID:
    return raise_signal(
        NewSignal(
            item="waterlogging",
            source_kind="reading",
            source_key=key,
            happened_at=clock.now(),
            lat=31.82,
            lon=117.22,
        ),
        Asker.for_part("tests"),
    )


@pytest.fixture
def happen(deliver: Callable[[], None]) -> Callable[[str], None]:
    """`happen("a")`: a flood is noticed and brought to everybody."""

    def noticed(key: str) -> None:
        flood(key)
        deliver()

    return noticed


def cookie(username: str) -> dict[str, str]:
    browser = Browser()
    assert browser.login(username=username, password=PASSWORD)
    return {"cookie": f"sessionid={browser.cookies['sessionid'].value}"}


def bearer(asker: Asker) -> dict[str, str]:
    assert asker.user_id is not None
    return {"authorization": f"Bearer {accounts.make_token(asker.user_id, SETUP)}"}


#                  visitor wang lin chen wu  he  zhao gu  shen jian leader
WHO_MAY_LISTEN = {
    "/live/cases":  "401 403 200 200 200 200 200 403 403 403 200",
    "/live/alerts": "401 403 200 403 200 403 200 403 403 403 200",
    "/live/none":   "404 404 404 404 404 404 404 404 404 404 404",
}  # fmt: skip


@pytest.mark.parametrize("path", WHO_MAY_LISTEN)
def test_only_those_whose_work_it_is_may_listen(path: str, people: dict[str, Asker]) -> None:
    order = ("", "wang", "lin", "chen", "wu", "he", "zhao", "gu", "shen", "jian", "leader")
    headers = {who: bearer(people[who]) if who else {} for who in order}

    async def scenario(live: Live) -> None:
        for who, status in zip(order, WHO_MAY_LISTEN[path].split(), strict=True):
            async with live.listen(path, headers[who]) as ear:
                assert (who, ear.status) == (who, int(status))
                assert ear.status == 200 or json.loads(ear.text)["status"] == ear.status

    play(scenario)


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer wrong"},
        {"authorization": "Bearer \xff"},
        {"cookie": 'sessionid="\\000aaaaaaaa"'},
        {"cookie": "sessionid=aaaaaaaa"},
    ],
)
def test_wrong_token_and_wrong_session_are_refused(
    district: District, headers: dict[str, str]
) -> None:
    async def scenario(live: Live) -> None:
        async with live.listen("/live/cases", headers) as ear:
            assert ear.status == 401

    play(scenario)


def test_open_page_hears_of_a_case_in_its_place_only(
    district: District, lin: Asker, zhao: Asker, happen: Callable[[str], None]
) -> None:
    ours, theirs = cookie("lin"), cookie("zhao")

    async def scenario(live: Live) -> None:
        async with (
            live.listen("/live/cases", ours) as ear,
            live.listen("/live/cases", theirs) as other,
        ):
            await live.do(lambda: happen("a"))
            await live.step()
            await ear.until(lambda one: "case_opened" in one.text)
            assert {name for name, _ in ear.events} == {"case"}
            assert other.events == []

    play(scenario)


def test_alerts_have_a_stream_of_their_own(
    district: District, wu: Asker, happen: Callable[[str], None]
) -> None:
    headers = bearer(wu)

    async def scenario(live: Live) -> None:
        async with live.listen("/live/alerts", headers) as ear:
            await live.do(lambda: happen("a"))
            await live.step()
            await ear.until(lambda one: "alert_made" in one.text)
            assert {name for name, _ in ear.events} == {"alert"}

    play(scenario)


def test_who_comes_back_hears_what_was_missed(
    district: District, lin: Asker, happen: Callable[[str], None]
) -> None:
    headers = bearer(lin)
    before = last_number()

    async def scenario(live: Live) -> None:
        await live.do(lambda: happen("a"))
        await live.step()
        resumed = {**headers, "last-event-id": str(before)}
        async with live.listen("/live/cases", resumed) as ear:
            await ear.until(lambda one: "case_opened" in one.text)

    play(scenario)


def test_page_that_was_loaded_before_hears_what_came_between(
    district: District, lin: Asker, happen: Callable[[str], None]
) -> None:
    headers = bearer(lin)
    before = last_number()

    async def scenario(live: Live) -> None:
        await live.do(lambda: happen("a"))
        await live.step()
        async with live.listen("/live/cases", headers, f"after={before}") as ear:
            await ear.until(lambda one: "case_opened" in one.text)

    play(scenario)


def test_who_missed_too_much_is_told_to_load_anew(
    district: District,
    lin: Asker,
    happen: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream, "MOST_MISSED", 1)
    headers = bearer(lin)

    async def scenario(live: Live) -> None:
        await live.do(lambda: happen("a"))
        await live.step()
        async with live.listen("/live/cases", {**headers, "last-event-id": "0"}) as ear:
            await ear.until(lambda one: "event: reset" in one.text)
            assert [name for name, _ in ear.events] == ["reset"]

    play(scenario)


@pytest.mark.parametrize("number", ["999999999", "none", "-1", "²"])
def test_number_that_was_never_given_starts_anew(
    number: str, district: District, lin: Asker, happen: Callable[[str], None]
) -> None:
    headers = bearer(lin)

    async def scenario(live: Live) -> None:
        async with live.listen("/live/cases", {**headers, "last-event-id": number}) as ear:
            await live.do(lambda: happen("a"))
            await live.step()
            await ear.until(lambda one: "case_opened" in one.text)

    play(scenario)


def test_who_signed_out_is_cut(
    district: District,
    lin: Asker,
    happen: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream, "SIGN_IN_HOLDS_SECONDS", 0.0)
    headers = cookie("lin")

    async def scenario(live: Live) -> None:
        async with live.listen("/live/cases", headers) as ear:
            await live.do(lambda: _sign_out(headers))
            await live.do(lambda: happen("a"))
            await live.step()
            await ear.until(lambda one: one.is_over)

    play(scenario)


def _sign_out(headers: dict[str, str]) -> None:
    browser = Browser()
    browser.cookies["sessionid"] = headers["cookie"].removeprefix("sessionid=")
    browser.logout()


def test_streams_end_with_the_part(district: District, lin: Asker) -> None:
    headers = bearer(lin)

    async def scenario(live: Live) -> None:
        async with live.listen("/live/cases", headers) as ear:
            live.app.hub.close()
            await ear.until(lambda one: one.is_over)

    play(scenario)


def test_silence_is_broken_by_a_heartbeat(
    district: District, lin: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.01)
    headers = bearer(lin)

    async def scenario(live: Live) -> None:
        async with live.listen("/live/cases", headers) as ear:
            await ear.until(lambda one: ": still here" in one.text)

    play(scenario)
