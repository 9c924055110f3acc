"""Reads the form of a call: what was typed, which place and case were chosen, what is wrong."""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from uuid import UUID, uuid4

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.ground.idempotency.actions import KeyReused, once
from linli.ground.rights.asker import Asker
from linli.registers.catalogue import queries as catalogue
from linli.registers.catalogue.logic import DUTY, ItemDefinition
from linli.registers.places import queries as places
from linli.registers.places.logic.outlines import check_point
from linli.registers.places.queries import FoundPlace, PlaceRow
from linli.respond.cases.actions import take_answered, take_into
from linli.respond.cases.logic.faults import BadText, IllegalMove, NotFound
from linli.respond.cases.queries import Sought
from linli.respond.cases.queries.alike import Suggested, suggested
from linli.sense.reports import queries as reports
from linli.sense.reports.actions import check_report, take_report
from linli.sense.reports.logic import (
    AS_THE_ITEM,
    NAMED,
    NUMBERED,
    STAFF_CHANNELS,
    BadReport,
    NewReport,
    Taken,
)
from linli.web.console.places import only
from linli.web.shared.photo_form import sent_key
from linli.web.shared.request import Request
from linli.web.shared.templatetags.linli import place_path

FIELDS: Final = (
    *("channel", "channel_ref", "text", "item", "item_typed", "place_code", "place_chosen"),
    *("address", "point", "naming", "reporter_name", "reporter_phone", "urgency", "join"),
    *("answer", "settled", "offered"),
)
FIRST: Final = {"channel": STAFF_CHANNELS[0], "naming": NAMED, "urgency": AS_THE_ITEM}
LATER: Final = "later"
"""Stands for the place when the desk says that somebody will find it out."""

ONCE_SCOPE: Final = "call form"
_MEANT: Final = 6
_LONGEST_TYPED: Final = 120
_WORDS_COMPARED: Final = 400
_CONFLICT: Final = 409


@dataclass(slots=False, kw_only=True)
class CallForm:
    """A form as it stands on the page. `key` is the same when it is sent twice, and counts once.

    `meant` are places that may be meant by what was typed; `known` is the receipt of an order that
    was taken before; with `status` it comes back when it has faults.
    """

    key: str = field(default_factory=lambda: uuid4().hex)
    values: dict[str, str] = field(default_factory=lambda: {name: "" for name in FIELDS} | FIRST)
    faults: dict[str, str] = field(default_factory=dict)
    meant: list[FoundPlace] = field(default_factory=list)
    known: str = ""
    status: int = 400

    @classmethod
    def sent(cls, request: Request) -> "CallForm":
        sent = request.POST if request.method == "POST" else request.GET
        form = cls(key=sent_key(request))
        form.values |= {name: sent[name] for name in FIELDS if name in sent}
        if form.values["channel"] not in STAFF_CHANNELS:
            form.values["channel"] = STAFF_CHANNELS[0]
        chosen = form.values["place_chosen"]
        if chosen != LATER and places.by_code(chosen) is None:
            form.values["place_chosen"] = ""  # of a register that has changed since
        return form

    @cached_property
    def place(self) -> PlaceRow | None:
        """The place that was chosen, or that its code or full name was typed of."""
        typed, chosen = self._typed_place, self.values["place_chosen"]
        if chosen == LATER or not (typed or chosen):
            return None
        return (
            (places.by_code(chosen) if chosen else None)
            or places.by_code(typed)
            or only([one.place for one in self.meant if self._is_named(one, typed)])
        )

    @cached_property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude; None without them, and for what is none."""
        with suppress(ValueError):
            lat, lon = map(float, self.values["point"].replace("，", ",").replace(",", " ").split())
            check_point(lat, lon)
            return lat, lon
        return None

    @cached_property
    def item(self) -> str:
        """The code of what was chosen, or whose name was typed."""
        typed = self.values["item_typed"].strip()[:_LONGEST_TYPED]
        if self.values["item"] or not typed:
            return self.values["item"]
        found = catalogue.find_items(typed, of_list=DUTY, limit=_MEANT)
        return next((one.item.code for one in found if typed in (one.name, _label(one.item))), "")

    @cached_property
    def _meant_item(self) -> str:
        """What the words speak of, while nothing is chosen."""
        words = self.values["text"].strip()[:_LONGEST_TYPED]
        if not words or self.values["item_typed"].strip():
            return ""
        found = catalogue.find_items(words, of_list=DUTY, limit=1)
        return found[0].item.code if found else ""

    @property
    def sought(self) -> Sought:
        lat, lon = self.point or (None, None)
        place = self.place
        return Sought(
            item=self.item or self._meant_item,
            place_id=place.id if place else None,
            lat=lat,
            lon=lon,
        )

    def near(self, asker: Asker) -> list[Suggested]:
        """Open cases that it could be filed into, by place, item and words."""
        if not asker.may("join", "case"):
            return []
        return suggested(self.sought, self.values["text"].strip()[:_WORDS_COMPARED], asker)

    def take(self, asker: Asker) -> str:
        """The receipt; empty when the form has to be mended. Raises `Refused`."""
        self._look_for_places(asker)
        self._check_own_fields(asker)
        if self.faults:
            self._find_all_faults(asker)
            return ""
        try:
            return str(once(ONCE_SCOPE, self.key, self._fingerprint(), lambda: self._act(asker))[1])
        except BadReport as bad:
            self._take_faults(bad)
        except (IllegalMove, NotFound) as settled:
            self._take_settled(settled)
        except BadText as bad_text:
            self.faults["answer"] = _(bad_text.message) % bad_text.values
        except KeyReused:
            self.key = uuid4().hex
            self.faults["text"] = _(
                "This form was sent before with other words. Send it again if this is another call."
            )
        return ""

    def _act(self, asker: Asker) -> tuple[int, str]:
        return 201, self._taken(asker).receipt

    def _taken(self, asker: Asker) -> Taken:
        new = self._report()
        if self.values["join"]:
            return take_into(UUID(self.values["join"]), new, asker)
        if self.values["answer"].strip():
            is_settled = bool(self.values["settled"])
            return take_answered(new, self.values["answer"], asker, is_settled=is_settled)
        return take_report(new, asker)

    def _report(self) -> NewReport:
        value, place = self.values, self.place
        lat, lon = self.point or (None, None)
        is_later = value["place_chosen"] == LATER
        return NewReport(
            item=self.item,
            text=value["text"],
            channel=value["channel"],
            channel_ref=value["channel_ref"] if value["channel"] in NUMBERED else "",
            naming=value["naming"],
            urgency=value["urgency"],
            lat=lat,
            lon=lon,
            address=self._address() if is_later else value["address"],
            place_code=place.code if place else "" if is_later else self._typed_place,
            reporter_name=value["reporter_name"],
            reporter_phone=value["reporter_phone"],
        )

    def _address(self) -> str:
        """What was typed for the place is where somebody will look for it."""
        typed, address = self._typed_place, self.values["address"].strip()
        return address if typed in address else f"{typed} {address}".strip()

    @property
    def _typed_place(self) -> str:
        return self.values["place_code"].strip()[:_LONGEST_TYPED]

    def _look_for_places(self, asker: Asker) -> None:
        """What may be meant by words that nobody chose a place for."""
        if self._typed_place and not self.values["place_chosen"]:
            self.meant = places.find_places(self._typed_place, asker, limit=_MEANT)

    def _is_named(self, found: FoundPlace, typed: str) -> bool:
        return typed in (found.label(_language()), place_path(found.place.id))

    def _check_own_fields(self, asker: Asker) -> None:
        if self.values["point"].strip() and self.point is None:
            self.faults["point"] = _(
                "“%(point)s” is no point; write latitude and longitude, as 31.8200, 117.2200."
            ) % {"point": self.values["point"][:40]}
        if self.meant and self.place is None:
            self.faults["place_code"] = _("Which of these places is meant?")
        if self.values["join"] and self.values["answer"].strip():
            self.faults["answer"] = _(
                "Either file it into an open case or answer it on the spot, not both."
            )
        self._check_join(asker)

    def _check_join(self, asker: Asker) -> None:
        """Who has not seen what is open here sees it once: their browser may run no scripts."""
        if self.values["join"]:
            try:
                UUID(self.values["join"])
            except ValueError:
                self.values["join"] = ""
                self.faults["join"] = _("Choose one of these cases, or a new one.")
            return
        item = catalogue.item(self.item) if self.item else None
        joins_by_itself = item is None or item.joining.reports
        if self.values["offered"] or joins_by_itself or self.place is None:
            return
        if any(one.is_same_item or one.is_likely for one in self.near(asker)):
            self.faults["join"] = _("There are open cases of this kind here: choose, then save.")
            self.status = _CONFLICT

    def _find_all_faults(self, asker: Asker) -> None:
        """So that nobody mends the form three times."""
        try:
            check_report(self._report(), asker)
        except BadReport as bad:
            self._take_faults(bad)

    def _take_faults(self, bad: BadReport) -> None:
        for fault in bad.faults:
            self.faults.setdefault(fault.field, reports.explain(fault))
            self.known = fault.values.get("receipt", self.known)

    def _take_settled(self, error: IllegalMove | NotFound) -> None:
        self.status = _CONFLICT
        guard = error.guard if isinstance(error, IllegalMove) else ""
        if self.values["join"]:
            self.values["join"] = ""
            self.faults["join"] = _(guard) or _("This case is not within your reach.")
        else:
            self.faults["answer"] = _(guard)

    def _fingerprint(self) -> bytes:
        """What makes a repeated form the same one."""
        told = {name: value for name, value in self.values.items() if name != "offered"}
        return repr(sorted(told.items())).encode("utf-8", "surrogatepass")


def _label(item: ItemDefinition) -> str:
    return item.label(_language())


def _language() -> str:
    return get_language() or "zh-hans"
