"""Devices are registered, renewed and revoked by those who may; ingest hears of it."""

import hashlib
from typing import Any

import pytest

from linli.ground.audit.models import AuditEntry
from linli.ground.facts.models import StoredFact
from linli.ground.rights.asker import Asker, Refused
from linli.sense.devices import actions, queries
from linli.sense.devices.logic import BadDevice, NewDevice
from linli.sense.devices.models import Device
from tests.cast import District


def gauge(places: District, **changes: Any) -> NewDevice:
    return NewDevice(**{"id": "d7", "type": "water_gauge", "place_id": places.estate, **changes})


def test_lin_registers_a_device_and_gets_its_token_once(places: District, lin: Asker) -> None:
    made = actions.register(gauge(places, name="翠竹苑东门水位计"), lin)
    assert made.id == "d7"
    assert len(made.token) == 43
    assert made.token not in repr(made)
    row = queries.device("d7", lin)
    assert row is not None
    assert (row.type, row.name, row.place_id) == ("water_gauge", "翠竹苑东门水位计", places.estate)
    assert row.where == places.where("estate")
    assert len(row.label) == 10
    known = queries.credentials("d7")
    assert known is not None
    assert known.token_sha256 == hashlib.sha256(made.token.encode()).hexdigest()
    assert StoredFact.objects.get(name="device_registered").body == {"device_id": "d7"}
    entry = AuditEntry.objects.get(act="register", kind="device")
    assert (entry.user_name, entry.thing_id) == ("Lin", "d7")


def test_a_device_without_a_position_stands_where_its_place_stands(
    places: District, lin: Asker
) -> None:
    actions.register(gauge(places), lin)
    actions.register(gauge(places, id="d8", lat=31.8201, lon=117.2202), lin)
    stands = {one.id: (one.lat, one.lon) for one in queries.devices(lin).items}
    assert stands == {"d7": (31.82, 117.22), "d8": (31.8201, 117.2202)}


@pytest.mark.parametrize("who", ["zhao", "chen", "wang", "gu"])
def test_others_may_not_register_here(
    who: str, places: District, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Refused):
        actions.register(gauge(places), request.getfixturevalue(who))
    assert Device.objects.count() == 0
    assert StoredFact.objects.count() == 0


def test_an_id_is_given_once(places: District, lin: Asker) -> None:
    first = actions.register(gauge(places), lin)
    with pytest.raises(BadDevice, match="registered already"):
        actions.register(gauge(places), lin)
    assert queries.credentials_all()["d7"].token_sha256 == actions.digest(first.token)


def test_an_unknown_place_is_refused(places: District, lin: Asker) -> None:
    with pytest.raises(BadDevice, match="place: There is no place 999999"):
        actions.register(gauge(places, place_id=999999), lin)


def test_a_child_needs_a_gateway_that_may_speak(places: District, lin: Asker) -> None:
    with pytest.raises(BadDevice, match=r"gateway: .* is not registered"):
        actions.register(gauge(places, gateway_id="gw1"), lin)
    actions.register(gauge(places, id="d8"), lin)
    with pytest.raises(BadDevice, match="name a gateway"):
        actions.register(gauge(places, gateway_id="d8"), lin)
    actions.register(gauge(places, id="gw1", type="gateway"), lin)
    actions.register(gauge(places, gateway_id="gw1"), lin)
    assert queries.credentials_all()["d7"].gateway_id == "gw1"


def test_a_revoked_device_is_known_and_may_not_speak(places: District, lin: Asker) -> None:
    actions.register(gauge(places), lin)
    assert actions.revoke("d7", lin)
    assert not actions.revoke("d7", lin)
    assert queries.credentials_all()["d7"].revoked
    assert StoredFact.objects.filter(name="device_revoked").count() == 1
    assert AuditEntry.objects.filter(act="revoke").count() == 1
    with pytest.raises(BadDevice, match="was revoked"):
        actions.new_token("d7", lin)


def test_a_new_token_ends_the_old_one(places: District, lin: Asker) -> None:
    old = actions.register(gauge(places), lin)
    new = actions.new_token("d7", lin)
    assert new.token != old.token
    assert queries.credentials_all()["d7"].token_sha256 == actions.digest(new.token)


def test_zhao_neither_sees_nor_revokes_nor_renews(
    places: District, lin: Asker, zhao: Asker
) -> None:
    made = actions.register(gauge(places), lin)
    row = queries.device("d7", lin)
    assert row is not None
    assert queries.device("d7", zhao) is None
    assert queries.devices(zhao, text=row.label).items == []
    assert queries.devices(zhao).items == []
    assert queries.rows(["d7"], zhao) == {}
    assert queries.count(zhao) == 0
    for act in (actions.revoke, actions.new_token):
        with pytest.raises(actions.UnknownDevice):
            act("d7", zhao)
    known = queries.credentials_all()["d7"]
    assert (known.revoked, known.token_sha256) == (False, actions.digest(made.token))


def test_wang_may_not_look_at_devices(wang: Asker) -> None:
    with pytest.raises(Refused):
        queries.devices(wang)


def test_nobody_knows_a_device_with_a_nul(lin: Asker) -> None:
    assert queries.device("d\x007", lin) is None
    assert queries.credentials("d\x007") is None
    with pytest.raises(actions.UnknownDevice):
        actions.revoke("d\x007", lin)


def test_memory_is_the_same_object_until_something_changes(places: District, lin: Asker) -> None:
    actions.register(gauge(places), lin)
    before = queries.credentials_all()
    assert queries.credentials_all() is before
    actions.register(gauge(places, id="d8"), lin)
    assert set(queries.credentials_all()) == {"d7", "d8"}


def test_devices_are_listed_in_pages(places: District, lin: Asker) -> None:
    for number in range(3):
        actions.register(gauge(places, id=f"d{number}"), lin)
    actions.register(gauge(places, id="lamp", type="street_lamp", place_id=places.community), lin)
    first = queries.devices(lin, limit=2)
    assert ([one.id for one in first.items], first.next) == (["d0", "d1"], "d1")
    second = queries.devices(lin, after=first.next, limit=2)
    assert ([one.id for one in second.items], second.next) == (["d2", "lamp"], None)
    assert [one.id for one in queries.devices(lin, type="street_lamp").items] == ["lamp"]
    assert [one.id for one in queries.devices(lin, place=places.estate).items] == ["d0", "d1", "d2"]
    assert queries.count(lin) == 4


def test_what_no_device_can_be_called_finds_none(places: District, lin: Asker) -> None:
    actions.register(gauge(places), lin)
    assert queries.devices(lin, type="a\0b").items == []
    assert queries.devices(lin, after="\0").items == []
    assert queries.devices(lin, text="a\0b").items == []
