"""What the orders do when one is typed in, its case is placed, or places move; by the clock."""

import logging

from django.conf import settings
from django_tasks import task

from linli.ground.rights.asker import Asker
from linli.organise.hotline import actions
from linli.organise.hotline.exchange import exchange
from linli.organise.hotline.link import LinkDown
from linli.organise.hotline.links.folder.link import FolderLink
from linli.registers.places.facts import PlacesMoved
from linli.registers.places.following import enqueue
from linli.respond.cases import queries as cases
from linli.respond.cases.facts import CasePlaced
from linli.sense.reports import queries as reports
from linli.sense.reports.facts import ReportTaken

_log = logging.getLogger(__name__)


def note_order(fact: ReportTaken, _: Asker) -> None:
    actions.note_order(fact.report_id)


def follow_case(fact: CasePlaced, asker: Asker) -> None:
    told = reports.ids_of_signals(cases.signal_ids(fact.case_id, asker), asker)
    actions.place_orders(told, fact.place_id)


def follow_places(fact: PlacesMoved, _: Asker) -> None:
    enqueue(actions.follow_places, fact)


@task()
def exchange_with_hotline() -> int:
    """Where a link to the hotline is set up; returns how many orders came in and were told of."""
    folder = settings.ENVIRONMENT.hotline_folder
    if folder is None:
        return 0
    try:
        return sum(exchange(FolderLink(folder)))
    except LinkDown as down:
        # Tried again in minutes; a parked job for each try would bury what else is parked.
        _log.error("The hotline cannot be reached: %s", down)
        return 0
