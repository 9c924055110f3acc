"""What a sheet is made of: plain values, which the templates lay out.

Every text is data: nothing that somebody wrote is ever read as markup.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a form; a wide one takes the whole line."""

    label: str
    value: str
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A form: two fields a line."""

    rows: tuple[Fact, ...]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `is_quoted`: what somebody wrote, `is_soft`: a remark in small type."""

    text: str
    is_quoted: bool = False
    is_soft: bool = False
    kind: str = field(default="words", init=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, what is said in paragraphs, and who says so when, as letters of offices are set."""

    to: str
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...]
    kind: str = field(default="letter", init=False)


@dataclass(frozen=True, slots=True)
class Column:
    """So many millimetres wide; without any, columns share what is left."""

    title: str
    mm: float = 0
    share: float = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Its headings come again on each page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Photo:
    """`picture` counts the pictures of the sheet from 0."""

    picture: int
    caption: str


@dataclass(frozen=True, slots=True)
class Photos:
    """Two in a line."""

    photos: tuple[Photo, ...]
    kind: str = field(default="photos", init=False)


@dataclass(frozen=True, slots=True)
class Sign:
    """A line for a signature; with a name and a time it was signed on the screen already."""

    label: str
    name: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """Kept together on one page."""

    lines: tuple[Sign, ...]
    kind: str = field(default="signs", init=False)


@dataclass(frozen=True, slots=True)
class Code:
    """A code to be read by a telephone, and what it is for; `picture` as of a photo."""

    picture: int
    text: str
    kind: str = field(default="code", init=False)


Block = Facts | Heading | Words | Letter | Table | Photos | Signs | Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document of A4 pages. `pictures` are JPEG or PNG; `footer` stands on every page."""

    title: str
    number: str
    office: str
    footer: str
    blocks: tuple[Block, ...]
    pictures: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """One page to be put up: a code to be read by a phone, and what it is for."""

    title: str
    lines: tuple[str, ...]
    place: str
    number: str
    footer: str
    code: bytes
