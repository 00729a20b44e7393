"""Campaigns and pages as programs read them."""

from budgeting.cycles.stages import Stage
from tests.budgeting.api.asking import answer, rows
from tests.cms.campaigns.making import make_asked, make_campaign, page_of
from tests.cms.making import make_news, twin
from tests.factories import make_cycle, make_feasible, open_vote
from tests.people import Cast


def test_a_campaign_tells_its_demand_in_each_language_somebody_wrote(cast: Cast) -> None:
    campaign = make_campaign(cast, title="წყალი სოფელს", language="ka")
    page = twin(page_of(campaign), "hy")
    page.alias_of, page.title, page.written_in = None, "Ջուր գյուղին", "hy"
    page.save()

    demand = answer(f"campaigns/{campaign.pk}/", lang="hy")["demand"]

    assert demand["titles"] == {"ka": "წყალი სოფელს", "hy": "Ջուր գյուղին", "az": None, "en": None}
    assert (demand["shown"], demand["shown_in"]) == ("Ջուր գյուղին", "hy")


def test_campaigns_are_narrowed_by_state_and_place(cast: Cast, elsewhere: Cast) -> None:
    gathering, waiting = make_campaign(cast), make_asked(elsewhere)

    assert [row["id"] for row in rows("campaigns/", state="gathering")] == [gathering.pk]
    assert [row["id"] for row in rows("campaigns/", state="waiting")] == [waiting.pk]
    assert [row["id"] for row in rows("campaigns/", municipality="marneuli")] == [gathering.pk]


def test_in_the_silence_a_campaign_that_is_open_says_until_when_not_to_promote_it(cast: Cast) -> None:
    campaign = make_campaign(cast)
    before = answer(f"campaigns/{campaign.pk}/")["silent_until"]
    cycle = make_cycle(cast, Stage.VOTING, silence_days=31)
    make_feasible(cast, cycle)
    open_vote(cast, cycle)

    after = answer(f"campaigns/{campaign.pk}/")["silent_until"]

    assert (before, after) == (None, cycle.voting_until_at.isoformat().replace("+00:00", "Z"))


def test_pages_are_narrowed_by_language_and_kind(cast: Cast) -> None:
    news = make_news(title="ახალი ხიდი")

    [row] = rows("pages/", language="az", type="newspage")

    assert (row["language"], row["written_in"], row["state"]) == ("az", "ka", "shown")
    assert row["text"] == str(news.translation_key)
