"""What the lists of parties, posts and duties have in common."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from linli.ground.sheets import planning
from linli.ground.sheets.loader import Plan
from linli.ground.sheets.planning import BadRow, Decide, Values
from linli.ground.sheets.reading import Record
from linli.ground.sheets.schema import Schema
from linli.registers.parties.logic import BadParty
from linli.registers.parties.models import Party
from linli.wire.texts import N_

SCHEMAS: Final = Path(__file__).parents[1] / "schemas"
NOBODY: Final = "-"


def planned(records: Sequence[Record], schema: Schema, decide: Decide) -> Plan:
    """As in `ground.sheets`; `decide` may raise `BadParty` too."""

    def decided(values: Values) -> tuple[Any, Any]:
        try:
            return decide(values)
        except BadParty as bad:
            column = bad.field.removesuffix("_id").removesuffix("_code")
            raise BadRow(column, bad.message, bad.values) from bad

    return planning.planned(records, schema, decided)


def parties_in_use() -> dict[str, int]:
    """The id of each, by its code."""
    return dict(Party.objects.filter(retired_at=None).values_list("code", "pk"))


def id_of_party(code: str, parties: Mapping[str, int]) -> int:
    """Raises `BadRow`."""
    if code not in parties:
        unknown = N_("there is no party in use with the code “%(code)s”; load it first")
        raise BadRow("party", unknown, {"code": code[:64]})
    return parties[code]
