"""Who answers for an item in a place, and whether that is clear: holes, overlaps, nested duties."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.registers.parties.logic import EVERY_ITEM, Cell, Coverage, cover, find_holder

WATER, FIRM, OFFICE = 1, 2, 3
ITEM = "waterlogging"
Duties = dict[str, int]


def down(*places: Duties) -> Cell:
    """The cell of the last place; the first is the uppermost."""
    covers = {ITEM: Cell(), "noise": Cell()}
    for own in places:
        covers = dict(cover(covers, own))
    return covers[ITEM]


@pytest.mark.parametrize(
    ("places", "coverage", "holder", "others"),
    [
        (({}, {}), Coverage.HOLE, None, ()),
        (({"noise": FIRM},), Coverage.HOLE, None, ()),
        (({ITEM: WATER}, {}), Coverage.NAMED, WATER, ()),
        (({EVERY_ITEM: OFFICE}, {}), Coverage.REST, OFFICE, ()),
        # For every *other* item: the office above is no second unit.
        (({EVERY_ITEM: OFFICE}, {ITEM: WATER}), Coverage.NAMED, WATER, ()),
        (({ITEM: WATER, EVERY_ITEM: OFFICE},), Coverage.NAMED, WATER, ()),
        (({ITEM: WATER}, {ITEM: FIRM}), Coverage.NESTED, FIRM, (WATER,)),
        (({ITEM: WATER}, {ITEM: WATER}), Coverage.NAMED, WATER, ()),
        # The firm was given everything here, and hides the unit that is named for it above.
        (({ITEM: WATER}, {EVERY_ITEM: FIRM}), Coverage.OVERLAP, FIRM, (WATER,)),
        (({ITEM: WATER}, {EVERY_ITEM: WATER}), Coverage.NAMED, WATER, ()),
        (({ITEM: WATER}, {EVERY_ITEM: FIRM}, {ITEM: FIRM}), Coverage.NESTED, FIRM, (WATER,)),
    ],
)
def test_how_clear_it_is_who_answers(
    places: tuple[Duties, ...], coverage: Coverage, holder: int | None, others: tuple[int, ...]
) -> None:
    cell = down(*places)
    assert (cell.coverage, cell.holder, cell.others) == (coverage, holder, others)


def test_a_place_without_duties_of_its_own_is_as_the_one_above() -> None:
    above = {ITEM: Cell(WATER, (WATER,))}
    assert cover(above, {}) is above


duties = st.dictionaries(st.sampled_from([ITEM, "noise", EVERY_ITEM]), st.integers(1, 4))


@settings(max_examples=60)
@given(st.lists(duties, min_size=1, max_size=5))
def test_the_matrix_names_whom_the_running_parts_would_find(places: list[Duties]) -> None:
    by_place = {(item, at): one for at, own in enumerate(places) for item, one in own.items()}
    upwards = range(len(places) - 1, -1, -1)
    assert down(*places).holder == find_holder(by_place, ITEM, upwards)
