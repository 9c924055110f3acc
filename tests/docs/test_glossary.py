"""The glossary's English words are the words of the code."""

import ast
import re

from tests.docs.pages import LINLI, ROOT

ROW = re.compile(r"^\| ([a-z][a-z, -]*) \| ([^|]+) \|", re.MULTILINE)
# Words of what is not built yet; a word leaves this list when it comes into the code.
LATER = {"notice", "incident", "ledger", "briefing", "carer"}
# The code's words where English writes them apart or bends them.
IN_CODE = {"call-back": "feedback", "merge": "merged", "verify": "verifying"}


def terms() -> dict[str, str]:
    """Each English term with its Chinese one; a row may hold several of both."""
    rows = ROW.findall((ROOT / "docs" / "glossary.md").read_text())
    found: dict[str, str] = {}
    for english, chinese in rows:
        found.update(zip(english.split(", "), re.split("[,，] ?", chinese), strict=True))
    return found


def words_of_the_code() -> set[str]:
    """Every word that a name in the package is made of, in the singular too."""
    names = {path.stem for path in LINLI.rglob("*")}
    for path in LINLI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names |= {
                str(getattr(node, key)) for key in ("name", "id", "attr") if hasattr(node, key)
            }
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names |= {node.value} if node.value.isidentifier() else set()
    words = {word for name in names for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}
    small = {word.lower() for word in words}
    return (
        small
        | {word.removesuffix("s") for word in small}
        | {f"{word.removesuffix('ies')}y" for word in small if word.endswith("ies")}
    )


def test_the_glossary_has_a_chinese_word_for_every_english_one() -> None:
    assert len(terms()) > 20
    assert all(re.search(r"[\u4e00-\u9fff]", chinese) for chinese in terms().values())


def test_every_word_of_the_glossary_is_a_word_of_the_code() -> None:
    used = words_of_the_code()
    assert {term for term in terms() if IN_CODE.get(term, term) not in used} <= LATER
    assert set(terms()) >= LATER
