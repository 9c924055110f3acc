"""Lets finished work of low risk pass that the sample does not take: never as checked."""

from typing import Final
from uuid import UUID

from django.utils.crypto import salted_hmac

from linli.ground import clock
from linli.ground.database import atomic
from linli.ground.rights.asker import Asker
from linli.organise.tasks.logic.sampling import LATELY, Finished, must_look
from linli.organise.tasks.logic.states import State
from linli.organise.tasks.models import Task
from linli.registers.catalogue import queries as catalogue
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import handling, hold
from linli.respond.cases.logic.states import State as CaseState
from linli.respond.cases.queries import CaseRow

EVERY: Final = 100
BACK_FROM: Final = {CaseState.CLOSED, CaseState.FEEDBACK, CaseState.REOPEN_REQUESTED}
"""Where work is taken up again from, because somebody was not satisfied with it."""


def pass_unsampled(case_id: UUID, asker: Asker) -> None:
    """The case goes on without a check, if its item allows a sample and the sample leaves it out.

    Again is harmless. Raises `NotFound`.
    """
    with atomic():
        case = hold(case_id, asker)
        if case.state != CaseState.RESOLVED:
            return
        share = catalogue.item_then(case.item, case.item_version).check.sample
        if share >= EVERY or must_look(_finished(case, asker), digest_of(case_id), share):
            return
        handling.pass_unchecked(case, share, asker)


def digest_of(case_id: UUID) -> bytes:
    return salted_hmac("linli.sampling", str(case_id), algorithm="sha256").digest()


def _finished(case: CaseRow, asker: Asker) -> Finished:
    again = any(step.from_state in BACK_FROM for step in cases.course(case.id, asker))
    done = Task.objects.filter(case_id=case.id, state=State.DONE)
    units = set(done.values_list("party_id", flat=True))
    failed = Task.objects.filter(party_id__in=units, sent_back_at__gte=clock.now() - LATELY)
    return Finished(
        is_emergency=case.is_emergency,
        was_reworked=case.rework_count > 0,
        was_taken_up_again=again,
        failed_lately=failed.exists(),
    )
