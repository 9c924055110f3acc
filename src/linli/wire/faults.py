"""Why readings cannot be taken: a code with its values, worded where somebody reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from linli.wire.texts import N_

Value = str | int


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a code says. `reason` is its kind in one word, which programs go by."""

    reason: str
    text: str


SENTENCES: Final[Mapping[str, Sentence]] = {
    "json.broken": Sentence(
        "json", N_("is not JSON: it breaks at line %(line)d column %(column)d.")
    ),
    "json.utf8": Sentence("json", N_("is not JSON: byte %(byte)d is not UTF-8.")),
    "json.number": Sentence("json", N_("is not JSON: a number has too many digits.")),
    "json.depth": Sentence("json", N_("is nested too deeply for readings.")),
    "form.message": Sentence(
        "form", N_("is %(kind)s; send a SenML array or an object of quantities.")
    ),
    "form.record": Sentence("form", N_("is %(kind)s; a record is an object.")),
    "form.label": Sentence(
        "form", N_("must be understood and is not known here; the pack is refused.")
    ),
    "form.version": Sentence("form", N_("is %(version)s; versions up to %(most)d are known.")),
    "form.value": Sentence("form", N_("has no value; send v or vb.")),
    "count": Sentence("count", N_("has %(count)d records; send 1 to %(most)d.")),
    "name.device": Sentence(
        "name", N_('"%(name)s" names no device; use urn:linli:<id>:<quantity>.')
    ),
    "name.quantity": Sentence(
        "name", N_('"%(name)s" is not a valid name of a quantity; use a-z, 0-9 and _.')
    ),
    "device": Sentence("device", N_('"%(device)s" is not this device, nor one listed under it.')),
    "quantity": Sentence(
        "quantity", N_('"%(name)s" is not measured by a %(type)s; it sends %(known)s.')
    ),
    "type.truth": Sentence("type", N_("is %(kind)s; vb is true or false.")),
    "type.number": Sentence("type", N_("is %(kind)s; send a number.")),
    "type.text": Sentence("type", N_("is %(kind)s; send text.")),
    "type.label": Sentence("type", N_("is not taken; send a number (v) or true and false (vb).")),
    "type.finite": Sentence("type", N_("is %(value)s; leave out what could not be measured.")),
    "type.wants_truth": Sentence("type", N_("is %(value)s; send true or false.")),
    "type.wants_number": Sentence("type", N_("is %(value)s; send a number.")),
    "unit": Sentence("unit", N_('"%(unit)s" is not the unit of %(name)s; send %(wanted)s.')),
    "unit.none": Sentence("unit", N_('"%(unit)s" is not the unit of %(name)s; leave it out.')),
    "range": Sentence("range", N_("is %(value)s; it lies between %(low)s and %(high)s.")),
    "time.past": Sentence(
        "time",
        N_("is %(at)s, %(seconds)s s ago; up to 7 days ago is taken: set the device's clock."),
    ),
    "time.future": Sentence(
        "time",
        N_("is %(at)s, %(seconds)s s ahead; up to 120 s ahead is taken: set the device's clock."),
    ),
    "size": Sentence("size", N_("has %(size)d bytes; %(most)d is the most.")),
    "size.more": Sentence("size", N_("has %(size)d bytes or more; %(most)d is the most.")),
    "topic": Sentence("topic", N_('was sent to "%(topic)s"; use linli/v1/<device>/readings.')),
    "qos": Sentence("qos", N_("was sent with QoS 2; use 0 or 1.")),
    "token": Sentence("token", N_("is not known, was revoked, or showed a wrong token.")),
    "fault": Sentence("fault", N_("could not be stored: %(error)s")),
}
"""Codes are kept in the readings store, so none is given another meaning."""

KINDS: Final[Mapping[str, str]] = {
    "truth": N_("true or false"),
    "number": N_("a number"),
    "text": N_("text"),
    "array": N_("an array"),
    "object": N_("an object"),
    "null": N_("null"),
}
"""What a value of JSON is, in words."""

_CODES: Final[Mapping[type, str]] = {
    bool: "truth",
    int: "number",
    float: "number",
    str: "text",
    list: "array",
    dict: "object",
}
_SPOILS_ALL: Final = N_("The records after it depend on it.")


def _english(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a message, or with one of its records and the `label` there.

    `record` counts from 1; 0 is the message as a whole. `spoils_all`: the records after it cannot
    be read without it.
    """

    code: str
    record: int = 0
    label: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    spoils_all: bool = False

    @property
    def reason(self) -> str:
        return SENTENCES[self.code].reason

    @property
    def place(self) -> str:
        """In English, for programs."""
        return self._place(_english)

    @property
    def detail(self) -> str:
        """In English, for programs."""
        return self._detail(_english)

    def told(self, translate: Callable[[str], str] = _english) -> str:
        """Place and sentence, in the language of `translate`."""
        pattern = translate(N_("%(place)s %(fault)s"))
        return pattern % {"place": self._place(translate), "fault": self._detail(translate)}

    def _place(self, translate: Callable[[str], str]) -> str:
        if not self.record:
            return translate(N_("device") if self.code == "token" else N_("message"))
        record = N_("record %(number)d, %(label)s") if self.label else N_("record %(number)d")
        return translate(record) % {"number": self.record, "label": self.label}

    def _detail(self, translate: Callable[[str], str]) -> str:
        values = dict(self.values)
        if "kind" in values:
            values["kind"] = translate(KINDS[str(values["kind"])])
        sentence = SENTENCES.get(self.code)
        if sentence is None:
            return f"{self.code} {values}"
        text = translate(sentence.text) % values
        return f"{text} {translate(_SPOILS_ALL)}" if self.spoils_all else text


def kind_of(value: object) -> str:
    """The code, in `KINDS`, of what a value of JSON is."""
    return _CODES.get(type(value), "null")
