"""A site with nothing on it."""

import pytest
from wagtail.models import Page

from cms.translating.twins import delete_aliases


@pytest.fixture
def bare(db: None) -> None:
    """Without the help pages that every site starts with: a test counts what it made itself."""
    for page in Page.objects.filter(depth=3, content_type__model="plainpage", alias_of=None):
        delete_aliases(page)
        page.delete()
