"""What answers do when a case begins, grows or moves."""

from linli.ground.rights.asker import Asker
from linli.organise.answers.actions import tell_joined, tell_moved, tell_opened
from linli.respond.cases.facts import CaseMoved, CaseOpened, SignalJoined


def tell_first_reporter(fact: CaseOpened, asker: Asker) -> None:
    tell_opened(fact.case_id, fact.signal_id, asker)


def tell_joined_reporter(fact: SignalJoined, asker: Asker) -> None:
    tell_joined(fact.case_id, fact.signal_id, asker)


def tell_reporters(fact: CaseMoved, asker: Asker) -> None:
    tell_moved(fact.case_id, fact.entry_id, asker)
