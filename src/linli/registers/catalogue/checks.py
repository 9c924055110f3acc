"""Checks what is written of an item, in a folder of packs or on a page, before any of it counts."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from linli.registers.catalogue import reading
from linli.registers.catalogue.logic import (
    CATEGORIES,
    CLOCKS,
    EVIDENCE,
    FILINGS,
    GROUPS,
    HOLDERS,
    LISTS,
    LOW_RISK,
    RESULT_PHOTOS,
    RISKY,
    SEVERITIES,
    TOLD,
    UNITS,
    ItemDefinition,
    definition,
)
from linli.registers.catalogue.reading import Fault, KeyPath, Sheet
from linli.wire.texts import N_, is_plain, shown

PACKS: Final = Path(__file__).parent / "packs"
"""The built-in items."""

Written = Mapping[str, Any]
"""An item as a pack has it, with its group."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value, to follow its name: `message % values`, worded late."""

    message: str
    values: Written = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values


class BadItem(ValueError):
    """An item that cannot be kept as it is written: what is wrong, by the path of its key."""

    def __init__(self, faults: list[tuple[KeyPath, Wrong]]) -> None:
        super().__init__("; ".join(f"{spoken(path)}{wrong}" for path, wrong in faults))
        self.faults = faults


Rule = Callable[[Any], Wrong | None]

_LARGEST: Final = 10**18
CODE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_ICON: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of a mapping: those that must be there, and those that may."""

    required: Mapping[str, "Rule | Shape | Many"] = field(default_factory=dict)
    optional: Mapping[str, "Rule | Shape | Many"] = field(default_factory=dict)

    def rule(self, key: str) -> "Rule | Shape | Many | None":
        return self.required.get(key) or self.optional.get(key)


@dataclass(frozen=True, slots=True)
class Many:
    """A list of one to `most` things of a shape, or values for a rule; values stand there once."""

    shape: Shape | Rule
    most: int = 1000


@dataclass(slots=True)
class Pack:
    """The items of a folder, where each stands, and all faults. With faults it must not be used."""

    items: list[ItemDefinition] = field(default_factory=list)
    spots: dict[str, tuple[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def check(folder: Path) -> list[Fault]:
    """What is wrong with the packs of a folder, by file and line; empty when nothing is."""
    return read_packs(folder).faults


def read_packs(folder: Path) -> Pack:
    """All items of the `.yaml` files that lie directly in the folder."""
    pack = Pack()
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not files:
        pack.faults.append(Fault(str(folder), 1, "is no folder with .yaml files in it."))
    for file in files:
        _add(pack, reading.read(file))
    pack.faults.sort()
    return pack


@cache
def built_in() -> Pack:
    """The packs of this program, read once: they do not change while it runs."""
    return read_packs(PACKS)


def _add(pack: Pack, sheet: Sheet) -> None:
    if not sheet.faults:
        for path, wrong in _faults_of_file(sheet.value):
            sheet.blame(path, f"{spoken(path)}{wrong}")
    if not sheet.faults:
        _add_items(pack, sheet)
    pack.faults += sheet.faults


def _add_items(pack: Pack, sheet: Sheet) -> None:
    for number, written in enumerate(sheet.value["items"]):
        code, path = written["code"], ("items", number, "code")
        if code in pack.spots:
            file, line = pack.spots[code]
            sheet.blame(path, f'code: "{code}" is used already in {file}:{line}.')
            continue
        pack.spots[code] = (sheet.file, sheet.line(path))
        retired = written.pop("retired", False)
        pack.items.append(
            definition({**written, "group": sheet.value["group"]}, 0, retired=retired)
        )


def item_faults(written: Written) -> list[tuple[KeyPath, Wrong]]:
    """What is wrong with one item that has its `group` among its keys."""
    group = [(("group",), wrong) for wrong in [one_of(GROUPS)(written.get("group"))] if wrong]
    found = list(faults_of({k: v for k, v in written.items() if k != "group"}, ITEM, ()))
    return [*group, *found] or list(_contradictions(written, written["group"]))


def _faults_of_file(value: Any) -> Iterator[tuple[KeyPath, Wrong]]:
    found = list(faults_of(value, FILE, ()))
    yield from found
    for number, item in enumerate([] if found else value["items"]):
        for path, wrong in _contradictions(item, value["group"]):
            yield ("items", number, *path), wrong


def _contradictions(item: Written, group: str) -> Iterator[tuple[KeyPath, Wrong]]:
    """Values that are fine by themselves and cannot stand together."""
    category = item.get("category")
    if category is not None and category not in CATEGORIES[group]:
        yield ("category",), _unknown(category, CATEGORIES[group])
    share = item.get("check", {}).get("sample", 100)
    if share < 100 and (item["severity"] not in LOW_RISK or group in RISKY):
        yield (
            ("check", "sample"),
            Wrong(
                N_("is for matters of low risk only: normal or low, and neither danger nor care.")
            ),
        )
    closing = item.get("evidence", {}).get("close")
    shows = item.get("result_photo", "optional") == "required"
    if closing is not None and ("photo" in closing) != shows:
        yield (
            ("evidence", "close"),
            Wrong(N_("names a photo where result_photo is required, and only there.")),
        )


def faults_of(
    value: Any, rule: "Rule | Shape | Many", path: KeyPath
) -> Iterator[tuple[KeyPath, Wrong]]:
    if isinstance(rule, Shape):
        yield from _faults_of_keys(value, rule, path)
    elif isinstance(rule, Many):
        yield from _faults_of_list(value, rule, path)
    elif wrong := rule(value):
        yield path, wrong


def _faults_of_keys(value: Any, shape: Shape, path: KeyPath) -> Iterator[tuple[KeyPath, Wrong]]:
    if not isinstance(value, dict):
        message = N_("“%(value)s” is not a group of keys; write key: value.")
        yield path, Wrong(message, {"value": _shown(value)})
        return
    for key in shape.required:
        if key not in value:
            yield (*path, key), Wrong(N_("is missing."))
    for key, inner in value.items():
        rule, at = shape.rule(key), (*path, key)
        if rule is None:
            known = {"known": ", ".join([*shape.required, *shape.optional])}
            yield at, Wrong(N_("is no key here; use one of %(known)s."), known)
        else:
            yield from faults_of(inner, rule, at)


def _faults_of_list(value: Any, many: Many, path: KeyPath) -> Iterator[tuple[KeyPath, Wrong]]:
    if not isinstance(value, list) or not value:
        yield path, Wrong(N_("“%(value)s” is no list of one or more."), {"value": _shown(value)})
        return
    if len(value) > many.most:
        counts = {"count": len(value), "most": many.most}
        yield path, Wrong(N_("these are %(count)d; %(most)d is the most."), counts)
        return
    for number, one in enumerate(value):
        yield from faults_of(one, many.shape, (*path, number))
        if isinstance(one, str) and one in value[:number]:
            yield (
                (*path, number),
                Wrong(N_("“%(value)s” stands here twice."), {"value": _shown(one)}),
            )


def spoken(path: KeyPath) -> str:
    """`joining.radius_m: `, without the place of the item in its file: the line says that."""
    keys = [str(key) for key in path if isinstance(key, str)]
    inner = keys[1:] if len(path) > 1 and path[0] == "items" else keys
    return f"{'.'.join(inner)}: " if inner else ""


def _shown(value: Any) -> str:
    if isinstance(value, int) and abs(value) > _LARGEST:
        return "a huge number"  # Python refuses to write out more than 4,300 digits
    text = str(value) if isinstance(value, (str, int, float)) else type(value).__name__
    return shown(text, 40)


def text_up_to(longest: int) -> Rule:
    def rule(value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong(N_("“%(value)s” is not text; put it in quotes."), {"value": _shown(value)})
        if not value.strip():
            return Wrong(N_("is empty; write it."))
        if len(value) > longest:
            counts = {"count": len(value), "most": longest}
            return Wrong(N_("has %(count)d characters; %(most)d is the most."), counts)
        return None if is_plain(value) else Wrong(N_("holds a control character; leave it out."))

    return rule


def pattern(expression: re.Pattern[str], longest: int, example: str) -> Rule:
    def rule(value: Any) -> Wrong | None:
        if isinstance(value, str) and len(value) <= longest and expression.fullmatch(value):
            return None
        return Wrong(
            N_("“%(value)s” is no such name; write it like %(example)s, up to %(most)d letters."),
            {"value": _shown(value), "example": example, "most": longest},
        )

    return rule


def one_of(known: tuple[str, ...]) -> Rule:
    def rule(value: Any) -> Wrong | None:
        if isinstance(value, str) and value in known:
            return None
        return _unknown(value, known)

    return rule


def _unknown(value: Any, known: tuple[str, ...]) -> Wrong:
    message = N_("“%(value)s” is not known; use one of %(known)s.")
    return Wrong(message, {"value": _shown(value), "known": ", ".join(known)})


def whole(least: int, most: int) -> Rule:
    def rule(value: Any) -> Wrong | None:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if is_whole and least <= value <= most:
            return None
        return Wrong(
            N_("“%(value)s” cannot be; use a whole number from %(least)d to %(most)d."),
            {"value": _shown(value), "least": least, "most": most},
        )

    return rule


def flag(value: Any) -> Wrong | None:
    if isinstance(value, bool):
        return None
    return Wrong(N_("“%(value)s” is neither true nor false."), {"value": _shown(value)})


def words_up_to(longest: int) -> Shape:
    return Shape({"zh": text_up_to(longest), "en": text_up_to(longest)})


_SYNONYMS: Final = Many(text_up_to(40), most=30)
_EVIDENCE: Final = Many(one_of(EVIDENCE))
_LIMIT: Final = Shape({"amount": whole(1, 9999), "unit": one_of(UNITS)})

ITEM: Final = Shape(
    required={
        "code": pattern(CODE, 64, "lamp_fault"),
        "name": words_up_to(40),
        "description": words_up_to(400),
        "severity": one_of(SEVERITIES),
        "public": flag,
        "filing": one_of(FILINGS),
        "joining": Shape(
            {"radius_m": whole(0, 5000), "minutes": whole(0, 43200), "reports": flag},
            {"devices": flag},
        ),
    },
    optional={
        "category": one_of(tuple(one for some in CATEGORIES.values() for one in some)),
        "synonyms": Shape(optional=dict.fromkeys(("zh", "en", "dialect"), _SYNONYMS)),
        "clocks": Shape(optional=dict.fromkeys(CLOCKS, _LIMIT)),
        "alert": Shape({"call": flag}, {"next_minutes": whole(0, 120)}),
        "check": Shape({"sample": whole(1, 100)}),
        "evidence": Shape(optional={"file": _EVIDENCE, "close": _EVIDENCE}),
        "holder": Shape(
            {"first": one_of(HOLDERS), "name": words_up_to(40)}, {"then": one_of(HOLDERS)}
        ),
        "tell": Many(one_of(TOLD)),
        "result_photo": one_of(RESULT_PHOTOS),
        "list": one_of(LISTS),
        "icon": pattern(_ICON, 48, "lightbulb-off"),
        "retired": flag,
    },
)
FILE: Final = Shape({"group": one_of(GROUPS), "items": Many(ITEM)})
