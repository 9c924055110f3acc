"""Forms of the registers, as their pages show them."""

from linli.ground.sheets import rows
from linli.lists import LOADERS
from tests.cast import SETUP


def address(kind: str, row_id: object = "") -> str:
    return f"/console/data/{kind}/rows/" + (f"of/{row_id}/" if row_id else "new/")


def filled(kind: str, row_id: object, **changed: str) -> dict[str, str]:
    """The form as the page shows it, with something changed."""
    row = rows.row(LOADERS[kind], str(row_id), SETUP)
    assert row is not None
    cells = {name: as_text(value) for name, value in row.values.items()}
    return {**cells, "mark": row.mark, **changed}


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
