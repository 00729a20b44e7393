"""A municipality with a cycle in every stage, and beside everything public something of its kind that is not.

What is not public holds MARK in its words.
"""

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import PageViewRestriction

from budgeting.closing.actions import close_vote
from budgeting.comments.actions import hide_comment, write_comment
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.moderation.reports import report_proposal
from budgeting.proposals.actions import answer_proposal
from budgeting.proposals.models import Proposal
from budgeting.responses.actions import city_hall
from budgeting.responses.models import Office
from budgeting.results.actions import count_cycle, move_count, run_count, second_count
from budgeting.reviews.actions import start_review, write_review
from cms.campaigns.actions import pledge
from cms.campaigns.models import Pledge
from cms.campaigns.reasons import hide_reason
from portal.languages.texts import in_languages
from tests.cms.campaigns.making import make_campaign, make_draft_campaign, make_official, make_organisation, make_people
from tests.cms.making import make_draft as make_draft_page
from tests.cms.making import make_news, make_page
from tests.factories import (
    in_all,
    make_cycle,
    make_draft,
    make_feasible,
    make_municipality,
    make_published,
    make_settlement,
    make_submitted,
    open_vote,
    review_facts,
)
from tests.people import Cast

MARK = "zzgizli"  # letters that stay what they are in an address too


@dataclass
class CrawlWorld:
    """`public` and `private` are primary keys by kind; every kind has some of both."""

    public: dict[str, set[int]] = field(default_factory=dict)
    private: dict[str, set[int]] = field(default_factory=dict)

    def keep(self, kind: str, *things: Any, is_public: bool) -> None:
        (self.public if is_public else self.private).setdefault(kind, set()).update(thing.pk for thing in things)


def make_crawl_world(cast: Cast) -> CrawlWorld:
    world = CrawlWorld()
    _pages(world)
    _campaigns(cast, world)
    _places(cast, world)
    preparing = make_cycle(cast, Stage.PREPARING, **in_languages("title", in_all(MARK)))
    world.keep("cycle", preparing, is_public=False)
    cycles = {stage: make_cycle(cast, stage, **facts) for stage, facts in STAGES.items()}
    world.keep("cycle", *cycles.values(), is_public=True)
    for stage in VOTED:
        world.keep("proposal", make_feasible(cast, cycles[stage]), is_public=True)
        open_vote(cast, cycles[stage])  # before the rest: no proposal may wait for a word when the vote opens
    for cycle in cycles.values():
        _proposals(cast, cycle, world)
    _said(cast, cycles[Stage.PROPOSING], world)
    _reviewed(cast, cycles[Stage.REVIEWING], world)
    _votes(cast, cycles, world)
    _silent(cast, world)
    return world


STAGES: dict[Stage, dict[str, Any]] = {
    Stage.PROPOSING: {"holds_comments": True},
    Stage.SUPPORTING: {},
    Stage.REVIEWING: {},
    Stage.VOTING: {"silence_days": 31},
    Stage.OBJECTIONS: {},
    Stage.IMPLEMENTING: {},
    Stage.CLOSED: {},
}
VOTED = (Stage.VOTING, Stage.OBJECTIONS, Stage.IMPLEMENTING, Stage.CLOSED)


def _proposals(cast: Cast, cycle: Cycle, world: CrawlWorld) -> None:
    """One that is read, one that was rejected for a reason that is read, and four that nobody else may read."""
    secret = {"title": MARK, "summary": MARK, "text": MARK}
    rejected, hidden = make_submitted(cast, cycle), make_submitted(cast, cycle, **secret)
    returned = make_submitted(cast, cycle, **secret)
    Proposal.objects.filter(pk=returned.pk).update(state="returned")
    Proposal.objects.filter(pk=rejected.pk).update(
        state="rejected", rejection_code="unclear", published_at=cycle.proposing_from_at
    )
    Proposal.objects.filter(pk=hidden.pk).update(
        state="rejected", rejection_code="hate", published_at=cycle.proposing_from_at
    )
    world.keep("proposal", make_published(cast, cycle), rejected, is_public=True)
    private = (make_draft(cast, cycle, **secret), make_submitted(cast, cycle, **secret))
    world.keep("proposal", *private, returned, hidden, is_public=False)


def _said(cast: Cast, cycle: Cycle, world: CrawlWorld) -> None:
    """A comment that waits, one that was hidden, and what somebody reported."""
    proposal = make_published(cast, cycle)
    world.keep("proposal", proposal, is_public=True)
    write_comment(proposal, by=cast.neighbour, text=f"{MARK} waits", written_in="az")
    hidden = write_comment(proposal, by=cast.neighbour, text=f"{MARK} hidden", written_in="az")
    hide_comment(hidden, by=cast.moderator, code="hate")
    report_proposal(proposal, by=cast.observer, code="hate", note=MARK)


def _reviewed(cast: Cast, cycle: Cycle, world: CrawlWorld) -> None:
    """A verdict that is not signed, and an answer to what was hidden since."""
    judged = make_published(cast, cycle)
    start_review(judged, by=cast.reviewer)
    write_review(judged, by=cast.reviewer, **review_facts(cost_source=MARK, **in_languages("reason", in_all(MARK))))
    answered = make_feasible(cast, cycle)
    texts = in_languages("reason", in_all(MARK))
    answer_proposal(answered, by=cast.official, outcome="done", evidence=MARK, **texts)
    Proposal.objects.filter(pk=answered.pk).update(state="rejected", rejection_code="personal")
    world.keep("proposal", judged, is_public=True)
    world.keep("proposal", answered, is_public=False)


def _votes(cast: Cast, cycles: dict[Stage, Cycle], world: CrawlWorld) -> None:
    """One counted but not published, one counted again without publishing that, and one that is done."""
    two = {"by": cast.official, "seconded_by": cast.other_official}
    close_vote(cycles[Stage.OBJECTIONS], **two)
    unpublished = [_count(cast, cycles[Stage.OBJECTIONS])]
    published = [count_cycle(cycles[stage], **two) for stage in (Stage.IMPLEMENTING, Stage.CLOSED)]
    unpublished.append(_count(cast, cycles[Stage.IMPLEMENTING], reason=MARK))
    world.keep("count", *published, is_public=True)
    world.keep("count", *unpublished, is_public=False)
    world.keep("result", *(count.cycle for count in published), is_public=True)
    world.keep("result", cycles[Stage.OBJECTIONS], cycles[Stage.VOTING], is_public=False)


def _count(cast: Cast, cycle: Cycle, reason: str = "") -> Any:
    motion = move_count(cycle, by=cast.official, reason=reason)
    return run_count(second_count(motion, by=cast.other_official))


def _places(cast: Cast, world: CrawlWorld) -> None:
    """A municipality that takes part in nothing yet, with its village and its office."""
    absent = make_municipality(MARK)
    absent.is_active = False
    absent.save()
    office = Office.objects.create(municipality=absent, **in_languages("name", in_all(MARK)))
    make_official(office, name=MARK)
    world.keep("municipality", cast.municipality, is_public=True)
    world.keep("municipality", absent, is_public=False)
    world.keep("settlement", make_settlement(cast.municipality), is_public=True)
    world.keep("settlement", make_settlement(absent), is_public=False)
    world.keep("office", city_hall(cast.municipality), is_public=True)
    world.keep("office", office, is_public=False)


def _pages(world: CrawlWorld) -> None:
    """News that is out, a draft, and a page for members alone."""
    closed = make_page(title=f"{MARK} closed")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    gone = make_page(title=f"{MARK} gone")
    gone.unpublish()
    world.keep("page", make_news(title="Open news"), is_public=True)
    world.keep("page", closed, gone, make_draft_page(title=f"{MARK} draft"), is_public=False)


def _campaigns(cast: Cast, world: CrawlWorld) -> None:
    """One that is open, with a reason that was hidden, and a draft."""
    campaign = make_campaign(cast, make_organisation("Open organisation"))
    one = pledge(campaign, by=make_people(1)[0], reason=MARK, reason_language="en")
    hide_reason(Pledge.objects.get(pk=one.pk), by=cast.moderator, reason=MARK)
    world.keep("campaign", campaign, is_public=True)
    world.keep("campaign", make_draft_campaign(cast, title=f"{MARK} draft").campaign, is_public=False)


def _silent(cast: Cast, world: CrawlWorld) -> None:
    """Published in the silence before the end of the open vote, and so waiting for that."""
    world.keep("campaign", make_campaign(cast, title=f"{MARK} silent"), is_public=False)
