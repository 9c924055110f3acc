"""Table of tasks."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.database.ordering import first_where, or_far_ahead
from linli.ground.keys import new_key
from linli.ground.rights.scoped import Scoped, indexes_by_level, open_indexes_by_level
from linli.registers.catalogue.logic import EMERGENCY

_DUE = ("rank", "due", "dispatched_at", "id")


class Task(Scoped):
    """A work order to one party for one case. `spot` is where its result was taken, if told.

    `worker` is who did it without an account of their own, `before_ids` are photos from before;
    with `told_at`, the time on a printed order, somebody entered its result for others.
    `sent_back_at`: when a check last found it not fixed.
    `withdrawn_at`: when `dispatched_by`, or a leader, took it back as sent to a wrong unit.
    `next_at` is when it is planned for, while it is scheduled; while it is referred, when the
    outside body is to be asked again.
    `reason` says why it was returned, cancelled or sent back the last time; `warn_at` is when three
    quarters of the time until `due_at` are gone. Lists are ordered by `rank` and `due`.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    case_id = models.UUIDField()
    case_number = models.CharField(max_length=16)
    item = models.CharField(max_length=64)
    severity = models.CharField(max_length=16)
    party_id = models.BigIntegerField()
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16)
    is_open = models.BooleanField(default=True)
    dispatched_at = models.DateTimeField(default=clock.now)
    dispatched_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    whistle_id = models.UUIDField(null=True)
    is_lead = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)
    told_at = models.DateTimeField(null=True)
    sent_back_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    result_text = models.CharField(max_length=2000, blank=True)
    photo_ids = models.JSONField(default=list)
    before_ids = models.JSONField(default=list)
    spot = models.JSONField(null=True)
    worker = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    rank = first_where(severity=EMERGENCY)
    due = or_far_ahead("due_at")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id", "id"]),
            models.Index(
                fields=["party_id", *_DUE, "state"],
                name="tasks_open_party",
                condition=models.Q(is_open=True),
            ),
            models.Index(fields=["party_id", "dispatched_at", "id"], name="tasks_party"),
            models.Index(fields=["dispatched_at", "id"]),
            models.Index(
                fields=["party_id", "sent_back_at"],
                name="tasks_sent_back",
                condition=models.Q(sent_back_at__isnull=False),
            ),
            *indexes_by_level("tasks", "dispatched_at", "id"),
            *open_indexes_by_level("tasks", *_DUE, "state"),
        ]


class Whistle(models.Model):
    """Several parties called at once to one case; their tasks name it, and one of them leads."""

    id = models.UUIDField(primary_key=True, default=new_key)
    case_id = models.UUIDField(db_index=True)
    why = models.CharField(max_length=1000)
    blown_by = models.BigIntegerField(null=True)
    blown_by_name = models.CharField(max_length=80)
    blown_at = models.DateTimeField(default=clock.now)


class TaskLink(models.Model):
    """Opens one task, for one telephone, to somebody without an account.

    Neither the secret of its address nor that of the cookie is kept, only their SHA-256. It is
    bound to the first telephone that knows the last digits of its own number.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    worker_name = models.CharField(max_length=40)
    worker_phone = models.CharField(max_length=16)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    bound_hash = models.CharField(max_length=64, blank=True)
    bound_at = models.DateTimeField(null=True)


class Referral(models.Model):
    """Work that an outside body has: who was told and how, and by when it must answer.

    `follower` asks after it at `ask_again_at`, `asked` times so far; `is_told`: that it is time to
    was announced. What was heard each time stands on the timeline of the case.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    body = models.CharField(max_length=80)
    reference = models.CharField(max_length=64, blank=True)
    way = models.CharField(max_length=10)
    follower = models.CharField(max_length=60)
    referred_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateTimeField()
    ask_again_at = models.DateTimeField()
    asked = models.PositiveSmallIntegerField(default=0)
    is_told = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task"], name="one_referral_at_a_time", condition=models.Q(ended_at=None)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["answer_by"], name="referrals_waiting", condition=models.Q(ended_at=None)
            ),
            models.Index(
                fields=["ask_again_at"],
                name="referrals_to_ask",
                condition=models.Q(ended_at=None, is_told=False),
            ),
        ]
