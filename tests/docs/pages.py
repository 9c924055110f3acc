"""The documentation as text: its pages, and what they name."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINLI = ROOT / "src" / "linli"
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SETTING = re.compile(r"^[A-Z_]+=")
_FILE = re.compile(r"[\w.<>*-]+\.(?:py|md|yaml|toml|html|js|css|po|png|lock)")
_BY_HAND = {"data", "build", "dist", "node_modules"}


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def links(text: str) -> list[str]:
    """Targets of links and pictures inside the repository."""
    return [link for link in _LINK.findall(text) if not re.match(r"[a-z]+:", link)]


def code_words(text: str) -> list[str]:
    """What stands between single backquotes."""
    return _CODE.findall(_FENCE.sub("", text))


def paths(text: str) -> list[str]:
    """Code words that name a file or folder of ours, however short: `flow.py`, `portal/`."""
    return [word for word in code_words(text) if _is_path(word)]


def _is_path(word: str) -> bool:
    if " " in word or word.startswith(("/", "http")):
        return False
    first, slash, rest = word.partition("/")
    if not slash:
        return _FILE.fullmatch(word) is not None
    ours = {path.name for base in (ROOT, LINLI) for path in base.iterdir()} - _BY_HAND
    return first in ours or not rest


def exists(path: str) -> bool:
    """From the root, from `src/linli`, or by its bare name anywhere; `<kind>` stands for any."""
    pattern = re.sub(r"<[^>]+>", "*", path).rstrip("/")
    bases = (ROOT, LINLI, ROOT / "docs")
    if any(True for base in bases for _ in base.glob(pattern)):
        return True
    return "/" not in pattern and any(
        True for base in (LINLI, ROOT / "docs") for _ in base.rglob(pattern)
    )


def fenced_commands(text: str, program: str) -> Iterator[list[str]]:
    """Whole command lines of `program` in the blocks of a page, as words without the program."""
    for fence in _FENCE.findall(text):
        for line in fence.replace("\\\n", " ").splitlines():
            if (words := _command(line, program)) is not None:
                yield words


def spoken_commands(text: str, program: str) -> Iterator[list[str]]:
    """Commands of `program` named in passing, perhaps without their arguments."""
    for code in code_words(text):
        if (words := _command(code, program)) is not None:
            yield words


def _command(line: str, program: str) -> list[str] | None:
    if program not in line:
        return None
    words = shlex.split(line, comments=True)
    while words and _SETTING.match(words[0]):
        words = words[1:]
    return words[1:] if words and words[0].rpartition("/")[2] == program else None
