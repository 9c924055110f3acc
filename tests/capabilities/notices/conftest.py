"""The people of one street, and Zhao of another one."""

import pytest

from linli.ground.rights.asker import Asker
from linli.organise.notices import queries
from tests.cast import District, make_person


@pytest.fixture
def people(district: District) -> dict[str, Asker]:
    names = ("lin", "wu", "he", "zhao", "leader", "wang")
    return {name: make_person(name, district) for name in names}


def kinds(asker: Asker) -> list[str]:
    """What the asker's notices tell, the newest first."""
    return [one.kind for one in queries.notices(asker).items]
