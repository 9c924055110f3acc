"""A scope as a database filter finds just what the scope covers."""

import pytest

from linli.ground.rights.asker import Asker, Held, Scope, Where
from linli.ground.rights.filters import parts, within
from linli.ground.rights.table import Role
from linli.registers.places.models import Place
from tests.cast import District

SCOPES = {
    "nothing": lambda _: Scope(),
    "everywhere": lambda _: Scope(everywhere=True),
    "a street": lambda d: Scope(places=frozenset({("street", d.street)})),
    "a wrong level": lambda d: Scope(places=frozenset({("grid", d.street)})),
    "two": lambda d: Scope(places=frozenset({("grid", d.grid_2), ("district", d.other_district)})),
    "a desk": lambda d: Scope(places=frozenset({("community", d.community)}), unplaced=True),
    "unplaced": lambda _: Scope(unplaced=True),
}


@pytest.mark.parametrize("name", SCOPES)
def test_filter_and_scope_agree_on_every_row(places: District, name: str) -> None:
    Place.objects.create(code="lost", name="lost", level="estate")
    scope = SCOPES[name](places)
    found = set(Place.objects.filter(within(scope)).values_list("code", flat=True))
    assert found == {row.code for row in Place.objects.all() if scope.covers(Where.of(row))}
    in_parts = [row.code for part in parts(scope) for row in Place.objects.filter(part)]
    assert set(in_parts) == found


@pytest.mark.parametrize(
    "at", ["city", "district", "street", "community", "grid", "other_district"]
)
@pytest.mark.parametrize("name", SCOPES)
def test_the_parts_of_a_reach_at_a_place_agree_on_every_row(
    places: District, name: str, at: str
) -> None:
    Place.objects.create(code="lost", name="lost", level="estate")
    scope, where = SCOPES[name](places), Where.of(Place.objects.get(pk=getattr(places, at)))
    level = at.removeprefix("other_")
    in_both = [
        row.code
        for row in Place.objects.all()
        if scope.covers(Where.of(row)) and getattr(row, f"{level}_id") == getattr(places, at)
    ]

    found = {row.code for part in parts(scope, where) for row in Place.objects.filter(part)}

    assert found == set(in_both)


def test_an_empty_scope_finds_nothing(places: District) -> None:
    assert not Place.objects.filter(within(Scope())).exists()


def test_owners_and_parties_are_columns_of_the_row(places: District) -> None:
    # Any two number columns will do: `parent_id` plays the party, `id` the owner.
    asker = Asker(
        "someone", places.estate, (Held(Role.HANDLER, party_id=places.grid), Held(Role.RESIDENT))
    )
    by_party = within(asker.scope("see", "case"), parties="parent_id", owner="id")
    by_owner = within(asker.scope("see", "report"), parties="parent_id", owner="id")
    assert [row.code for row in Place.objects.filter(by_party)] == ["e1"]
    assert [row.code for row in Place.objects.filter(by_owner)] == ["e1"]
    assert not Place.objects.filter(within(asker.scope("see", "case"))).exists()
