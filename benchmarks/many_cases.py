"""Fills a district with the cases of some years: their signals, work orders, documents and counts.

Of a million cases 100,000 are open, and 2 % of all were at one firm. Each has three signals; what
was opened within the last 400 days counts for the figures. The rows stand as actions would leave
them; what is closed is the same again and again, at other times.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import AutoField, F, Model

from linli.ground.database import atomic
from linli.ground.keys import new_key, short_code
from linli.ground.rights.asker import Where
from linli.ground.search.engines import engine
from linli.ground.search.logic.positions import position_at
from linli.ground.search.logic.texts import plain, tokens
from linli.ground.search.models import Document
from linli.organise.tasks.models import Task
from linli.registers.catalogue import queries as catalogue
from linli.registers.places.models import Place
from linli.respond.cases.logic.documents import KIND, marks
from linli.respond.cases.models import Case, CaseParty, CaseSignal
from linli.respond.insight.models import Counted
from linli.sense.signals.models import Signal

AT_ONCE: Final = 10_000
SPAN: Final = timedelta(days=3 * 365)
OPEN_SHARE: Final = 0.1
SIGNALS: Final = 3
OWN_POINT_SHARE: Final = 0.5
COUNTED: Final = timedelta(days=400)
OVER: Final = timedelta(hours=30)
UNPLACED_SHARE: Final = 0.001
FIRM: Final = 7
OTHER_FIRMS: Final = 40
OF_THE_FIRM: Final = 0.02

ITEMS: Final = {
    "garbage": 40.0,
    "noise": 20.0,
    "illegal_parking": 15.0,
    "lamp_fault": 10.0,
    "elevator_fault": 7.0,
    "waterlogging": 5.0,
    "road_damage": 2.0,
    "gas_leak": 0.6,
    "smoke_fire": 0.4,
}
STATES: Final = {
    "received": 12,
    "verifying": 2,
    "info_requested": 1,
    "filed": 8,
    "handling": 55,
    "resolved": 10,
    "feedback": 12,
}
TIMED: Final = {"received", "verifying", "filed", "handling", "resolved"}
WORKED_ON: Final = {"handling", "resolved", "feedback", "closed"}
SAID: Final = (
    *("路灯坏了一直没人修", "晚上太吵睡不着", "垃圾堆在门口好几天了", "井盖松动很危险", "车过不去"),
    *(
        "老人走路容易摔倒",
        "请尽快派人来看看",
        "物业说不归他们管",
        "已经打过电话没有结果",
        "味道很大",
    ),
    *("下雨以后水漫到台阶", "占道经营影响通行", "电梯又停了", "施工没有围挡", "绿化带被踩坏了"),
    *("麻烦处理一下", "孩子上学要绕路", "希望给个答复", "消防通道堵住了", "半夜还有人唱歌"),
)

MEASURES: Final = {
    "response": 0.9,
    "closing": 0.97,
    "on_time": 0.88,
    "overdue": 0.12,
    "first_time": 0.95,
    "rework": 0.05,
    "satisfaction": 0.9,
}
"""With how many of them meet it."""
DAY: Final = Counted._meta.get_field("day")

Row = dict[str, Any]
Prepared = tuple[type[Model], Row]


class ManyCases:
    """The same seed makes the same cases, apart from their keys and numbers."""

    def __init__(self, count: int, now: datetime) -> None:
        self.random = random.Random(591)
        self.now = now
        self.open = round(OPEN_SHARE * count)
        self.closed = count - self.open
        self.items = {code: catalogue.item_then(code, 1) for code in ITEMS}
        homes = Place.objects.filter(level__in=("building", "home"))
        about = {"estate": F("parent__name"), "estate_id": F("parent_id")}
        self.places = list(homes.values("id", "name", "lat", "lon", *Where.__slots__, **about))
        self._estates = {one["id"]: one["estate_id"] for one in self.places}
        self._taken: set[int] = set()
        self._numbers: set[str] = set()

    def fill(self) -> Iterator[int]:
        """Yields how many are there, after each piece."""
        some = min(AT_ONCE, self.closed)
        pattern = [self._one(is_open=False, opened=self.now) for _ in range(some)]
        for start in range(0, self.closed, some):
            here = pattern[: self.closed - start]
            self._write(self._again(one, start + n) for n, one in enumerate(here))
            yield start + len(here)
        for start in range(0, self.open, AT_ONCE):
            count = min(AT_ONCE, self.open - start)
            self._write(self._one(is_open=True, opened=self._young()) for _ in range(count))
            yield self.closed + start + count

    def _again(self, one: "One", at: int) -> "One":
        age = SPAN * (1 - at / self.closed)
        return one.again(self.now - age, self._number(), is_counted=age < COUNTED)

    def _young(self) -> datetime:
        """Most of what is open is."""
        days = 20 if self.random.random() < 0.7 else 400
        return self.now - timedelta(days=days) * self.random.random()

    def _one(self, *, is_open: bool, opened: datetime) -> "One":
        case = self._case(opened, is_open=is_open)
        parts = [self._party(case), self._task(case)] if case.state in WORKED_ON else []
        said = "，".join(self.random.sample(SAID, self.random.randint(1, 4)))
        shop = f"{self.random.randint(100, 100_000)}号铺面旁边"
        words = [case.number, self.items[case.item].name.zh, case.address, said, shop]
        text = "\n".join(map(plain, words))
        marked = marks(case, Where.of(case))
        document = Document(position=0, kind=KIND, thing_id=case.id, text=text)
        document.marks = " ".join(sorted(marked))
        found = {*tokens(text), *marked, f"kind={KIND}"}
        more = [prepared(one) for _ in range(SIGNALS) for one in self._signal(case)]
        counted = [prepared(one) for one in self._counted(case, parts[:1])]
        return One(
            opened,
            *map(prepared, (case, document, *parts)),
            tokens=found,
            signals=more,
            counted=counted if self.now - opened < COUNTED else [],
        )

    def _write(self, some: Iterable["One"]) -> None:
        rows: dict[type[Model], list[Row]] = {}
        with atomic():
            for one in some:
                position = self._free(position_at(one.opened))
                one.document[1]["position"] = position
                for kind, row in one.rows():
                    rows.setdefault(kind, []).append(row)
                engine().write(position, one.tokens)
            for kind, found in rows.items():
                write_many(kind, found)

    def _free(self, position: int) -> int:
        while position in self._taken:
            position += 1
        self._taken.add(position)
        return position

    def _number(self) -> str:
        """One of its own: of a million random ones two are the same in four cities of ten."""
        number = short_code()
        while number in self._numbers:
            number = short_code()
        self._numbers.add(number)
        return number

    def _case(self, opened: datetime, *, is_open: bool) -> Case:
        chance = self.random
        item = self.items[chance.choices([*ITEMS], [*ITEMS.values()])[0]]
        state = chance.choices([*STATES], [*STATES.values()])[0] if is_open else "closed"
        due = opened + timedelta(hours=chance.randint(1, 900)) if state in TIMED else None
        where: dict[str, Any] = {}
        if chance.random() >= UNPLACED_SHARE:
            place = chance.choice(self.places)
            where = {"place_id": place["id"], **{one: place[one] for one in Where.__slots__}}
            where["address"] = f"{place['estate'] or ''}{place['name']}"
            if chance.random() < OWN_POINT_SHARE:
                where["lat"], where["lon"] = place["lat"], place["lon"]
        return Case(
            id=new_key(),
            number=self._number(),
            item=item.code,
            item_version=1,
            list="duty",
            state=state,
            is_open=is_open,
            severity=item.severity,
            opened_at=opened,
            changed_at=opened,
            last_signal_at=opened,
            closed_at=None if is_open else opened + OVER,
            due_at=due,
            warn_at=opened + (due - opened) * 0.75 if due else None,
            feedback_until=opened + timedelta(days=21) if state == "feedback" else None,
            signal_count=1,
            has_document=True,
            **where,
        )

    def _signal(self, case: Case) -> tuple[Signal, CaseSignal]:
        signal = Signal(
            id=new_key(),
            source_kind="report",
            source_key=f"report/{new_key()}",
            item=case.item,
            item_version=1,
            severity=case.severity,
            place_id=case.place_id,
            lat=case.lat,
            lon=case.lon,
            happened_at=case.opened_at,
            raised_at=case.opened_at,
            **Where.of(case).columns(),
        )
        return signal, CaseSignal(case=case, signal_id=signal.id, joined_at=case.opened_at)

    def _counted(self, case: Case, parties: list[Any]) -> Iterator[Counted]:
        """What it counts for: once, and once more for who was at work."""
        for party_id in (0, *(one.party_id for one in parties)):
            for measure, share in MEASURES.items():
                yield Counted(
                    case_id=case.id,
                    measure=measure,
                    day=case.opened_at.date(),
                    is_met=self.random.random() < share,
                    item=case.item,
                    party_id=party_id,
                    place_id=case.place_id,
                    estate_id=case.place_id and self._estates[case.place_id],
                    **Where.of(case).columns(),
                )

    def _party(self, case: Case) -> CaseParty:
        """Who is at work, or was."""
        is_theirs = self.random.random() < OF_THE_FIRM
        party_id = FIRM + (0 if is_theirs else self.random.randint(1, OTHER_FIRMS))
        return CaseParty(case=case, party_id=party_id, is_open=case.is_open)

    def _task(self, case: Case) -> Task:
        is_open = case.state == "handling"
        state = self.random.choice(("dispatched", "in_progress")) if is_open else "done"
        return Task(
            id=new_key(),
            case_id=case.id,
            case_number=case.number,
            item=case.item,
            severity=case.severity,
            party_id=FIRM + self.random.randint(0, OTHER_FIRMS),
            place_id=case.place_id,
            state=state,
            is_open=is_open,
            dispatched_at=case.opened_at,
            due_at=case.due_at,
            warn_at=case.warn_at,
            **Where.of(case).columns(),
        )


@dataclass(slots=True)
class One:
    """A case and what belongs to it, as the database takes them."""

    opened: datetime
    case: Prepared
    document: Prepared
    party: Prepared | None = None
    task: Prepared | None = None
    tokens: set[str] = field(default_factory=set)
    signals: list[Prepared] = field(default_factory=list)
    counted: list[Prepared] = field(default_factory=list)

    def rows(self) -> Iterator[Prepared]:
        yield from filter(None, (self.case, self.document, self.party, self.task))
        yield from self.signals
        yield from self.counted

    def again(self, opened: datetime, number: str, *, is_counted: bool) -> "One":
        """The same, closed at another time, with keys of its own."""
        key = adapted("id", new_key())
        at, over = adapted("opened_at", opened), adapted("closed_at", opened + OVER)
        times = dict.fromkeys(("opened_at", "changed_at", "last_signal_at"), at)
        own = {"id": key, "number": number, "closed_at": over, **times}
        of_case = {"case_id": key}
        day = DAY.get_db_prep_save(opened.date(), connection)
        worked = {"id": adapted("id", new_key()), "case_number": number, "dispatched_at": at}
        return One(
            opened,
            changed(self.case, own),
            changed(self.document, {"thing_id": key}),
            self.party and changed(self.party, of_case),
            self.task and changed(self.task, {**of_case, **worked}),
            self.tokens,
            list(self._signals_again(key, at)),
            [changed(one, {**of_case, "day": day}) for one in self.counted if is_counted],
        )

    def _signals_again(self, case_id: object, at: object) -> Iterator[Prepared]:
        for signal, joined in zip(self.signals[::2], self.signals[1::2], strict=True):
            key = adapted("id", new_key())
            times = dict.fromkeys(("happened_at", "raised_at"), at)
            yield changed(signal, {"id": key, "source_key": f"report/{new_key()}", **times})
            yield changed(joined, {"case_id": case_id, "signal_id": key, "joined_at": at})


def prepared(row: Model) -> Prepared:
    columns = (one for one in row._meta.concrete_fields if not one.generated)
    return type(row), {
        one.attname: one.get_db_prep_save(getattr(row, one.attname), connection)
        for one in columns
        if not isinstance(one, AutoField)
    }


def changed(one: Prepared, columns: Row) -> Prepared:
    return one[0], {**one[1], **columns}


def adapted(column: str, value: object) -> object:
    """A value of a case as the database takes it."""
    return Case._meta.get_field(column).get_db_prep_save(value, connection)


def write_many(kind: type[Model], rows: Sequence[Row]) -> None:
    quote = connection.ops.quote_name
    named = {one.attname: quote(one.column) for one in kind._meta.concrete_fields}
    columns = ", ".join(named[name] for name in rows[0])
    values = ", ".join(["%s"] * len(rows[0]))
    statement = f"INSERT INTO {quote(kind._meta.db_table)} ({columns}) VALUES ({values})"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [tuple(row.values()) for row in rows])


def keep_house() -> None:
    """As PostgreSQL's own sweeper does within minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
