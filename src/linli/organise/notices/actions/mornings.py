"""Tells everybody at half past eight what is due and what waits, by the calendar of their unit."""

from collections import defaultdict
from typing import Final

from linli.ground import clock
from linli.ground.accounts import queries as accounts
from linli.ground.database import atomic, create_or_get
from linli.ground.rights.asker import Held
from linli.ground.rights.table import RIGHTS
from linli.organise.notices.actions.writing import News, of_task, write
from linli.organise.notices.logic import Kind, Morning, morning
from linli.organise.notices.models import DigestDay
from linli.organise.notices.queries import waiting
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.queries import TaskRow
from linli.registers.calendars import queries as calendars
from linli.registers.calendars.logic import OFFICE
from linli.registers.parties import queries as parties

READERS: Final = {right.role for right in RIGHTS if (right.act, right.kind) == ("read", "notice")}
MOST_DUE: Final = 50
"""Notices of one morning about single work orders; the digest counts them all."""


def make_digests() -> int:
    """For every calendar by which a morning has come; returns how many people were told.

    Whoever died in between goes on behind the last person that was told.
    """
    made = 0
    for calendar in calendars.calendars():
        begun = morning(clock.now(), calendars.calendar(calendar.code))
        if begun and not _is_done(calendar.code, begun):
            made += _walk(calendar.code, begun)
    return made


def _is_done(calendar: str, begun: Morning) -> bool:
    return DigestDay.objects.filter(calendar=calendar, day=begun.day, is_done=True).exists()


def _walk(calendar: str, begun: Morning) -> int:
    with atomic():
        row, _ = create_or_get(DigestDay, {}, calendar=calendar, day=begun.day)
    last, made = row.last_user_id, 0
    for user_id in _people_by_calendar().get(calendar, []):
        if user_id <= last:
            continue
        counts, due = _found(user_id, begun)
        with atomic():
            at = DigestDay.objects.filter(pk=row.pk, last_user_id=last)
            if not at.update(last_user_id=user_id):
                return made  # another worker is at it
            made += _tell(user_id, begun, counts, due)
        last = user_id
    with atomic():
        DigestDay.objects.filter(pk=row.pk, last_user_id=last).update(is_done=True)
    return made


def _people_by_calendar() -> dict[str, list[int]]:
    """Readers by the calendar of the unit whose work they do, or whose post they hold."""
    known = {one.code for one in calendars.calendars()}
    of_posts = {one.user_id: one.party_id for one in parties.all_posts() if one.user_id}
    found: dict[str, list[int]] = defaultdict(list)
    for user_id, grants in accounts.everybody_with(READERS).items():
        code = _calendar_of(grants, of_posts.get(user_id))
        found[code if code in known else OFFICE].append(user_id)
    return found


def _calendar_of(grants: list[Held], post_of: int | None) -> str:
    ids = [one.party_id for one in grants if one.party_id is not None]
    party = parties.party((ids or [post_of or 0])[0])
    return party.calendar_code if party else OFFICE


def _found(user_id: int, begun: Morning) -> tuple[dict[str, int], list[TaskRow]]:
    asker = accounts.asker_of(user_id)
    if asker is None:
        return {}, []  # gone, or has not chosen a password yet
    due = tasks.due_between(begun.ends_at, begun.next_ends_at, asker, MOST_DUE)
    return waiting(asker, begun), due


def _tell(user_id: int, begun: Morning, counts: dict[str, int], due: list[TaskRow]) -> bool:
    for row in due:
        write(Kind.DUE_NEXT_DAY, f"{row.id}:{begun.day}", of_task(row), [user_id])
    if counts:
        write(Kind.DIGEST, str(begun.day), News(detail=counts), [user_id])
    return bool(counts)
