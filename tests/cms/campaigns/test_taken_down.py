"""The clock of a campaign that was taken down: it stands still, and goes on when the page is back."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.responses.models import Ask
from budgeting.responses.queries import office_records, overdue_asks
from budgeting.workdays import term, working_days_between
from cms.campaigns.answering import answer_campaign
from cms.campaigns.models import Campaign
from cms.models import CampaignPage, TakeDown
from cms.organisations.taking_down import restore, take_down
from cms.outcomes.overdue import tell_overdue
from portal.accounts.models import User
from portal.clock import now, pinned, today
from tests.cms.campaigns.making import ask_of, make_asked, words
from tests.people import Cast

AWAY = timedelta(days=20)


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root@example.ge")


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_asked(cast)


def hide(campaign: Campaign, root: User) -> TakeDown:
    page = CampaignPage.objects.get(campaign=campaign, alias_of__isnull=True)
    return take_down(page, by=root, reason="It names a private person's illness.")


def stored(campaign: Campaign) -> Ask:
    return Ask.objects.get(campaign=campaign)


def make_late(campaign: Campaign) -> date:
    """Its answer was due five days ago; returns that day."""
    day = today() - timedelta(days=5)
    Ask.objects.filter(campaign=campaign).update(owed_on=day)
    return day


def test_it_is_not_overdue_and_reminds_nobody(cast: Cast, root: User, campaign: Campaign, client: Client) -> None:
    make_late(campaign)
    assert overdue_asks(cast.municipality).count() == 1

    hide(campaign, root)

    assert (stored(campaign).owed_on, overdue_asks(cast.municipality).count(), tell_overdue()) == (None, 0, 0)
    assert [record.asked for record in office_records(cast.municipality)] == [0]
    assert client.get(reverse("answers", args=[cast.municipality.slug])).status_code == 200


def test_it_goes_on_with_as_many_days_left_as_there_were(root: User, campaign: Campaign) -> None:
    owed_on = ask_of(campaign).owed_on
    assert owed_on is not None
    left = working_days_between(today(), owed_on)
    taken = hide(campaign, root)

    with pinned(now() + AWAY):
        restore(taken, by=root)
        ask = stored(campaign)
        assert ask.owed_on is not None
        assert working_days_between(today(), ask.owed_on) == left

    assert ask.owed_on == term(ask.started_on, ask.term_days).end > owed_on


def test_an_answer_that_was_late_is_as_late_when_it_is_back(root: User, campaign: Campaign) -> None:
    owed_on = make_late(campaign)
    late = working_days_between(owed_on, today())
    taken = hide(campaign, root)

    with pinned(now() + AWAY):
        restore(taken, by=root)
        again = stored(campaign).owed_on
        assert again is not None
        assert working_days_between(again, today()) == late


def test_put_back_on_the_same_day_every_day_stays(root: User, campaign: Campaign) -> None:
    before = ask_of(campaign)

    restore(hide(campaign, root), by=root)

    assert (stored(campaign).started_on, stored(campaign).owed_on) == (before.started_on, before.owed_on)


def test_a_promised_word_is_owed_later_and_one_answered_for_good_is_owed_nothing(
    cast: Cast, root: User, campaign: Campaign
) -> None:
    answered = make_asked(cast, title="Answered")
    answer_campaign(answered, by=cast.official, **words(answered))
    promised_on = today() + timedelta(days=30)
    answer_campaign(campaign, by=cast.official, **words(campaign, outcome="planned", next_update_on=promised_on))
    taken = [hide(one, root) for one in (campaign, answered)]
    assert stored(campaign).owed_on is None

    with pinned(now() + AWAY):
        for one in taken:
            restore(one, by=root)

    owed_on = stored(campaign).owed_on
    assert owed_on is not None
    assert (owed_on > promised_on, stored(answered).owed_on) == (True, None)


def test_the_page_of_the_organisation_takes_its_campaigns_along(root: User, campaign: Campaign) -> None:
    page = CampaignPage.objects.get(campaign=campaign, alias_of__isnull=True).get_parent()
    owed_on = ask_of(campaign).owed_on

    taken = take_down(page, by=root, reason="It is not who it says it is.")
    assert stored(campaign).owed_on is None
    restore(taken, by=root)

    assert stored(campaign).owed_on == owed_on


def test_other_campaigns_clocks_run_on(cast: Cast, root: User, campaign: Campaign) -> None:
    other = make_asked(cast, title="Other")

    hide(campaign, root)

    assert stored(other).owed_on == ask_of(other).owed_on
