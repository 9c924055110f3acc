"""Checks a folder of catalogue packs before anything of it is loaded."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from linli.registers.catalogue import reading
from linli.registers.catalogue.logic import (
    CLOCKS,
    FILINGS,
    GROUPS,
    LISTS,
    RESULT_PHOTOS,
    SEVERITIES,
    UNITS,
    ItemDefinition,
    definition,
)
from linli.registers.catalogue.reading import Fault, KeyPath, Sheet
from linli.wire.texts import line_fault, shown

PACKS: Final = Path(__file__).parent / "packs"
"""The built-in items."""

Rule = Callable[[Any], str]
"""What is wrong with a value, to follow its name; empty when nothing is."""

_LARGEST: Final = 10**18
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
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


def _add(pack: Pack, sheet: Sheet) -> None:
    if not sheet.faults:
        for path, reason in _faults_of(sheet.value, FILE, ()):
            sheet.blame(path, reason)
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


def _faults_of(
    value: Any, rule: "Rule | Shape | Many", path: KeyPath
) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(rule, Shape):
        yield from _faults_of_keys(value, rule, path)
    elif isinstance(rule, Many):
        yield from _faults_of_list(value, rule, path)
    elif reason := rule(value):
        yield path, f"{_spoken(path)}{reason}"


def _faults_of_keys(value: Any, shape: Shape, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if not isinstance(value, dict):
        yield path, f"{_spoken(path)}{_shown(value)} is not a group of keys; write key: value."
        return
    for key in shape.required:
        if key not in value:
            yield path, f"{_spoken((*path, key))}is missing."
    for key, inner in value.items():
        rule, at = shape.rule(key), (*path, key)
        if rule is None:
            known = ", ".join([*shape.required, *shape.optional])
            yield at, f"{_spoken(path)}{_shown(key)} is no key here; use one of {known}."
        else:
            yield from _faults_of(inner, rule, at)


def _faults_of_list(value: Any, many: Many, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if not isinstance(value, list) or not value:
        yield path, f"{_spoken(path)}{_shown(value)} is no list of one or more."
        return
    if len(value) > many.most:
        yield path, f"{_spoken(path)}these are {len(value)}; {many.most} is the most."
        return
    for number, one in enumerate(value):
        yield from _faults_of(one, many.shape, (*path, number))
        if isinstance(one, str) and one in value[:number]:
            yield (*path, number), f"{_spoken(path)}{_shown(one)} stands here twice."


def _spoken(path: KeyPath) -> str:
    """`joining.radius_m: `, without the place of the item in its file: the line says that."""
    keys = [str(key) for key in path if isinstance(key, str)]
    inner = keys[1:] if len(path) > 1 else keys
    return f"{'.'.join(inner)}: " if inner else ""


def _shown(value: Any) -> str:
    if isinstance(value, int) and abs(value) > _LARGEST:
        return "a huge number"  # Python refuses to write out more than 4,300 digits
    text = str(value) if isinstance(value, (str, int, float)) else type(value).__name__
    return f'"{shown(text, 40)}"'


def _text(longest: int) -> Rule:
    def rule(value: Any) -> str:
        if not isinstance(value, str):
            return f"{_shown(value)} is not text; put it in quotes."
        fault = line_fault(value, longest)
        return f"{fault}." if fault else ""

    return rule


def _pattern(expression: re.Pattern[str], longest: int, example: str) -> Rule:
    def rule(value: Any) -> str:
        if isinstance(value, str) and len(value) <= longest and expression.fullmatch(value):
            return ""
        return f"{_shown(value)} is no such name; write it like {example}, up to {longest} letters."

    return rule


def _one_of(known: tuple[str, ...]) -> Rule:
    def rule(value: Any) -> str:
        if isinstance(value, str) and value in known:
            return ""
        return f"{_shown(value)} is not known; use one of {', '.join(known)}."

    return rule


def _whole(least: int, most: int) -> Rule:
    def rule(value: Any) -> str:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if is_whole and least <= value <= most:
            return ""
        return f"{_shown(value)} cannot be; use a whole number from {least} to {most}."

    return rule


def _flag(value: Any) -> str:
    return "" if isinstance(value, bool) else f"{_shown(value)} is neither true nor false."


def _words(longest: int) -> Shape:
    return Shape({"zh": _text(longest), "en": _text(longest)})


_SYNONYMS: Final = Many(_text(40), most=30)
_LIMIT: Final = Shape({"amount": _whole(1, 9999), "unit": _one_of(UNITS)})

ITEM: Final = Shape(
    required={
        "code": _pattern(_CODE, 64, "lamp_fault"),
        "name": _words(40),
        "description": _words(400),
        "severity": _one_of(SEVERITIES),
        "public": _flag,
        "filing": _one_of(FILINGS),
        "joining": Shape(
            {"radius_m": _whole(0, 5000), "minutes": _whole(0, 43200), "reports": _flag},
            {"devices": _flag},
        ),
    },
    optional={
        "synonyms": Shape(optional={"zh": _SYNONYMS, "en": _SYNONYMS}),
        "clocks": Shape(optional=dict.fromkeys(CLOCKS, _LIMIT)),
        "alert": Shape({"call": _flag}),
        "result_photo": _one_of(RESULT_PHOTOS),
        "list": _one_of(LISTS),
        "icon": _pattern(_ICON, 48, "lightbulb-off"),
        "retired": _flag,
    },
)
FILE: Final = Shape({"group": _one_of(GROUPS), "items": Many(ITEM)})
