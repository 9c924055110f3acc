"""Registering a device, giving it a new token, revoking it."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ground.rights.asker import Refused
from linli.registers.places.queries import PlaceRow
from linli.sense.devices import actions
from linli.sense.devices.actions import UnknownDevice
from linli.sense.devices.logic import BadDevice, NewDevice
from linli.web.console.devices import device_page, sorted_types
from linli.web.console.pages import show
from linli.web.console.places import place_typed, places_of
from linli.web.console.troubles import Trouble
from linli.web.shared.access import filled_in, posted, staff
from linli.web.shared.request import Request
from linli.wire.texts import N_


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was filled in."""

    id: str = ""
    type: str = ""
    place: str = ""
    name: str = ""
    alias: str = ""
    spot: str = ""
    firm: str = ""
    lat: str = ""
    lon: str = ""

    @classmethod
    def of(cls, request: Request) -> "Typed":
        return cls(**{name: request.POST.get(name, "").strip() for name in cls.__slots__})

    def as_device(self, offered: list[PlaceRow]) -> NewDevice:
        """Raises `BadDevice` for a place or a point that cannot be read."""
        place = place_typed(self.place, offered)
        if place is None:
            unknown = N_("There is no place called “%(place)s”.")
            raise BadDevice("place", unknown, {"place": self.place})
        lat, lon = self._point()
        return NewDevice(
            id=self.id,
            type=self.type,
            place_id=place.id,
            name=self.name,
            alias=self.alias,
            spot=self.spot,
            firm=self.firm,
            lat=lat,
            lon=lon,
        )

    def _point(self) -> tuple[float | None, float | None]:
        if not self.lat and not self.lon:
            return None, None
        try:
            return float(self.lat), float(self.lon)
        except ValueError as wrong:
            text = N_("Enter both coordinates as numbers, or leave both empty.")
            raise BadDevice("lat", text) from wrong


@filled_in
@staff
def register(request: Request) -> HttpResponse:
    """The form; afterwards the page of the new device with its token, told this once."""
    request.asker.require("register", "device")
    typed = Typed.of(request)
    if request.method != "POST":
        return _form(request, Typed(type=request.GET.get("type", "")))
    try:
        made = actions.register(
            typed.as_device(places_of(request.asker, "register", "device")), request.asker
        )
    except BadDevice as bad:
        return _form(request, typed, bad, status=400)
    except Refused:
        outside = BadDevice("place", N_("This place is not within your reach."))
        return _form(request, typed, outside, status=403)
    return device_page(request, made.id, token=made.token)


@posted
@staff
def renew(request: Request, device_id: str) -> HttpResponse:
    """A new token, told this once; the old one ends."""
    try:
        made = actions.new_token(device_id, request.asker)
    except UnknownDevice as unknown:
        raise Http404 from unknown
    except BadDevice as bad:
        return device_page(request, device_id, Trouble(409, _("Not done."), _reason(bad)))
    return device_page(request, device_id, token=made.token)


@posted
@staff
def revoke(request: Request, device_id: str) -> HttpResponse:
    try:
        actions.revoke(device_id, request.asker)
    except UnknownDevice as unknown:
        raise Http404 from unknown
    return HttpResponseRedirect(reverse("console:device", args=[device_id]))


def _reason(bad: BadDevice) -> str:
    """What is wrong, in the reader's language."""
    return _(bad.message) % bad.values if bad.values else _(bad.message)


def _form(
    request: Request, typed: Typed, bad: BadDevice | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "typed": typed,
        "fault": {bad.field: _reason(bad)} if bad else {},
        "types": sorted_types(),
        "places": places_of(request.asker, "register", "device"),
    }
    return show(request, "console/device_form.html", context, status=status)
