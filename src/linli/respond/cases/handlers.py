"""What cases do when something was noticed, is over, moves with its place, and by the clock."""

from django_tasks import task

from linli.ground.rights.asker import Asker
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue
from linli.respond.cases import actions
from linli.respond.cases.actions import documents, following
from linli.sense.signals.facts import SignalCleared, SignalRaised


def open_or_join(fact: SignalRaised, asker: Asker) -> None:
    actions.open_or_join(fact.signal_id, asker)


def note_cleared(fact: SignalCleared, asker: Asker) -> None:
    actions.note_cleared(fact.signal_id, asker)


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(following.follow_places, fact)


@task()
def close_unanswered() -> int:
    """Reporters were asked whether it helped, and time is up; returns how many cases closed."""
    return actions.close_unanswered(Asker.for_part("cases"))


@task()
def resume_unsupplemented() -> int:
    """Reporters were asked for details, and time is up; returns how many cases go on."""
    return actions.resume_unsupplemented(Asker.for_part("cases"))


@task()
def climb() -> int:
    """Clocks have run on; returns how many steps of the ladder were taken."""
    return actions.climb(Asker.for_part("cases"))


@task()
def write_missing_documents() -> int:
    """Cases that were there before documents were get theirs, and moved cases new ones."""
    return documents.write_missing_documents()
