"""What the open pages are told, and how far back it reaches."""

import json

from linli.ground.rights.asker import Scope, Where
from linli.web.live.events import Event, frames, greeting, reset
from linli.web.live.window import MOST_HELD, Window

STREET = Where(street_id=3)


def event(number: int, where: Where = STREET, parties: tuple[int, ...] = ()) -> Event:
    return Event(number, "cases", where, parties, {"en": b"", "zh-hans": b""})


def test_window_gives_what_lies_behind_a_number() -> None:
    window = Window()
    window.restart(10)
    window.add([event(11), event(14)], 15)

    assert [one.number for one in window.after(11) or []] == [14]
    assert window.after(15) == []
    assert window.position == 15


def test_window_does_not_answer_for_what_it_never_held() -> None:
    window = Window()
    window.restart(10)

    assert window.after(9) is None
    assert window.after(10) == []


def test_window_forgets_the_oldest_and_says_so() -> None:
    window = Window()
    window.restart(0)
    window.add([event(number) for number in range(1, MOST_HELD + 2)], MOST_HELD + 1)

    assert window.after(0) is None
    assert len(window.after(1) or []) == MOST_HELD


def test_frame_is_one_event_in_each_language() -> None:
    told = frames("cases", 7, {"item_name": {"zh-hans": "积水", "en": "Flood"}, "lat": 31.5})

    head, body = told["zh-hans"].decode().removesuffix("\n\n").split("data: ")
    assert head == "id: 7\nevent: case\n"
    assert json.loads(body) == {"item_name": "积水", "lat": 31.5}
    assert json.loads(told["en"].decode().split("data: ")[1])["item_name"] == "Flood"


def test_greeting_tells_from_where_to_resume() -> None:
    assert greeting(42) == b"retry: 2000\nid: 42\n\n"


def test_reset_tells_to_load_anew() -> None:
    assert reset(42) == b"id: 42\nevent: reset\ndata: {}\n\n"


def test_event_is_for_those_whose_place_or_party_it_is() -> None:
    ours = Scope(places=frozenset({("street", 3)}))
    theirs = Scope(places=frozenset({("street", 4)}))
    party = Scope(parties=frozenset({9}))

    told = event(1, STREET, (9,))

    assert told.is_for(ours)
    assert told.is_for(party)
    assert not told.is_for(theirs)
