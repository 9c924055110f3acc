"""The people of the demo district: their accounts, grants and passwords."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cli.faults import CommandFault
from linli.cli.keeping import keep_secret
from linli.cli.reach import grants_of
from linli.ground.accounts import actions as accounts
from linli.ground.accounts.queries import user_id_of
from linli.ground.environment import Environment
from linli.ground.rights.asker import Asker
from linli.ground.rights.table import Role
from linli.registers.parties import actions as register
from linli.registers.parties import queries as parties
from linli.registers.parties.logic import Office, PostDetails
from linli.registers.places import queries as places

ACCOUNTS_FILE: Final = "demo-accounts.txt"
PASSWORD_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo; the place or the parties are codes of the demo district."""

    username: str
    display_name: str
    duty: str | Promise
    role: Role
    place: str = ""
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoAccount:
    username: str
    password: str
    duty: str


PEOPLE: Final = (
    Person("lin", "林 Lin", _("duty desk of the district"), Role.DUTY_DESK, "wanghe"),
    Person("leader", "带班领导 Leader", _("leader of the duty desk"), Role.LEADER, "wanghe"),
    Person("chen", "陈 Chen", _("grid worker"), Role.GRID_WORKER, "xingcha"),
    Person(
        "wu",
        "吴 Wu",
        _("handling unit (water, streets, housing, fire)"),
        Role.HANDLER,
        parties=("wanghe-water", "wanghe-urban", "wanghe-housing", "wanghe-fire"),
    ),
    Person("he", "何 He", _("checker"), Role.CHECKER, "wanghe"),
    Person("gu", "顾 Gu", _("system administrator"), Role.SYSTEM_ADMIN),
    Person("shen", "沈 Shen", _("security administrator"), Role.SECURITY_ADMIN),
    Person("jian", "简 Jian", _("auditor"), Role.AUDITOR),
    Person("wang", "王 Wang", _("resident"), Role.RESIDENT),
    Person("zhao", "赵 Zhao", _("duty desk of another district"), Role.DUTY_DESK, "zhenxi"),
)

LEADER: Final = "leader"
POST: Final = "wanghe-duty-leader"
PARTY_OF_POST: Final = "wanghe-urban"


def name_posts(asker: Asker) -> None:
    """The leader's post hears of what is late in the district, and ends quarrels about work."""
    place, party = places.by_code("wanghe"), parties.by_code(PARTY_OF_POST)
    if place is None or party is None:
        raise CommandFault(_("The demo's district is not loaded; begin with an empty folder."))
    details = PostDetails(
        code=POST,
        party_id=party.id,
        name="带班领导岗",
        name_en="Leader on duty",
        user_id=user_id_of(LEADER),
    )
    post_id = register.save_post(details, asker)
    for office in Office:
        register.set_charge(office, place.id, post_id, asker)


def make_people(environment: Environment, asker: Asker) -> list[DemoAccount]:
    """Makes those who are missing, each with the grants of the job.

    Passwords are kept before the first account is made, so that none is ever unknown.
    """
    path = environment.data / ACCOUNTS_FILE
    kept = _kept_passwords(path)
    people = [
        DemoAccount(
            person.username,
            kept.get(person.username) or _new_password(),
            str(person.duty),
        )
        for person in PEOPLE
    ]
    lines = [f"{one.username}\t{one.password}\t{one.duty}" for one in people]
    keep_secret(path, "\n".join(lines) + "\n")
    for person, account in zip(PEOPLE, people, strict=True):
        _make(person, account.password, environment.language, asker)
    return people


def _make(person: Person, password: str, language: str, asker: Asker) -> None:
    user_id = user_id_of(person.username)
    if user_id is None:
        user_id = accounts.make_user(
            person.username, person.display_name, password, asker, language
        )
    for held in grants_of(person.role, person.place, person.parties):
        accounts.give(user_id, held, asker)


def _kept_passwords(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {line.split("\t")[0]: line.split("\t")[1] for line in lines}


def _new_password() -> str:
    return os.environ.get("LINLI_DEMO_PASSWORD") or secrets.token_urlsafe(PASSWORD_BYTES)
