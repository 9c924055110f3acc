"""Exchanges with the hotline's own system: takes in what it hands over, tells it what we say."""

from typing import Final

from django.db.models import F

from linli.ground.database import atomic
from linli.ground.sheets.actions import load_now
from linli.ground.sheets.faults import Unreadable
from linli.organise.hotline.actions import PART
from linli.organise.hotline.link import About, Link, Told
from linli.organise.hotline.loader import HotlineOrderLoader
from linli.organise.hotline.logic.states import State
from linli.organise.hotline.models import HotlineOrder

SAID: Final = {State.RETURN_ASKED.value: About.RETURN, State.REPLIED.value: About.REPLY}
"""States in which the hotline has to hear of an order."""

AT_ONCE: Final = 500


def exchange(link: Link) -> tuple[int, int]:
    """Both directions once; returns how many orders came in, and how many were told of.

    Raises `LinkDown`. What came in is stored before it is acknowledged; after a kill in between it
    comes again, and known numbers are left alone.
    """
    return _take_in(link), _tell(link)


def _take_in(link: Link) -> int:
    taken = 0
    for handed in link.handed():
        try:
            plan, faults = load_now(handed.content, HotlineOrderLoader(), PART)
        except Unreadable as refusal:
            link.acknowledge(handed.key, [str(refusal)])
            continue
        taken += plan.added
        link.acknowledge(handed.key, map(str, faults))
    return taken


def _tell(link: Link) -> int:
    waiting = HotlineOrder.objects.filter(
        is_open=True, state__in=list(SAID), told_version__lt=F("version")
    )
    rows = list(waiting.order_by("changed_at", "id")[:AT_ONCE])
    for row in rows:
        about = SAID[row.state]
        text = row.reason if about is About.RETURN else row.reply
        link.tell(Told(f"{row.id}-{row.version}", about, row.number, text))
        with atomic():
            HotlineOrder.objects.filter(pk=row.pk).update(told_version=row.version)
    return len(rows)
