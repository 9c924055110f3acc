"""People see the readings of the devices within their reach; only Gu sees what was refused."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.translation import gettext

from linli.ground.paging import BadPage, Key, Order
from linli.ground.rights.asker import Asker, Refused
from linli.sense.devices import actions as devices
from linli.sense.devices.logic import NewDevice
from linli.sense.telemetry import queries
from linli.sense.telemetry.logic.admission import Refusal
from linli.sense.telemetry.queries import ReadingFilter
from linli.sense.telemetry.store.opening import open_store
from linli.wire.faults import SENTENCES, Fault
from linli.wire.readings import Reading
from tests.cast import SETUP, District

NOW = 1_790_000_000.0
OTHER_ORDER = Order("cases", (Key("at", datetime),))
SOME_TIME = SimpleNamespace(at=datetime(2026, 9, 7), quantity="battery")  # noqa: DTZ001 - no zone


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.fixture
def spoken(places: District) -> None:
    """Two devices in Lin's street and one in Zhao's have spoken; one message was refused."""
    for device_id, type_, place in (
        ("d7", "water_gauge", places.estate),
        ("b1", "sos_button", places.building),
        ("z1", "water_gauge", places.other_grid),
    ):
        devices.register(NewDevice(id=device_id, type=type_, place_id=place), SETUP)
    readings = [Reading("d7", "water_level", NOW + n, n / 10) for n in range(3)]
    readings += [Reading("b1", "sos", NOW, True), Reading("z1", "water_level", NOW, 0.9)]
    store = open_store()
    store.add_readings(readings, NOW + 5)
    store.keep_latest([readings[2], *readings[3:]], NOW + 5)
    broken = Fault("json.broken", values={"line": 1, "column": 2})
    store.refuse([Refusal("d7", "mqtt", "json", NOW, (broken,), 3, 9, "{é")])
    store.close()


def test_lin_reads_a_device_newest_first(spoken: None, lin: Asker) -> None:
    found = queries.readings("d7", None, None, 10, lin)
    assert found[0] == queries.ReadingRow("d7", "water_level", "m", 0.2, at(NOW + 2), at(NOW + 5))
    assert [one.value for one in found] == [0.2, 0.1, 0.0]
    assert [one.value for one in queries.readings("d7", "water_level", at(NOW + 1), 1, lin)] == [
        0.2
    ]
    assert queries.readings("d7", "battery", None, 10, lin) == []


def test_pages_go_on_where_the_last_one_ended(spoken: None, lin: Asker) -> None:
    store = open_store()
    store.add_readings([Reading("d7", "battery", NOW + n, 80) for n in range(3)], NOW)
    store.close()

    found, cursor = [], ""
    for _ in range(6):
        page = queries.page("d7", ReadingFilter(limit=1, cursor=cursor), lin)
        found += [(one.quantity, one.at) for one in page.items]
        cursor = page.next or ""

    assert cursor == ""
    assert found == [(name, at(NOW + n)) for n in (2, 1, 0) for name in ("battery", "water_level")]


def test_a_page_holds_one_quantity_of_a_stretch_of_time(spoken: None, lin: Asker) -> None:
    wanted = ReadingFilter(quantity="water_level", since=at(NOW), until=at(NOW + 1))

    assert [one.value for one in queries.page("d7", wanted, lin).items] == [0.1, 0.0]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (ReadingFilter(limit=0), "limit"),
        (ReadingFilter(limit=201), "limit"),
        (ReadingFilter(cursor="x"), "cursor"),
        (ReadingFilter(cursor=OTHER_ORDER.write(SOME_TIME)), "cursor"),
        (ReadingFilter(cursor=queries.NEWEST.write(SOME_TIME)), "cursor"),
    ],
)
def test_a_page_that_cannot_be_is_told_by_field(
    wanted: ReadingFilter, field: str, spoken: None, lin: Asker
) -> None:
    with pytest.raises(BadPage) as bad:
        queries.page("d7", wanted, lin)
    assert bad.value.field == field


def test_truths_are_truths_again(spoken: None, lin: Asker) -> None:
    (found,) = queries.readings("b1", None, None, 10, lin)
    assert found.value is True


def test_latest_is_one_value_of_each_quantity(spoken: None, lin: Asker) -> None:
    found = queries.latest(["d7", "b1", "z1", "nobody", "d\x007"], lin)
    values = {device_id: [one.value for one in rows] for device_id, rows in found.items()}
    assert values == {"d7": [0.2], "b1": [True]}


def test_zhao_reads_only_his_own(spoken: None, zhao: Asker) -> None:
    assert queries.readings("d7", None, None, 10, zhao) == []
    assert queries.page("d7", ReadingFilter(), zhao).items == []
    assert [one.value for one in queries.page("z1", ReadingFilter(), zhao).items] == [0.9]
    assert set(queries.latest(["d7", "z1"], zhao)) == {"z1"}


def test_wang_and_gu_may_not_read(spoken: None, wang: Asker, gu: Asker) -> None:
    for asker in (wang, gu):
        with pytest.raises(Refused):
            queries.readings("d7", None, None, 10, asker)
        with pytest.raises(Refused):
            queries.page("d7", ReadingFilter(), asker)
        with pytest.raises(Refused):
            queries.latest(["d7"], asker)


def test_gu_sees_what_was_refused_and_others_do_not(
    spoken: None, gu: Asker, lin: Asker, zhao: Asker
) -> None:
    (found,) = queries.refused(gu, 10)
    assert (found.device_id, found.reason, found.payload, found.size) == ("d7", "json", "{é", 9)
    assert found.at == at(NOW)
    assert queries.refused(gu, 10, before=found.id) == []
    for asker in (lin, zhao):
        with pytest.raises(Refused):
            queries.refused(asker, 10)


def test_before_ingest_has_ever_run_there_is_nothing(
    places: District, lin: Asker, gu: Asker
) -> None:
    devices.register(NewDevice(id="d7", type="water_gauge", place_id=places.estate), SETUP)
    assert queries.readings("d7", None, None, 10, lin) == []
    assert queries.latest(["d7"], lin) == {"d7": []}
    assert queries.refused(gu, 10) == []
    assert queries.unraised(gu) == []


def told(gu: Asker, language: str) -> list[tuple[str, tuple[str, ...]]]:
    with translation.override(language):
        return [(one.reason_label, one.details) for one in queries.refused(gu)]


def test_what_was_refused_is_told_in_the_language_of_the_reader(spoken: None, gu: Asker) -> None:
    assert told(gu, "en") == [
        (
            "Not JSON",
            ("message is not JSON: it breaks at line 1 column 2.", "and 3 more faults"),
        )
    ]
    assert told(gu, "zh-hans") == [
        ("不是 JSON", ("消息：不是 JSON，第 1 行第 2 列出错。", "另有 3 处错误"))
    ]


def test_what_an_older_release_refused_is_told_as_it_told_it(spoken: None, gu: Asker) -> None:
    store = open_store()
    old = Refusal("d7", "mqtt", "unit", NOW, detail='record 1, u "cm" is not the unit.')
    store.refuse([old])
    store.close()
    label, details = told(gu, "zh-hans")[0]
    assert (label, details) == ("单位错误", ('record 1, u "cm" is not the unit.',))


def test_every_reason_has_words() -> None:
    assert set(queries.REASONS) == {one.reason for one in SENTENCES.values()}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_fault_is_told_in_chinese(code: str) -> None:
    with translation.override("zh-hans"):
        assert gettext(SENTENCES[code].text) != SENTENCES[code].text
