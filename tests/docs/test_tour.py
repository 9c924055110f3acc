"""The tour leads through files and functions that exist, and takes a page for each walk."""

import ast
import re
from pathlib import Path

from linli.flow import FLOW
from tests.docs.pages import LINLI, ROOT, code_words, exists, paths

TOUR = (ROOT / "docs" / "tour.md").read_text()
CALLED = re.compile(r"(\w+)\(\)")
MADE = re.compile(r"[A-Z][a-z]+[A-Za-z]*")
LONGEST_WALK = 70


def names_in(file: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }


def strangers(text: str) -> list[str]:
    """Functions and classes that stand in none of the files named in their own paragraph."""
    found = []
    for paragraph in re.split(r"\n(?=\d\. |\n)", text):
        files = [LINLI / path for path in paths(paragraph) if path.endswith(".py")]
        known = set().union(*(names_in(file) for file in files if file.exists()))
        known |= {fact.__name__ for fact in FLOW}
        for word in code_words(paragraph):
            called = CALLED.fullmatch(word)
            if (called and called[1] not in known) or (MADE.fullmatch(word) and word not in known):
                found.append(word)
    return found


def test_every_function_of_the_tour_stands_in_a_file_that_its_step_names() -> None:
    assert strangers(TOUR) == []


def test_every_step_names_a_file() -> None:
    steps = re.findall(r"^\d\. .*?(?=^\d\. |^#|\n\n)", TOUR, re.MULTILINE | re.DOTALL)
    assert len(steps) > 10
    assert [step for step in steps if not any(exists(path) for path in paths(step))] == []


def test_each_walk_is_about_a_page() -> None:
    walks = re.findall(r"^## \w+ walk.*?(?=^## )", TOUR, re.MULTILINE | re.DOTALL)
    assert len(walks) == 2
    assert all(len(walk.splitlines()) <= LONGEST_WALK for walk in walks)


def test_a_planted_function_is_caught() -> None:
    planted = "1. `open_or_join()` and `burn()` in `respond/cases/handlers.py` make a `CaseBurnt`."
    assert strangers(planted) == ["burn()", "CaseBurnt"]
