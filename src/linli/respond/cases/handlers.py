"""What cases do when something was noticed, or is over."""

from linli.ground.rights.asker import Asker
from linli.respond.cases import actions
from linli.sense.signals.facts import SignalCleared, SignalRaised


def open_or_join(fact: SignalRaised, asker: Asker) -> None:
    actions.open_or_join(fact.signal_id, asker)


def note_cleared(fact: SignalCleared, asker: Asker) -> None:
    actions.note_cleared(fact.signal_id, asker)
