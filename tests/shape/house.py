"""The house as files: where they lie, and what Python makes of them without running them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
LINLI = SRC / "linli"
POWERS = ("registers", "sense", "respond", "organise")


def named(path: Path) -> str:
    """How a test names a file: `src/linli/flow.py`."""
    return path.relative_to(ROOT).as_posix()


def files(*folders: Path, suffix: str) -> list[Path]:
    """Files we write ourselves; neither migrations, which are generated, nor what npm brings."""
    return sorted(
        path
        for folder in folders
        for path in folder.rglob(f"*{suffix}")
        if not {"migrations", "vendor", "__pycache__"} & set(path.parts)
    )


def python(*folders: Path) -> list[Path]:
    return files(*folders, suffix=".py")


def migrations() -> list[Path]:
    return sorted(LINLI.rglob("migrations/*.py"))


def capabilities() -> list[Path]:
    """Folders such as `src/linli/respond/cases`."""
    return sorted(
        path
        for power in POWERS
        for path in (LINLI / power).iterdir()
        if (path / "__init__.py").exists()
    )


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every name that a file imports, in full: `linli.ground.clock.now`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a file with the dotted name it calls: `models.ForeignKey`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node
