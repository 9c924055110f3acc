"""What the hotline's orders do when one is typed in, when its case is placed, when places move."""

from linli.ground.rights.asker import Asker
from linli.organise.hotline import actions
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue
from linli.respond.cases import queries as cases
from linli.respond.cases.facts import CasePlaced
from linli.sense.reports import queries as reports
from linli.sense.reports.facts import ReportTaken


def note_order(fact: ReportTaken, _: Asker) -> None:
    actions.note_order(fact.report_id)


def follow_case(fact: CasePlaced, asker: Asker) -> None:
    told = reports.ids_of_signals(cases.signal_ids(fact.case_id, asker), asker)
    actions.place_orders(told, fact.place_id)


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(actions.follow_places, fact)
