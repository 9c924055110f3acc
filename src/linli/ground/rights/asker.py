"""Who asks, and how far that reaches. Every query and every act takes an `Asker`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from linli.ground.rights.table import RIGHTS, Reach, Role


class Refused(Exception):
    """The asker may not do this. The text names the act and the kind, never the thing."""


@dataclass(frozen=True, slots=True)
class Held:
    """One grant, as plain values."""

    role: Role
    level: str = ""
    place_id: int | None = None
    party_id: int | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """The five fixed levels a thing lies in (ids of places)."""

    city_id: int | None = None
    district_id: int | None = None
    street_id: int | None = None
    community_id: int | None = None
    grid_id: int | None = None

    @classmethod
    def of(cls, row: object) -> Self:
        """From anything that carries the five columns."""
        return cls(*(getattr(row, name) for name in cls.__slots__))

    def columns(self) -> dict[str, int | None]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Scope:
    """The union of what one asker's grants reach for one act on one kind of thing."""

    everywhere: bool = False
    places: frozenset[tuple[str, int]] = frozenset()
    parties: frozenset[int] = frozenset()
    owner_id: int | None = None
    unplaced: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.everywhere or self.places or self.parties or self.owner_id is not None)

    def covers(
        self, where: Where, *, parties: Iterable[int] = (), owner_id: int | None = None
    ) -> bool:
        """Whether a thing that lies here, concerns these parties and is this owner's is in."""
        return (
            self.everywhere
            or (self.unplaced and where == Where())
            or any(getattr(where, f"{level}_id") == place for level, place in self.places)
            or not self.parties.isdisjoint(parties)
            or (owner_id is not None and owner_id == self.owner_id)
        )


@dataclass(frozen=True, slots=True)
class Asker:
    """A person, a named part of Linli, or nobody in particular (a visitor)."""

    name: str
    user_id: int | None = None
    grants: tuple[Held, ...] = ()
    part: str = ""
    is_operator: bool = False
    purpose: str = field(default="", compare=False)

    @classmethod
    def for_part(cls, part: str) -> Self:
        """A handler or timer of ours: may do everything, and is named on the timeline."""
        return cls(name=part, part=part)

    @classmethod
    def for_operator(cls, login: str) -> Self:
        """A person at the command line, by the login there: may do everything, and is audited."""
        return cls(name=f"{login} (command line)", part="command", is_operator=True)

    @property
    def is_person(self) -> bool:
        """Whether this is somebody with a name: their acts are audited."""
        return self.user_id is not None or self.is_operator

    @property
    def is_staff(self) -> bool:
        return any(grant.role is not Role.RESIDENT for grant in self.grants)

    def scope(self, act: str, kind: str) -> Scope:
        """How far this act on this kind reaches; empty when it is not allowed at all."""
        if self.part:
            return Scope(everywhere=True)
        reaches = [
            (right.reach, grant)
            for grant in self.grants
            for right in RIGHTS
            if right.role is grant.role and right.act == act and right.kind == kind
        ]
        return Scope(
            everywhere=any(reach is Reach.EVERYWHERE for reach, _ in reaches),
            places=frozenset(
                (grant.level, grant.place_id)
                for reach, grant in reaches
                if reach in (Reach.PLACE, Reach.DESK) and grant.place_id is not None
            ),
            parties=frozenset(
                grant.party_id
                for reach, grant in reaches
                if reach is Reach.PARTY and grant.party_id is not None
            ),
            owner_id=self.user_id if any(reach is Reach.OWN for reach, _ in reaches) else None,
            unplaced=any(
                reach is Reach.DESK and grant.place_id is not None for reach, grant in reaches
            ),
        )

    def may(self, act: str, kind: str) -> bool:
        return not self.scope(act, kind).is_empty

    def require(self, act: str, kind: str) -> Scope:
        """The scope of this act, or `Refused` when there is none."""
        scope = self.scope(act, kind)
        if scope.is_empty:
            raise Refused(f"{self.name} may not {act} a {kind}.")
        return scope


VISITOR = Asker(name="visitor")
