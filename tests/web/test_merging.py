"""The desk sees both cases side by side, merges them with one press, and takes that back."""

from typing import Any

from django.test import Client

from tests.cast import District
from tests.web.test_api_cases import Deliver, now, reported


def test_the_page_suggests_the_other_case_and_merges_it(
    district: District, browse: Any, clock: Any, deliver: Deliver
) -> None:
    into, one = reported(deliver), reported(deliver)
    lin: Client = browse("lin")
    page = lin.get(f"/console/cases/{one.id}/").content.decode()
    side_by_side = f"/console/cases/{one.id}/merge/{into.id}/"
    assert side_by_side in page
    both = lin.get(side_by_side).content.decode()
    assert both.count("The bins are full.") == 2

    sent = {"version": one.version, "into_version": into.version}
    answer = lin.post(side_by_side, sent)

    assert (answer.status_code, answer["Location"]) == (302, f"/console/cases/{into.id}/")
    assert (now(one).state, now(into).signal_count) == ("merged", 2)
    merged = lin.get(f"/console/cases/{one.id}/").content.decode()
    assert f"/console/cases/{one.id}/unmerge/" in merged
    lin.post(f"/console/cases/{one.id}/unmerge/", {"version": now(one).version})
    assert (now(one).state, now(into).signal_count) == ("received", 1)


def test_what_cannot_be_merged_stays_with_a_sentence(
    district: District, browse: Any, clock: Any, deliver: Deliver
) -> None:
    one = reported(deliver)
    lin: Client = browse("lin")
    answer = lin.post(
        f"/console/cases/{one.id}/merge/{one.id}/",
        {"version": one.version, "into_version": one.version},
    )
    assert answer.status_code == 409
    assert "事件不能并入自己" in answer.content.decode()
