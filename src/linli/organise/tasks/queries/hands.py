"""In whose hands work is, and who of the unit could go on with it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from linli.ground.accounts import queries as accounts
from linli.ground.rights.asker import Asker, Refused, Scope
from linli.ground.rights.filters import within
from linli.organise.tasks.logic.handing import IN_HANDS
from linli.organise.tasks.models import Task
from linli.organise.tasks.queries import TaskRow, task_row
from linli.registers.parties import queries as parties

HAND_OVER: Final = ("hand_over", "task")
MOST_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Hands:
    """Somebody of a unit who has so much open work."""

    party_id: int
    user_id: int
    name: str
    open_tasks: int


def may_hand_over(row: TaskRow, asker: Asker) -> bool:
    """A leader of the desk, or whoever holds a post of the unit."""
    return _reach(asker).covers(row.where, parties=(row.party_id,))


def may_somewhere(asker: Asker) -> bool:
    return asker.may(*HAND_OVER) and not _reach(asker).is_empty


def busy(asker: Asker) -> list[Hands]:
    """Who has open work that this asker may hand over, those with the most of it first."""
    found = _in_hands(asker).values_list("party_id", "signed_by").annotate(Count("pk")).order_by()
    counted = {(party_id, user_id): count for party_id, user_id, count in found}
    names = accounts.display_names(user_id for _, user_id in counted)
    rows = [Hands(*key, names.get(key[1], ""), count) for key, count in counted.items()]
    return sorted(rows, key=lambda one: (-one.open_tasks, one.name, one.user_id))


def held_by(party_id: int, user_id: int, asker: Asker) -> list[TaskRow]:
    """Their open work, what is due first; at most as much as changes hands in one act."""
    found = _in_hands(asker).filter(party_id=party_id, signed_by=user_id)
    due = found.order_by("rank", "due", "dispatched_at", "id")
    return [task_row(one) for one in due[:MOST_AT_ONCE]]


def open_orders(party_ids: Iterable[int]) -> dict[int, list[str]]:
    """By unit, the numbers of its open work orders; asks nobody, for whoever keeps the units."""
    found: dict[int, list[str]] = {}
    some = Task.objects.filter(party_id__in=set(party_ids), is_open=True)
    for party_id, number in some.order_by("id").values_list("party_id", "case_number"):
        found.setdefault(party_id, []).append(number)
    return found


def others(party_id: int, user_id: int) -> list[Hands]:
    """Who else of the unit could go on, with how much open work each has."""
    able = accounts.handlers_of([party_id]).get(party_id, {})
    load = _load(party_id, able)
    rows = [Hands(party_id, one, name, load[one]) for one, name in able.items() if one != user_id]
    return sorted(rows, key=lambda one: (one.open_tasks, one.name, one.user_id))


def _load(party_id: int, user_ids: Iterable[int]) -> Counter[int]:
    has = Task.objects.filter(party_id=party_id, is_open=True, signed_by__in=list(user_ids))
    return Counter(dict(has.values_list("signed_by").annotate(Count("pk")).order_by()))


def _in_hands(asker: Asker) -> "QuerySet[Task]":
    scope = _scope(asker)
    reached = within(scope, parties="party_id")
    return Task.objects.filter(reached, is_open=True, state__in=IN_HANDS, signed_by__isnull=False)


def _scope(asker: Asker) -> Scope:
    """Raises `Refused`."""
    scope = _reach(asker)
    if scope.is_empty:
        raise Refused(f"{asker.name} holds no post that hands over tasks.")
    return scope


def _reach(asker: Asker) -> Scope:
    """Within a unit its work is handed over by whoever holds a post of it."""
    scope = asker.scope(*HAND_OVER)
    posts = {one.party_id for one in parties.posts_of(asker.user_id)}
    return Scope(scope.everywhere, scope.places, scope.parties & posts, unplaced=scope.unplaced)
