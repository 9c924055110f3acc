"""The form of an item: its fields in order, and what was typed as a pack would have it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.registers.catalogue.checks import BadItem
from linli.registers.catalogue.logic import CLOCKS, ItemDefinition, leaves, limit_of
from linli.registers.catalogue.queries import ListRow
from linli.web.console.item_words import LABELS, UNREAD, VALUES, Table
from linli.web.shared.catalogue_words import UNITS

YES_NO: Final[Table] = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}
FLAGS: Final = ("public", "joining.reports", "joining.devices", "alert.call")
NUMBERS: Final[Mapping[str, int]] = {
    "joining.radius_m": 5000,
    "joining.minutes": 43200,
    "alert.next_minutes": 120,
    "check.sample": 100,
}
TEXTS: Final[Mapping[str, int]] = {
    "code": 64,
    **dict.fromkeys(("name.zh", "name.en", "holder.name.zh", "holder.name.en"), 40),
    "icon": 48,
}
LONG_TEXTS: Final = ("description.zh", "description.en")
LINES: Final = ("synonyms.zh", "synonyms.dialect", "synonyms.en")
MANY: Final = ("evidence.file", "evidence.close", "tell")
LIMITS: Final = tuple(f"clocks.{one}" for one in CLOCKS)
MAY_BE_EMPTY: Final = frozenset(
    {
        "holder.name.zh",
        "holder.name.en",
        "holder.first",
        "holder.then",
        "category",
        "icon",
        "check.sample",
    }
)

SECTIONS: Final[tuple[tuple[Promise, tuple[str, ...]], ...]] = (
    (
        gettext_lazy("What it is"),
        (
            *("code", "name.zh", "name.en", "description.zh", "description.en"),
            *("group", "category", "severity", "public", "list", "icon"),
        ),
    ),
    (gettext_lazy("What people call it"), LINES),
    (
        gettext_lazy("Which signals are one problem"),
        ("filing", "joining.radius_m", "joining.minutes", "joining.reports", "joining.devices"),
    ),
    (gettext_lazy("How long it may take"), LIMITS),
    (
        gettext_lazy("Who answers and who is told"),
        (
            *("holder.first", "holder.then", "holder.name.zh", "holder.name.en"),
            *("tell", "alert.call", "alert.next_minutes"),
        ),
    ),
    (gettext_lazy("Evidence"), ("evidence.file", "evidence.close", "check.sample")),
)
HINTS: Final[Table] = {
    "code": gettext_lazy("Small letters, digits and _. It is never used for anything else again."),
    "icon": gettext_lazy("A name from lucide.dev/icons; empty for a plain dot."),
    "joining.radius_m": gettext_lazy("Metres; 0 means the same device only."),
    "joining.minutes": gettext_lazy("Minutes after the last signal."),
    "evidence.close": gettext_lazy("With a photo, no work order can be finished without one."),
    "check.sample": gettext_lazy("Of a hundred works; 100 means that each is checked."),
    "alert.next_minutes": gettext_lazy("Minutes without an answer; 0 leaves it open."),
    **dict.fromkeys(LINES, gettext_lazy("One on each line, at most 30.")),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the template draws it; `values` holds one value, or the chosen ones."""

    path: str
    kind: str
    label: str
    hint: str
    values: Sequence[str]
    fault: str
    choices: Sequence[tuple[str, str]] = ()
    most: int = 0
    is_required: bool = True

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def unit(self) -> str:
        return self.values[1] if len(self.values) > 1 else ""

    @property
    def id(self) -> str:
        return self.path.replace(".", "-")


@dataclass(frozen=True, slots=True)
class ItemForm:
    """What is typed, by path, and what is wrong with it."""

    typed: Mapping[str, Sequence[str]]
    faults: Mapping[str, str]
    is_new: bool

    @property
    def why(self) -> str:
        return next(iter(self.typed.get("why", ())), "")

    @property
    def general_fault(self) -> str:
        """What is wrong with the whole, or with what has no field of its own."""
        shown = {path for _title, paths in SECTIONS for path in paths} | {"why"}
        return " ".join(text for path, text in self.faults.items() if path not in shown)

    def sections(self) -> Iterator[tuple[str, list[Field]]]:
        for title, paths in SECTIONS:
            yield str(title), [self._field(path) for path in paths if self.is_new or path != "code"]

    def _field(self, path: str) -> Field:
        kind, choices, most = _look(path)
        label = str(LABELS[path])
        hint = str(HINTS.get(path, ""))
        if path in UNREAD:
            hint = " ".join(filter(None, [hint, _("Kept with each case; nothing counts it yet.")]))
        return Field(
            path,
            kind,
            label,
            hint,
            self.typed.get(path, ()),
            self.faults.get(path, ""),
            choices,
            most,
            is_required=path not in MAY_BE_EMPTY,
        )


def empty(**known: Any) -> ItemForm:
    """A new item, with what is known of it."""
    usual = {
        "severity": ["normal"],
        "public": ["no"],
        "list": ["duty"],
        "filing": ["desk"],
        "joining.radius_m": ["50"],
        "joining.minutes": ["1440"],
        "joining.reports": ["no"],
        "joining.devices": ["yes"],
        "alert.call": ["no"],
        "alert.next_minutes": ["0"],
    }
    return ItemForm({**usual, **known}, {}, is_new=True)


def of_row(row: ListRow) -> ItemForm:
    """A new item as a department's list tells of it; a person fills in the rest."""
    limit = [str(one) for one in limit_of(row.limit)]
    return empty(
        **{
            "name.zh": [row.name],
            "description.zh": [row.description or row.name],
            "holder.name.zh": [row.unit],
            "holder.first": ["department"],
            **({"clocks.handle": limit} if limit else {}),
        }
    )


def filled(item: ItemDefinition) -> ItemForm:
    """The form of an item as it is."""
    return ItemForm(typed_of(item), {}, is_new=False)


def typed_of(item: ItemDefinition) -> dict[str, Sequence[str]]:
    typed: dict[str, Sequence[str]] = {}
    for path, value in leaves(item.body):
        if path in LIMITS:
            typed[path] = [str(value["amount"]), value["unit"]]
        elif path in LINES:
            typed[path] = ["\n".join(value)]
        elif isinstance(value, bool):
            typed[path] = ["yes" if value else "no"]
        else:
            typed[path] = [str(one) for one in value] if path in MANY else [str(value)]
    return typed


def sent(form: QueryDict, code: str = "") -> ItemForm:
    """What came from a browser; the code of an item that is there already stands fast."""
    paths = [path for _title, some in SECTIONS for path in some]
    typed: dict[str, Sequence[str]] = {path: form.getlist(path) for path in [*paths, "why"]}
    for path in LIMITS:
        typed[path] = [form.get(path, "").strip(), form.get(f"{path}.unit", "")]
    if code:
        typed["code"] = [code]
    return ItemForm(typed, {}, is_new=not code)


def with_faults(form: ItemForm, bad: BadItem) -> ItemForm:
    """The same form with what is wrong, in the reader's language, beside its field."""
    faults: dict[str, str] = {}
    for path, wrong in bad.faults:
        keys = [key for key in path if isinstance(key, str)]
        # A limit is one field, and so is each list.
        name = ".".join(keys[:2] if keys[:1] == ["clocks"] else keys)
        faults.setdefault(name, _(wrong.message) % wrong.values)
    return ItemForm(form.typed, faults, form.is_new)


def written(form: ItemForm) -> dict[str, Any]:
    """What was typed, as a pack has it; what was left empty is left out."""
    found: dict[str, Any] = {}
    for _title, paths in SECTIONS:
        for path in paths:
            value = _value(path, form.typed.get(path, ()))
            if value is not None:
                _put(found, path.split("."), value)
    closing = found.get("evidence", {}).get("close", [])
    found["result_photo"] = "required" if "photo" in closing else "optional"
    return found


def _put(into: dict[str, Any], keys: Sequence[str], value: Any) -> None:
    for key in keys[:-1]:
        into = into.setdefault(key, {})
    into[keys[-1]] = value


def _value(path: str, typed: Sequence[str]) -> Any:
    """None for what was left empty; a number that is none stays text, so that it is told."""
    text = typed[0].strip() if typed else ""
    if path in LIMITS:
        return {"amount": _number(text), "unit": typed[1]} if text else None
    if path in MANY:
        return list(dict.fromkeys(typed)) or None
    if path in LINES:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return list(dict.fromkeys(lines)) or None
    if not text and path in MAY_BE_EMPTY:
        return None
    if path in FLAGS:
        return {"yes": True, "no": False}.get(text, text)
    return _number(text) if path in NUMBERS else text


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text


def _look(path: str) -> tuple[str, Sequence[tuple[str, str]], int]:
    """The kind of the field, what can be chosen, and the largest number or length."""
    if path in LIMITS:
        return "limit", _choices(UNITS), 9999
    if path in FLAGS or path in VALUES:
        table = YES_NO if path in FLAGS else VALUES[path]
        return "many" if path in MANY else "choice", _choices(table), 0
    if path in NUMBERS:
        return "number", (), NUMBERS[path]
    if path in LINES:
        return "lines", (), 0
    return ("long", (), 400) if path in LONG_TEXTS else ("text", (), TEXTS[path])


def _choices(table: Table) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in table.items()]
