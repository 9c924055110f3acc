"""Tables of cases, what they are made of, whom they concern, and what happened to them."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.database.ordering import first_where, or_far_ahead
from linli.ground.keys import new_key
from linli.ground.rights.scoped import (
    LEVEL_COLUMNS,
    NOWHERE,
    Scoped,
    indexes_by_level,
    open_indexes_by_level,
)
from linli.registers.catalogue.logic import EMERGENCY
from linli.respond.cases.logic.states import State

_QUEUE = ("list", "rank", "due", "opened_at", "id")
_CALL_BACK_ENDS = models.Case(models.When(state=State.FEEDBACK.value, then="feedback_until"))
_ASKED_FOR = ("state", "item", "severity", "warn_at")
_ON_A_MAP = ("lat", "lon", "place", "number", "list", *_ASKED_FOR, "due_at", "is_open")


class Case(Scoped):
    """One problem at one place. `version` grows with every step and change of plan.

    It does not grow with joining signals: in a storm nobody could decide anything any more.
    `has_document`: whether what it is found by is as it is (`actions/documents.py`). `warn_at` is
    when three quarters of the time are gone that the work, or the wait for an answer, may take. At
    `resumes_at` a case goes on by itself that waits for details or is suspended. The queue is
    ordered by `rank` and `due`.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    number = models.CharField(max_length=16, unique=True)
    item = models.CharField(max_length=64)
    item_version = models.PositiveIntegerField()
    state = models.CharField(max_length=20)
    severity = models.CharField(max_length=16)
    list = models.CharField(max_length=16)
    is_open = models.BooleanField(default=True)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    address = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)
    last_signal_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    feedback_until = models.DateTimeField(null=True)
    resumes_at = models.DateTimeField(null=True)
    signal_count = models.PositiveIntegerField(default=0)
    rework_count = models.PositiveSmallIntegerField(default=0)
    returned_count = models.PositiveSmallIntegerField(default=0)
    supervised = models.PositiveSmallIntegerField(default=0)
    is_whistled = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    has_document = models.BooleanField(default=False)
    rank = first_where(severity=EMERGENCY)
    due = or_far_ahead("due_at", _CALL_BACK_ENDS)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["opened_at", "id"], name="cases_by_age"),
            *indexes_by_level("cases", "opened_at", "id"),
            models.Index(fields=["opened_at", "id"], name="cases_nowhere", condition=NOWHERE),
            *open_indexes_by_level("cases", *_QUEUE, *_ASKED_FOR),
            models.Index(
                fields=[*_QUEUE, *_ASKED_FOR],
                name="cases_open_nowhere",
                condition=models.Q(is_open=True) & NOWHERE,
            ),
            *(
                models.Index(
                    fields=[column, *_QUEUE],
                    name=f"cases_lost_{column.removesuffix('_id')}",
                    condition=models.Q(is_open=True, place=None),
                )
                for column in LEVEL_COLUMNS
            ),
            models.Index(
                fields=[*_ON_A_MAP, *LEVEL_COLUMNS],
                name="cases_on_map",
                condition=models.Q(is_open=True),
            ),
            models.Index(fields=["item", "is_open", "last_signal_at"], name="cases_to_join"),
            models.Index(
                fields=[*_QUEUE],
                name="cases_whistled",
                condition=models.Q(is_open=True, is_whistled=True),
            ),
            models.Index(fields=["due_at"], name="cases_due", condition=models.Q(is_open=True)),
            models.Index(
                fields=["feedback_until"],
                name="cases_unanswered",
                condition=models.Q(state="feedback"),
            ),
            models.Index(
                fields=["resumes_at"],
                name="cases_to_resume",
                condition=models.Q(resumes_at__isnull=False),
            ),
            models.Index(
                fields=["opened_at"],
                name="cases_without_document",
                condition=models.Q(has_document=False),
            ),
        ]


class CaseSignal(models.Model):
    """A signal belongs to one case; its device and report are kept beside it for filters.

    `first_case` is the case that it belonged to before any was merged; none if it never moved.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signals")
    signal_id = models.UUIDField(unique=True)
    device_id = models.CharField(max_length=64, blank=True)
    report_id = models.UUIDField(null=True)
    first_case = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    joined_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["device_id", "case"]),
        ]


class CaseParty(models.Model):
    """A party that is concerned with a case now; tasks tell, rights and filters read.

    `is_open` is that of the case: a firm of ten years has many cases, and few that are open.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    party_id = models.BigIntegerField()
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "party_id"], name="one_row_per_party"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["party_id", "case"]),
            models.Index(
                fields=["party_id", "case"],
                name="cases_open_party",
                condition=models.Q(is_open=True),
            ),
        ]


class CaseHandler(models.Model):
    """A person who worked on a case or answered it: never checks it, nor asks its reporters."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handlers")
    user_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "user_id"], name="one_row_per_handler"),
        ]


class TimelineEntry(models.Model):
    """One step of a case: who did what, from which state to which, and why."""

    id = models.UUIDField(primary_key=True, default=new_key)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="timeline")
    at = models.DateTimeField(default=clock.now)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80)
    act = models.CharField(max_length=32)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=2000, blank=True)
    detail = models.JSONField(default=dict)
    is_public = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "id"]),
            models.Index(fields=["at", "id"], name="timeline_by_time"),
        ]


class ClockEvent(models.Model):
    """Something that happened to a clock: it started, stood still, went on, got more time, stopped.

    Never changed. A start and an extension keep how long it may run, and the version of the
    calendar by which that is counted. `task_id`: the work order whose clock it is, if it is one.
    """

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="clock_events", db_index=False
    )
    task_id = models.UUIDField(null=True)
    clock = models.CharField(max_length=10)
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()
    amount = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=16, blank=True)
    calendar = models.CharField(max_length=32, blank=True)
    calendar_version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="clock_events_of_case")]


class RunningClock(models.Model):
    """A clock that is not stopped: what its events come to, for lists and for the ladder.

    `rung`: how many steps of the ladder are behind it; the next is at `rung_at`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks", db_index=False)
    task_id = models.UUIDField(null=True)
    party_id = models.BigIntegerField(null=True)
    clock = models.CharField(max_length=10)
    unit = models.CharField(max_length=16)
    calendar = models.CharField(max_length=32)
    calendar_version = models.PositiveIntegerField()
    is_paused = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    rung_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "clock"],
                name="one_clock_of_case",
                condition=models.Q(task_id=None),
            ),
            models.UniqueConstraint(fields=["task_id", "clock"], name="one_clock_of_task"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case"], name="clocks_of_case"),
            models.Index(
                fields=["rung_at", "id"],
                name="clocks_to_climb",
                condition=models.Q(rung_at__isnull=False),
            ),
        ]


class PastCase(models.Model):
    """A case that another system had: where it comes from, and what it was called there."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="past"
    )
    source = models.CharField(max_length=32)
    number = models.CharField(max_length=64)
    kind = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "number"], name="taken_over_once"),
        ]


class KeptMap(models.Model):
    """A map by which files of another system are read; never changed, and named by its text."""

    code = models.CharField(max_length=24, primary_key=True)
    text = models.TextField()
    made_at = models.DateTimeField(default=clock.now)


class JoinGate(models.Model):
    """Locked while signals of an item look for their case at one meeting point.

    Two workers never open one case twice, on both sides of a border either (decision 0006).
    """

    item = models.CharField(max_length=64)
    point = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "point"], name="one_gate"),
        ]
