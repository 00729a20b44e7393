"""The page where others choose what to show: complete without a script, and careful with what is pasted."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.embeds.kinds import KINDS
from budgeting.embeds.looks import Look
from budgeting.templatetags.embeds import embed_snippet
from tests.budgeting.embeds.making import Shown, make_shown
from tests.factories import make_cycle
from tests.people import Cast

REFUSED = "Nothing with this address can be shown elsewhere. Paste the address of a public page of this site."


@pytest.fixture
def shown(cast: Cast) -> Shown:
    return make_shown(cast)


def test_what_is_picked_is_shown_and_can_be_copied(client: Client, shown: Shown) -> None:
    query = {"what": f"results:{shown.cycle.pk}", "lang": "hy", "theme": "dark", "compact": "on"}
    answer = client.get(reverse("embeds"), query)
    page, look = answer.content.decode(), Look(KINDS["results"], shown.cycle.pk, "hy", "dark", True)
    assert (answer.status_code, answer.cookies.output()) == (200, "")
    assert page.count(f'<iframe src="{look.path.replace("&", "&amp;")}"') == 2
    for copied in (look.iframe("Budget 2026 hy"), look.with_script("Budget 2026 hy"), look.address, look.oembed):
        assert f">{copied}</textarea>" in unescape(page)
    for picture in (look.svg, look.png, look.share):
        assert client.get(picture.removeprefix(settings.SITE_URL)).status_code == 200


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_an_address_is_pasted_in_any_language(client: Client, shown: Shown, language: str) -> None:
    with override(language):
        url = settings.SITE_URL + reverse("proposal", args=[shown.proposal.address])
    offer = client.get(reverse("embeds"), {"url": url}).context["offer"]
    assert (offer["look"].kind.name, offer["look"].pk, offer["look"].language) == (
        *("proposal", shown.proposal.pk, language),
    )


def test_what_has_no_embed_is_refused_and_what_was_typed_is_kept(client: Client, cast: Cast) -> None:
    hidden = make_cycle(cast, Stage.PREPARING)
    for url in (
        "https://evil.example/ka/cycles/1/",
        f"{settings.SITE_URL}/en/log/",
        f"{settings.SITE_URL}/en/cycles/{hidden.pk}/",
        '"><script>alert(1)</script>',
    ):
        answer = client.get(reverse("embeds"), {"url": url})
        assert (url, answer.status_code, answer.context["form"].errors["url"]) == (url, 422, [REFUSED])
        assert (answer.context["form"]["url"].value(), b"<script>alert" in answer.content) == (url, False)


@pytest.mark.parametrize("query", [{"what": "cycle:1"}, {"what": "x"}, {"lang": "xx"}, {"url": ""}, {"theme": "loud"}])
def test_what_cannot_be_meant_is_refused(client: Client, db: None, query: dict[str, str]) -> None:
    answer = client.get(reverse("embeds"), query)
    assert (answer.status_code, answer.context["offer"]) == (422, None)


def test_only_what_is_public_can_be_picked(client: Client, cast: Cast, shown: Shown) -> None:
    hidden = make_cycle(cast, Stage.PREPARING)
    offered = [
        value
        for _label, group in client.get(reverse("embeds")).context["form"].fields["what"].choices[1:]
        for value, _name in group
    ]
    assert (f"cycle:{shown.cycle.pk}" in offered, f"cycle:{hidden.pk}" in offered) == (True, False)


def test_queries_do_not_grow_with_what_can_be_picked(client: Client, cast: Cast, elsewhere: Cast) -> None:
    asked = []
    for who in (cast, elsewhere):
        make_shown(who, projects=2)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("embeds"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_snippet_at_the_end_of_a_page_is_the_same_line(client: Client, shown: Shown) -> None:
    with override("az"):
        snippet = embed_snippet("results", shown.cycle)
    assert snippet["iframe"] == Look(KINDS["results"], shown.cycle.pk, "az").iframe("Budget 2026 az")


def test_what_is_copied_keeps_a_hostile_title_inert(client: Client, shown: Shown) -> None:
    """The browser takes one escaping away before somebody copies the line into another site's page."""
    Cycle.objects.update(title_en='"><script>alert(1)</script>')
    page = client.get(reverse("embeds"), {"what": f"cycle:{shown.cycle.pk}", "lang": "en"}).content.decode()
    lines = [unescape(text) for text in re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)]
    assert (len(lines), [line for line in lines if "<script>alert" in line]) == (4, [])


def test_a_title_cannot_leave_its_attribute(shown: Shown) -> None:
    line = Look(KINDS["cycle"], shown.cycle.pk, "ka").iframe('"><script>')
    assert 'title="&quot;&gt;&lt;script&gt;"' in line
