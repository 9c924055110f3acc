"""Templates say everything in both languages, and hold neither styles nor scripts of their own."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

from tests.shape.house import LINLI, files, named

TEMPLATES = files(LINLI / "web", suffix=".html")
LETTER = re.compile(r"[^\W\d_]")
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title", "label", "data-words"}
# A block inside an attribute carries a code word (`<body class="{% block body_class %}…`).
BLOCK_OF_CODE = re.compile(r"=\"[^\">]*\{% block (\w+) %\}")
CODE_BLOCKS = {name for path in TEMPLATES for name in BLOCK_OF_CODE.findall(path.read_text())}
NAMED = re.compile(r"\{% (?:include|extends) \"([^\"]+)\"")
SCRIPTED = "javascript:"
KEYS_OF_THE_KEYBOARD = "kbd"
SILENT = {
    **dict.fromkeys(("blocktranslate", "blocktrans"), ("endblocktranslate", "endblocktrans")),
    "comment": ("endcomment",),
    "verbatim": ("endverbatim",),
}


class Page(HTMLParser):
    """Collects what a page says untranslated, and what stands inline."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inline: list[str] = []
        self.inside = ""
        self.feed("".join(literal(source)))
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        silent = tag in self.CDATA_CONTENT_ELEMENTS or tag == KEYS_OF_THE_KEYBOARD
        self.inside = tag if silent else ""
        self.said += [
            f'{name}="{value}"'
            for name, value in attributes
            if name in SPOKEN and LETTER.search(value or "")
        ]
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.inline += [
            value for value in given.values() if (value or "").startswith("javascript:")
        ]
        if tag == "style" or (tag == "script" and "src" not in given and not is_data(given)):
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if not self.inside and LETTER.search(data):
            self.said.append(data.strip())


def is_data(attributes: dict[str, str | None]) -> bool:
    """An import map is data, and carries the nonce that lets it pass the content policy."""
    return attributes.get("type") in {"importmap", "application/json"}


def literal(source: str) -> Iterator[str]:
    """The HTML of a template without tags and variables, and without what is translated."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            yield token.contents
        elif token.token_type is TokenType.BLOCK and (ends := ends_of(token)):
            skip_to(ends, tokens)


def ends_of(token: Token) -> tuple[str, ...]:
    word, *rest = token.split_contents()
    if word == "block" and rest[0] in CODE_BLOCKS:
        return ("endblock",)
    return SILENT.get(word, ())


def skip_to(ends: tuple[str, ...], tokens: Iterator[Token]) -> None:
    for token in tokens:
        if token.token_type is TokenType.BLOCK and token.split_contents()[0] in ends:
            return


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_says_nothing_untranslated(path: Path) -> None:
    assert Page(path.read_text()).said == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_holds_no_style_script_or_handler(path: Path) -> None:
    assert Page(path.read_text()).inline == []


def test_every_template_that_another_names_is_there() -> None:
    there = {str(path).rpartition("/templates/")[2] for path in TEMPLATES}
    wanted = {name for path in TEMPLATES for name in NAMED.findall(path.read_text())}
    assert wanted - there == set()
    assert len(wanted) > 100


PLANTED = """
{% block body_class %}console{% endblock %}<p style="x" title="Where">Flood {% translate "A" %}</p>
{% blocktranslate %}told {{ name }}{% endblocktranslate %}{{ row.name }}<img alt="{{ row.name }}">
<a onclick="go()" href="javascript:go()">积水</a><script>go()</script><script src="go.js"></script>
<script type="importmap" nonce="{{ nonce }}">{"imports": {}}</script><style>p {}</style><kbd>j</kbd>
"""


def test_planted_words_and_scripts_are_caught() -> None:
    page = Page(PLANTED)
    assert page.said == ['title="Where"', "Flood", "积水"]
    assert page.inline == ["style", "onclick", "javascript:go()", "script", "style"]
