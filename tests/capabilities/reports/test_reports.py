"""What people tell us is kept with its receipt, raises a signal, and guards who told it."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from linli.ground.audit.models import AuditEntry
from linli.ground.facts.models import StoredFact
from linli.ground.files.actions import store_photo
from linli.ground.files.models import StoredFile
from linli.ground.rights.asker import VISITOR, Asker, Refused, Where
from linli.sense.reports import actions, queries
from linli.sense.reports.actions import place_reports, take_report
from linli.sense.reports.logic import BadReport, NewReport, UnknownReport
from linli.sense.reports.models import Report
from linli.sense.reports.queries import PublicFilter
from linli.sense.signals import queries as signals
from linli.sense.signals.models import Signal

PART = Asker.for_part("tests")
BINS = NewReport(
    item="garbage",
    text="The bins are full; call 13800001234.",
    channel="portal",
    lat=31.82,
    lon=117.22,
    reporter_name="Wang",
    reporter_phone="138 0000 1234",
    reporter_email="wang@example.org",
)


def facts() -> list[str]:
    return [fact.name for fact in StoredFact.objects.order_by("id")]


def test_a_report_gets_a_receipt_and_raises_its_signal(district: Any) -> None:
    taken = take_report(BINS, VISITOR)

    report = queries.report(taken.report_id, PART)
    signal = signals.signal(taken.signal_id, PART)
    assert report is not None
    assert signal is not None
    assert len(taken.receipt) == 8
    assert (report.receipt, report.text) == (taken.receipt, BINS.text)
    assert (report.place_id, report.where) == (district.building, district.where("building"))
    assert (signal.report_id, signal.place_id) == (taken.report_id, district.building)
    assert (signal.source_kind, signal.item, signal.severity) == ("report", "garbage", "low")
    assert facts() == ["signal_raised", "report_taken"]


def test_a_report_that_cannot_be_stored_raises_no_signal(
    district: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Report.objects.create(receipt="AAAAAAAA", signal_id=uuid4())
    monkeypatch.setattr(actions, "short_code", lambda: "AAAAAAAA")

    with pytest.raises(RuntimeError, match="5 receipts in a row are taken"):
        take_report(BINS, VISITOR)

    assert (Report.objects.count(), Signal.objects.count(), facts()) == (1, 0, [])


def test_a_receipt_that_is_taken_is_never_given_again(
    district: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: Iterator[str] = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])
    monkeypatch.setattr(actions, "short_code", lambda: next(codes))

    receipts = [take_report(BINS, VISITOR).receipt for _ in range(2)]

    assert receipts == ["AAAAAAAA", "BBBBBBBB"]
    assert Signal.objects.count() == 2


@pytest.mark.parametrize("point", [(None, None), (0.0, 0.0)])
def test_a_report_without_a_usable_point_waits_for_a_person(
    district: Any, lin: Asker, point: tuple[float | None, float | None]
) -> None:
    taken = take_report(replace(BINS, lat=point[0], lon=point[1]), VISITOR)

    report = queries.report(taken.report_id, lin)
    assert report is not None
    assert (report.place_id, report.where) == (None, Where())
    assert (report.lat, report.lon) == point


def test_a_named_place_goes_before_the_point(district: Any) -> None:
    taken = take_report(replace(BINS, place_code="m2"), VISITOR)

    report = queries.report(taken.report_id, PART)
    assert report is not None
    assert report.place_id == district.community_2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "x" * 10_000}, "text"),
        ({"text": "\x00"}, "text"),
        ({"item": "dragons"}, "item"),
        ({"place_code": "atlantis"}, "place_code"),
        ({"photos": (UUID(int=7),)}, "photos"),
    ],
)
def test_a_bad_report_is_refused_by_field_and_nothing_is_kept(
    district: Any, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadReport) as bad:
        take_report(replace(BINS, **change), VISITOR)

    assert [fault.field for fault in bad.value.faults] == [field]
    assert (Report.objects.count(), Signal.objects.count(), facts()) == (0, 0, [])


def test_a_report_keeps_its_photos(district: Any, data: Path) -> None:
    drawn = BytesIO()
    Image.new("RGB", (8, 6), "green").save(drawn, "PNG")
    photo = store_photo(drawn.getvalue(), VISITOR)

    taken = take_report(replace(BINS, photos=(photo.id,)), VISITOR)

    report = queries.report(taken.report_id, PART)
    assert report is not None
    assert report.photo_ids == (photo.id,)
    assert StoredFile.objects.get().is_named


def test_a_report_whose_photo_is_removed_meanwhile_asks_for_it_again(
    district: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unseen:
        id = UUID(int=7)

    monkeypatch.setattr(actions.files, "facts_of", lambda _: [Unseen()])

    with pytest.raises(BadReport) as bad:
        take_report(replace(BINS, photos=(UUID(int=7),)), VISITOR)

    assert [(fault.field, fault.values) for fault in bad.value.faults] == [("photos", {"count": 1})]
    assert Report.objects.count() == 0


def test_faults_are_explained_in_the_language_of_the_reader(district: Any) -> None:
    with pytest.raises(BadReport) as bad:
        take_report(replace(BINS, item="dragons"), VISITOR)

    assert "dragons" in queries.explain(bad.value.faults[0])


def test_everybody_may_report_public_items_only(district: Any, wang: Asker, zhao: Asker) -> None:
    for asker in (VISITOR, wang, zhao):
        with pytest.raises(Refused):
            take_report(replace(BINS, item="smoke_fire"), asker)

    assert (Report.objects.count(), Signal.objects.count(), facts()) == (0, 0, [])


def test_lin_writes_down_a_call_in_the_name_of_nobody(district: Any, lin: Asker) -> None:
    taken = take_report(replace(BINS, item="smoke_fire", channel="call"), lin)

    assert Report.objects.get().reporter_id is None
    assert AuditEntry.objects.get(act="take").thing_id == str(taken.report_id)


def test_a_visitor_cannot_pass_for_the_desk(district: Any, wang: Asker, zhao: Asker) -> None:
    for asker in (VISITOR, wang, zhao):
        with pytest.raises(Refused):
            take_report(replace(BINS, channel="call"), asker)

    assert Report.objects.count() == 0


def test_wang_sees_his_own_reports_and_no_others(district: Any, wang: Asker) -> None:
    own = take_report(BINS, wang)
    other = take_report(BINS, VISITOR)

    assert [row.id for row in queries.own_reports(wang)] == [own.report_id]
    assert queries.report(own.report_id, wang) is not None
    assert queries.report(other.report_id, wang) is None


def test_reports_are_seen_where_one_works_and_nowhere_else(
    district: Any, lin: Asker, zhao: Asker
) -> None:
    taken = [take_report(BINS, VISITOR) for _ in range(2)]
    ids, signal_ids = [one.report_id for one in taken], [one.signal_id for one in taken]

    assert [row.id for row in queries.reports(ids, lin)] == ids
    assert [row.id for row in queries.of_signals(signal_ids, lin)] == ids
    assert queries.ids_of_signals(signal_ids, lin) == ids
    assert queries.reports(ids, zhao) == []
    assert queries.of_signals(signal_ids, zhao) == []
    assert queries.ids_of_signals(signal_ids, zhao) == []
    assert queries.report(ids[0], zhao) is None


def test_no_list_of_reports_holds_who_told_them(district: Any, lin: Asker) -> None:
    taken = take_report(replace(BINS, text="The bins are full."), VISITOR)

    shown = repr([queries.report(taken.report_id, lin), queries.by_receipt(taken.receipt)])
    assert "Wang" not in shown
    assert "0000" not in shown
    assert "@" not in shown


def test_a_look_at_the_reporter_leaves_a_line(district: Any, lin: Asker) -> None:
    taken = take_report(BINS, VISITOR)

    reporter = queries.reporter_of(taken.report_id, replace(lin, purpose="call back"))

    assert (reporter.name, reporter.phone) == ("Wang", "13800001234")
    assert reporter.email == "wang@example.org"
    look = AuditEntry.objects.get(act="see")
    assert (look.user_id, look.kind, look.thing_id, look.purpose) == (
        lin.user_id,
        "reporter",
        str(taken.report_id),
        "call back",
    )


def test_who_told_it_stays_hidden_from_those_it_does_not_concern(
    district: Any, chen: Asker, zhao: Asker, wang: Asker
) -> None:
    taken = take_report(BINS, VISITOR)

    for asker in (chen, wang, VISITOR):
        with pytest.raises(Refused):
            queries.reporter_of(taken.report_id, asker)
    with pytest.raises(UnknownReport):
        queries.reporter_of(taken.report_id, zhao)
    assert not AuditEntry.objects.filter(act="see").exists()


def test_placing_a_report_places_its_signal(district: Any, lin: Asker) -> None:
    taken = take_report(replace(BINS, lat=None, lon=None), VISITOR)

    place_reports([taken.report_id], district.community_2, lin)

    report, signal = (
        queries.report(taken.report_id, lin),
        signals.signal(taken.signal_id, lin),
    )
    assert report is not None
    assert signal is not None
    assert report.where == signal.where == district.where("community_2")
    assert facts()[-1] == "signal_placed"
    assert AuditEntry.objects.get(act="place").thing_id == str(taken.report_id)


def test_nobody_from_elsewhere_moves_a_report(district: Any, zhao: Asker, wang: Asker) -> None:
    taken = take_report(BINS, wang)

    with pytest.raises(UnknownReport):
        place_reports([taken.report_id], district.other_street, zhao)
    with pytest.raises(Refused):
        place_reports([taken.report_id], district.other_street, wang)

    assert Report.objects.get().place_id == district.building
    assert Signal.objects.get().place_id == district.building


def test_a_receipt_is_read_as_people_type_it(
    district: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "short_code", lambda: "0123ABCD")
    taken = take_report(BINS, VISITOR)

    for typed in ("0123ABCD", " o1 23-abcd ", "oi23abcd"):
        found = queries.by_receipt(typed)
        assert found is not None
        assert found.id == taken.report_id
    for wrong in ("", "0123ABCE", "\x00", "零一二三"):
        assert queries.by_receipt(wrong) is None


def test_everybody_reads_reports_of_public_items_without_numbers_of_persons(
    district: Any, lin: Asker
) -> None:
    public = take_report(BINS, VISITOR)
    take_report(replace(BINS, item="smoke_fire", channel="call"), lin)

    (shown,) = queries.public_reports(PublicFilter())
    assert shown.id == public.report_id
    assert shown.text == "The bins are full; call …."


def test_public_reports_are_filtered_and_paged_newest_first(district: Any, clock: Any) -> None:
    taken = []
    for item in ("garbage", "noise", "garbage"):
        taken.append(take_report(replace(BINS, item=item), VISITOR).report_id)
        clock.forward(hours=1)
    start = clock.now()

    def ids(**wanted: Any) -> list[UUID]:
        return [row.id for row in queries.public_reports(PublicFilter(**wanted))]

    assert ids() == taken[::-1]
    assert ids(items=("garbage",)) == [taken[2], taken[0]]
    assert ids(ids=(taken[1], uuid4())) == [taken[1]]
    assert ids(limit=2) == [taken[2], taken[1]]
    assert ids(limit=2, page=2) == [taken[0]]
    assert ids(start=start) == []
    assert ids(end=start.replace(hour=start.hour - 3)) == [taken[0]]
