"""Decides what a report must look like, and what of it everybody may read. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final
from uuid import UUID

from linli.registers.catalogue.logic import EMERGENCY, SEVERITIES
from linli.registers.places.logic.outlines import BadPoint, check_point
from linli.wire.phones import GAP, fold_phone
from linli.wire.texts import N_, holds_control

STAFF_CHANNELS: Final = ("call", "hotline", "window", "wechat", "patrol", "instruction", "device")
"""Somebody on duty writes down what another person, or a device without a line to us, says."""

NUMBERED: Final = ("hotline", "wechat", "instruction", "device")
"""Channels that may give what they send a number of their own."""

NAMED: Final = "named"
CONFIDENTIAL: Final = "confidential"
ANONYMOUS: Final = "anonymous"
NAMINGS: Final = (NAMED, CONFIDENTIAL, ANONYMOUS)
"""Whether whoever told it is named, kept from the unit that handles it, or not kept at all."""

AS_THE_ITEM: Final = "normal"
URGENCIES: Final = (AS_THE_ITEM, "urgent", EMERGENCY)
"""As the desk judges; normal means: as grave as the item says."""

CHANNELS: Final = ("portal", "open311", "api", "device_label", "place_tag", *STAFF_CHANNELS)

LONGEST: Final = {
    "text": 4000,
    "reporter_name": 80,
    "address": 300,
    "place_code": 64,
    "item": 64,
    "channel_ref": 64,
}
MOST_PHOTOS: Final = 5

_LINE_BREAK: Final = re.compile(r"[\n\t]")
_PHONE: Final = re.compile(r"[0-9+][0-9+\- ]{2,19}")
_UNFIT: Final = r"\s\x00-\x1f\x7f-\x9f\ud800-\udfff<>\""
_EMAIL: Final = re.compile(rf"[^@(),;:\\{_UNFIT}]{{1,64}}@[^@(),;:\\{_UNFIT}]{{1,189}}")
_WEB_ADDRESS: Final = re.compile(rf"https?://[^/?#{_UNFIT}][^{_UNFIT}]{{0,1991}}", re.IGNORECASE)
# Any run that is long enough to be a number of a person: 7 digits and more (an identity card's last
# may be an X), 10 and more with gaps such as people write into telephone numbers. Dates and prices
# are taken out first, so that none begins or ends inside one.
_CLOSE: Final = "[-‐–—−. ()·\u00a0]{0,3}"
_HARMLESS: Final = r"(?<!\d)(?:(?:19|20)\d\d([-./ ])\d\d?\2\d\d?|\d{1,5}\.\d\d?)(?![\d.])"
_NUMBER_OF_A_PERSON: Final = re.compile(
    rf"({_HARMLESS})|\(?(?<!\d)(?:\d{{7,}}[Xx]?|\d(?:{_CLOSE}\d){{9,}})(?!\d)"
)
# Whatever else stands between (138/1234/5678), it is one only in groups such as people make: lists
# of rooms and houses have commas and strokes too.
_APART: Final = rf"(?:{GAP}|[+#*]){{1,3}}"
_GROUPS: Final = (
    *("29", "38", "47", "56", "65", "74", "83", "92"),
    *("344", "335", "353"),
    "1" * 11,
)
_IN_GROUPS: Final = re.compile(
    rf"\(?(?<!\d)(?:(?=1(?:{_APART})?[3-9])(?:"
    + "|".join(_APART.join(rf"\d{{{size}}}" for size in sizes) for sizes in _GROUPS)
    + rf")|0\d{{2,3}}{_APART}[2-9]\d{{2,3}}{_APART}\d{{4}}"
    rf"|[1-8]\d{{5}}{_APART}(?:19|20)\d\d{_APART}\d\d{_APART}\d\d{_APART}\d{{3}}[\dXx])(?!\d)"
)
_EMAIL_IN_TEXT: Final = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_NUMERALS: Final = {
    **dict(zip("〇零一二三四五六七八九", "00123456789", strict=True)),
    **dict(zip("幺两壹贰叁肆伍陆柒捌玖貳參陸", "12123456789236", strict=True)),
}
_UNSEEN: Final = ("Cf", "Mn", "Me")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field: a translatable message and the values it names."""

    field: str
    message: str
    values: Mapping[str, Any]

    @property
    def reason(self) -> str:
        return self.message % self.values


class BadReport(ValueError):
    """A report that cannot be taken as it is, with all its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.reason}" for fault in faults))
        self.faults = tuple(faults)
        self.field = faults[0].field
        self.reason = faults[0].reason


class UnknownReport(LookupError):
    """There is no such report within the asker's reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """What somebody tells us. Points are in degrees (WGS 84); photos and the voice message are
    ids of stored files. Who has spoken need not write, nor who says the
    same as others (`is_joint`).

    `channel_ref` is the number that the channel gave it, such as that of a 12345 order.
    """

    item: str
    text: str
    channel: str
    channel_ref: str = ""
    naming: str = NAMED
    urgency: str = AS_THE_ITEM
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    place_code: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    reporter_email: str = ""
    photos: tuple[UUID, ...] = ()
    voice: UUID | None = None
    is_joint: bool = False
    media_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSupplement:
    """What a reporter tells when asked for more; photos are ids of stored files."""

    text: str
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What the reporter gets: the receipt is all they need to follow it."""

    report_id: UUID
    receipt: str
    signal_id: UUID


def tidy(new: NewReport) -> NewReport:
    """Without blanks around, with one kind of line break, with plain digits in the numbers.

    Nothing is kept of who told it anonymously.
    """
    told = replace(
        new,
        text=_tidy_text(new.text),
        address=new.address.strip(),
        place_code=new.place_code.strip(),
        channel_ref=tidy_ref(new.channel_ref),
        reporter_name=new.reporter_name.strip(),
        reporter_phone=_tidy_phone(new),
        reporter_email=unicodedata.normalize("NFKC", new.reporter_email).strip(),
        media_url=new.media_url.strip(),
    )
    if new.naming == ANONYMOUS:
        return replace(told, reporter_name="", reporter_phone="", reporter_email="")
    return told


def tidy_supplement(new: NewSupplement) -> NewSupplement:
    return replace(new, text=_tidy_text(new.text))


def check_supplement(new: NewSupplement) -> list[Fault]:
    """All faults of a tidy one that can be seen without looking anything up."""
    faults = [*_faults_of("text", new.text), *_photo_faults(new.photos)]
    if not new.text and not new.photos:
        faults.append(Fault("text", N_("Please write something, or add a photo."), {}))
    return faults


def check(new: NewReport) -> list[Fault]:
    """All faults of a tidy report that can be seen without looking anything up."""
    return [*_text_faults(new), *_other_faults(new)]


def severity_of(item_severity: str, urgency: str) -> str:
    """How grave it is: as the item says, or graver if whoever took it down judges so."""
    judged = item_severity if urgency == AS_THE_ITEM else urgency
    return min(item_severity, judged, key=SEVERITIES.index)


def tidy_release(text: str) -> str:
    return _tidy_text(text)


def check_release(text: str) -> None:
    """Raises `BadReport` for words that everybody may not read, or that cannot be kept."""
    faults = [*_faults_of("text", text)]
    if public_text(text) != text:
        message = N_("There is still a telephone number, an identity number or an e-mail address.")
        faults.append(Fault("text", message, {}))
    if faults:
        raise BadReport(faults)


def public_text(text: str, name: str = "") -> str:
    """The text without telephone and identity numbers, e-mail addresses, and this name.

    People add them for us, and not for all.
    """
    plain, origins = _plain(text)
    origins.append(len(text))
    parts: list[str] = []
    shown_to = 0
    for start, end in sorted(_private_spans(plain, _plain(name)[0])):
        parts += [text[shown_to : origins[start]], "…"]
        shown_to = max(origins[end - 1] + 1, origins[end])
    return "".join(parts) + text[shown_to:] if parts else text


def _plain(text: str) -> tuple[str, list[int]]:
    """Each sign in its plainest form, all digits as 0 to 9, and where in the text it stands."""
    if text.isascii():
        return text, list(range(len(text)))
    found = [(sign, at) for at, written in enumerate(text) for sign in _signs(written)]
    return "".join(sign for sign, _ in found), [at for _, at in found]


@cache
def _signs(written: str) -> str:
    if unicodedata.category(written) in _UNSEEN:
        return ""
    digit = unicodedata.digit(written, None)
    if digit is not None:
        return str(digit)
    return _NUMERALS.get(written) or unicodedata.normalize("NFKC", written)


def _private_spans(plain: str, name: str) -> Iterator[tuple[int, int]]:
    """Where something of a person stands, without overlaps."""
    patterns = [_EMAIL_IN_TEXT, _IN_GROUPS, _NUMBER_OF_A_PERSON]
    signs = [re.escape(sign) for sign in "".join(name.split())]
    if signs:
        patterns.insert(0, re.compile(rf"(?:{_APART})?".join(signs), re.IGNORECASE))
    for pattern in patterns:
        spans = [found.span() for found in pattern.finditer(plain) if not _is_harmless(found)]
        yield from spans
        for start, end in spans:
            plain = plain[:start] + "\0" * (end - start) + plain[end:]


def _is_harmless(found: re.Match[str]) -> bool:
    return found.re is _NUMBER_OF_A_PERSON and found[1] is not None


def _text_faults(new: NewReport) -> Iterator[Fault]:
    if not new.text and new.voice is None and not new.is_joint:
        yield Fault("text", N_("Please say in a few words what is wrong."), {})
    for field in LONGEST:
        yield from _faults_of(field, getattr(new, field))


def _faults_of(field: str, written: str) -> Iterator[Fault]:
    if len(written) > LONGEST[field]:
        message = N_("This has %(length)d characters; at most %(most)d are allowed.")
        yield Fault(field, message, {"length": len(written), "most": LONGEST[field]})
    if holds_control(written) or (field != "text" and _LINE_BREAK.search(written)):
        message = N_("This holds characters that cannot be printed; please leave them out.")
        yield Fault(field, message, {})


def _other_faults(new: NewReport) -> Iterator[Fault]:
    if new.channel not in CHANNELS:
        message = N_("The channel “%(channel)s” is not known; use one of %(known)s.")
        values = {"channel": new.channel[:16], "known": ", ".join(CHANNELS)}
        yield Fault("channel", message, values)
    yield from _staff_faults(new)
    yield from _phone_faults(new)
    if new.reporter_email and not _EMAIL.fullmatch(new.reporter_email):
        message = N_("“%(email)s” is not an e-mail address; write it like name@example.org.")
        yield Fault("reporter_email", message, {"email": new.reporter_email[:64]})
    if new.media_url and not _WEB_ADDRESS.fullmatch(new.media_url):
        message = N_(
            "“%(url)s” is not a web address; use http:// or https:// and at most 2000 characters."
        )
        yield Fault("media_url", message, {"url": new.media_url[:64]})
    try:
        check_point(new.lat, new.lon)
    except BadPoint as wrong:
        yield Fault("lat", wrong.message, wrong.values)
    yield from _photo_faults(new.photos)


def _staff_faults(new: NewReport) -> Iterator[Fault]:
    """What only the forms of the staff ask for."""
    for field, known in (("naming", NAMINGS), ("urgency", URGENCIES)):
        given = getattr(new, field)
        if given not in known:
            message = N_("“%(given)s” is not known here; use one of %(known)s.")
            yield Fault(field, message, {"given": given[:16], "known": ", ".join(known)})
    if new.channel_ref and new.channel not in NUMBERED:
        message = N_("This channel gives no numbers of its own; leave “%(number)s” out.")
        yield Fault("channel_ref", message, {"number": new.channel_ref[:32]})


def _phone_faults(new: NewReport) -> Iterator[Fault]:
    if new.channel in STAFF_CHANNELS:
        is_sound = bool(fold_phone(new.reporter_phone))
        message = N_(
            "“%(phone)s” is not a phone number; write a mobile number of 11 digits, or a landline "
            "as 0551-62345678, with its extension as 0551-62345678-801."
        )
    else:
        is_sound = bool(_PHONE.fullmatch(new.reporter_phone))
        message = N_("“%(phone)s” is not a phone number; use 3 to 20 digits, blanks and dashes.")
    if new.reporter_phone and not is_sound:
        yield Fault("reporter_phone", message, {"phone": new.reporter_phone[:32]})


def _tidy_phone(new: NewReport) -> str:
    """In one way of writing, to be found by; what is no number stays as it is, to be told."""
    written = unicodedata.normalize("NFKC", new.reporter_phone).strip()
    return fold_phone(written) or written


def tidy_ref(number: str) -> str:
    """A channel's own number in one way of writing."""
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()


def _photo_faults(photos: tuple[UUID, ...]) -> Iterator[Fault]:
    if len(photos) > MOST_PHOTOS:
        message = N_("There are %(count)d photos; at most %(most)d are allowed.")
        yield Fault("photos", message, {"count": len(photos), "most": MOST_PHOTOS})


def _tidy_text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
