"""Records acts and looks of persons, in the transaction of the act."""

from typing import Final

from django.db.models import CharField

from linli.ground.audit.logic import clean, plain
from linli.ground.audit.models import AuditEntry
from linli.ground.audit.sealing import seal
from linli.ground.database import require_transaction
from linli.ground.database.inserting import insert
from linli.ground.rights.asker import Asker

REFUSED: Final = "refused"


def record(  # noqa: PLR0913 - the columns of one row, most of them with a default
    asker: Asker,
    act: str,
    kind: str,
    thing_id: str = "",
    *,
    purpose: str = "",
    result: str = "done",
    **detail: object,
) -> None:
    """One row: who did `act` on a `kind` of thing, and with what result.

    A refused act is recorded with result "refused". Nothing is kept of what a part of ours does:
    that stands on timelines and in receipts, and would bury the acts of persons. Nor of what a
    visitor did: that names nobody; what a visitor was refused is kept. Raises `NotInTransaction`.
    """
    require_transaction(f"The audit of {act} {kind}")
    if not asker.is_person and (asker.part or result != REFUSED):
        return
    entry = AuditEntry(
        user_id=asker.user_id,
        user_name=_fit("user_name", asker.name),
        act=act,
        kind=kind,
        thing_id=_fit("thing_id", str(thing_id)),
        purpose=_fit("purpose", purpose or asker.purpose),
        result=result,
        detail=plain(detail),
    )
    entry.mac = seal(entry)
    insert(entry)


def _fit(column: str, text: str) -> str:
    field = AuditEntry._meta.get_field(column)
    assert isinstance(field, CharField)
    return clean(text, field.max_length)
