"""Which party answers for an item in a place."""

import pytest

from linli.registers.parties.logic import (
    BadParty,
    PartyDetails,
    PostDetails,
    check_party,
    check_post,
    find_holder,
)

CITY, STREET, COMMUNITY, ESTATE = 1, 3, 4, 8
UPWARDS = (ESTATE, COMMUNITY, STREET, CITY)
PROPERTY, OFFICE, WATER = 10, 20, 30


def test_the_nearest_place_with_a_duty_decides() -> None:
    duties = {("waterlogging", STREET): WATER, ("waterlogging", COMMUNITY): PROPERTY}
    assert find_holder(duties, "waterlogging", UPWARDS) == PROPERTY


def test_a_duty_for_the_item_goes_before_a_duty_for_every_item_in_the_same_place() -> None:
    duties = {("*", STREET): OFFICE, ("waterlogging", STREET): WATER}
    assert find_holder(duties, "waterlogging", UPWARDS) == WATER
    assert find_holder(duties, "garbage", UPWARDS) == OFFICE


def test_a_nearer_duty_for_every_item_goes_before_a_farther_one_for_the_item() -> None:
    duties = {("*", COMMUNITY): PROPERTY, ("waterlogging", STREET): WATER}
    assert find_holder(duties, "waterlogging", UPWARDS) == PROPERTY


def test_nobody_answers_where_no_duty_is_set() -> None:
    assert find_holder({("garbage", 99): WATER}, "garbage", UPWARDS) is None
    assert find_holder({("*", CITY): OFFICE}, "garbage", ()) is None


def test_a_sound_party_passes() -> None:
    check_party(PartyDetails(code="water-1", name="排水管理处", phone="+86 551-6281 1234"))
    check_party(PartyDetails(code="office", name="街道办", kind="street_office", phone="12345"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "a b"}, "code"),
        ({"code": "a" * 65}, "code"),
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name_en": "a\x00"}, "name_en"),
        ({"kind": "gang"}, "kind"),
        ({"phone": "ring me"}, "phone"),
    ],
)
def test_a_party_that_cannot_be_kept_names_its_field(changed: dict[str, str], field: str) -> None:
    with pytest.raises(BadParty) as refused:
        check_party(PartyDetails(**{"code": "water", "name": "排水管理处", **changed}))
    assert refused.value.field == field


def test_a_post_without_a_name_is_refused() -> None:
    with pytest.raises(BadParty, match="name: is empty"):
        check_post(PostDetails(code="head", party_id=1, name=""))
