"""Each crossing becomes one signal, however often it is tried."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from django.db import OperationalError
from prometheus_client import REGISTRY

from linli.ground import clock
from linli.ground.rights.asker import Asker, Refused
from linli.sense.devices import actions as devices
from linli.sense.devices.logic import NewDevice
from linli.sense.signals import queries as signals
from linli.sense.signals.models import Signal
from linli.sense.telemetry import queries
from linli.sense.telemetry.forwarder import Forwarder
from linli.sense.telemetry.health import Health
from linli.sense.telemetry.logic.rules import Crossing
from linli.sense.telemetry.store.opening import open_store
from linli.sense.telemetry.store.store import Store
from tests.capabilities.telemetry.bench import Bench
from tests.capabilities.telemetry.test_http_door import post, run
from tests.cast import SETUP, District

AT = 1_790_000_000.0
EVIDENCE = {"device": "d7", "rule": "flooded", "value": 0.42, "limit": 0.3, "unit": "m"}


@pytest.fixture
def gauge(district: District) -> str:
    new = NewDevice(id="d7", type="water_gauge", place_id=district.estate, lat=31.82, lon=117.22)
    return devices.register(new, SETUP).id


class Desk:
    """A forwarder with its store, run round by round."""

    def __init__(self) -> None:
        self.store = open_store()
        self.health = Health()
        self.forwarder = Forwarder(open_store, self.health)

    def forward(self, *crossings: Crossing) -> None:
        self.store.add_crossings(crossings)
        self.forwarder.forward_all(self.store)


@pytest.fixture
def desk(gauge: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    # The connection of a test must outlive the round.
    monkeypatch.setattr("linli.sense.telemetry.forwarder.close_old_connections", lambda: None)
    desk = Desk()
    yield desk
    desk.store.close()


def crossing(number: int = 7, item: str = "waterlogging", **changes: object) -> Crossing:
    values = {"kind": "raised", "source_kind": "reading", "rule": "flooded", **changes}
    return Crossing(device_id="d7", number=number, item=item, at=AT, evidence=EVIDENCE, **values)  # type: ignore[arg-type]


def counted(what: str) -> float | None:
    """What ingest's own metrics page says."""
    return REGISTRY.get_sample_value(f"linli_crossings_{what}")


def raised(asker: Asker) -> list[signals.SignalRow]:
    return signals.of_device("d7", asker)


def test_a_crossing_becomes_a_signal_at_the_device(
    desk: Desk, lin: Asker, district: District
) -> None:
    desk.forward(crossing())
    (signal,) = raised(lin)
    assert (signal.item, signal.source_kind, signal.device_id) == ("waterlogging", "reading", "d7")
    assert (signal.place_id, signal.lat, signal.lon) == (district.estate, 31.82, 117.22)
    assert signal.evidence == EVIDENCE
    assert signal.happened_at == datetime.fromtimestamp(AT, UTC)
    assert desk.store.backlog().waiting == 0


def test_a_crossing_raised_again_after_a_kill_is_the_same_signal(
    desk: Desk, lin: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(desk.store, "mark_forwarded", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.forward(crossing())
    assert len(raised(lin)) == 1
    assert desk.store.backlog().waiting == 1
    desk.forward()
    assert len(raised(lin)) == 1
    assert desk.store.backlog().waiting == 0


def test_a_clearing_clears_its_signal(desk: Desk, lin: Asker) -> None:
    desk.forward(crossing(), crossing(kind="cleared"))
    (signal,) = raised(lin)
    assert signal.cleared_at == datetime.fromtimestamp(AT, UTC)


def test_what_fails_stays_is_shown_and_holds_nothing_up(
    desk: Desk, lin: Asker, gu: Asker, zhao: Asker
) -> None:
    desk.forward(crossing(7, "no_such_item"), crossing(8))
    assert [one.item for one in raised(lin)] == ["waterlogging"]
    (unraised,) = queries.unraised(gu)
    assert (unraised.crossing.number, unraised.attempts) == (7, 1)
    assert "no_such_item" in unraised.error
    assert desk.store.waiting(clock.seconds(), 10) == []
    assert [one.crossing.number for one in desk.store.waiting(clock.seconds() + 2, 10)] == [7]
    assert desk.health.is_well
    assert (counted("waiting"), counted("failing")) == (1, 1)
    with pytest.raises(Refused):
        queries.unraised(zhao)


def test_a_database_that_does_not_answer_postpones_nothing(
    desk: Desk, lin: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("the database is gone")

    with monkeypatch.context() as gone:
        gone.setattr("linli.sense.signals.actions.raise_signal", fail)
        desk.forward(crossing())
    assert desk.health.faults() == {"signals": "signals cannot be raised: the database is gone"}
    assert (counted("waiting"), counted("failing")) == (1, 0)
    desk.forward()
    assert desk.health.is_well
    assert len(raised(lin)) == 1


def test_a_silence_goes_to_the_same_place(desk: Desk, lin: Asker) -> None:
    desk.forward(crossing(rule="silence", item="device_silent", source_kind="silence"))
    (signal,) = raised(lin)
    assert (signal.item, signal.source_kind) == ("device_silent", "silence")


def test_the_thread_opens_its_store_again_after_a_fault() -> None:
    def open_late() -> Store:
        opened.append(True)
        if len(opened) == 1:
            forwarder.wake()
            raise OSError("no space left on device")
        forwarder.stop()
        return open_store()

    opened: list[bool] = []
    health = Health()
    forwarder = Forwarder(open_late, health)
    forwarder.forward_all = lambda _store: None  # type: ignore[method-assign]
    forwarder.wake()
    thread = threading.Thread(target=forwarder.run)
    thread.start()
    thread.join(10)
    assert len(opened) == 2
    assert health.faults() == {
        "signals": "the readings store does not answer: no space left on device"
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("payload", "raised", "refused"),
    [
        (b'{"water_level": 0.42}', 1, []),
        (b'{"water_level": "0.42"}', 0, ["type"]),
        (b'{"water_level": 0.42', 0, ["json"]),
    ],
)
def test_a_refused_reading_becomes_no_signal_so_the_duty_desk_hears_nothing_of_it(
    payload: bytes, raised: int, refused: list[str], desk: Desk
) -> None:
    async def scenario(_bench: Bench, client: httpx.AsyncClient) -> None:
        await post(client, payload)

    bench = run(scenario)
    desk.forward()

    assert [one.reason for one in bench.refused()] == refused
    assert Signal.objects.count() == raised
