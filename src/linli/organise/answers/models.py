"""Tables of answers to reporters, and of those that wait for a leader."""

from typing import ClassVar

from django.db import models

from linli.ground import clock
from linli.ground.keys import new_key


class Answer(models.Model):
    """What one reporter was told, and when. `message` is one of `logic.Message`.

    `source` names the step that was told, so that telling it twice is harmless.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    report_id = models.UUIDField()
    case_id = models.UUIDField()
    message = models.CharField(max_length=32)
    text = models.CharField(max_length=1000, blank=True)
    source = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "report_id"], name="one_answer_per_step"),
        ]
        indexes: ClassVar = [models.Index(fields=["report_id", "id"])]


class Draft(models.Model):
    """An answer in the desk's own words that waits for a leader, or what became of it.

    `state` is one of `logic.DraftState`; `why` says what is to be changed. Once sent it stands with
    the answers of each reporter, too.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    case_id = models.UUIDField()
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=16, default="waiting")
    is_open = models.BooleanField(default=True)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.BigIntegerField(null=True)
    written_by_name = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    why = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_id"], name="one_waiting_answer", condition=models.Q(is_open=True)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case_id", "written_at"])]


class AnswerRule(models.Model):
    """Answers about this item (`*` for every item) wait for a leader."""

    item = models.CharField(max_length=64, unique=True)


class AnswerTemplate(models.Model):
    """A text that answers about an item (`*` for every item) are begun with."""

    item = models.CharField(max_length=64)
    name = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "name"], name="one_template_of_a_name"),
        ]
