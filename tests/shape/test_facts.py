"""Facts are kept for ever and travel: names that never change, and nothing about persons inside."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest

from linli.flow import FLOW, TIMETABLE
from linli.ground.facts.fact import KNOWN, Fact
from tests.shape.house import LINLI, SRC, named, parsed, python

# Stored with every fact and every receipt: a name is added, and never changed or used again.
FACTS_AND_HANDLERS = {
    "places_moved": (
        *("signals.follow_places", "reports.follow_places", "devices.follow_places"),
        *("cases.follow_places", "alerts.follow_places", "tasks.follow_places"),
        *("delays.follow_places", "supervision.follow_places"),
        *("tags.follow_places", "insight.follow_places", "hotline.follow_places"),
        "incidents.follow_places",
        "ledgers.follow_places",
    ),
    "device_registered": (),
    "device_revoked": (),
    "report_taken": ("hotline.note_order",),
    "report_supplemented": (),
    "signal_raised": ("cases.open_or_join",),
    "signal_cleared": ("cases.note_cleared",),
    "signal_placed": (),
    "tag_made": (),
    "tag_revoked": (),
    "case_opened": ("alerts.call", "tasks.dispatch_by_duty", "answers.tell_first_reporter"),
    "signal_joined": ("answers.tell_joined_reporter",),
    "case_moved": (
        "alerts.end",
        "tasks.follow_case",
        "answers.tell_reporters",
        "supervision.settle_case",
        "ledgers.feed",
        "notices.tell_case",
    ),
    "case_placed": ("alerts.call_where_it_is", "tasks.dispatch_placed", "hotline.follow_case"),
    "case_noted": (),
    "cases_taken_over": (),
    "clock_climbed": ("supervision.escalate", "notices.tell_climbed"),
    "alert_made": (),
    "alert_acknowledged": (),
    "alert_over": (),
    "task_dispatched": ("notices.tell_assigned",),
    "task_handed_over": ("notices.tell_handed_over",),
    "referral_due": ("notices.tell_referral",),
    "whistle_blown": (),
    "dispatch_withdrawn": ("supervision.follow_withdrawn",),
    "task_moved": ("delays.lapse", "supervision.follow_task", "notices.tell_task"),
    "delay_asked": ("notices.tell_delay",),
    "delay_decided": ("notices.tell_decided",),
    "reporter_asked": (),
    "answers_given": (),
    "answer_drafted": ("notices.tell_draft",),
    "answer_decided": ("notices.tell_answer_decided",),
    "letter_sent": ("notices.tell_letter",),
    "hotline_order_moved": ("notices.tell_order",),
    "incident_opened": (),
    "incident_changed": (),
    "case_joined_incident": (),
    "case_left_incident": (),
    "unit_called": ("notices.tell_called",),
    "unit_arrived": (),
    "unit_released": (),
    "command_offered": ("notices.tell_offered",),
    "command_taken": (),
    "incident_logged": (),
    "incident_stood_down": (),
    "ledger_entry_changed": (),
    "shift_began": (),
    "sheet_signed": (),
    "shift_taken_over": (),
    "sheet_approved": (),
    "watch_note_written": (),
    "watch_note_done": (),
    "log_line_written": (),
}
VALUES = {UUID, int, float, bool, datetime}
# Text may only be one of these codes: words of ours, the name of a device, a key as JSON has it.
CODES = {
    *("item", "state", "from_state", "to_state", "source", "device_id", "move_id", "loading_id"),
    *("outcome", "clock"),
}


def facts() -> list[type[Fact]]:
    """Every fact of the product, in whatever module it stands."""
    for path in LINLI.rglob("facts.py"):
        import_module(".".join(path.relative_to(SRC).with_suffix("").parts))
    return [kind for kind in KNOWN.values() if kind.__module__.startswith("linli.")]


def types(hint: Any) -> set[type]:
    return set(get_args(hint)) - {NoneType} if isinstance(hint, UnionType) else {hint}


def test_the_flow_says_of_every_fact_who_acts_on_it() -> None:
    assert set(FLOW) == set(facts())


def test_names_of_facts_and_keys_of_handlers_stay_as_they_were() -> None:
    now = {fact.NAME: tuple(handler.key for handler in acts) for fact, acts in FLOW.items()}
    assert now == FACTS_AND_HANDLERS


def test_every_handler_has_a_key_of_its_own_that_names_its_capability() -> None:
    handlers = [handler for acts in FLOW.values() for handler in acts]
    assert len({handler.key for handler in handlers}) == len(handlers)
    for handler in handlers:
        capability = handler.key.partition(".")[0]
        assert handler.act.__module__.split(".")[2:4] == [capability, "handlers"]


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.__name__)
class TestEachFact:
    def test_its_stored_name_is_its_own_in_small_letters(self, fact: type[Fact]) -> None:
        assert re.sub(r"(?<!^)(?=[A-Z])", "_", fact.__name__).lower() == fact.NAME

    def test_it_cannot_be_changed(self, fact: type[Fact]) -> None:
        assert fact.__dataclass_params__.frozen
        assert not hasattr(fact, "__dict__") or "__slots__" in fact.__dict__

    def test_it_holds_no_personal_field(self, fact: type[Fact]) -> None:
        hints = get_type_hints(fact)
        personal = [
            field.name
            for field in fields(fact)
            if not types(hints[field.name]) <= VALUES
            and not (hints[field.name] is str and field.name in CODES)
        ]
        assert personal == []


def jobs() -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Functions under `@task()`."""
    for path in python(LINLI):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef) and any(map(makes_a_job, node.decorator_list)):
                yield path, node


def makes_a_job(decorator: ast.expr) -> bool:
    made_by = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(made_by).rpartition(".")[2] == "task"


def test_what_runs_by_the_clock_is_a_job() -> None:
    assert {every.task.name for every in TIMETABLE} <= {node.name for _, node in jobs()}


def test_arguments_of_jobs_hold_no_personal_field() -> None:
    """A job's arguments lie in a table as the facts do."""
    known = {kind.__name__ for kind in VALUES}
    personal = [
        f"{named(path)} {node.name}({argument.arg})"
        for path, node in jobs()
        for argument in [*node.args.args, *node.args.kwonlyargs]
        if ast.unparse(argument.annotation or ast.Constant("")) not in known
        and argument.arg not in CODES
    ]
    assert personal == []
