"""A world with something of everything behind the API."""

import pytest

from tests.access.world import World, make_world
from tests.people import Cast


@pytest.fixture
def world(cast: Cast, elsewhere: Cast) -> World:
    return make_world(cast, elsewhere)
