"""Orders of 12345: taken once by their number, asked back, replied to when the work is checked."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linli.ground.rights.asker import Asker, Refused
from linli.ground.sheets.actions import load_now
from linli.organise.hotline import queries
from linli.organise.hotline.actions import (
    ask_return,
    note_order,
    note_return,
    place_orders,
    reply,
    take_reply_back,
    tick_answered,
)
from linli.organise.hotline.loader import HotlineOrderLoader
from linli.organise.hotline.logic.states import State
from linli.organise.hotline.models import HotlineOrder
from linli.organise.hotline.queries import OrderRow
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import move
from linli.respond.cases.logic.faults import BadFilter, BadText, IllegalMove, NotFound, StaleVersion
from linli.sense.reports.actions import take_report
from linli.sense.reports.logic import NewReport
from linli.sense.reports.models import Report
from tests.capabilities.cases.happenings import PART
from tests.cast import District, make_person
from tests.conftest import StillClock

pytestmark = pytest.mark.django_db
Deliver = Callable[[], Any]


@pytest.fixture
def lin(district: District) -> Asker:
    return make_person("lin", district)


def sheet(*rows: dict[str, str]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def told(number: str = "20261128001", **more: str) -> dict[str, str]:
    return {"工单编号": number, "诉求内容": "路灯不亮", "类别": "garbage", **more}


def load(asker: Asker, *rows: dict[str, str]) -> list[str]:
    """The faults, as they would be shown."""
    _, faults = load_now(sheet(*rows), HotlineOrderLoader(), asker)
    return [str(fault) for fault in faults]


def only(asker: Asker = PART) -> OrderRow:
    row = HotlineOrder.objects.get()
    found = queries.order(row.id, asker)
    assert found is not None
    return found


def test_an_exported_list_becomes_orders_with_reports(lin: Asker, clock: StillClock) -> None:
    faults = load(
        lin, told(派单时间="2026-09-07 09:00", 办结时限="2026-09-07 20:00", 是否保密="是")
    )
    assert faults == []
    order, report = only(), Report.objects.get()
    assert (order.number, order.category, order.state) == ("20261128001", "garbage", State.WITH_US)
    assert (report.channel, report.channel_ref, report.naming) == (
        "hotline",
        "20261128001",
        "confidential",
    )
    assert order.received_at == datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
    assert order.stated_due_at == datetime(2026, 9, 7, 12, 0, tzinfo=UTC)
    assert order.due_at is not None
    assert order.due_at <= order.stated_due_at


def test_a_known_number_is_not_taken_again(lin: Asker) -> None:
    assert load(lin, told()) == []
    plan, faults = load_now(sheet(told(), told("2")), HotlineOrderLoader(), lin)
    assert (plan.added, plan.same, faults) == (1, 1, [])
    assert Report.objects.count() == HotlineOrder.objects.count() == 2


def test_every_row_that_cannot_be_taken_is_named(lin: Asker) -> None:
    faults = load(
        lin,
        told("1", 类别="dancing"),
        told("2", 办结时限="soon"),
        told("3", 地点代码="nowhere"),
        told("4", 地点代码="d2"),
        told("5"),
    )
    assert [fault.partition(":")[0] for fault in faults] == [
        "2/热线类别",
        "3/办结时限",
        "4/地点代码",
        "5/地点代码",
    ]
    assert only().number == "5"


def test_what_the_desk_types_in_is_an_order_too(lin: Asker, deliver: Deliver) -> None:
    new = NewReport(item="garbage", text="满了", channel="hotline", channel_ref="h-7")
    take_report(new, lin)
    take_report(NewReport(item="garbage", text="满了", channel="call"), lin)
    deliver()
    assert only().number == "H-7"
    note_order(only().report_id)
    assert HotlineOrder.objects.count() == 1


def test_it_lies_where_its_case_was_placed(lin: Asker, district: District) -> None:
    load(lin, told())
    place_orders([only().report_id], district.building)
    assert only().where == district.where("building")
    place_orders([only().report_id], 10**6)
    assert only().place_id == district.building


def test_a_return_has_its_own_clock_and_a_decision(lin: Asker, clock: StillClock) -> None:
    load(lin, told())
    order = only(lin)
    ask_return(order.id, "不在辖区", lin, order.version)
    asked = only(lin)
    assert (asked.state, asked.reason) == (State.RETURN_ASKED, "不在辖区")
    assert asked.return_until is not None
    assert asked.return_until > clock.now() + timedelta(hours=4)

    with pytest.raises(BadText):
        note_return(order.id, " ", lin, asked.version, is_accepted=False)
    note_return(order.id, "请先现场核实", lin, asked.version, is_accepted=False)
    kept = only(lin)
    assert (kept.state, kept.decision) == (State.WITH_US, "请先现场核实")

    ask_return(order.id, "已核实，属邻区", lin, kept.version)
    note_return(order.id, "", lin, kept.version + 1, is_accepted=True)
    assert (only(lin).state, only(lin).is_open) == (State.RETURNED, False)


def test_a_reply_waits_for_the_work_and_is_ticked_once(lin: Asker, deliver: Deliver) -> None:
    load(lin, told())
    deliver()
    order = only(lin)
    with pytest.raises(IllegalMove, match="still being worked on"):
        reply(order.id, "已修好", lin, order.version)

    case = cases.case_of_signal(order.signal_id, lin)
    assert case is not None
    move(case.id, "rejected", lin, case.version, "重复")
    reply(order.id, "经核实与前单重复", lin, order.version)
    with pytest.raises(IllegalMove):
        note_return(order.id, "请核实", lin, order.version + 1, is_accepted=False)
    take_reply_back(order.id, lin, order.version + 1)
    reply(order.id, "经核实，与前单重复。", lin, order.version + 2)
    tick_answered(order.id, lin, order.version + 3)
    done = only(lin)
    assert (done.state, done.reply, done.replied_by) == (
        State.ANSWERED,
        "经核实，与前单重复。",
        lin.user_id,
    )
    with pytest.raises(IllegalMove):
        tick_answered(order.id, lin, done.version)


def test_old_versions_others_and_strangers_are_refused(lin: Asker, district: District) -> None:
    load(lin, told(地点代码="m1"))
    order = only(lin)
    with pytest.raises(StaleVersion):
        ask_return(order.id, "不在辖区", lin, order.version + 1)
    zhao, wu = make_person("zhao", district), make_person("wu", district)
    assert queries.order(order.id, zhao) is None
    assert queries.orders("with_us", zhao).items == []
    assert queries.counts(zhao) == {}
    with pytest.raises(NotFound):
        ask_return(order.id, "不在辖区", zhao, order.version)
    with pytest.raises(Refused):
        queries.order(order.id, wu)
    with pytest.raises(Refused):
        load(wu, told("9"))


def test_lists_are_by_state_and_what_is_due_first(lin: Asker) -> None:
    load(
        lin,
        told("1", 办结时限="2026-09-09 10:00"),
        told("2", 办结时限="2026-09-08 10:00"),
        told("3", 办结时限="2026-09-10 10:00"),
    )
    first = queries.orders("with_us", lin, limit=2)
    assert first.next is not None
    rest = queries.orders("with_us", lin, cursor=first.next)
    by_due = sorted([*first.items, *rest.items], key=lambda one: (one.due_at, one.id))
    assert [*first.items, *rest.items] == by_due
    assert len(by_due) == 3
    assert queries.counts(lin) == {"with_us": 3}
    with pytest.raises(BadFilter):
        queries.orders("lost", lin)
