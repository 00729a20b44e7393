"""The demo's drawings: the same each time, small, and of the size that pages ask for."""

from io import BytesIO

import pytest
from PIL import Image

from portal.demo.logos import MARKS, logo
from portal.demo.logos import SIZE as LOGO_SIZE
from portal.demo.pictures import HEIGHT, THINGS, WIDTH, scene

MOST_BYTES = 20_000


@pytest.mark.parametrize("name", THINGS)
def test_scene_is_small_and_the_same_each_time(name: str):
    drawn = scene.__wrapped__(name)
    assert drawn == scene(name)
    assert len(drawn) < MOST_BYTES
    assert Image.open(BytesIO(drawn)).size == (WIDTH, HEIGHT)


def test_scenes_differ():
    assert len({scene(name) for name in THINGS}) == len(THINGS)


@pytest.mark.parametrize("mark", MARKS)
def test_logo_is_small_and_square(mark: str):
    drawn = logo(mark, "#1f4e79")
    assert len(drawn) < MOST_BYTES
    assert Image.open(BytesIO(drawn)).size == (LOGO_SIZE, LOGO_SIZE)
