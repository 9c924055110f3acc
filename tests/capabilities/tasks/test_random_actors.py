"""Random actors over both tables of states: whatever they try, what the house promises holds."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from linli.ground.rights.asker import Asker, Refused
from linli.organise.delays import actions as delays
from linli.organise.delays import queries as delays_now
from linli.organise.delays.logic import DelayKind, Wanted
from linli.organise.tasks import actions as tasks
from linli.organise.tasks import queries as tasks_now
from linli.organise.tasks.logic.referrals import FollowUp, Handed, Heard
from linli.organise.tasks.logic.whistling import Call
from linli.organise.tasks.models import Referral
from linli.respond.cases.actions import climb, move, resume_unsupplemented
from linli.respond.cases.logic.clocks import CLOCKS
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound, StaleVersion
from linli.respond.cases.logic.runs import Clock
from linli.respond.cases.logic.states import INTAKE, State
from linli.respond.cases.models import RunningClock, TimelineEntry
from linli.respond.cases.queries import clocks
from tests.capabilities.cases.happenings import PART, again, case_from, noticed, told
from tests.cast import District, make_person
from tests.conftest import StillClock

EXPECTED = (Refused, IllegalMove, NotFound, StaleVersion, BadText)
AT_WORK = {State.HANDLING, State.SUSPENDED}
UNATTENDED = {*INTAKE, State.FILED, State.RESOLVED, State.FEEDBACK, State.REOPEN_REQUESTED}
"""Nobody's work order is open in these: the desk, a checker or the callers have it."""


class Actors:
    """People and timers who try what they like on one case."""

    def __init__(self, case_id: UUID, people: list[Asker], district: District, clock: StillClock):
        self.case_id, self.people, self.district = case_id, people, district
        self.clock, self.worked = clock, set[int]()

    def act(self, name: str, who: Asker, number: int) -> None:
        try:
            with transaction.atomic():
                getattr(self, name)(who, number)
        except EXPECTED:
            return

    def wait(self, _: Asker, number: int) -> None:
        self.clock.forward(minutes=(number + 1) * 37)

    def go(self, who: Asker, number: int) -> None:
        to = list(State)[number % len(State)]
        move(self.case_id, to, who, again(self.case_id).version, "A reason.")

    def give(self, who: Asker, number: int) -> None:
        parties = [self.district.property, self.district.water]
        tasks.dispatch(self.case_id, parties[number % 2], who)

    def whistle(self, who: Asker, number: int) -> None:
        units = [self.district.property, self.district.water, self.district.street_office]
        call = Call(units[number % 3], [units[(number + 1) % 3]], "Both are needed.")
        tasks.whistle(self.case_id, call, who, again(self.case_id).version)

    def sign(self, who: Asker, number: int) -> None:
        row = self._task(number)
        tasks.sign(row.id, who, row.version)
        self.worked.add(who.user_id or 0)

    def plan(self, who: Asker, number: int) -> None:
        row = self._task(number)
        at = self.clock.now() + timedelta(hours=number - 1)
        delays.plan(row.id, at, "A part is missing." * (number % 2), who, row.version)

    def begin(self, who: Asker, number: int) -> None:
        row = self._task(number)
        tasks.begin_planned(row.id, who, row.version)

    def refer(self, who: Asker, number: int) -> None:
        row = self._task(number)
        by = self.clock.now() + timedelta(hours=number)
        handed = Handed(body="Power", way="phone", follower=who.name, answer_by=by)
        tasks.refer(row.id, handed, who, row.version)
        self.worked.add(who.user_id or 0)

    def hear(self, who: Asker, number: int) -> None:
        row = self._task(number)
        told = FollowUp(heard=list(Heard)[number % len(Heard)], text="They say so.")
        tasks.follow_up(row.id, told, who, row.version)

    def give_back(self, who: Asker, number: int) -> None:
        row = self._task(number)
        tasks.return_(row.id, "Not ours.", who, row.version)

    def take_back(self, who: Asker, number: int) -> None:
        row = self._task(number)
        tasks.cancel(row.id, "A mistake.", who, row.version)

    def undo(self, who: Asker, number: int) -> None:
        row = self._task(number)
        tasks.withdraw(row.id, "The wrong unit.", who, row.version)

    def finish(self, who: Asker, number: int) -> None:
        row = self._task(number)
        tasks.finish(row.id, "Done: 0 cm.", [], who, row.version)
        self.worked.add(who.user_id or 0)

    def check(self, who: Asker, number: int) -> None:
        version = again(self.case_id).version
        tasks.verify(self.case_id, bool(number % 2), "Looked at it.", who, version)
        assert who.user_id not in self.worked, "nobody verifies own work"

    def ask(self, who: Asker, number: int) -> None:
        row = self._task(number)
        until = self.clock.now() + timedelta(hours=number + 1)
        wanted = (
            Wanted(kind=DelayKind.EXTENSION, reason="More.", amount=number + 1),
            Wanted(kind=DelayKind.SUSPENSION, reason="Wait.", review_at=until),
        )
        delays.ask(row.id, wanted[number % 2], who, row.version)

    def decide(self, who: Asker, number: int) -> None:
        asked = delays_now.of_task(self._task(number).id, PART)
        if asked and number % 3:
            delays.approve(asked[-1].id, who)
        elif asked:
            delays.refuse(asked[-1].id, "No.", who)

    def go_on(self, who: Asker, _: int) -> None:
        tasks.resume(self.case_id, who)

    def run_timers(self, *_: Any) -> None:
        climb(PART)
        resume_unsupplemented(PART)
        tasks.resume_suspended(PART)
        tasks.look_after_referrals(PART)

    def _task(self, number: int) -> tasks_now.TaskRow:
        rows = tasks_now.of_case(self.case_id, PART)
        if not rows:
            raise NotFound("task", self.case_id)
        return rows[-1 - number % min(2, len(rows))]


ACTS = [name for name in vars(Actors) if not name.startswith("_") and name != "act"]
TRIES = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 4), st.integers(0, 12)),
    min_size=15,
    max_size=40,
)


@settings(
    max_examples=max(12, round(400 * float(os.environ.get("LINLI_LONG_SHARE", "0")))),
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(tries=[("wait", 0, 0)] * 13 + [("sign", 2, 0), ("finish", 2, 0)], is_told=False)
@given(tries=TRIES, is_told=st.booleans())
@pytest.mark.django_db
def test_whatever_they_try_the_house_keeps_its_promises(
    tries: list[tuple[str, int, int]], is_told: bool, district: District, clock: StillClock
) -> None:
    start = clock.now()
    with undone():
        people = [make_person(name, district) for name in ("lin", "leader", "wu", "he", "zhao")]
        case_id = case_from(told("waterlogging") if is_told else noticed()).id
        actors = Actors(case_id, people, district, clock)
        if not is_told:
            tasks.dispatch_by_duty(case_id, PART)
        for name, who, number in tries:
            actors.act(name, people[who], number)
            require_promises(case_id, clock)
    clock.at = start


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def require_promises(case_id: UUID, clock: StillClock) -> None:
    case, now = again(case_id), clock.now()
    rows = tasks_now.of_case(case_id, PART)
    still_open = [row for row in rows if row.is_open]
    if case.state in AT_WORK:
        assert still_open, "work goes on somewhere"
        assert {row.party_id for row in still_open} <= set(case.parties), "it has an owner"
    elif case.is_open:
        assert case.state in UNATTENDED, "somebody of the desk has it"
        assert not still_open, "case and tasks agree"
    runs = clocks.runs(case_id, PART)
    for run in runs.values():
        lengths = [run.length(one, now) for one in run.intervals]
        assert min(lengths) >= timedelta()
        assert sum(lengths, timedelta()) == run.elapsed(now)
        assert (run.left(now) or timedelta()) >= timedelta()
    kept = {(one.task_id, one.clock): one for one in RunningClock.objects.filter(case=case_id)}
    assert set(kept) == {key for key, run in runs.items() if not run.is_stopped}
    for key, row in kept.items():
        assert (row.due_at, row.is_paused) == (runs[key].due_at, runs[key].is_paused)
    of_state = CLOCKS.get(case.state)
    if of_state and of_state is not Clock.FEEDBACK:
        assert case.due_at == runs[None, of_state].due_at
    for row in still_open:
        waits_outside = Referral.objects.filter(task_id=row.id, ended_at=None).count()
        assert waits_outside == (row.state == "referred"), "what is outside is asked after"
        if case.state == State.HANDLING:
            assert row.due_at == runs[row.id, Clock.HANDLE].due_at
    steps = TimelineEntry.objects.filter(case=case_id).exclude(to_state="").order_by("id")
    (*_, last) = steps
    assert last.to_state == case.state
