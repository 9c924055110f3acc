"""Capabilities are of equal shape, and their logic knows nothing but values."""

import ast
import re
from pathlib import Path

import pytest

from tests.shape.house import LINLI, capabilities, imports, named, parsed, python

EQUAL_SHAPE = {
    "__init__",
    "apps",
    "models",
    "logic",
    "queries",
    "actions",
    "facts",
    "handlers",
    "migrations",
}
# What a capability holds beside the equal shape. Think before adding: is it not logic or queries?
OF_ITS_OWN = {
    "registers/places": {"geojson", "following", "loader", "schemas"},
    "registers/calendars": {"loader", "schemas"},
    "registers/parties": {"loaders", "schemas"},
    "registers/staff": {"loader", "schemas"},
    "registers/catalogue": {"packs", "checks", "reading", "loader", "schemas", "ledgers"},
    "organise/ledgers": {"loader"},
    "organise/hotline": {"loader", "schemas", "link", "links", "exchange"},
    "sense/devices": {"types", "loader", "bulk", "schemas"},
    "sense/telemetry": {
        *("connectors", "store", "ingest", "intake", "pipeline", "committer", "forwarder"),
        *("directory", "doors", "health", "metrics"),
    },
    "respond/cases": {"loader", "schemas"},
    "organise/answers": {"words"},
}
LOGIC_MAY_IMPORT = ("linli.wire.", "linli.ground.rights.table.", "linli.ground.rights.asker.")


def key(capability: Path) -> str:
    return capability.relative_to(LINLI).as_posix()


@pytest.mark.parametrize("capability", capabilities(), ids=key)
def test_a_capability_holds_only_what_every_capability_may_hold(capability: Path) -> None:
    held = {path.stem for path in capability.iterdir() if path.name != "__pycache__"}
    assert held - EQUAL_SHAPE == OF_ITS_OWN.get(key(capability), set())


@pytest.mark.parametrize("capability", capabilities(), ids=key)
def test_a_file_exists_only_when_it_has_something_to_hold(capability: Path) -> None:
    empty = [
        named(path)
        for path in python(capability)
        if path.name != "__init__.py" and not path.read_text().strip()
    ]
    assert empty == []


def test_logic_imports_only_the_wire_rights_and_other_logic() -> None:
    logic = [path for path in python(LINLI) if "logic" in {path.stem, path.parent.name}]
    assert len(logic) > 10
    found = [
        f"{named(path)} {name}"
        for path in logic
        for name in imports(path)
        if name.startswith("linli.")
        and not name.startswith(LOGIC_MAY_IMPORT)
        and ".logic." not in f"{name}."
    ]
    assert found == []


def test_queries_never_hand_out_a_table() -> None:
    """What others read are plain values; a QuerySet would let them ask on their own."""
    handed_out = [
        f"{named(path)} {node.name}"
        for path in python(LINLI)
        if path.stem == "queries" or (path.stem, path.parent.name) == ("__init__", "queries")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if not node.returns or tables(path) & set(re.findall(r"\w+", ast.unparse(node.returns)))
    ]
    assert handed_out == []


def tables(path: Path) -> set[str]:
    models = {name.rpartition(".")[2] for name in imports(path) if ".models." in name}
    return {*models, "QuerySet", "Q", "Model"}
