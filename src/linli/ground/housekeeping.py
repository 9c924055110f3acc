"""Jobs that keep the ground tidy."""

from datetime import timedelta
from typing import Final

from django_tasks import task

from linli.ground import clock
from linli.ground.files import actions as files
from linli.ground.idempotency import actions as idempotency
from linli.ground.parts import actions as parts
from linli.ground.sheets import actions as sheets
from linli.ground.tries import actions as tries

ANSWERS_ARE_KEPT: Final = timedelta(days=7)
UNNAMED_PHOTOS_ARE_KEPT: Final = timedelta(days=1)
SILENT_PARTS_ARE_KEPT: Final = timedelta(hours=1)
LONGEST_LOADING: Final = timedelta(hours=2)
"""By then its job has been tried six times and parked."""
UNLOADED_LISTS_ARE_KEPT: Final = timedelta(days=1)


@task()
def forget_old_answers() -> int:
    """Nobody repeats a request after a week; returns how many kept answers went."""
    return idempotency.forget_before(clock.now() - ANSWERS_ARE_KEPT)


@task()
def forget_silent_parts() -> int:
    """Processes that have not been heard of for an hour were replaced long ago."""
    return parts.forget_silent(clock.now() - SILENT_PARTS_ARE_KEPT)


@task()
def forget_unnamed_photos() -> int:
    """Forms that were never sent in the end, and repeated requests, leave photos behind."""
    return files.forget_unnamed(clock.now() - UNNAMED_PHOTOS_ARE_KEPT)


@task()
def forget_unloaded_lists() -> int:
    """Spreadsheets hold people's data; nobody needs one that was read and left for a day."""
    now = clock.now()
    failed = sheets.give_up_before(now - LONGEST_LOADING)
    return failed + sheets.forget_before(now - UNLOADED_LISTS_ARE_KEPT)


@task()
def forget_old_tries() -> int:
    """Whoever guessed has all tries in hand again; returns how many counters went."""
    return tries.forget()
