"""Reads a YAML file into plain values that remember their lines."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

KeyPath = tuple[str | int, ...]

MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, in which file and line, and what to do about it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(slots=True)
class Sheet:
    """One file: its value, the line of each part of it, and what could not be read."""

    file: str
    value: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: KeyPath) -> int:
        """The line of this part, or of the nearest part around it that was written."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def blame(self, path: KeyPath, reason: str) -> None:
        self.faults.append(Fault(self.file, self.line(path), reason))


class _Loader(yaml.SafeLoader):
    """Refuses aliases: nine lines of them can stand for a billion values."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # the stubs leave it untyped
            raise yaml.MarkedYAMLError(
                problem="an alias (*name) is not taken; write it out", problem_mark=mark
            )
        return super().compose_node(parent, index)


def read(path: Path) -> Sheet:
    """The sheet of one file; a file that is not YAML gives a sheet with a fault and no value."""
    sheet = Sheet(str(path))
    try:
        _fill(sheet, _text(path))
    except yaml.reader.ReaderError as error:
        sheet.lines[()] = _text(path).count("\n", 0, error.position) + 1
        sheet.blame((), f"holds the character U+{error.character:04X}; leave it out.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        sheet.lines[()] = mark.line + 1 if mark else 1
        sheet.blame((), f"is no YAML that can be read: {getattr(error, 'problem', error)}.")
    except RecursionError:
        sheet.blame((), "is nested too deeply; an item has three levels at most.")
    except UnicodeDecodeError as error:
        sheet.lines[()] = error.object.count(b"\n", 0, error.start) + 1
        sheet.blame((), "is not UTF-8; save it as UTF-8.")
    except OSError as error:
        sheet.blame((), f"cannot be read ({error.strerror}).")
    return sheet


def _text(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise yaml.YAMLError(f"it has more than {MOST_BYTES} bytes; split it")
    return content.decode("utf-8-sig")


def _fill(sheet: Sheet, text: str) -> None:
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        sheet.value = _plain(sheet, loader, root, ()) if root is not None else None
    finally:
        loader.dispose()


def _plain(sheet: Sheet, loader: _Loader, node: yaml.Node, path: KeyPath) -> Any:
    sheet.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(sheet, loader, node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(sheet, loader, one, (*path, n)) for n, one in enumerate(node.value)]
    try:
        return loader.construct_object(node)
    except ValueError:
        sheet.blame(path, f'"{str(node.value)[:40]}" cannot be read; put it in quotes.')
        return None


def _mapping(
    sheet: Sheet, loader: _Loader, node: yaml.MappingNode, path: KeyPath
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        inner = (*path, key)
        if key in found:
            sheet.faults.append(
                Fault(sheet.file, key_node.start_mark.line + 1, f'"{key[:64]}" stands here twice.')
            )
            continue
        sheet.lines[inner] = key_node.start_mark.line + 1
        found[key] = _plain(sheet, loader, value_node, inner)
    return found
