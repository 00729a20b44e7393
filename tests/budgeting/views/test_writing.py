"""Writing a proposal in a browser without JavaScript: one question after another, and nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.proposals.actions import change_state, submit_proposal
from budgeting.proposals.coauthors import join_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.proposals.steps import STEPS
from portal.clock import now
from portal.languages.texts import in_languages
from portal.messages.models import Notice
from tests.budgeting.attachments.files import PDF, picture, upload
from tests.budgeting.views.test_pages import LANGUAGES, queries_of
from tests.factories import in_all, make_cycle, make_draft, make_settlement, make_submitted, make_theme
from tests.people import ROLES, Cast

EMPTY: dict[str, Any] = {"title": "Körpü", "summary": "", "text": "", "theme": None}
MOST_QUERIES = 14


def address(name: str, draft: Proposal, *rest: object) -> str:
    return reverse(name, args=[draft.pk, *rest])


def step_of(draft: Proposal, step: str) -> str:
    return address("write_step", draft, step)


@pytest.fixture
def draft(client: Client, cast: Cast) -> Proposal:
    """A draft with nothing but a title; its author is signed in."""
    client.force_login(cast.resident)
    return make_draft(cast, make_cycle(cast), **EMPTY)


def end_stage(draft: Proposal) -> None:
    Cycle.objects.filter(pk=draft.cycle_id).update(proposing_until_at=now())


def leave_for_login(client: Client, path: str, data: dict[str, Any]) -> str:
    """Sends the form without a session; returns where one comes back to."""
    client.logout()
    response = client.post(path, data)
    assert response.status_code == 302
    assert response.url.startswith("/en/account/?next=")
    return path


# --- The way through -----------------------------------------------------------------------------


def test_first_question_begins_a_draft_and_leads_to_the_second(client: Client, cast: Cast) -> None:
    client.force_login(cast.resident)
    cycle = make_cycle(cast)

    response = client.post(reverse("propose", args=[cycle.pk]), {"written_in": "hy", "title": "Կամուրջ"})

    proposal = Proposal.objects.get()
    assert (proposal.title_hy, proposal.written_in, proposal.state) == ("Կամուրջ", "hy", State.DRAFT)
    assert response.url == reverse("write_step", args=[proposal.address, "summary"])


def test_every_answer_is_saved_and_the_next_open_question_follows(client: Client, draft: Proposal) -> None:
    theme, village = make_theme(), make_settlement(draft.cycle.municipality)
    way = [
        ("summary", {"summary": "Bir cümlə."}, "text"),
        ("text", {"text": "Nə və niyə.\r\nİki sətir."}, "theme"),
        ("theme", {"theme": theme.pk}, "place"),
        ("place", {"settlement": village.pk}, "point"),
        ("beneficiaries", {"beneficiaries": ["women", "girls"]}, "cost"),
        ("cost", {"rough_cost_tetri": "12 000"}, "photos"),
    ]
    for step, data, following in way:
        response = client.post(step_of(draft, step), data)
        assert (step, response.status_code) == (step, 302)
        assert response.url.split("/")[-2] == following
    stored = Proposal.objects.get()
    assert (stored.summary_az, stored.text_az) == ("Bir cümlə.", "Nə və niyə.\nİki sətir.")
    assert (stored.theme, stored.settlement, stored.beneficiaries) == (theme, village, ["women", "girls"])
    assert stored.rough_cost_tetri == 1_200_000


def test_answer_changed_from_the_check_leads_back_there(client: Client, draft: Proposal) -> None:
    response = client.post(step_of(draft, "summary") + "?from=check", {"summary": "Bir cümlə."})
    assert response.url == reverse("check_proposal", args=[draft.address])


def test_last_question_leads_to_the_check_when_nothing_is_missing(client: Client, cast: Cast, draft: Proposal) -> None:
    whole = make_draft(cast, draft.cycle)
    page = client.get(step_of(whole, "coauthors"))
    assert page.context["skip"] == reverse("check_proposal", args=[whole.address])
    assert client.get(step_of(draft, "coauthors")).context["skip"].endswith("/write/summary/")


def test_task_list_says_what_is_answered(client: Client, draft: Proposal) -> None:
    page = client.get(address("write_proposal", draft))
    tasks = {step.name: is_answered for step, is_answered in page.context["tasks"]}
    assert tasks == {step.name: step.name == "title" for step in STEPS}
    assert f"http://testserver/en/proposals/{draft.pk}/write/" in page.content.decode()


def test_whole_draft_is_handed_in_from_the_check(client: Client, cast: Cast, draft: Proposal) -> None:
    whole = make_draft(cast, draft.cycle)
    response = client.post(address("check_proposal", whole))
    assert response.url == reverse("proposal", args=[whole.address])
    assert Proposal.objects.get(pk=whole.pk).state == State.SUBMITTED
    again = client.post(address("check_proposal", whole))  # the same press twice
    assert again.url == reverse("proposal", args=[whole.address])


def test_handing_in_too_early_is_refused_and_says_what_is_missing(client: Client, draft: Proposal) -> None:
    page = client.post(address("check_proposal", draft))
    assert page.status_code == 422
    assert "Fill in the title" in page.content.decode()
    assert page.content.decode().count("Not answered yet") == 3
    assert Proposal.objects.get().state == State.DRAFT


def test_cost_over_the_cap_is_said_before_handing_in(client: Client, cast: Cast, draft: Proposal) -> None:
    over = make_draft(cast, draft.cycle, rough_cost_tetri=2_500_001)
    within = make_draft(cast, draft.cycle, rough_cost_tetri=2_500_000)
    pages = [client.get(address("check_proposal", one)) for one in (over, within)]
    assert [page.context["is_over_cap"] for page in pages] == [True, False]


# --- Refusals keep what was typed ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "typed", "sentence"),
    [
        ("title", {"title": "a" * 91}, "at most 90"),
        ("title", {"title": " \u200b "}, "Write a title."),
        ("summary", {"summary": "a" * 161}, "at most 160"),
        ("text", {"text": "a" * 5001}, "at most 5000"),
        ("theme", {"theme": "9" * 30}, "Select a valid choice"),
        ("theme", {}, "Choose a theme."),
        ("place", {}, "Choose a place, or the whole municipality."),
        ("place", {"settlement": "999999"}, "Select a valid choice"),
        ("beneficiaries", {"beneficiaries": ["robots"]}, "Select a valid choice"),
        ("cost", {"rough_cost_tetri": "12,50"}, "Write the amount in whole lari"),
        ("cost", {"rough_cost_tetri": "-1"}, "Write the amount in whole lari"),
    ],
)
def test_bad_answer_is_refused_with_a_sentence_and_stays(
    client: Client, draft: Proposal, step: str, typed: dict[str, str], sentence: str
) -> None:
    page = client.post(step_of(draft, step), typed)
    text = page.content.decode()
    assert page.status_code == 422
    assert sentence in text
    assert "<title>Error: " in text
    assert all(value in text for value in typed.values() if isinstance(value, str) and len(value) > 30)
    assert Proposal.objects.get().title_az == "Körpü"


def test_text_limit_is_the_cycles(client: Client, cast: Cast, draft: Proposal) -> None:
    short = make_draft(cast, make_cycle(cast, longest_text=200), **EMPTY)
    assert client.post(step_of(short, "text"), {"text": "a" * 201}).status_code == 422
    assert client.post(step_of(short, "text"), {"text": "a" * 200}).status_code == 302


def test_what_cannot_be_seen_is_taken_out_everywhere(client: Client, draft: Proposal) -> None:
    client.post(step_of(draft, "title"), {"title": "Ko\u0308r\x00pu\u0308\u202e"})
    client.post(step_of(draft, "text"), {"text": "a\x00b\u200bc"})
    stored = Proposal.objects.get()
    assert (stored.title_az, stored.text_az) == ("Körpü", "abc")


def test_settlement_of_another_municipality_cannot_be_chosen(client: Client, draft: Proposal, elsewhere: Cast) -> None:
    foreign = make_settlement(elsewhere.municipality)
    assert client.post(step_of(draft, "place"), {"settlement": foreign.pk}).status_code == 422
    assert Proposal.objects.get().settlement is None


# --- Sessions and stages that end ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "typed", "shown"),
    [
        ("summary", {"summary": "Uzun cümlə"}, "Uzun cümlə"),
        ("text", {"text": "Nə və\r\nniyə"}, "Nə və\r\nniyə"),
        ("cost", {"rough_cost_tetri": "12 000"}, "12 000"),
        ("beneficiaries", {"beneficiaries": ["men", "boys"]}, ["men", "boys"]),
        ("photos", {"alt": "Köhnə körpü"}, "Köhnə körpü"),
    ],
)
def test_answer_sent_after_the_session_ended_waits_for_the_next(
    client: Client, cast: Cast, draft: Proposal, step: str, typed: dict[str, Any], shown: Any
) -> None:
    path = leave_for_login(client, step_of(draft, step), typed)
    client.force_login(cast.resident)

    first, second = client.get(path), client.get(path)

    assert first.context["form"][next(iter(typed))].value() == shown
    assert second.context["form"][next(iter(typed))].value() in ("", None, [])


def test_kept_answer_goes_to_no_other_question_proposal_or_person(client: Client, cast: Cast, draft: Proposal) -> None:
    other = make_draft(cast, draft.cycle, **EMPTY)
    leave_for_login(client, step_of(draft, "summary"), {"summary": "Mənim cümləm"})
    client.force_login(cast.resident)
    for path in (step_of(draft, "text"), step_of(other, "summary"), reverse("propose", args=[draft.cycle_id])):
        assert "Mənim cümləm" not in client.get(path).content.decode()
    assert "Mənim cümləm" in client.get(step_of(draft, "summary")).content.decode()
    client.force_login(cast.neighbour)
    assert client.get(step_of(draft, "summary")).status_code == 404


def test_title_sent_after_the_session_ended_waits(client: Client, cast: Cast) -> None:
    path = reverse("propose", args=[make_cycle(cast).pk])
    leave_for_login(client, path, {"written_in": "hy", "title": "Կամուրջ", "evil": "x"})
    assert client.session["kept_answer"]["typed"] == {"written_in": ["hy"], "title": ["Կամուրջ"]}
    client.force_login(cast.resident)
    form = client.get(path).context["form"]
    assert (form["title"].value(), form["written_in"].value()) == ("Կամուրջ", "hy")


def test_kept_answer_is_no_store_for_anything_large(client: Client, draft: Proposal) -> None:
    leave_for_login(client, step_of(draft, "text"), {"text": "a" * 1_000_000, "other": "b" * 100})
    assert {name: len(values[0]) for name, values in client.session["kept_answer"]["typed"].items()} == {"text": 40_000}


def test_stage_that_ended_meanwhile_keeps_the_draft_and_says_so(client: Client, cast: Cast, draft: Proposal) -> None:
    sentence = "This budget no longer takes proposals. Your draft is kept."
    end_stage(draft)

    assert client.post(step_of(draft, "summary"), {"summary": "Gec"}).status_code == 302

    assert Proposal.objects.get().summary_az == "Gec"
    for path in (address("write_proposal", draft), step_of(draft, "text"), address("check_proposal", draft)):
        assert sentence in client.get(path).content.decode()


def test_handing_in_after_the_stage_is_refused_with_the_sentence(client: Client, cast: Cast, draft: Proposal) -> None:
    whole = make_draft(cast, draft.cycle)
    end_stage(draft)
    page = client.post(address("check_proposal", whole))
    assert page.status_code == 422
    assert page.context["refusal"] == "This budget no longer takes proposals. Your draft is kept."


def test_title_sent_after_the_stage_stays_on_the_page(client: Client, cast: Cast, draft: Proposal) -> None:
    end_stage(draft)
    page = client.post(reverse("propose", args=[draft.cycle_id]), {"written_in": "az", "title": "Gec başlıq"})
    assert page.status_code == 422
    assert "Gec başlıq" in page.content.decode()
    assert client.get(reverse("propose", args=[draft.cycle_id])).status_code == 302


def test_answer_sent_after_handing_in_is_shown_to_be_copied(client: Client, cast: Cast, draft: Proposal) -> None:
    whole = make_draft(cast, draft.cycle)
    join_proposal(whole, by=cast.neighbour, key=whole.invite_key)
    submit_proposal(whole, by=cast.resident)
    client.force_login(cast.neighbour)

    page = client.post(step_of(whole, "text"), {"text": "Hələ yazırdım"})

    assert page.status_code == 409
    assert "Hələ yazırdım" in page.content.decode()
    assert Proposal.objects.get(pk=whole.pk).text_az == whole.text_az


def test_returned_proposal_shows_why_and_can_be_improved(client: Client, cast: Cast, draft: Proposal) -> None:
    returned = make_submitted(cast, draft.cycle)
    change_state(returned, "send_back", by=cast.moderator, reason="Hara?")
    assert "Hara?" in client.get(address("write_proposal", returned)).content.decode()
    client.post(step_of(returned, "title"), {"title": "Yaxşı"})
    client.post(address("check_proposal", returned))
    stored = Proposal.objects.get(pk=returned.pk)
    assert (stored.title_az, stored.state) == ("Yaxşı", State.SUBMITTED)


# --- Who may -------------------------------------------------------------------------------------


def every_page(draft: Proposal) -> list[str]:
    steps = [step_of(draft, step.name) for step in STEPS]
    return [*steps, *(address(name, draft) for name in ("write_proposal", "check_proposal", "point_map"))]


def test_pages_of_a_draft_are_its_authors_alone(client: Client, cast: Cast, elsewhere: Cast, draft: Proposal) -> None:
    people = [cast.neighbour, *(getattr(cast, name) for name in ROLES), elsewhere.resident, elsewhere.administrator]
    for person in people:
        client.force_login(person)
        assert {client.get(path).status_code for path in every_page(draft)} == {404}
        assert client.post(step_of(draft, "title"), {"title": "Mine"}).status_code == 404
        assert client.post(address("delete_draft", draft)).status_code == 404
        assert client.post(address("send_link", draft)).status_code == 404
    client.logout()
    assert {client.get(path).status_code for path in every_page(draft)} == {302}
    assert Proposal.objects.get().title_az == "Körpü"


def test_staff_who_see_a_returned_proposal_do_not_write_it(client: Client, cast: Cast, draft: Proposal) -> None:
    returned = make_submitted(cast, draft.cycle)
    change_state(returned, "send_back", by=cast.moderator, reason="Hara?")
    client.force_login(cast.moderator)
    assert {client.get(path).status_code for path in every_page(returned)} == {404}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_in_every_language(client: Client, draft: Proposal, language: str) -> None:
    with override(language):
        pages = [client.get(path) for path in every_page(draft)]
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [f'<html lang="{language}">' in page.content.decode() for page in pages[:-1]] == [True] * (len(pages) - 1)


def test_unknown_question_is_not_found(client: Client, draft: Proposal) -> None:
    assert [client.get(step_of(draft, step)).status_code for step in ("rights", "0")] == [404, 404]


def test_pages_cost_the_same_with_1_and_with_10_rows(client: Client, cast: Cast, draft: Proposal) -> None:
    def costs() -> list[int]:
        return [queries_of(client, path) for path in every_page(draft)]

    for number in range(10):
        if number == 1:
            with_one = costs()
        make_settlement(cast.municipality, f"Village{number}")
        person = getattr(cast, ["neighbour", *ROLES][number])
        join_proposal(draft, by=person, key=draft.invite_key)
        if number < 5:
            client.post(step_of(draft, "photos"), {"upload": upload(picture()), "alt": "Yol"})
        if number < 3:
            client.post(step_of(draft, "documents"), {"upload": upload(PDF, "plan.pdf")})
    assert costs() == with_one
    assert max(with_one) <= MOST_QUERIES


# --- What belongs to it --------------------------------------------------------------------------


def test_hint_and_limits_of_the_cycle_are_shown(client: Client, cast: Cast, draft: Proposal) -> None:
    cycle = make_cycle(cast, **in_languages("writing_hint", in_all("Say which street")), max_photos=2, longest_text=700)
    own = make_draft(cast, cycle, **EMPTY)
    page = client.get(step_of(own, "text")).content.decode()
    assert ("Say which street en" in page, "700" in page) == (True, True)
    assert "Most photos in a proposal: 2" in client.get(step_of(own, "photos")).content.decode()


def test_link_is_sent_to_the_author(client: Client, cast: Cast, draft: Proposal) -> None:
    client.post(address("send_link", draft))
    client.post(address("send_link", draft))  # at once again: refused with a sentence
    assert [notice.user for notice in Notice.objects.all()] == [cast.resident]


def test_draft_is_deleted_with_a_press(client: Client, draft: Proposal) -> None:
    assert client.get(address("delete_draft", draft)).status_code == 405
    assert client.post(address("delete_draft", draft)).url == reverse("my_page")
    assert Proposal.objects.count() == 0


def test_village_is_found_by_an_old_name_in_another_script(client: Client, draft: Proposal) -> None:
    village = make_settlement(draft.cycle.municipality, "Talaveri")
    village.name_az = "Faxralı (Talaveri)"
    village.save()
    make_settlement(draft.cycle.municipality, "Darbazi")
    path = step_of(draft, "place")

    found = {query: [place.pk for place in client.get(path, {"q": query}).context["places"]] for query in QUERIES}

    assert found == {
        "faxrali": [village.pk],
        "Talaveri": [village.pk],
        "zzz": [],
        "\x00\u202e": found[""],
        "": found[""],
    }
    assert len(found[""]) == 2
    assert "Faxralı (Talaveri)" in client.get(path).content.decode()


QUERIES = ("faxrali", "Talaveri", "zzz", "\x00\u202e", "")


def test_similar_fragment_survives_nonsense(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    for title in ("", "Körpü", "\x00", "a" * 3000):
        assert client.get(reverse("similar", args=[cycle.pk]), {"title": title}).status_code == 200
