"""A stranger reads a function without scrolling, and finds each file named for what it holds."""

import ast

import pytest

from tests.shape.house import LINLI, ROOT, SRC, files, named, parsed, python

OURS = [ROOT / name for name in ("src", "tools", "benchmarks", "tests")]
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_TEMPLATE_LINE = 160
NO_HOME = {"utils", "util", "helpers", "common", "core", "misc", "services"}


@pytest.mark.parametrize("suffix", [".py", ".html", ".js", ".css", ".yaml"])
def test_no_file_is_longer_than_400_lines(suffix: str) -> None:
    lengths = {
        named(path): len(path.read_text().splitlines()) for path in files(*OURS, suffix=suffix)
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_line_of_a_template_is_longer_than_160_characters() -> None:
    """HTML is read, too: a line that scrolls sideways hides what it does."""
    long = [
        f"{named(path)}:{number} has {len(line)}"
        for path in files(LINLI, suffix=".html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]
    assert long == []


def test_no_function_is_longer_than_50_lines() -> None:
    lengths = {
        f"{named(path)} {node.name}": node.end_lineno - node.lineno + 1
        for path in python(*OURS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_name_of_a_module_says_what_it_holds() -> None:
    homeless = [
        named(path)
        for path in python(*OURS)
        if NO_HOME & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    ]
    assert homeless == []


def test_every_module_says_in_one_line_what_it_decides_or_does() -> None:
    silent = [
        named(path)
        for path in python(SRC, ROOT / "tools", ROOT / "benchmarks")
        if parsed(path).body and not (ast.get_docstring(parsed(path)) or "").partition("\n")[0]
    ]
    assert silent == []


def test_imports_stand_at_the_top() -> None:
    """The commands are the exception: they set Django up first."""
    hidden = [
        f"{named(path)}:{inner.lineno}"
        for path in python(LINLI)
        if "cli" not in path.parts
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []
