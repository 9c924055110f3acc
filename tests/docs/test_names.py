"""What the documentation names is there: files, links, commands."""

import argparse
import re
from pathlib import Path

import pytest

from linli.cli.commands import build_parser
from tests.docs.pages import (
    PAGES,
    ROOT,
    exists,
    fenced_commands,
    links,
    named,
    paths,
    spoken_commands,
)

TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
each_page = pytest.mark.parametrize("page", PAGES, ids=named)


@each_page
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    assert [path for path in paths(page.read_text()) if not exists(path)] == []


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = [
        link
        for link in links(page.read_text())
        if not (page.parent / link.partition("#")[0]).exists()
    ]
    assert dead == []


@each_page
def test_every_whole_command_is_understood(page: Path) -> None:
    for words in fenced_commands(page.read_text(), "linli"):
        build_parser().parse_args(words)


@each_page
def test_every_command_named_in_passing_exists(page: Path) -> None:
    for words in spoken_commands(page.read_text(), "linli"):
        assert is_known(build_parser(), words), f"linli {' '.join(words)}"


@each_page
def test_every_make_target_exists(page: Path) -> None:
    text = page.read_text()
    for words in [*fenced_commands(text, "make"), *spoken_commands(text, "make")]:
        assert {word for word in words if re.fullmatch("[a-z-]+", word)} <= TARGETS


def is_known(parser: argparse.ArgumentParser, words: list[str]) -> bool:
    """Whether the words lead down the tree of commands; arguments behind them are not looked at."""
    tree = [action for action in parser._actions if isinstance(action.choices, dict)]
    if not tree or not words:
        return True
    return words[0] in tree[0].choices and is_known(tree[0].choices[words[0]], words[1:])


def test_readme_gives_the_two_commands() -> None:
    for page in ("README.md", "README.zh.md"):
        text = (ROOT / page).read_text()
        assert "make run" in text.partition("\n## ")[2].partition("\n## ")[0]


def test_planted_names_are_caught() -> None:
    text = "See `src/linli/nowhere.py`, `flow.py`, [there](gone.md), `web/<face>/`, `/api/v1/`."
    assert [path for path in paths(text) if not exists(path)] == ["src/linli/nowhere.py"]
    assert links(text) == ["gone.md"]
    assert not is_known(build_parser(), ["catalogue", "burn"])
    assert is_known(build_parser(), ["catalogue", "check", "my-items"])
