"""After the vote: what a receipt tells, and a phone that is handed on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.closing.actions import close_vote
from budgeting.closing.models import Closing
from budgeting.closing.sealing import seal_ballots
from budgeting.cycles.models import Cycle
from budgeting.motions.models import Act, Motion
from budgeting.voting.models import Ballot
from budgeting.voting.traces import window_now
from budgeting.watching.models import Flag, Suspicion, Verdict
from tests.cases.ballots import choose, vote
from tests.factories import make_cards, make_vote
from tests.people import Cast


def ask(client: Client, cycle: Cycle, code: str):
    return client.post(reverse("receipt_check", args=[cycle.address]), {"receipt": code})


def end(cycle: Cycle) -> None:
    cycle.voting_until_at -= timedelta(days=6)
    cycle.save()


def close(cast: Cast, cycle: Cycle) -> None:
    close_vote(cycle, by=cast.official, seconded_by=cast.other_official)


def test_a_receipt_is_stored_then_counted(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    code = vote(client, cycle, make_cards(cast, cycle)[0], [1, 2])

    assert ask(client, cycle, code).context["standing"] == "stored"
    end(cycle)
    assert ask(client, cycle, code).context["standing"] == "stored"
    close(cast, cycle)
    assert ask(client, cycle, code).context["standing"] == "counted"


def test_a_receipt_overtaken_by_paper_says_so_before_and_after_the_close(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    code = vote(client, cycle, make_cards(cast, cycle)[0], [1])
    Ballot.objects.update(is_superseded=True)

    before = ask(client, cycle, code)

    seal_ballots(cycle)
    Closing.objects.create(cycle=cycle, closed_at=cycle.voting_until_at)
    Ballot.objects.all().delete()

    assert [page.context["standing"] for page in (before, ask(client, cycle, code))] == ["overtaken"] * 2


def test_a_receipt_of_a_ballot_set_aside_says_who_decided(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    code = vote(client, cycle, make_cards(cast, cycle)[0], [1])
    trace = cycle.traces.get()
    assert trace.window in (window_now(), window_now() - 1)
    flag = Flag(cycle=cycle, suspicion=Suspicion.BLOCK, mark=trace.block, window=trace.window, ballots=1)
    flag.save()

    motion = Motion.objects.create(cycle=cycle, act=Act.DECIDE, moved_by=cast.official, subject=str(flag.pk))
    Flag.objects.filter(pk=flag.pk).update(verdict=Verdict.SET_ASIDE, reason="A burst", motion=motion)

    seal_ballots(cycle)
    Closing.objects.create(cycle=cycle, closed_at=cycle.voting_until_at)

    assert ask(client, cycle, code).context["standing"] == "set_aside"


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code}\u00a0"])
def test_a_receipt_is_read_as_people_type_it(client: Client, cast: Cast, typed) -> None:
    cycle = make_vote(cast)
    code = vote(client, cycle, make_cards(cast, cycle)[0], [1])
    look_alike = code.replace("1", "l").replace("0", "o")

    assert ask(client, cycle, typed(code)).context["standing"] == "stored"
    assert ask(client, cycle, look_alike).context["standing"] == "stored"


def test_a_slip_is_called_one_and_a_strange_code_is_unknown(client: Client, cast: Cast) -> None:
    cycle, other = make_vote(cast), make_vote(cast)
    code = vote(client, cycle, make_cards(cast, cycle)[0], [1])
    wrong = ("2" if code[0] != "2" else "3") + code[1:]

    slip, nothing, strange = ask(client, cycle, wrong), ask(client, cycle, ""), ask(client, other, code)

    assert [page.status_code for page in (slip, nothing, strange)] == [422, 422, 200]
    assert "This code has a typing mistake." in slip.content.decode()
    assert strange.context["standing"] == "unknown"


def test_nothing_of_the_choice_is_told_and_no_code_stands_in_an_address(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    code = vote(client, cycle, make_cards(cast, cycle)[0], [2])
    title = cycle.proposals.get(number=2).title

    answer = ask(Client(), cycle, code)
    by_address = Client().get(reverse("receipt_check", args=[cycle.address]), {"receipt": code})

    assert title not in answer.content.decode()
    assert "standing" not in by_address.context


def test_finishing_leaves_nothing_in_the_browser(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    client.force_login(cast.resident)
    code = vote(client, cycle, make_cards(cast, cycle)[0], [1])

    answer = client.post(reverse("vote_finish", args=[cycle.address]))
    kept = {name for name, morsel in client.cookies.items() if morsel.value and name != "csrftoken"}
    page = client.get(answer["Location"])
    back = client.get(reverse("vote_receipt", args=[cycle.address]), follow=True)

    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert (kept, "The phone is ready for the next person" in page.content.decode()) == (set(), True)
    assert (code in back.content.decode(), back.wsgi_request.user.is_authenticated) == (False, False)


def test_finishing_without_the_forms_token_is_refused(cast: Cast) -> None:
    cycle = make_vote(cast)
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("vote_finish", args=[cycle.address])).status_code == 403


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_the_page_on_secrecy_is_linked_from_everywhere(client: Client, db: None, language: str) -> None:
    path = f"/{language}/how-your-vote-is-kept-secret/"
    page = client.get(path)
    assert (page.status_code, client.cookies, f'href="{path}"' in page.content.decode()) == (200, {}, True)


def test_ten_minutes_are_still_left_to_who_holds_a_ballot(client: Client, cast: Cast) -> None:

    cycle = make_vote(cast)
    choose(client, cycle, [1])
    cycle.voting_until_at -= timedelta(days=5, seconds=60)
    cycle.save()

    assert client.get(reverse("vote_check", args=[cycle.address])).status_code == 200
    assert client.get(reverse("vote", args=[cycle.address])).status_code == 409
    assert client.cookies["ballot"].value
