"""Documents are found by their words, the same ones on either database."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.ground import clock as ground_clock
from linli.ground.database import NotInTransaction, atomic
from linli.ground.search import actions, queries
from linli.ground.search.actions import Thing
from linli.ground.search.logic.sought import sought
from linli.ground.search.models import Document
from linli.ground.search.queries import Span

pytestmark = pytest.mark.django_db

TEXTS = {
    "flood": "翠竹路地下通道积水，车过不去了！",
    "lamp": "路灯坏了，晚上看不见",
    "lamps": "路口的灯都亮，只有灯坏在3栋门口",
    "block": "翠竹苑3栋2单元电梯停了",
    "thirteen": "翠竹苑13栋楼道堆物",
    "wide": "联系物业：ＡＢ１２３，电梯困人",
    "english": "Broken street light at Block 3, near Café Léa",
    "mixed": "WiFi路由器掉在A座103室",
    "emoji": "🔥🔥 楼下着火了 👨‍👩‍👧 ❤️",
    "operators": 'It says "fire" OR NOT (water) AND street:* -- drop',
    "quotes": "O'Brien wrote: it's a \\ backslash & an 'apostrophe' | pipe",
    "rare": "𫍲𠮷㐀 的门牌",
    "nul": "before\x00after \x01\ud800 half",
    "long": "始" + "水管爆裂" * 2499 + "尾",
}
KEYS = {name: UUID(int=number) for number, name in enumerate(TEXTS, start=1)}

SOUGHT = [
    ("积水", "flood"),
    ("积 水", "flood"),
    ("水 爆", "long"),
    ("路灯坏", "lamp"),
    ("灯坏", "lamp lamps"),
    ("路 灯坏", "lamp lamps"),
    ("3栋", "lamps block"),
    ("3 栋", "lamps block"),
    ("栋 3", "lamps block"),
    ("３栋", "lamps block"),
    ("13栋", "thirteen"),
    ("翠竹苑3", "block"),
    ("翠竹苑3栋2单元", "block"),
    ("栋2", "block"),
    ("ab123", "wide"),
    ("ＡＢ１２３", "wide"),
    ("ab12", "wide"),
    ("b123", ""),
    ("水", "flood long"),
    ("栋", "lamps block thirteen"),
    ("㐀", "rare"),
    ("𫍲𠮷", "rare"),
    ("street", "english operators"),
    ("STREET LIGHT", "english"),
    ("light street", "english"),
    ("streetlight", ""),
    ("blo", "english"),
    ("café", "english"),
    ("wifi路由", "mixed"),
    ("a座103", "mixed"),
    ("03室", ""),
    ("🔥", "emoji"),
    ("🔥🔥", "emoji"),
    ("🔥🔥🔥", ""),
    ("❤️", "emoji"),
    ("👨‍👩‍👧", "emoji"),
    ("🚒", ""),
    ("fire OR lamp", ""),
    ("fire OR water", "operators"),
    ('"fire"', "operators"),
    ("street:*", "english operators"),
    ("NOT water", "operators"),
    ("fire) OR (x", ""),
    ("'", ""),
    ("o'brien", "quotes"),
    ("it's", "quotes operators"),
    ("it's back", "quotes"),
    ("\\ & 'apostrophe'", "quotes"),
    ("apostrophe'); DROP TABLE search_document; --", ""),
    ("*", ""),
    ("", ""),
    (" \t\u3000 ", ""),
    ("\x00", ""),
    ("before\x00after", "nul"),
    ("积\x00水", ""),
    ("half\udfff", "nul"),
    ("始水管", "long"),
    ("裂尾", "long"),
    ("管爆裂水管" * 2000, ""),
    ("水管爆裂" * 2500, "long"),
    ("积水" + " 积水" * 5000, "flood"),
    ("x" * 10_000, ""),
    ("kind=note", ""),
    ("age=1", ""),
]


def keep(name: str, text: str, **more: Any) -> None:
    with atomic():
        actions.put(Thing("note", KEYS[name], ground_clock.now()), [text], **more)


def found(text: str, **more: Any) -> list[UUID]:
    hits = queries.newest("note", sought(text, **more), Span(), 50)
    assert hits.below is None
    return [hit.thing_id for hit in hits.items]


@pytest.fixture
def texts() -> None:
    for name, text in TEXTS.items():
        keep(name, text)


def test_each_text_is_found_by_its_words_and_by_no_others(texts: None) -> None:
    """In one test, so that both databases answer the whole table."""
    names = {key: name for name, key in KEYS.items()}
    wrong = {
        typed[:60]: got
        for typed, expected in SOUGHT
        if (got := {names[key] for key in found(typed)}) != set(expected.split())
    }
    assert wrong == {}


def test_the_newest_are_found_first_and_the_rest_behind_them(clock: Any) -> None:
    keys = [uuid4() for _ in range(5)]
    moments = [clock.forward(days=days) for days in (0, 1, 9, 40, 400)]
    for number in (3, 0, 4, 1, 2):
        with atomic():
            actions.put(Thing("note", keys[number], moments[number]), [f"积水 {number}"])

    pages, span = [], Span()
    while True:
        hits = queries.newest("note", sought("积水"), span, 2)
        pages.append([hit.thing_id for hit in hits.items])
        if hits.below is None:
            break
        span = Span(below=hits.below)

    assert pages == [keys[:2:-1], keys[2:0:-1], keys[:1]]


def test_a_span_bounds_what_is_found_by_the_time_of_the_thing(clock: Any) -> None:
    for name in ("lamp", "lamps", "block"):
        keep(name, "电梯")
        clock.forward(hours=1)
    first, _, last = Document.objects.order_by("position").values_list("position", flat=True)

    hits = queries.newest("note", sought("电梯"), Span(above=first, below=last), 9)

    assert [hit.thing_id for hit in hits.items] == [KEYS["lamps"]]


def test_things_of_one_moment_stay_in_the_order_in_which_they_came(clock: Any) -> None:
    keys = [uuid4() for _ in range(30)]
    for key in keys:
        with atomic():
            actions.put(Thing("note", key, ground_clock.now()), ["积水"])

    assert found("积水") == keys[::-1]


def test_a_thousand_old_things_of_one_moment_find_room_near_it(clock: Any) -> None:
    moment = ground_clock.now()
    first = int(moment.timestamp() * 1000)
    Document.objects.bulk_create(
        Document(position=first + number, kind="old", thing_id=uuid4()) for number in range(1000)
    )
    keep("lamp", "积水")

    position = Document.objects.get(kind="note").position
    assert first + 1000 <= position < first + 1_000_000
    assert found("积水") == [KEYS["lamp"]]


def test_marks_narrow_what_is_found_and_are_no_words() -> None:
    keep("lamp", "积水", marks=["street=1", "open=yes"])
    keep("lamps", "积水", marks=["street=2", "open=yes"])
    keep("block", "积水", marks=["street=2", "open=no"])

    assert found("积水", marks=[["street=2"]]) == [KEYS["block"], KEYS["lamps"]]
    assert found("积水", marks=[["street=1", "street=2"], ["open=yes"]]) == [
        KEYS["lamps"],
        KEYS["lamp"],
    ]
    assert found("积水", marks=[["street=3"]]) == found("积水", marks=[[]]) == []
    assert found("street=2") == found("open") == []


@pytest.mark.parametrize("bad", ["street", "street=1 open=yes", 'street="1"'])
def test_a_mark_that_could_be_taken_for_something_else_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="cannot be a mark"):
        keep("lamp", "积水", marks=[bad])

    assert found("积水") == []


def test_a_thing_found_by_guarded_words_only_says_so() -> None:
    keep("lamp", "翠竹苑", guarded=["老人摔倒"])
    keep("lamps", "翠竹苑 老人")

    hits = queries.newest("note", sought("翠竹 老人"), Span(), 9).items

    assert [(hit.thing_id, hit.is_guarded) for hit in hits] == [
        (KEYS["lamps"], False),
        (KEYS["lamp"], True),
    ]


def test_nothing_is_found_across_two_texts() -> None:
    with atomic():
        actions.put(Thing("note", KEYS["lamp"], ground_clock.now()), ["门口积", "水很深"])

    assert found("积水") == []
    assert found("口积 水很") == [KEYS["lamp"]]


def test_some_things_are_looked_through_without_the_index() -> None:
    for name in ("lamp", "lamps", "block"):
        keep(name, TEXTS[name])

    ids = [KEYS["lamp"], KEYS["block"], uuid4()]
    hits = queries.among("note", sought("坏"), ids, Span())

    assert [hit.thing_id for hit in hits] == [KEYS["lamp"]]
    assert queries.among("note", sought("*"), ids, Span()) == []


def test_words_are_added_until_the_document_is_full() -> None:
    keep("lamp", "路灯")
    with atomic():
        assert actions.add("note", KEYS["lamp"], ["井盖翘起"], guarded=["老人"])
        assert actions.add("note", KEYS["lamp"], ["井盖翘起"])
        assert actions.add("note", KEYS["lamp"], ["电梯"], most=8)
        assert not actions.add("note", KEYS["lamps"], ["电梯"])

    document = Document.objects.get()
    assert (document.text, document.guarded) == (" 路灯 \n 井盖翘起 ", " 老人 ")
    assert found("井盖") == found("老人") == found("路灯") == [KEYS["lamp"]]
    assert found("电梯") == []


def test_a_document_made_anew_forgets_its_old_words_and_keeps_its_position(clock: Any) -> None:
    keep("lamp", "路灯", marks=["open=yes"])
    keep("block", "路灯")
    keep("lamp", "井盖", marks=["open=no"])

    assert found("路灯") == [KEYS["block"]]
    assert found("井盖", marks=[["open=yes"]]) == []
    assert found("井盖", marks=[["open=no"]]) == [KEYS["lamp"]]
    keep("block", "井盖")
    assert found("井盖") == [KEYS["block"], KEYS["lamp"]]


def test_new_marks_replace_the_old_ones() -> None:
    keep("lamp", "路灯", marks=["open=yes"])
    with atomic():
        assert actions.mark("note", KEYS["lamp"], ["open=no"])
        assert not actions.mark("note", KEYS["lamps"], ["open=no"])

    assert found("路灯", marks=[["open=yes"]]) == []
    assert found("路灯", marks=[["open=no"]]) == [KEYS["lamp"]]


def test_what_is_dropped_is_not_found_and_its_kind_is_its_own() -> None:
    keep("lamp", "路灯")
    with atomic():
        actions.put(Thing("page", KEYS["lamp"], ground_clock.now()), ["路灯"])
        actions.drop("note", KEYS["lamp"])
        actions.drop("note", KEYS["lamp"])

    assert found("路灯") == []
    assert [row.kind for row in Document.objects.all()] == ["page"]


def test_a_document_commits_with_what_it_tells_about(transactional_db: None) -> None:
    thing = Thing("note", KEYS["lamp"], ground_clock.now())
    with pytest.raises(NotInTransaction):
        actions.put(thing, ["路灯"])
    with pytest.raises(ZeroDivisionError):
        _put_and_fail(thing)

    assert found("路灯") == []


def _put_and_fail(thing: Thing) -> None:
    with atomic():
        actions.put(thing, ["路灯"])
        raise ZeroDivisionError


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what is there")
def test_what_is_found_is_read_by_its_positions(texts: None) -> None:
    """A city has a million documents of one kind, and a word is in a third of them."""
    with CaptureQueriesContext(connection) as asked:
        assert found("积水") == [KEYS["flood"]]

    (read,) = [one["sql"] for one in asked.captured_queries if '"search_document"' in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {read}")
        assert "(position=?)" in str(cursor.fetchall())
