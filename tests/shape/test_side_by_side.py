"""Tests that share an installation or a browser run in one process, others wherever they may."""

import pytest

from tests.side_by_side import scope
from tools.every_page import SHOTS
from tools.walking import LANGUAGES

WALK = "tests/web/test_every_page.py::test_a_page_holds_to_the_standard"


@pytest.mark.parametrize("file", ["tests/flow/test_demo.py", "tests/web/test_browser_maps.py"])
def test_tests_of_an_installation_stay_together(file: str) -> None:
    assert scope(f"{file}::test_one[a-en-b]") == scope(f"{file}::test_two") == file


def test_every_page_is_walked_through_by_language() -> None:
    scopes = {
        language: {scope(f"{WALK}[{shot.name}-{language[:2]}-wide-light]") for shot in SHOTS}
        for language in LANGUAGES
    }
    assert scopes["zh-hans"] == {"tests/web/test_every_page.py-zh-"}
    assert scopes["en"] == {"tests/web/test_every_page.py-en-"}
    planted = "tests/web/test_every_page.py::test_planted_faults_are_caught"
    assert scope(planted) in scopes["zh-hans"]


def test_other_tests_go_wherever_there_is_time() -> None:
    nodeid = "tests/web/test_odd_values.py::test_no_field_of_a_form_is_our_fault[x]"
    assert scope(nodeid) == nodeid
