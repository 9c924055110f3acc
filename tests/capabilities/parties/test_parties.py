"""Parties, their posts, and who answers for what."""

import pytest

from linli.ground.audit.models import AuditEntry
from linli.ground.rights.asker import Asker, Refused
from linli.registers.parties import actions, queries
from linli.registers.parties.actions import PartyInUse
from linli.registers.parties.logic import BadParty, PartyDetails, PostDetails
from linli.registers.parties.models import Duty, Party
from tests.cast import SETUP, District

pytestmark = pytest.mark.django_db
STATION = PartyDetails(
    code="station-1",
    name="翠竹养老驿站",
    name_en="Cuizhu Care Station",
    kind="care_station",
    phone="0551-62810000",
    calendar_code="always",
)


def holder(item: str, place_id: int) -> str | None:
    found = queries.duty_holder(item, place_id)
    return found.code if found else None


def test_a_party_is_added_and_changed_by_its_code(district: District) -> None:
    added = actions.save_party(STATION, SETUP)
    assert queries.party(added) == queries.by_code("station-1")
    changed = PartyDetails(code="station-1", name="荷塘养老驿站", calendar_code="office")
    assert actions.save_party(changed, SETUP) == added
    row = queries.party(added)
    assert row is not None
    assert (row.name, row.phone, row.calendar_code) == ("荷塘养老驿站", "", "office")
    assert (row.label("zh-hans"), row.label("en")) == ("荷塘养老驿站", "荷塘养老驿站")


def test_parties_are_found_all_or_by_id(district: District) -> None:
    codes = [one.code for one in queries.parties()]
    assert codes == sorted(district.parties)
    assert [one.code for one in queries.parties([district.water, 99999])] == ["water"]
    assert queries.party(99999) is None
    assert queries.by_code("none") is None


def test_a_party_needs_a_known_calendar(district: District) -> None:
    with pytest.raises(BadParty, match='calendar_code: "moon" is no known calendar'):
        actions.save_party(PartyDetails(code="x", name="x", calendar_code="moon"), SETUP)
    assert queries.by_code("x") is None


def test_a_post_belongs_to_a_party_and_has_a_holder(district: District, wu: Asker) -> None:
    head = PostDetails(code="head", party_id=district.property, name="项目经理", name_en="Manager")
    actions.save_post(head, SETUP)
    held = PostDetails(code="head", party_id=district.property, name="项目经理", user_id=wu.user_id)
    actions.save_post(held, SETUP)
    (post,) = queries.posts(district.property)
    assert (post.code, post.user_id, post.label("en")) == ("head", wu.user_id, "项目经理")
    assert queries.posts(district.water) == []


def test_a_post_of_an_unknown_party_is_refused(district: District) -> None:
    with pytest.raises(BadParty, match="there is no party 99999"):
        actions.save_post(PostDetails(code="head", party_id=99999, name="x"), SETUP)


def test_the_duty_is_looked_for_from_the_place_upwards(district: District) -> None:
    assert holder("waterlogging", district.building) == "property"
    assert holder("waterlogging", district.community_2) == "water"
    assert holder("garbage", district.community_2) == "street_office"
    assert holder("waterlogging", district.other_grid) == "other_street_office"
    assert holder("garbage", district.city) is None
    assert holder("garbage", 99999) is None


def test_a_duty_goes_over_to_the_party_that_is_named_last(district: District) -> None:
    actions.set_duty("garbage", district.estate, district.water, SETUP)
    assert holder("garbage", district.building) == "water"
    actions.set_duty("garbage", district.estate, district.street_office, SETUP)
    assert holder("garbage", district.building) == "street_office"
    assert Duty.objects.filter(item="garbage").count() == 1


def test_a_duty_that_ended_leaves_the_wider_one(district: District) -> None:
    actions.set_duty("garbage", district.estate, district.water, SETUP)
    for _ in range(2):
        actions.end_duty("garbage", district.estate, SETUP)
    assert holder("garbage", district.estate) == "property"


def test_every_duty_is_listed(district: District) -> None:
    listed = {(one.item, one.place_id, one.party_id) for one in queries.all_duties()}
    assert ("*", district.street, district.street_office) in listed
    assert ("waterlogging", district.street, district.water) in listed
    assert len(listed) == 5


def test_a_duty_needs_a_known_item_place_and_party(district: District) -> None:
    before = queries.all_duties()
    for item, place_id, party_id, words in (
        ("dragon", district.street, district.water, "“dragon” is not an item in use"),
        ("garbage", 99999, district.water, "there is no place 99999"),
        ("garbage", district.street, 99999, "there is no party 99999"),
    ):
        with pytest.raises(BadParty, match=words):
            actions.set_duty(item, place_id, party_id, SETUP)
    assert queries.all_duties() == before


def test_a_party_that_holds_duties_is_not_retired(district: District) -> None:
    with pytest.raises(PartyInUse, match="holds 2 duties; give them away first"):
        actions.retire_party(district.property, SETUP)
    assert district.property in {one.id for one in queries.in_use()}


def test_a_retired_party_is_still_named_but_gets_nothing_new(district: District) -> None:
    station = actions.save_party(STATION, SETUP)
    actions.retire_party(station, SETUP)

    row = queries.party(station)
    assert row is not None
    assert (row.name, row.is_retired) == ("翠竹养老驿站", True)
    assert station in {one.id for one in queries.parties()}
    assert station not in {one.id for one in queries.in_use()}
    with pytest.raises(BadParty, match="is retired; use one that is in use"):
        actions.set_duty("sos", district.estate, station, SETUP)
    with pytest.raises(BadParty, match="is retired"):
        actions.save_post(PostDetails(code="night", party_id=station, name="夜班"), SETUP)
    assert holder("sos", district.building) == "property"


def test_a_retired_party_can_come_back(district: District) -> None:
    station = actions.save_party(STATION, SETUP)
    actions.retire_party(station, SETUP)
    actions.revive_party(station, SETUP)
    actions.set_duty("sos", district.estate, station, SETUP)
    assert holder("sos", district.building) == "station-1"


def test_an_unknown_party_is_not_retired(district: District) -> None:
    with pytest.raises(BadParty, match="there is no party 99999"):
        actions.retire_party(99999, SETUP)


def test_the_act_of_a_person_is_audited(district: District, gu: Asker) -> None:
    station = actions.save_party(STATION, gu)
    actions.save_post(PostDetails(code="night", party_id=station, name="夜班"), gu)
    actions.set_duty("sos", district.estate, station, gu)
    for _ in range(2):
        actions.end_duty("sos", district.estate, gu)
        actions.retire_party(station, gu)
        actions.revive_party(station, gu)
    entries = AuditEntry.objects.filter(user_id=gu.user_id).order_by("at", "id")
    assert [(one.act, one.kind) for one in entries] == [
        ("save", "party"),
        ("save", "post"),
        ("set", "duty"),
        ("end", "duty"),
        ("retire", "party"),
        ("revive", "party"),
        ("retire", "party"),
        ("revive", "party"),
    ]


def test_nobody_changes_parties_without_the_right(
    district: District, lin: Asker, zhao: Asker
) -> None:
    before = (queries.parties(), queries.all_duties())
    head = PostDetails(code="head", party_id=district.water, name="x")
    for asker in (lin, zhao):
        with pytest.raises(Refused):
            actions.save_party(STATION, asker)
        with pytest.raises(Refused):
            actions.save_post(head, asker)
        with pytest.raises(Refused):
            actions.retire_party(district.water, asker)
        with pytest.raises(Refused):
            actions.revive_party(district.water, asker)
        with pytest.raises(Refused):
            actions.set_duty("*", district.city, district.water, asker)
        with pytest.raises(Refused):
            actions.end_duty("*", district.street, asker)
    assert (queries.parties(), queries.all_duties()) == before
    assert Party.objects.count() == 4
    assert AuditEntry.objects.filter(user_id__in=[lin.user_id, zhao.user_id]).count() == 0
