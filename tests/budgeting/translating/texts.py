"""A text of each kind, written and public."""

from typing import Any

from budgeting.cycles.stages import Stage
from budgeting.milestones.models import Kind, Milestone
from budgeting.objections.actions import answer_complaint
from budgeting.proposals.actions import answer_proposal
from budgeting.proposals.models import Proposal
from budgeting.responses.models import Response
from budgeting.translating.sources import Source
from cms.campaigns.answering import answer_campaign
from portal.clock import today
from tests.budgeting.objections.making import make_complaint
from tests.cms.campaigns.making import make_asked, words
from tests.factories import make_cycle, make_feasible, make_published
from tests.people import Cast


def make_response(cast: Cast, proposal: Proposal, **facts: Any) -> Response:
    """An answer in Georgian and in the author's language, with a next step in Georgian."""
    texts = {"reason_ka": "კარგია", "reason_az": "Yaxşıdır", "next_step_ka": "ტენდერი"}
    return answer_proposal(proposal, by=cast.official, outcome="accepted", **{**texts, **facts})


def make_text(cast: Cast, source: Source) -> Any:
    if source.name == "cycles":
        return make_cycle(cast)
    if source.name == "proposals":
        return make_published(cast, make_cycle(cast))
    if source.name == "campaign-answers":
        campaign = make_asked(cast)
        return answer_campaign(campaign, by=cast.official, **words(campaign))
    if source.name == "complaint-answers":
        texts = {"reason_ka": "კარგია", "reason_az": "Yaxşıdır", "next_step_ka": "ტენდერი"}
        return answer_complaint(make_complaint(cast), by=cast.official, outcome="accepted", **texts)
    if source.name == "milestones":
        project = make_published(cast, make_cycle(cast))
        return Milestone.objects.create(project=project, kind=Kind.WORKS, planned_on=today(), note_ka="ხიდთან")
    proposal = make_feasible(cast, make_cycle(cast, Stage.REVIEWING))
    return proposal.review if source.name == "reviews" else make_response(cast, proposal)
