"""Keeps the Chinese texts complete: `update` the po file, `compile` it, or `check` both.

msgids are the English texts. No system gettext is needed: Django's `templatize` turns templates
into Python calls, and Babel reads those, writes the po file and compiles the mo file.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "linli"
PO = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[Any, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = """\
# Chinese texts of Linli. Kept by tools/messages.py; msgids are the English texts.
msgid ""
msgstr ""
"Project-Id-Version: Linli\\n"
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("act", choices=("update", "compile", "check"))
    act = parser.parse_args().act
    if act == "update":
        update()
    elif act == "compile":
        compile_()
    elif faults := list(check()):
        sys.exit("\n".join(faults))


def update() -> None:
    """Adds new texts, untranslated, to the po file and drops those that are used no more."""
    kept = _read()
    kept.update(_template(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    with PO.open("wb") as file:
        # Without the dates that Babel would write: they differ in every branch.
        file.write(HEADER.encode())
        write_po(file, kept, width=100, sort_output=True, include_lineno=False, omit_header=True)


def compile_() -> None:
    """Writes the mo file, which is made and never kept in the repository."""
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, _read())


def check() -> Iterator[str]:
    """What is wrong with the texts, one sentence each; nothing when they are complete."""
    kept, wanted = _read(), _template()
    for message in wanted:
        if message.id:
            yield from _faults_of(kept.get(message.id, message.context), message)
    known = {_key(message) for message in wanted}
    for message in kept:
        if message.id and _key(message) not in known:
            yield f"{message.id!r} is used no more; run `python tools/messages.py update`."


def _faults_of(translated: Message | None, wanted: Message) -> Iterator[str]:
    where = ", ".join(sorted({path for path, _ in wanted.locations}))
    if translated is None or not all(_texts(translated.string)):
        yield f"{wanted.id!r} ({where}) has no Chinese text in {PO.relative_to(ROOT)}."
        return
    if translated.fuzzy:
        yield f"{wanted.id!r} ({where}) is marked fuzzy; check its text and remove the mark."
    asked = {name for text in _texts(wanted.id) for name in _PLACEHOLDER.findall(text)}
    given = {name for text in _texts(translated.string) for name in _PLACEHOLDER.findall(text)}
    if not given <= asked or (isinstance(wanted.id, str) and given != asked):
        yield f"{wanted.id!r} ({where}) names {sorted(asked)}, its Chinese text {sorted(given)}."


def _texts(one: Any) -> tuple[str, ...]:
    return (one,) if isinstance(one, str) else tuple(one)


def _key(message: Message) -> tuple[Any, Any]:
    return message.id if isinstance(message.id, str) else message.id[0], message.context


def _read() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def _template() -> Catalog:
    """All texts that the package marks, with the files they stand in."""
    catalog = Catalog(locale="zh_Hans", fuzzy=False, project="Linli")
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        name = path.relative_to(ROOT).as_posix()
        for _, messages, context in _found(path):
            catalog.add(messages, locations=[(name, 0)], context=context)
    return catalog


def _found(path: Path) -> Iterator[tuple[int, Any, str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Indents of a template mean nothing, but the tokenizer of Python would trip over them.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    for line, function, messages, _ in extract_python(
        io.BytesIO(source.encode()), KEYWORDS.keys(), (), {"encoding": "utf-8"}
    ):
        found = _arguments(function, messages)
        if found is not None:
            yield line, *found


def _arguments(function: str, messages: Any) -> tuple[Any, str | None] | None:
    """The text (or singular and plural) and the context; None for a call without a fixed text."""
    given = messages if isinstance(messages, tuple) else (messages,)
    context = given[0] if "pgettext" in function else None
    texts = given[1:] if "pgettext" in function else given
    wanted = texts[:2] if "ngettext" in function or "npgettext" in function else texts[:1]
    if not wanted or not all(wanted):
        return None
    return (wanted if len(wanted) > 1 else wanted[0]), context


if __name__ == "__main__":
    main()
