"""The finder of English itself: it sees English where it is, and none where there is none."""

import json

import pytest
from django.http import HttpResponse, JsonResponse

from tests.cms.english import english_in

SEEN = [
    "<p>Save draft</p>",
    '<a title="Some words nobody knows of the page">…</a>',
    '<input placeholder="Search all pages…">',
    '<input type="submit" value="Search">',
    '<button aria-label="Toggle sidebar"></button>',
    "<p>Page Foo has been published.</p>",
    f"<script type='application/json'>{json.dumps({'label': 'Save draft'})}</script>",
    '<div data-x=\'{"html": "<p>Save draft</p>"}\'></div>',
    "<template><p>Save draft</p></template>",
]
UNSEEN = [
    "<script>let page = 'page';</script>",
    '<div data-action="w-dialog#show" class="page image"></div>',
    "<p>Wagtail, https://example.ge/page, anna@example.ge, PDF</p>",
]


@pytest.mark.parametrize("language", ["ka", "hy", "az"])
def test_english_is_found(language: str) -> None:
    assert [html for html in SEEN if not english_in(HttpResponse(html), language)] == []
    assert english_in(JsonResponse({"html": "<p>Save draft</p>", "step": "page"}), language) == {"Save draft"}


@pytest.mark.parametrize("language", ["ka", "hy", "az"])
def test_names_of_things_are_left_alone(language: str) -> None:
    assert [html for html in UNSEEN if english_in(HttpResponse(html), language)] == []
