"""Rows written by one statement are the rows that Django would have written."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.forms.models import model_to_dict

from linli.ground import clock
from linli.ground.database import atomic, create_or_get
from linli.ground.database.inserting import insert, insert_if_new
from linli.ground.facts.models import StoredFact
from linli.ground.idempotency.models import KeptAnswer

pytestmark = pytest.mark.django_db


def fact(**columns: Any) -> StoredFact:
    return StoredFact(
        **{"name": "case_opened", "version": 1, "subject": "case:1", "body": {"a": [1]}, **columns}
    )


def answer(**columns: Any) -> KeptAnswer:
    common = {"scope": "open311", "key": "a", "fingerprint": "f", "status": 201, "body": ["é"]}
    return KeptAnswer(**{**common, **columns})


@pytest.mark.parametrize("urgent", [True, False])
def test_what_is_read_back_is_what_was_written(*, urgent: bool) -> None:
    written = fact(urgent=urgent, announced_at=clock.now())
    insert(written)
    assert model_to_dict(StoredFact.objects.get()) == model_to_dict(written)
    assert StoredFact.objects.get().pk == written.pk


def test_a_row_gets_the_key_that_the_database_gave_and_can_be_saved_again() -> None:
    first, second = answer(), answer(key="b")
    insert(first)
    insert(second)
    second.status = 202
    second.save(update_fields=["status"])
    assert KeptAnswer.objects.get(pk=second.pk).status == 202
    assert first.pk != second.pk


def test_the_second_of_one_key_is_not_written_and_breaks_nothing() -> None:
    with atomic():
        assert insert_if_new(answer(), ("scope", "key"))
        assert not insert_if_new(answer(status=500), ("scope", "key"))
        kept, is_new = create_or_get(
            KeptAnswer, {"fingerprint": "x", "status": 500}, scope="open311", key="a"
        )
    assert (kept.status, is_new) == (201, False)
    assert KeptAnswer.objects.count() == 1


def test_another_broken_rule_is_told() -> None:
    written = fact(number=7)
    insert(written)
    with pytest.raises(IntegrityError), atomic():
        insert_if_new(fact(number=7), ("id",))
    with pytest.raises(IntegrityError), atomic():
        insert(fact(id=written.id))
    assert StoredFact.objects.count() == 1
