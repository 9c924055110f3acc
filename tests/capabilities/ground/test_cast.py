"""The people of the tests hold what their jobs need, and no more."""

import pytest

from linli.ground.rights.asker import Asker
from linli.registers.calendars import queries as calendars
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.places import queries as place_register
from tests.cast import District


def test_lin_reaches_her_street_and_zhao_does_not(
    places: District, lin: Asker, zhao: Asker
) -> None:
    here = places.where("building")
    assert lin.scope("see", "case").covers(here)
    assert not zhao.scope("see", "case").covers(here)


def test_wu_reaches_what_concerns_his_firm(places: District, wu: Asker) -> None:
    scope = wu.scope("finish", "task")
    assert scope.covers(places.where(), parties=[places.property])
    assert not scope.covers(places.where(), parties=[places.water])


def test_a_building_lies_in_the_five_levels_above_it(places: District) -> None:
    where = places.where("building")
    assert (where.city_id, where.district_id) == (places.city, places.district)
    assert (where.street_id, where.community_id) == (places.street, places.community)
    assert where.grid_id == places.grid


def test_the_district_names_what_it_has(places: District) -> None:
    with pytest.raises(AttributeError, match="has no harbour"):
        _ = places.harbour


def test_the_district_knows_items_calendars_and_who_has_the_duty(district: District) -> None:
    assert catalogue.item("waterlogging") is not None
    assert calendars.calendar("office") is not None
    holder = parties.duty_holder("waterlogging", district.building)
    assert holder is not None
    assert holder.id == district.property


def test_its_middle_lies_in_the_building_and_the_other_does_not(district: District) -> None:
    found = place_register.locate(district.lat, district.lon)
    other = place_register.locate(district.other_lat, district.other_lon)
    assert found is not None
    assert other is not None
    assert (found.place.id, other.place.id) == (district.building, district.other_grid)
