"""Who has the command, what the incident is called and how grave it is, and its end."""

from uuid import UUID

import django_tasks

from linli.ground import clock
from linli.ground.accounts import queries as accounts
from linli.ground.database import atomic
from linli.ground.facts.actions import announce
from linli.ground.rights.asker import Asker, Refused
from linli.organise.incidents.actions.steps import (
    COMMAND,
    RELIEVE,
    WRITE,
    Said,
    change,
    held,
    require_commander,
    write,
    write_alone,
)
from linli.organise.incidents.facts import (
    CommandOffered,
    CommandTaken,
    IncidentChanged,
    IncidentLogged,
    IncidentStoodDown,
)
from linli.organise.incidents.logic import (
    LONGEST_LINE,
    LONGEST_SUMMARY,
    MOST_LINES,
    NOT_OFFERED,
    Done,
    Named,
    Standing,
    refusal,
    require_nothing_open,
    require_room,
)
from linli.organise.incidents.models import (
    Incident,
    IncidentCase,
    IncidentLine,
    IncidentResource,
    IncidentUnit,
)
from linli.organise.incidents.queries import IncidentRow, may
from linli.registers.places import queries as places
from linli.registers.places.following import follow
from linli.respond.cases.logic.faults import BadText, NotFound
from linli.respond.cases.logic.texts import read_text
from linli.wire.texts import N_


def offer(incident_id: UUID, user_id: int, asker: Asker, version: int) -> None:
    """Asks somebody to take over the command; until they do it stays where it is.

    Raises `NotFound`, `Refused`, `IllegalMove`, `StaleVersion`, as all that follow, and `BadText`
    for somebody who may not have it.
    """
    with atomic():
        row = held(incident_id, COMMAND, asker)
        require_commander(row, asker)
        name = accounts.who_may("command", "incident", row.where).get(user_id)
        if name is None or user_id == asker.user_id:
            message = N_("The command cannot be given to account %(user)s here.")
            raise BadText("user", message, {"user": user_id})
        change(row, version, offered_to=user_id, offered_to_name=name)
        write(row.id, Done.OFFERED, asker, Said(name))
        announce(CommandOffered(row.id, user_id, urgent=True))


def take_command(incident_id: UUID, asker: Asker, version: int) -> None:
    """By whom it was offered to, or by a leader, who needs no offer: nobody may be without one."""
    with atomic():
        row = held(incident_id, COMMAND, asker)
        if asker.user_id is None:
            raise Refused(f"{asker.name} is no person and cannot command.")
        if row.offered_to != asker.user_id and not may(RELIEVE, row, asker):
            raise refusal(NOT_OFFERED)
        commander = {"commander_id": asker.user_id, "commander_name": asker.name}
        change(row, version, offered_to=None, offered_to_name="", **commander)
        write(row.id, Done.TOOK_COMMAND, asker, Said(row.commander_name))
        announce(CommandTaken(row.id, asker.user_id))


def decline(incident_id: UUID, asker: Asker, version: int) -> None:
    """The command stays where it is. By whom it was offered to, or by whoever offered it."""
    with atomic():
        row = held(incident_id, COMMAND, asker)
        if row.offered_to is None or asker.user_id not in (row.offered_to, row.commander_id):
            raise refusal(NOT_OFFERED)
        change(row, version, offered_to=None, offered_to_name="")
        write_alone(row, Done.DECLINED, asker, Said(row.offered_to_name))


def rename(
    incident_id: UUID, named: Named, place_id: int | None, asker: Asker, version: int
) -> None:
    """By its commander; `place_id` None leaves it where it is."""
    with atomic():
        row = held(incident_id, COMMAND, asker)
        require_commander(row, asker)
        columns = _columns_at(place_id, asker) if place_id is not None else {}
        said = {"name": named.name, "level": named.level, "spot": named.spot}
        change(row, version, **said, **columns)
        detail = {"level": int(named.level), "place_id": place_id}
        write(row.id, Done.CHANGED, asker, Said(named.name, detail))
        announce(IncidentChanged(row.id, int(named.level)))


def write_line(incident_id: UUID, text: str, asker: Asker, corrects: UUID | None = None) -> UUID:
    """A line by hand. `corrects`: a line by hand of the same log that was wrong; it stays."""
    said = read_text("text", text, LONGEST_LINE)
    with atomic():
        row = held(incident_id, WRITE, asker)
        require_room(row.lines, MOST_LINES, N_("A log takes at most %(most)d lines by hand."))
        of_this = IncidentLine.objects.filter(incident=row.id, done=Done.WRITTEN)
        if corrects and not of_this.filter(pk=corrects).exists():
            raise NotFound("log line", corrects)
        line_id = write(row.id, Done.WRITTEN, asker, Said(said, corrects=corrects))
        announce(IncidentLogged(row.id, line_id))
        return line_id


def stand_down(incident_id: UUID, summary: str, asker: Asker, version: int) -> None:
    """By its commander, once units are released and resources back. Its open cases go on."""
    said = read_text("summary", summary, LONGEST_SUMMARY)
    with atomic():
        row = held(incident_id, COMMAND, asker)
        require_commander(row, asker)
        require_nothing_open(standing(row))
        over = {"is_open": False, "stood_down_at": clock.now(), "summary": said}
        change(row, version, offered_to=None, offered_to_name="", **over)
        IncidentCase.objects.filter(incident=row.id, is_open=True).update(is_open=False)
        write(row.id, Done.STOOD_DOWN, asker, Said(said))
        announce(IncidentStoodDown(row.id, row.level))


def standing(row: IncidentRow) -> Standing:
    """What still stands open in it."""
    return Standing(
        IncidentUnit.objects.filter(incident=row.id, released_at=None).count(),
        IncidentResource.objects.filter(incident=row.id, ended_at=None).count(),
    )


@django_tasks.task()
def follow_places(move_id: str) -> int:
    """Brings incidents along whose places have moved; returns how many."""
    return follow(Incident, move_id)


def _columns_at(place_id: int, asker: Asker) -> dict[str, int | None]:
    """Raises `BadText`, `Refused`."""
    place = places.place(place_id)
    if place is None:
        raise BadText("place", N_("There is no place %(place)s."), {"place": place_id})
    if not asker.require(COMMAND, "incident").covers(place.where):
        raise Refused(f"{asker.name} may not command an incident there.")
    return {"place_id": place.id, **place.where.columns()}
