"""Marks notices as read, and forgets old ones. They are their reader's alone, so nobody is told."""

from datetime import datetime
from typing import Final
from uuid import UUID

from linli.ground.database import atomic, single
from linli.ground.rights.asker import Asker
from linli.organise.notices.models import DigestDay, Notice
from linli.organise.notices.queries import NoticeRow, notice_row, owner_of
from linli.respond.cases.logic.faults import NotFound

_ROWS_AT_ONCE: Final = 1000
_MOST_BATCHES: Final = 100


def read(notice_id: UUID, asker: Asker) -> NoticeRow:
    """The notice, which is read from now on. Raises `Refused`, `NotFound`."""
    row = single(Notice.objects.filter(pk=notice_id, user_id=owner_of(asker)))
    if row is None:
        raise NotFound("notice", notice_id)
    with atomic():
        Notice.objects.filter(pk=notice_id, is_read=False).update(is_read=True)
    return notice_row(row)


def read_all(until: datetime, asker: Asker) -> int:
    """All that were made by then: what came in while somebody read the page stays. Returns how
    many.
    """
    owner = owner_of(asker)
    with atomic():
        waiting = Notice.objects.filter(user_id=owner, is_read=False, made_at__lte=until)
        return waiting.update(is_read=True)


def forget_before(moment: datetime) -> int:
    """In batches, so that nobody waits long for one; returns how many notices went."""
    gone = 0
    for _ in range(_MOST_BATCHES):
        old = Notice.objects.filter(made_at__lt=moment).order_by("made_at")
        ids = list(old.values_list("pk", flat=True)[:_ROWS_AT_ONCE])
        if not ids:
            break
        with atomic():
            gone += Notice.objects.filter(pk__in=ids).delete()[0]
    with atomic():
        DigestDay.objects.filter(day__lt=moment.date()).delete()
    return gone
