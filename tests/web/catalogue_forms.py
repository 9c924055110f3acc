"""What browsers send to the pages of the catalogue, and a department's list to decide on."""

from collections.abc import Mapping
from typing import Any, Final

from linli.ground.rights.asker import Asker
from linli.registers.catalogue import actions as catalogue
from linli.registers.catalogue import queries as items
from linli.registers.catalogue.logic import ItemFinder, Listed, compare
from linli.web.console.item_form import LIMITS, typed_of
from tests.web.conftest import PARTS

OF_THE_CATALOGUE: Final = {
    *(f"console:{act}draft" for act in ("", "approve-", "refuse-", "withdraw-")),
    "console:decide-row",
}


def catalogue_forms() -> dict[str, dict[str, Any]]:
    """By route."""
    return {
        "console:new-item": {**item_form(), "code": "oil"},
        "console:edit-item": {**item_form(), "version": "1"},
        "console:retire-item": {"version": "1", "why": "A test."},
        "console:give-duty": {"item": "noise", "place": "e1", "party": "water"},
        "console:hand-in": {"why": "A test."},
        "console:decide-row": {"to": "left_out", "why": "A test."},
        "console:refuse-draft": {"why": "A test."},
    }


def item_form() -> dict[str, Any]:
    """The form of a matter as it is filled in, with one value changed."""
    item = items.item("garbage")
    assert item is not None
    return {**sent_as(typed_of(item)), "joining.radius_m": "45", "why": "A test."}


def sent_as(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What a browser sends of a form: a limit is two fields."""
    limits = {path: values for path, values in typed.items() if path in LIMITS}
    others = {path: list(values) for path, values in typed.items() if path not in LIMITS}
    numbers = {path: values[0] for path, values in limits.items()}
    return {**others, **numbers, **{f"{path}.unit": one[1] for path, one in limits.items()}}


def keep_a_list(gu: Asker) -> None:
    """A department's list has been loaded, and one row is to be a further name."""
    rows = [Listed(row=2, name="路灯不亮报修", unit="城管局"), Listed(3, "路灯瞎", "城管局")]
    known = items.items()
    found = compare(rows, known, ItemFinder.build(known))
    catalogue.keep_rows([*zip(rows, found, strict=True)], PARTS)
    catalogue.take_as_alias(items.listed_rows(PARTS)[1].id, "lamp_fault", gu)
