"""Says that a register has changed."""

from linli.ground.database import require_transaction
from linli.ground.keys import new_key
from linli.ground.revisions.memory import new_moment
from linli.ground.revisions.models import Revision


def bump(name: str) -> None:
    """Gives the register a new mark, in the transaction of the change; a new moment begins.

    Of two writers the second waits here for the first. Between this and the last write, the writer
    must not read the register from memory: half of the change would be kept under the new mark.
    Raises `NotInTransaction` outside an atomic block.
    """
    require_transaction(f"A new revision of {name}")
    Revision.objects.bulk_create(
        [Revision(name=name, mark=new_key())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["mark"],
    )
    new_moment()
