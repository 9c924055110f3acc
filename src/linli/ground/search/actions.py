"""Keeps the documents, in the transaction of what they tell about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from linli.ground.database import require_transaction
from linli.ground.search.engines import engine
from linli.ground.search.logic.positions import SECOND, free_positions, position_at
from linli.ground.search.logic.sought import is_mark
from linli.ground.search.logic.texts import LONGEST, joined, plain, tokens
from linli.ground.search.models import Document

# By hand: every case that opens waits for it, and Django would take a savepoint for it.
_LAST_TAKEN: Final = (
    "SELECT max(position) FROM search_document WHERE position >= %s AND position < %s"
)
_INSERT: Final = """
INSERT INTO search_document (position, kind, thing_id, text, guarded, marks)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


class NoRoom(RuntimeError):
    """Too many things are of one moment."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a document is about; `at` is the time that orders it among others."""

    kind: str
    id: UUID
    at: datetime


def put(
    thing: Thing,
    words: Iterable[str],
    *,
    guarded: Iterable[str] = (),
    marks: Collection[str] = (),
) -> None:
    """Makes the document of a thing, or makes it anew.

    Who may not read the source of the `guarded` words finds nothing by them. Marks such as
    `street=7` are no words, and only narrow what is found.
    """
    require_transaction("A document")
    document = Document(
        kind=thing.kind,
        thing_id=thing.id,
        text=joined("", map(plain, words)),
        guarded=joined("", map(plain, guarded)),
        marks=_written(marks),
    )
    if not _insert(document, position_at(thing.at)):
        document.save(force_update=True)
    _index(document)


def add(
    kind: str,
    thing_id: UUID,
    words: Iterable[str] = (),
    *,
    guarded: Iterable[str] = (),
    most: int = LONGEST,
) -> bool:
    """Adds words up to this many characters; False when there is no document yet."""
    require_transaction("A document")
    document = _held(kind, thing_id)
    if document is None:
        return False
    text = joined(document.text, map(plain, words), most)
    hidden = joined(document.guarded, map(plain, guarded), most)
    if (text, hidden) != (document.text, document.guarded):
        document.text, document.guarded = text, hidden
        document.save(force_update=True)
        _index(document)
    return True


def mark(kind: str, thing_id: UUID, marks: Collection[str]) -> bool:
    """Gives the document these marks instead of those before; False when there is none yet."""
    require_transaction("A document")
    document = _held(kind, thing_id)
    if document is None:
        return False
    written = _written(marks)
    if written != document.marks:
        document.marks = written
        document.save(force_update=True)
        _index(document)
    return True


def drop(kind: str, thing_id: UUID) -> None:
    """The thing is not found any more."""
    require_transaction("A document")
    document = _held(kind, thing_id)
    if document is not None:
        engine().drop(document.position)
        document.delete()


def _held(kind: str, thing_id: UUID) -> Document | None:
    """Locked until the transaction ends, so that of two who add words both are heard."""
    found = Document.objects.select_for_update().filter(kind=kind, thing_id=thing_id)
    return found.first()


def _insert(document: Document, first: int) -> bool:
    """Gives the document a position; False when the thing has one already, which stays."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_TAKEN, [first, first + SECOND])
        (last,) = cursor.fetchone()
        for position in free_positions(first, last):
            document.position = position
            cursor.execute(_INSERT, _row(document))
            if cursor.rowcount == 1:
                return True
            known = _held(document.kind, document.thing_id)
            if known:
                document.position = known.position
                return False
    raise NoRoom(f"There is no room for one more document near position {first}.")


def _row(document: Document) -> list[Any]:
    return [
        field.get_db_prep_save(getattr(document, field.attname), connection)
        for field in Document._meta.concrete_fields
    ]


def _index(document: Document) -> None:
    found = tokens(document.text) | tokens(document.guarded)
    engine().write(document.position, {*found, *document.marks.split(), f"kind={document.kind}"})


def _written(marks: Collection[str]) -> str:
    bad = [mark for mark in marks if not is_mark(mark)]
    if bad:
        raise ValueError(f"{bad[0]!r} cannot be a mark; use small letters, digits, _ and one =.")
    return " ".join(sorted(set(marks)))
