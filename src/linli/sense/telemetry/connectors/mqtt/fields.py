"""The fields that MQTT packets are made of, off the front of bytes. Pure.

Sections named are those of the OASIS standard MQTT 5.0.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

TOPIC_ALIAS: Final = 0x23
AUTHENTICATION_METHOD: Final = 0x15
_BYTE, _TWO, _FOUR, _VARIABLE, _TEXT, _BINARY, _PAIR = range(7)
_PROPERTIES: Final[Mapping[int, int]] = {
    **dict.fromkeys((0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A), _BYTE),
    **dict.fromkeys((0x13, 0x21, 0x22, TOPIC_ALIAS), _TWO),
    **dict.fromkeys((0x02, 0x11, 0x18, 0x27), _FOUR),
    **dict.fromkeys((0x03, 0x08, 0x12, AUTHENTICATION_METHOD, 0x1A, 0x1C, 0x1F), _TEXT),
    **dict.fromkeys((0x09, 0x16), _BINARY),
    0x0B: _VARIABLE,
    0x26: _PAIR,
}
"""Kind of value by identifier (section 2.2.2.2)."""
_MAY_REPEAT: Final = (0x0B, 0x26)


class Reason(IntEnum):
    """Reason codes of MQTT 5 that we give (section 2.4)."""

    SUCCESS = 0x00
    NO_SUBSCRIPTION = 0x11
    MALFORMED_PACKET = 0x81
    PROTOCOL_ERROR = 0x82
    IMPLEMENTATION = 0x83
    UNSUPPORTED_VERSION = 0x84
    BAD_CLIENT_ID = 0x85
    NOT_AUTHORISED = 0x87
    SERVER_UNAVAILABLE = 0x88
    SHUTTING_DOWN = 0x8B
    BAD_AUTHENTICATION_METHOD = 0x8C
    KEEP_ALIVE_TIMEOUT = 0x8D
    SESSION_TAKEN_OVER = 0x8E
    TOPIC_ALIAS_INVALID = 0x94
    PACKET_TOO_LARGE = 0x95
    QUOTA_EXCEEDED = 0x97
    PAYLOAD_FORMAT_INVALID = 0x99
    QOS_NOT_SUPPORTED = 0x9B


class MalformedPacket(Exception):
    """Bytes that are no packet; `reason` is what MQTT 5 calls it."""

    def __init__(self, text: str, reason: Reason = Reason.MALFORMED_PACKET) -> None:
        super().__init__(text)
        self.reason = reason


class Fields:
    """Takes values off the front of a body. Raises `MalformedPacket` where it ends too soon."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    @property
    def has_more(self) -> bool:
        return self._at < len(self._body)

    def take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._body):
            raise MalformedPacket(f"{end - len(self._body)} bytes are missing")
        taken = self._body[self._at : end]
        self._at = end
        return taken

    def rest(self) -> bytes:
        return self.take(len(self._body) - self._at)

    def end(self, what: str) -> None:
        if self.has_more:
            raise MalformedPacket(f"{what} has {len(self._body) - self._at} bytes too many")

    def byte(self) -> int:
        return self.take(1)[0]

    def two(self) -> int:
        return int.from_bytes(self.take(2))

    def four(self) -> int:
        return int.from_bytes(self.take(4))

    def packet_id(self) -> int:
        number = self.two()
        if not number:
            raise MalformedPacket("packet identifier 0")
        return number

    def variable(self) -> int:
        number = 0
        for place in range(4):
            byte = self.byte()
            number |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                return number
        raise MalformedPacket("a number takes more than four bytes")

    def binary(self) -> bytes:
        return self.take(self.two())

    def text(self) -> str:
        """UTF-8 without NUL (section 1.5.4); halves of surrogate pairs are no UTF-8 to Python."""
        try:
            text = self.binary().decode()
        except UnicodeDecodeError as wrong:
            raise MalformedPacket("text that is not UTF-8") from wrong
        if "\0" in text:
            raise MalformedPacket("text with a NUL")
        return text

    def properties(self) -> dict[int, int]:
        """The numbers among the properties, by identifier; others are read and left, with 0."""
        inner = Fields(self.take(self.variable()))
        found: dict[int, int] = {}
        while inner.has_more:
            identifier = inner.variable()
            if identifier not in _PROPERTIES:
                raise MalformedPacket(f"property {identifier} is not known")
            if identifier in found and identifier not in _MAY_REPEAT:
                raise MalformedPacket(f"property {identifier} twice", Reason.PROTOCOL_ERROR)
            found[identifier] = inner.value(_PROPERTIES[identifier])
        return found

    def value(self, kind: int) -> int:
        if kind in {_TEXT, _BINARY, _PAIR}:
            self._pass_over(kind)
            return 0
        return {_BYTE: self.byte, _TWO: self.two, _FOUR: self.four, _VARIABLE: self.variable}[
            kind
        ]()

    def _pass_over(self, kind: int) -> None:
        if kind == _BINARY:
            self.binary()
            return
        self.text()
        if kind == _PAIR:
            self.text()
