"""The machine that these tests ask for translations."""

from tests.portal.languages.libretranslate import libre

__all__ = ["libre"]  # a fixture
