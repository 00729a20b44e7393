"""All models of the app, so that Django finds them; each lives in its slice."""

from budgeting.cycles.models import Cycle, GateSignature, Theme
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.responses.models import Ask, Response
from budgeting.results.models import Count, Outcome
from budgeting.reviews.models import Review
from budgeting.voting.identity.card.models import Card
from budgeting.voting.models import Ballot, Roll

__all__ = [
    "Ask",
    "Ballot",
    "Card",
    "Count",
    "Cycle",
    "GateSignature",
    "Outcome",
    "Proposal",
    "ProposalEvent",
    "Response",
    "Review",
    "Roll",
    "Theme",
]
