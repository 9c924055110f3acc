"""The leader of Lin's desk."""

import pytest

from linli.ground.rights.asker import Asker
from tests.cast import District, make_person


@pytest.fixture
def leader(district: District) -> Asker:
    return make_person("leader", district)
