"""Keeps, renames and forgets shortcuts. They are their owner's alone, so nobody is told."""

from collections.abc import Mapping

from linli.ground.database import atomic
from linli.ground.rights.asker import Asker, Refused
from linli.ground.shortcuts.logic import (
    BadShortcut,
    UnknownShortcut,
    read_asked,
    read_name,
    require_room,
)
from linli.ground.shortcuts.models import Shortcut
from linli.wire.texts import N_


def keep(page: str, name: str, asked: Mapping[str, str], asker: Asker) -> None:
    """Under a name that the asker has already, the new one takes its place.

    Raises `Refused`, `BadShortcut`.
    """
    owner, said, wanted = _owner(asker), read_name(name), read_asked(asked)
    with atomic():
        own = Shortcut.objects.filter(user_id=owner, page=page)
        if not own.filter(name=said).update(asked=wanted):
            require_room(own.count())
            Shortcut.objects.create(user_id=owner, page=page, name=said, asked=wanted)


def rename(shortcut_id: int, name: str, asker: Asker) -> None:
    """Raises `Refused`, `BadShortcut`, `UnknownShortcut`."""
    owner, said = _owner(asker), read_name(name)
    with atomic():
        row = Shortcut.objects.filter(pk=shortcut_id, user_id=owner).first()
        if row is None:
            raise UnknownShortcut(shortcut_id)
        others = Shortcut.objects.filter(user_id=owner, page=row.page, name=said)
        if others.exclude(pk=shortcut_id).exists():
            raise BadShortcut(N_('You have another called "%(name)s".'), {"name": said})
        Shortcut.objects.filter(pk=shortcut_id, user_id=owner).update(name=said)


def forget(shortcut_id: int, asker: Asker) -> None:
    """Raises `Refused`, `UnknownShortcut`."""
    owner = _owner(asker)
    with atomic():
        if not Shortcut.objects.filter(pk=shortcut_id, user_id=owner).delete()[0]:
            raise UnknownShortcut(shortcut_id)


def _owner(asker: Asker) -> int:
    owner = asker.require("keep", "shortcut").owner_id
    if owner is None:
        raise Refused(f"{asker.name} is nobody who could keep a shortcut.")
    return owner
