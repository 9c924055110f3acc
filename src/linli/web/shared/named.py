"""What rows name only by id, in the reader's words; each register is asked once for all rows."""

from collections.abc import Iterable

from django.utils.translation import get_language

from linli.ground.accounts import queries as accounts
from linli.registers.catalogue import queries as catalogue
from linli.registers.parties import queries as parties
from linli.registers.places import queries as places
from linli.registers.places.queries import PlaceRow


class Named:
    """Codes, and names in the reader's language, of what a list of rows names by its ids."""

    def __init__(
        self, place_ids: Iterable[int | None] = (), user_ids: Iterable[int | None] = ()
    ) -> None:
        self._language = get_language() or ""
        self._places = places.paths(known for known in place_ids if known is not None)
        self._parties = {party.id: party.code for party in parties.parties()}
        people = {known for known in user_ids if known is not None}
        self._people = accounts.display_names(people) if people else {}

    def item(self, code: str) -> str:
        """Its name; the code itself when the catalogue does not know it."""
        return catalogue.item_name(code, self._language)

    def party(self, party_id: int) -> str | None:
        """Its code."""
        return self._parties.get(party_id)

    def place(self, place_id: int | None) -> str | None:
        """Its code."""
        path = self.path(place_id)
        return path[-1].code if path else None

    def place_name(self, place_id: int | None) -> str | None:
        """As one says it, from the estate down."""
        return places.said(self.path(place_id), self._language) or None

    def path(self, place_id: int | None) -> tuple[PlaceRow, ...]:
        return self._places.get(place_id or 0, ())

    def person(self, user_id: int | None) -> str | None:
        return self._people.get(user_id or 0)
