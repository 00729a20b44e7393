"""Wagtail's indexes while the demo is filled: nothing at each save, everything at the end."""

import pytest
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.models import HomePage, PlainPage
from portal.demo.indexes import indexed_at_the_end

pytestmark = pytest.mark.django_db


def make_page(slug: str) -> PlainPage:
    """A page that names its home in its text."""
    home = HomePage.objects.get(locale__language_code="ka")
    text = f'<p><a linktype="page" id="{home.pk}">Home</a></p>'
    return home.add_child(
        instance=PlainPage(title=slug, slug=slug, locale=home.locale, body=[{"type": "text", "value": text}])
    )


def indexes_of(page: PlainPage) -> tuple[bool, bool]:
    """Whether the search and the index of references know the page."""
    return (
        IndexEntry.objects.filter(object_id=str(page.pk)).exists(),
        ReferenceIndex.objects.filter(object_id=str(page.pk), to_object_id=str(page.get_parent().pk)).exists(),
    )


def test_pages_are_indexed_at_the_end_and_later_ones_at_once() -> None:
    with indexed_at_the_end():
        page = make_page("bridge")
        assert indexes_of(page) == (False, False)

    assert indexes_of(page) == (True, True)
    assert indexes_of(make_page("road")) == (True, True)


def test_a_fault_inside_leaves_the_site_indexing() -> None:
    with pytest.raises(RuntimeError), indexed_at_the_end():
        raise RuntimeError

    assert indexes_of(make_page("bridge")) == (True, True)
