"""What notices do when something happened, each morning, and when they are old."""

from django_tasks import task

from linli.ground import clock
from linli.ground.rights.asker import Asker
from linli.organise.answers.facts import AnswerDecided, AnswerDrafted
from linli.organise.delays.facts import DelayAsked, DelayDecided
from linli.organise.hotline.facts import HotlineOrderMoved
from linli.organise.incidents.facts import CommandOffered, UnitCalled
from linli.organise.notices import actions
from linli.organise.notices.logic import KEPT
from linli.organise.supervision.facts import LetterSent
from linli.organise.tasks.facts import (
    ReferralDue,
    TaskDispatched,
    TaskHandedOver,
    TaskMoved,
)
from linli.respond.cases.facts import CaseMoved, ClockClimbed
from linli.respond.cases.logic.states import State


def tell_assigned(fact: TaskDispatched, asker: Asker) -> None:
    actions.tell_assigned(fact, asker)


def tell_task(fact: TaskMoved, asker: Asker) -> None:
    actions.tell_task(fact, asker)


def tell_delay(fact: DelayAsked, asker: Asker) -> None:
    actions.tell_delay(fact, asker)


def tell_decided(fact: DelayDecided, asker: Asker) -> None:
    actions.tell_decided(fact, asker)


def tell_climbed(fact: ClockClimbed, asker: Asker) -> None:
    actions.tell_climbed(fact, asker)


def tell_letter(fact: LetterSent, asker: Asker) -> None:
    actions.tell_letter(fact, asker)


def tell_order(fact: HotlineOrderMoved, asker: Asker) -> None:
    actions.tell_order(fact, asker)


def tell_case(fact: CaseMoved, asker: Asker) -> None:
    if fact.to_state == State.MERGED:
        actions.tell_merged(fact.case_id, asker)
    elif fact.to_state == State.REOPEN_REQUESTED:
        actions.tell_disputed(fact, asker)


def tell_draft(fact: AnswerDrafted, asker: Asker) -> None:
    actions.tell_draft(fact, asker)


def tell_answer_decided(fact: AnswerDecided, asker: Asker) -> None:
    actions.tell_answer_decided(fact, asker)


def tell_handed_over(fact: TaskHandedOver, asker: Asker) -> None:
    actions.tell_handed_over(fact, asker)


def tell_referral(fact: ReferralDue, asker: Asker) -> None:
    actions.tell_referral(fact, asker)


def tell_called(fact: UnitCalled, asker: Asker) -> None:
    actions.tell_called(fact, asker)


def tell_offered(fact: CommandOffered, asker: Asker) -> None:
    actions.tell_offered(fact, asker)


@task()
def make_digests() -> int:
    """Half past eight by some calendar; returns how many people were told what waits for them."""
    return actions.make_digests()


@task()
def forget_old() -> int:
    """Nobody looks a notice of last quarter up; returns how many went."""
    return actions.forget_before(clock.now() - KEPT)
