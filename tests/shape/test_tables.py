"""Tables: a capability knows its own, and names those of others without importing them."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.shape.house import LINLI, calls, imports, migrations, named, parsed, python

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
# Decision 0005: old migrations run for ever, so these two keep their names and their meaning.
MIGRATIONS_MAY_NAME = {
    *("linli.ground.clock", "linli.ground.clock.now"),
    *("linli.ground.keys", "linli.ground.keys.new_key"),
}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
# What a migration leaves behind is no flow: the audit's triggers, which SQLite drops with a table.
AFTER_MIGRATION = "src/linli/ground/audit/apps.py django.db.models.signals.post_migrate"
OURS = [config for config in apps.get_app_configs() if config.name.startswith("linli.")]


def relations_by_class(module: ast.Module) -> Iterator[str]:
    """Relations that name a class which is not made in the same file."""
    made = {node.name for node in module.body if isinstance(node, ast.ClassDef)}
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in RELATIONS:
            target = node.args[0]
            if not isinstance(target, ast.Constant) and ast.unparse(target) not in made:
                yield f"{node.lineno} {ast.unparse(target)}"


def test_a_key_into_another_capability_gives_it_no_way_back() -> None:
    across = {
        str(field): field.remote_field.related_name
        for config in OURS
        for model in config.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        if field.related_model._meta.app_label != model._meta.app_label
    }
    assert "tasks.Task.place" in across
    assert {key: back for key, back in across.items() if back != "+"} == {}


def test_a_key_into_another_capability_is_a_string() -> None:
    found = [
        f"{named(path)}:{relation}"
        for path in python(LINLI)
        for relation in relations_by_class(parsed(path))
    ]
    assert found == []


def test_whoever_keeps_the_ids_of_photos_names_them() -> None:
    """What nothing names is removed after a day: for each table of photos an act names them."""
    tables = Counter(
        config
        for config in OURS
        for model in config.get_models()
        for field in model._meta.get_fields()
        if "photo" in field.name
    )
    assert {"reports", "tasks"} <= {config.label for config in tables}
    for config, count in tables.items():
        acts = [act for path in python(Path(config.path)) for act in naming_photos(path)]
        assert len(acts) == count, (config.label, acts)


def naming_photos(path: Path) -> list[str]:
    """Functions of the actions that name photos, by themselves or by a helper of that name."""
    if "actions" not in {path.stem, path.parent.name}:
        return []
    return [
        function.name
        for function in parsed(path).body
        if isinstance(function, ast.FunctionDef) and not function.name.endswith("name_photos")
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("name_photos")
    ]


def test_a_planted_key_to_a_class_is_caught() -> None:
    planted = ast.parse("class Task(Model):\n    case = models.ForeignKey(Case, on_delete=X)\n")
    assert list(relations_by_class(planted)) == ["2 Case"]


def test_nobody_fetches_the_tables_of_others_by_name() -> None:
    found = [
        f"{named(path)}:{call.lineno}"
        for path in python(LINLI)
        for name, call in calls(path)
        if name.rpartition(".")[2] in {"get_model", "get_models"}
    ]
    assert found == []


def test_the_flow_is_never_hidden_in_django_signals() -> None:
    found = [
        f"{named(path)} {name}"
        for path in python(LINLI)
        for name in imports(path)
        if name.startswith(SIGNALS)
    ]
    assert found == [AFTER_MIGRATION]


def test_migrations_name_nothing_of_ours_but_the_clock_and_the_keys() -> None:
    dotted = re.compile(r"\blinli(?:\.\w+)+")
    named_there = {
        f"{named(path)} {name}"
        for path in migrations()
        for name in {*dotted.findall(path.read_text()), *imports(path)}
        if name.startswith("linli.") and name not in MIGRATIONS_MAY_NAME
    }
    assert len(migrations()) > len(OURS) // 2
    assert named_there == set()


@pytest.fixture(scope="module")
def changes() -> dict[str, list[str]]:
    """What `makemigrations` would write, for each app; it speaks no language and asks no table."""
    loader = MigrationLoader(None)
    with translation.override(None):
        found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
            graph=loader.graph
        )
    return {
        label: [operation.describe() for one in made for operation in one.operations]
        for label, made in found.items()
    }


@pytest.mark.parametrize("label", [config.label for config in OURS])
def test_the_migrations_make_the_tables_that_the_models_say(
    label: str, changes: dict[str, list[str]]
) -> None:
    assert changes.get(label, []) == []
