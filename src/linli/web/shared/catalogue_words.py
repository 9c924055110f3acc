"""The words of the catalogue's codes, as offices say them; residents' words are in `words`."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.web.shared.icons import Icon
from linli.web.shared.signs import Sign

SHELVES: Final[dict[str, Promise]] = {
    "components": _("City components"),
    "events": _("City events"),
    "hazards": _("Hazards"),
    "devices": _("Devices and platform"),
    "care": _("Care at home"),
    "services": _("Services and applications"),
}

CATEGORIES: Final[dict[str, Promise]] = {
    "utilities": _("Public utilities"),
    "traffic": _("Traffic facilities"),
    "city_facilities": _("Facilities of city appearance"),
    "greening": _("Greenery"),
    "estate_facilities": _("Facilities of estates and buildings"),
    "environment": _("City appearance and environment"),
    "advertising": _("Posters and advertising"),
    "building_sites": _("Building sites"),
    "street_order": _("Street order"),
    "community_life": _("Life of the community"),
    "fire_and_gas": _("Fire, gas and electricity"),
    "structures": _("Buildings and slopes"),
    "water_and_weather": _("Water and weather"),
    "substances": _("Dangerous substances"),
    "sensing": _("Devices"),
    "platform": _("Platform"),
    "calls": _("Calls for help"),
    "wellbeing": _("Wellbeing"),
    "allowances": _("Allowances and relief"),
    "registrations": _("Registrations"),
    "help": _("Help and advice"),
}

FILINGS: Final[dict[str, Promise]] = {
    "automatic": _("is filed at once"),
    "desk": _("is looked at by the desk first"),
}

LISTS: Final[dict[str, Promise]] = {
    "duty": _("Duty desk"),
    "maintenance": _("Maintenance of devices"),
    "administrator": _("System administrator"),
    "clerk": _("Clerk of the community"),
}

EVIDENCE: Final[dict[str, Promise]] = {
    "words": _("words"),
    "position": _("exact place"),
    "photo": _("photo"),
    "reading": _("reading of a device"),
    "document": _("document"),
    "visit": _("visit on the spot"),
    "call": _("phone call"),
    "signature": _("signature"),
}

TOLD: Final[dict[str, Promise]] = {
    "reporter": _("Reporter"),
    "holder": _("Unit that answers"),
    "duty_desk": _("Duty desk"),
    "leader": _("Leader on duty"),
    "community": _("Community"),
    "grid_worker": _("Grid worker"),
    "carers": _("Carers"),
    "residents": _("Residents nearby"),
    "maintenance": _("Maintenance of devices"),
    "administrator": _("System administrator"),
    "clerk": _("Clerk of the community"),
}

PARTY_KINDS: Final[dict[str, Promise]] = {
    "street_office": _("Street office"),
    "department": _("Department"),
    "community": _("Community"),
    "property_firm": _("Property firm"),
    "maintenance_firm": _("Maintenance firm"),
    "care_station": _("Care station"),
    "post": _("Post"),
}

RESULT_PHOTOS: Final[dict[str, Promise]] = {
    "optional": _("not needed"),
    "required": _("required"),
}

UNITS: Final[dict[str, Promise]] = {
    "minutes": _("minutes"),
    "working_hours": _("working hours"),
    "working_days": _("working days"),
}

COVERAGES: Final = {
    "hole": Sign(_("nobody answers"), Icon("circle-off"), "emergency"),
    "overlap": Sign(_("overlap: the named unit is hidden"), Icon("layers-2"), "emergency"),
    "nested": Sign(_("several named, the nearest answers"), Icon("git-fork"), "urgent"),
    "named": Sign(_("named"), Icon("circle-check"), "good"),
    "rest": Sign(_("among all the rest"), Icon("asterisk"), "low"),
}
"""Whether somebody answers for a matter in a place."""

VERDICTS: Final = {
    "same": Sign(_("the same"), Icon("equal"), "good"),
    "similar": Sign(_("similar"), Icon("equal-approximately"), "urgent"),
    "repeated": Sign(_("repeated in the list"), Icon("copy"), "normal"),
    "novel": Sign(_("not in the catalogue"), Icon("circle-plus"), "accent"),
}
"""How a row of a department's list relates to the catalogue."""

DECISIONS: Final[dict[str, Promise]] = {
    "open": _("to be decided"),
    "alias": _("another name"),
    "known": _("called so already"),
    "new": _("new matter"),
    "left_out": _("left out"),
}

HOW_ALIKE: Final[dict[str, Promise]] = {
    "written": _("by the words"),
    "pinyin": _("by pinyin"),
    "sound": _("by the sound"),
    "initials": _("by first letters"),
}

DRAFT_STATES: Final = {
    "waiting": Sign(_("waits for a second person"), Icon("hourglass"), "accent"),
    "approved": Sign(_("approved"), Icon("circle-check"), "good"),
    "refused": Sign(_("not approved"), Icon("ban"), "urgent"),
    "withdrawn": Sign(_("taken back"), Icon("undo-2"), "low"),
}

DRAFT_KINDS: Final[dict[str, Promise]] = {
    "new": _("New matter"),
    "change": _("Change"),
    "retire": _("To be retired"),
}
