"""A filter on rows that are chosen by key keeps its meaning and leaves the indexes alone."""

import pytest
from django.db import connection
from django.db.models import Q

from linli.ground.accounts.models import User
from linli.ground.database.unindexed import filter_unindexed
from tests.cast import District, make_person


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (Q(), {"lin", "wu", "zhao"}),
        (Q(username="lin"), {"lin"}),
        (Q(username__in=("lin", "wu")) & ~Q(username="lin"), {"wu"}),
        (Q(username="lin") | Q(pk__in=[]) | Q(username__startswith="zh"), {"lin", "zhao"}),
        (Q(last_login=None), {"lin", "wu", "zhao"}),
    ],
)
def test_the_same_rows_are_found(condition: Q, names: set[str], places: District) -> None:
    for name in ("lin", "wu", "zhao"):
        make_person(name, places)

    rows = filter_unindexed(User.objects.all(), condition, ("username", "is_active", "last_login"))

    assert {row.username for row in rows} == names


@pytest.mark.django_db
def test_the_key_is_used_and_not_the_index() -> None:
    keyed = User.objects.filter(pk__in=[1, 2, 3])
    rows = filter_unindexed(keyed, Q(username="lin"), ("username",))

    if connection.vendor == "sqlite":
        assert "INTEGER PRIMARY KEY" in rows.explain()
        assert "username" in keyed.filter(username="lin").explain()
