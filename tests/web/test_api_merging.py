"""Programs merge two cases of one problem, and separate them again."""

from typing import Any
from uuid import uuid4

import pytest

from linli.ground.rights.asker import Asker
from tests.cast import District
from tests.web.api_client import Program, problem
from tests.web.test_api_cases import Deliver, reported

pytestmark = pytest.mark.django_db


def test_two_cases_are_merged_and_separated_again(
    district: District, lin: Asker, clock: Any, deliver: Deliver
) -> None:
    one, into = reported(deliver), reported(deliver)
    program = Program(lin)
    body = {"into": str(into.id), "version": one.version, "into_version": into.version}

    merged = program.post(f"cases/{one.id}/merge", body).json()
    assert (merged["state"], merged["merged_into"]) == ("merged", str(into.id))
    assert program.get(f"cases/{into.id}").json()["signals"] == 2

    apart = program.post(f"cases/{one.id}/unmerge", {"version": merged["version"]}).json()
    assert (apart["state"], apart["merged_into"], apart["signals"]) == ("received", None, 1)
    assert program.get(f"cases/{into.id}").json()["signals"] == 1


def test_what_cannot_be_merged_is_told_in_words(
    district: District, lin: Asker, clock: Any, deliver: Deliver
) -> None:
    one = reported(deliver)
    body = {"into": str(one.id), "version": one.version, "into_version": one.version}

    told = problem(Program(lin).post(f"cases/{one.id}/merge", body), 409, "illegal-move")

    assert "into itself" in told["guard"]
    stale = {**body, "version": one.version + 1}
    answer = Program(lin).post(f"cases/{one.id}/merge", stale)
    assert problem(answer, 409, "stale-version")["current"] == one.version
    lost = {**body, "into": str(uuid4())}
    assert Program(lin).post(f"cases/{one.id}/merge", lost).status_code == 404
