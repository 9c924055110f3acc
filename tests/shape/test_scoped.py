"""Rows that lie in the five levels are listed by an index, and follow their places."""

import ast

import pytest
from django.apps import apps
from django.db.models import Model

from linli.flow import FLOW
from linli.ground.rights.scoped import LEVEL_COLUMNS, Scoped
from linli.registers.places.facts import PlacesMoved
from tests.shape.house import LINLI, calls, imports, python

SCOPED = {model._meta.label: model for model in apps.get_models() if issubclass(model, Scoped)}

# Each index makes each new row dearer, so that these have none. Whoever adds a list by reach
# takes the table off here.
NOT_LISTED_BY_REACH = {
    "places.Place": "read by id, code or parent; its levels are only copied",
    "signals.Signal": "read by id, by the key of its source, or by its device",
    "delays.Delay": "listed by reach only while it waits for a decision: indexes of what is open",
    "supervision.Escalation": "the same, while what it tells of is late",
    "reports.Report": "read by id, signal, receipt or reporter; listed for everybody by date",
}


def ordered_by(model: type[Model], column: str) -> list[tuple[str, ...]]:
    """What the indexes that begin with the column go on with."""
    return [
        tuple(index.fields[1:])
        for index in model._meta.indexes
        if index.fields[:1] == [column] and index.condition is None
    ]


@pytest.mark.parametrize("label", sorted(SCOPED.keys() - NOT_LISTED_BY_REACH))
def test_what_is_listed_by_reach_has_an_index_for_each_level(label: str) -> None:
    model = SCOPED[label]
    key = model._meta.pk.attname
    orders = {column: ordered_by(model, column) for column in LEVEL_COLUMNS}
    unlisted = [name for name, found in orders.items() if not any(key in one for one in found)]
    assert unlisted == []
    assert len({tuple(found) for found in orders.values()}) == 1


def test_every_exception_is_a_table_without_such_an_index() -> None:
    indexed = {
        label
        for label in NOT_LISTED_BY_REACH
        if any(ordered_by(SCOPED[label], column) for column in LEVEL_COLUMNS)
    }
    assert indexed == set()


def test_whatever_lies_in_a_place_follows_it() -> None:
    """Its own levels a place gets as it moves."""
    following = {
        f"{path.relative_to(LINLI).parts[1]}.{ast.unparse(call.args[0])}"
        for path in python(LINLI)
        if "linli.registers.places.following.follow" in imports(path)
        for name, call in calls(path)
        if name == "follow"
    }
    assert following == SCOPED.keys() - {"places.Place"}
    woken = {handler.key for handler in FLOW[PlacesMoved]}
    assert woken == {f"{label.partition('.')[0]}.follow_places" for label in following}
