"""The pages of the translation desk."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.proposals.models import Proposal
from budgeting.translating.actions import save_translation
from budgeting.translating.sources import PROPOSALS
from portal.languages.texts import TranslationState
from tests.budgeting.translating.texts import make_response
from tests.factories import make_cycle, make_draft, make_published, make_submitted, make_vote
from tests.people import Cast
from tests.portal.languages.libretranslate import LibreTranslate, libre

__all__ = ["libre"]  # a fixture
TYPED = {"title": "Ջուր", "summary": "Մաքուր ջուր", "text": "Մեկ։\n\nԵրկու։"}
LIST = "/en/desk/translations/"


def editor(proposal: Proposal, language: str = "hy", kind: str = "proposals") -> str:
    return reverse("desk_translation", args=[kind, proposal.pk, language])


def post(client: Client, path: str, **typed: Any) -> Any:
    """What a browser without JavaScript sends back from the page."""
    page = client.get(path)
    return client.post(path, {"started_from": page.context["started_from"], **typed})


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_pages_answer_in_every_language(client: Client, cast: Cast, language: str) -> None:
    proposal = make_published(cast, make_cycle(cast), title="Su <b>kəməri</b>")
    client.force_login(cast.translator)
    with override(language):
        listed, edited = client.get(reverse("desk_translations")), client.get(editor(proposal, "ka"))

    assert (listed.status_code, edited.status_code) == (200, 200)
    for answer in (listed, edited):
        assert "Su &lt;b&gt;kəməri&lt;/b&gt;" in answer.content.decode()


def test_a_translator_saves_and_goes_on_to_the_next(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    first, second = make_published(cast, cycle), make_published(cast, cycle)
    client.force_login(cast.translator)

    went_on = post(client, editor(first), next="", **TYPED)
    stayed = post(client, editor(second), **TYPED)
    done = post(client, editor(first), next="", **TYPED)

    assert (went_on["Location"], stayed["Location"], done["Location"]) == (editor(second), editor(second), LIST)
    stored = Proposal.objects.get(pk=first.pk)
    assert (stored.title_hy, stored.text_hy.split(), stored.translations) == (
        "Ջուր",
        TYPED["text"].split(),
        {"hy": "checked"},
    )


def test_the_next_is_never_the_same_text_again(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    client.force_login(cast.translator)

    answer = post(client, editor(proposal), next="", **{**TYPED, "text": ""})  # its text is still missing

    assert answer["Location"] == LIST


def test_a_refused_translation_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    client.force_login(cast.translator)

    answer = post(client, editor(proposal), **{**TYPED, "summary": "Ա" * 161})

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, ["summary"])
    assert (form["title"].value(), form["text"].value()) == (TYPED["title"], TYPED["text"])
    assert Proposal.objects.get().title_hy is None


def test_two_translators_at_once_lose_nothing(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    client.force_login(cast.translator)
    opened = client.get(editor(proposal)).context["started_from"]
    other = {"title": "Խմելու ջուր", "summary": "Առաջինը"}
    save_translation(PROPOSALS, proposal, "hy", by=cast.translator, texts=other)

    refused = client.post(editor(proposal), {"started_from": opened, **TYPED})
    page = refused.content.decode()
    saved = client.post(editor(proposal), {"started_from": refused.context["started_from"], **TYPED})

    assert (refused.status_code, refused.context["form"]["title"].value()) == (422, "Ջուր")
    assert "Խմելու ջուր" in page
    assert (saved.status_code, Proposal.objects.get().title_hy) == (302, "Ջուր")


def test_an_invalid_form_does_not_hide_that_somebody_was_faster(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    client.force_login(cast.translator)
    opened = client.get(editor(proposal)).context["started_from"]
    save_translation(PROPOSALS, proposal, "hy", by=cast.translator, texts={"title": "Առաջին", "summary": "Առաջին"})

    invalid = client.post(editor(proposal), {"started_from": opened, **TYPED, "title": ""})
    again = client.post(editor(proposal), {"started_from": invalid.context["started_from"], **TYPED})

    assert (invalid.status_code, again.status_code) == (422, 422)
    assert Proposal.objects.get().title_hy == "Առաջին"


def test_a_page_left_open_until_the_freeze_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    make_vote(cast, (1_000_000,))
    project = Proposal.objects.get()
    client.force_login(cast.translator)

    answer = post(client, editor(project), **TYPED)

    assert (answer.status_code, answer.context["form"]["title"].value()) == (422, "Ջուր")
    assert '<button class="button">Save as checked' not in answer.content.decode()
    assert Proposal.objects.get().title_hy == project.title_hy


def test_an_answers_translation_asks_only_for_what_the_original_says(client: Client, cast: Cast) -> None:
    response = make_response(cast, make_published(cast, make_cycle(cast)))
    client.force_login(cast.translator)

    page = client.get(reverse("desk_translation", args=["responses", response.pk, "hy"]))

    assert list(page.context["form"].fields) == ["reason", "next_step"]
    assert [other["code"] for other in page.context["others"]] == ["az"]


def test_who_comes_to_the_translation_desk(client: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast)
    proposal, draft = make_submitted(cast, cycle), make_draft(cast, cycle)

    def answers(person: Any) -> list[int]:
        client.force_login(person)
        return [client.get(path).status_code for path in (LIST, editor(proposal), editor(draft))]

    assert [client.get(path).status_code for path in (LIST, editor(proposal))] == [302, 302]
    assert answers(cast.resident) == [403, 403, 403]
    assert answers(cast.observer) == [403, 403, 403]
    assert answers(cast.moderator) == [403, 403, 404]
    assert answers(cast.translator) == [200, 200, 404]
    assert answers(elsewhere.translator) == [200, 404, 404]


@pytest.mark.parametrize(
    "path",
    [
        "translations/proposals/{pk}/az/",
        "translations/proposals/{pk}/fr/",
        "translations/ballots/{pk}/hy/",
        "translations/reviews/{pk}/hy/",
        "translations/proposals/999999999999999999/hy/",
    ],
)
def test_what_is_no_translation_is_not_found(client: Client, cast: Cast, path: str) -> None:
    proposal = make_published(cast, make_cycle(cast))
    client.force_login(cast.translator)

    assert client.get(f"/en/desk/{path.format(pk=proposal.pk)}").status_code == 404


def test_nonsense_in_the_address_is_ignored(client: Client, cast: Cast) -> None:
    make_published(cast, make_cycle(cast))
    client.force_login(cast.translator)

    page = client.get(f"{LIST}?kind=x&language=zz&state=new&municipality=999999999999999999999&page=-3")

    assert (page.status_code, len(page.context["lines"])) == (200, 2)


def test_the_list_costs_the_same_with_1_and_with_30_texts(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    client.force_login(cast.translator)
    make_response(cast, make_published(cast, cycle))
    costs = []
    for more in (0, 29):
        for _number in range(more):
            make_response(cast, make_published(cast, cycle))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LIST}?kind=responses")
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 14


def test_the_desk_page_of_a_proposal_leads_to_the_editor(client: Client, cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))
    path = reverse("desk_proposal", args=[proposal.pk])
    client.force_login(cast.translator)
    links = [(one["code"], one["state"]) for one in client.get(path).context["translations"]]
    client.force_login(cast.moderator)

    assert links == [(code, TranslationState.MISSING) for code in ("ka", "hy", "en")]
    assert client.get(path).context["translations"] == []


def test_a_suggestion_fills_what_is_empty_and_stores_nothing(client: Client, cast: Cast, libre: LibreTranslate) -> None:
    proposal = make_published(cast, make_cycle(cast), title="Su", text="<script>alert(1)</script>")
    client.force_login(cast.translator)

    answer = post(client, editor(proposal), act="suggest", title="Ջուր", summary="", text="")

    form = answer.context["form"]
    assert answer.status_code == 200
    assert (form["title"].value(), form["summary"].value()) == ("Ջուր", f"[hy] {proposal.summary_az}")
    assert "[hy] Su" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert Proposal.objects.get().title_hy is None
    assert post(client, editor(proposal), **TYPED).status_code == 302


def test_a_machine_that_fails_is_a_sentence_and_keeps_what_was_typed(
    client: Client, cast: Cast, libre: LibreTranslate
) -> None:
    libre.status = 500
    proposal = make_published(cast, make_cycle(cast))
    client.force_login(cast.translator)

    answer = post(client, editor(proposal), act="suggest", title="Ջուր", summary="", text="")

    assert (answer.status_code, answer.context["form"]["title"].value()) == (422, "Ջուր")
    assert "The machine gave no translation." in answer.content.decode()


def test_the_machine_is_not_offered_while_it_is_off_or_the_text_is_not_public(
    client: Client, cast: Cast, libre: LibreTranslate, settings: Any
) -> None:
    cycle = make_cycle(cast)
    published, submitted = make_published(cast, cycle), make_submitted(cast, cycle)
    client.force_login(cast.translator)
    paths = [editor(published), editor(submitted), f"{LIST}?language=hy"]

    def offers() -> list[bool]:
        return ["machine" in client.get(path).content.decode().partition("<form")[2] for path in paths[:2]] + [
            "by machine" in client.get(paths[2]).content.decode()
        ]

    offered = offers()
    settings.MACHINE_TRANSLATION_URL = ""

    assert offered == [True, False, True]
    assert offers() == [False, False, False]
    assert client.post(paths[2]).status_code == 302
    assert libre.requests == []


def test_a_page_of_missing_texts_is_translated_by_machine_and_marked(
    client: Client, cast: Cast, libre: LibreTranslate
) -> None:
    cycle = make_cycle(cast)
    for _number in range(2):
        make_published(cast, cycle)
    client.force_login(cast.translator)

    answer = client.post(f"{LIST}?kind=proposals&language=hy&state=missing")
    listed = client.get(answer["Location"]).context["lines"]
    client.logout()
    page = client.get(reverse("proposal", args=[Proposal.objects.first().pk]).replace("/en/", "/hy/"))

    assert (answer.status_code, listed) == (302, [])
    assert set(Proposal.objects.values_list("translations__hy", flat=True)) == {"machine"}
    assert "[hy] Lamps" in page.content.decode()


def test_readers_are_told_what_a_machine_wrote_and_what_is_outdated(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    texts = {"title": "Lamps", "summary": "Light", "text": "Two lamps"}
    save_translation(PROPOSALS, proposal, "en", by=cast.translator, texts=texts, state=TranslationState.MACHINE)
    path = reverse("proposal", args=[proposal.pk])
    by_machine = client.get(path).content.decode()
    Proposal.objects.update(translations={"en": "outdated"})

    assert "Machine translation. Nobody has checked it yet." in by_machine
    assert "The original has changed since this translation was made." in client.get(path).content.decode()
