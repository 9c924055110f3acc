"""Where each page lies, what is sent to it, and what must have happened before it can be done."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from linli.ground.accounts.models import Grant
from linli.ground.facts.models import Delivery
from linli.ground.files.actions import store_photo, store_sound
from linli.ground.parts import actions as parts
from linli.ground.rights.asker import Asker
from linli.ground.sheets import queries as sheets
from linli.ground.sheets import rows
from linli.lists import LOADERS, read_list, take_list
from linli.organise.tasks import actions as task_actions
from linli.organise.tasks import queries as tasks
from linli.organise.tasks.logic.results import Looked
from linli.organise.tasks.queries import TaskRow
from linli.registers.catalogue import actions as catalogue
from linli.registers.catalogue import queries as items
from linli.registers.staff.models import Staff
from linli.respond.cases import queries as cases
from linli.respond.cases.actions import release_words
from linli.respond.cases.queries.past import EXAMPLE
from linli.sense.devices.models import Device
from linli.sense.reports.models import Report
from linli.web.portal.hands_marks import COOKIE
from linli.web.shared.parts import EXPECTED
from tests.capabilities.ground.test_sounds import read
from tests.cast import PASSWORD
from tests.web.addresses import ARGUMENTS, MACHINES
from tests.web.catalogue_forms import OF_THE_CATALOGUE, catalogue_forms, keep_a_list
from tests.web.conftest import PARTS, Story, jpeg
from tests.web.forms import PLAIN
from tests.web.stage_batches import OfMany
from tests.web.stage_codes import OfCodes
from tests.web.stage_desk import AT_THE_DESK, AtTheDesk
from tests.web.stage_incidents import OF_AN_INCIDENT, InAnIncident
from tests.web.stage_ledgers import OF_A_LEDGER, OF_A_ROW, OnALedger
from tests.web.stage_links import HANDS, ByLink
from tests.web.stage_merging import OfOneProblem
from tests.web.stage_time import TIMED, InTime, soon
from tests.web.stage_told import ToldBack

VOICE: Final = "console.voice"
NOW: Final = datetime.now(UTC)
NEW_PASSWORD: Final = "a new battery staple"


@dataclass(frozen=True, slots=True)
class Stage(
    AtTheDesk, InTime, OfOneProblem, ByLink, InAnIncident, OnALedger, OfMany, OfCodes, ToldBack
):
    """The story as it stands when somebody opens or sends a page."""

    story: Story
    people: Mapping[str, Asker]

    def set_for(self, route: str) -> None:
        """Brings about what must be so before anybody can do this."""
        for happen in BEFORE.get(route, ()):
            happen(self)

    def asked(self, method: str, route: str, who: str, browser: Client) -> HttpResponse:
        """What this person's browser gets; it forgets what came of it."""
        client, address = Client(), self.address(route)
        client.cookies = deepcopy(browser.cookies)
        if route in HANDS:
            client.cookies[COOKIE] = self.mark()
        if method == "GET":
            return client.get(address)
        return client.post(address, self._form(route, who))

    def address(self, route: str) -> str:
        if route in MACHINES:
            return MACHINES[route].format(report=self.story.report, photo=self.story.photo)
        special = SPECIAL.get(route)
        if special:
            return reverse(route, args=special(self))
        if route in {"console:item", "console:edit-item", "console:retire-item"}:
            return reverse(route, args=["garbage"])
        if route in OF_THE_CATALOGUE:
            is_row = route == "console:decide-row"
            waiting = items.listed_rows(PARTS) if is_row else items.drafts(PARTS)
            return reverse(route, args=[waiting[0].id if waiting else self.story.case])
        return reverse(route, args=[getattr(self.story, one) for one in ARGUMENTS.get(route, ())])

    def parked(self) -> list[object]:
        return [Delivery.objects.filter(state=Delivery.PARKED)[0].pk]

    def checked_photo(self) -> list[object]:
        steps = [step for step in cases.timeline(self.story.case, PARTS) if step.act == "verified"]
        return [self.story.case, steps[0].detail["photo_ids"][0] if steps else self.story.photo]

    def task_photo(self) -> list[object]:
        """Before the work is done there is none: any will do to try the methods of the address."""
        return [self.story.task, (self.task().photo_ids or (self.story.photo,))[0]]

    def list_sent(self) -> list[object]:
        return [self.list_of_gu()]

    def kind(self) -> list[object]:
        return ["place"]

    def building(self) -> list[object]:
        return ["place", self.story.district.building]

    def somebody(self) -> list[object]:
        """Of Wu's firm; before anybody is kept, any id will do to try the methods."""
        known = Staff.objects.first()
        return ["staff", known.pk if known else 1]

    def keep_somebody(self) -> None:
        Staff.objects.create(code="w1", name="W", party_id=self.story.district.property)

    def device_without_token(self) -> None:
        Device.objects.create(
            id="new",
            type="gateway",
            place_id=self.story.district.building,
            label="N",
            **self.story.district.where("building").columns(),
        )

    def row_form(self, row_id: str) -> dict[str, Any]:
        """A place with another name, or a new one."""
        new = {"code": "e8", "name": "N", "level": "小区", "parent": "m1"}
        row = rows.row(LOADERS["place"], row_id, PARTS) if row_id else None
        if row is None:
            return new
        cells = {name: "" if value is None else value for name, value in row.values.items()}
        return {**cells, "name": "N", "mark": row.mark}

    def chen(self) -> list[object]:
        return [self.people["chen"].user_id]

    def grant_of_chen(self) -> list[object]:
        return [Grant.objects.get(user_id=self.people["chen"].user_id).pk]

    def estate_code(self) -> list[object]:
        return [self.story.district.spots["estate"].code]

    def voice_ticket(self) -> list[object]:
        """Lin asked for the message a moment ago."""
        lins = signing.dumps([str(self.story.report), self.people["lin"].user_id], salt=VOICE)
        return [self.story.report, lins]

    def _form(self, route: str, who: str) -> dict[str, Any]:
        if route in {"console:row", "console:row-new"}:
            is_new = route == "console:row-new"
            return self.row_form("" if is_new else str(self.story.district.building))
        act = route.removeprefix("console:")
        if act in {"sign", "return", "finish", "cancel"}:
            said = "text" if act == "finish" else "reason"
            return {"version": self.task_version(), said: "A test."}
        if act in {"move", "place", "put-place", "answer", "dispatch", "verify"}:
            version = self.case_version(reported=act not in {"dispatch", "verify"})
            return {"version": version, **self._decided(act)}
        if act in {"merge", "unmerge"}:
            return self.merging()
        if route in PLAIN:
            return PLAIN[route]
        return {
            **catalogue_forms(),
            "sign-in": {"username": who or "wang", "password": PASSWORD},
            "password": {"old": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD},
            "console:foot-order": {"act": "sign", "version": self.task_version()},
            "console:foot-look": {"act": "verify", "passed": "yes", "version": self.case_version()},
            "console:name-street": {
                f"{level}_{part}": f"new {level}"
                for level in ("city", "district", "street")
                for part in ("code", "name")
            },
            **self.link_forms(),
            **self.many_forms(),
            "portal:find": {"receipt": self.story.receipt, "digits": "0000"},
            **self.desk_forms(),
            **dict.fromkeys(("console:entry", "console:new-entry"), self.entry_form()),
            **self.time_forms(),
            "console:whistle": self.called(),
            "console:supervise": {"demand": "Now.", "answer_by": soon(), "letters_seen": 0},
            "console:call-back": {
                "version": self.case_version(reported=True),
                "outcome": "helped",
            },
            "console:release": {"text": "Water on the road.", "act": "release"},
            "console:upload": {"file": SimpleUploadedFile("places.csv", b"a,b\n")},
            "console:history": {"file": SimpleUploadedFile("old.csv", b"a,b\n"), "map": EXAMPLE},
            "open311/v2/requests.json": {"service_code": "garbage", "description": "Full."},
            "open311/v2/requests.xml": {"service_code": "garbage", "description": "Full."},
        }.get(route, {})

    def _decided(self, act: str) -> dict[str, object]:
        return {
            "move": {"to": "filed"},
            "answer": {"answer": "Until eight in the evening."},
            "place": {"place_id": self.story.district.estate},
            "put-place": {"place_chosen": "e1"},
            "dispatch": {"party_id": self.story.district.street_office},
            "verify": {"passed": "yes"},
        }[act]

    def speak(self) -> None:
        """The report came with a voice message."""
        voice = store_sound(read("live.webm"), PARTS)
        Report.objects.filter(pk=self.story.report).update(voice_id=voice.id)

    def list_items(self) -> None:
        keep_a_list(self.people["gu"])

    def draft(self) -> None:
        """Gu wants to retire a matter."""
        catalogue.draft_retirement("garbage", 1, "A test.", self.people["gu"])

    def list_of_gu(self) -> UUID:
        """The file that Gu has sent; before that any id will do to try the methods."""
        sent = sheets.loadings("place", self.people["gu"])
        return sent[0].id if sent else self.story.case

    def send_list(self) -> None:
        """Gu has sent a list of places, and a job has read it."""
        content = "编码,名称,级别,上级编码\ne9,望荷园,小区,m1\n".encode()
        loading_id = take_list("place", "places.csv", content, self.people["gu"])
        read_list.call(str(loading_id))

    def case_version(self, *, reported: bool = False) -> int:
        row = cases.case(self.story.reported if reported else self.story.case, PARTS)
        assert row is not None
        return row.version

    def task_version(self) -> int:
        return self.task().version

    def task(self) -> TaskRow:
        row = tasks.task(self.story.task, PARTS)
        assert row is not None
        return row

    def sign(self) -> None:
        task_actions.sign(self.story.task, self.people["wu"], self.task_version())

    def finish(self) -> None:
        """Wu's firm has done the work, with a photo."""
        wu, version = self.people["wu"], self.task_version()
        photo = store_photo(jpeg(), wu).id
        task_actions.finish(self.story.task, "Done.", [photo], wu, version)

    def check(self) -> None:
        """He has looked at it, and taken a photo."""
        he, version = self.people["he"], self.case_version()
        looked = Looked([store_photo(jpeg(), he).id])
        task_actions.verify(self.story.case, True, "", he, version, looked=looked)

    def beat(self) -> None:
        """All parts work."""
        for part in EXPECTED:
            parts.beat(part, "here")

    def release(self) -> None:
        """Lin lets everybody see the photo."""
        photos, lin = (self.story.photo,), self.people["lin"]
        release_words(self.story.reported, self.story.report, "", photos, lin)

    def park(self) -> None:
        """A handler could not take in what happened to the case."""
        one = Delivery.objects.filter(fact__subject=f"case:{self.story.case}")[0]
        Delivery.objects.filter(pk=one.pk).update(state=Delivery.PARKED, error="ValueError")


BEFORE: Final[dict[str, tuple[Callable[[Stage], None], ...]]] = {
    "portal:follow": (Stage.ask, Stage.forget_phone),
    "portal:tag": (Stage.make_tag,),
    "portal:hands": (Stage.send_link,),
    "portal:hands-sign": (Stage.open_link,),
    "portal:hands-finish": (Stage.sign, Stage.open_link),
    "console:revoke-link": (Stage.send_link,),
    "console:batch": (Stage.begin_batch,),
    "console:away": (Stage.sign, Stage.work_too),
    "portal:case-photo": (Stage.release,),
    "open311/v2/requests/<uuid:report_id>/photos/<uuid:photo_id>.jpg": (Stage.release,),
    "console:listen": (Stage.speak,),
    "console:voice": (Stage.speak,),
    **dict.fromkeys(("console:tag-picture", "console:poster"), (Stage.make_tag,)),
    **dict.fromkeys(("console:rename-filter", "console:forget-filter"), (Stage.keep_filter,)),
    "console:merge": (Stage.tell_again,),
    "console:unmerge": (Stage.merge,),
    "console:hand-over": (Stage.begin_shift,),
    "console:take-over": (Stage.begin_shift, Stage.sign_out),
    "console:approve": (Stage.begin_shift, Stage.sign_out, Stage.take_over),
    "console:sheet": (Stage.begin_shift, Stage.sign_out),
    "console:sheet-print": (Stage.begin_shift, Stage.sign_out),
    "console:tick-off": (Stage.watch,),
    "console:revoke-tag": (Stage.make_tag,),
    "portal:helped": (Stage.check_reported, Stage.forget_phone),
    "console:decide-answer": (Stage.write,),
    "portal:again": (Stage.check_reported, Stage.close_reported, Stage.forget_phone),
    "console:call-back": (Stage.check_reported,),
    **dict.fromkeys(("console:hotline-order", "console:hotline-act"), (Stage.take_order,)),
    "console:supervise": (Stage.be_late,),
    **dict.fromkeys(OF_AN_INCIDENT, (Stage.open_incident,)),
    **dict.fromkeys(OF_A_ROW, (Stage.write_entry,)),
    "console:decide-delay": (Stage.sign, Stage.ask_time),
    **dict.fromkeys((*TIMED, "console:finish"), (Stage.sign,)),
    "console:resume": (Stage.sign, Stage.suspend),
    **dict.fromkeys(("console:set-charge", "console:end-charge"), (Stage.name_post,)),
    "console:letter-print": (Stage.be_late, Stage.write_letter),
    **dict.fromkeys(
        ("console:verify", "console:task-photo", "console:foot-look"), (Stage.sign, Stage.finish)
    ),
    "console:check-photo": (Stage.sign, Stage.finish, Stage.check),
    "console:retry": (Stage.park,),
    "console:hand-in": (Stage.list_items,),
    "console:decide-row": (Stage.list_items,),
    "console:draft": (Stage.draft,),
    **dict.fromkeys(
        (f"console:{act}-draft" for act in ("approve", "refuse", "withdraw")), (Stage.draft,)
    ),
    "console:look": (Stage.keep_somebody,),
    "console:issue-tokens": (Stage.device_without_token,),
    **dict.fromkeys(
        (f"console:{act}" for act in ("loading", "load", "faults")), (Stage.send_list,)
    ),
    "healthz": (Stage.beat,),
}

SPECIAL: Final[dict[str, Callable[[Stage], list[object]]]] = {
    "console:batch": Stage.batch_id,
    "console:decide-delay": Stage.delay_asked,
    **dict.fromkeys(("console:hotline-order", "console:hotline-act"), Stage.order),
    "console:open-notice": Stage.notice_of_wu,
    "console:decide-answer": Stage.written,
    **dict.fromkeys(("console:rename-filter", "console:forget-filter"), Stage.filter_of_lin),
    "console:merge": Stage.both_cases,
    **dict.fromkeys(OF_AN_INCIDENT, Stage.incident),
    **dict.fromkeys(OF_A_ROW, Stage.entry),
    **dict.fromkeys(OF_A_LEDGER, Stage.ledger_code),
    "console:retry": Stage.parked,
    "console:task-photo": Stage.task_photo,
    "console:check-photo": Stage.checked_photo,
    "console:upload": Stage.kind,
    "console:template": Stage.kind,
    "console:rows": Stage.kind,
    "console:row-new": Stage.kind,
    "console:export": Stage.kind,
    "console:row": Stage.building,
    "console:look": Stage.somebody,
    "console:loading": Stage.list_sent,
    "console:load": Stage.list_sent,
    "console:faults": Stage.list_sent,
    "console:person": Stage.chen,
    "console:give": Stage.chen,
    "console:hand-out": Stage.chen,
    "console:close-person": Stage.chen,
    "console:take-grant": Stage.grant_of_chen,
    "portal:tag": Stage.tag_code,
    "portal:hands": Stage.secret,
    "portal:hands-sign": Stage.secret,
    "portal:hands-finish": Stage.secret,
    "portal:estate": Stage.estate_code,
    "console:voice": Stage.voice_ticket,
    "console:tag-picture": Stage.tag_id,
    "console:revoke-tag": Stage.tag_id,
    "console:poster": Stage.tag_id,
    **AT_THE_DESK,
    "console:letter-print": Stage.letter,
}
"""What of more than the story the address of a route holds."""
