"""All models of the app, so that Django finds them; each lives in its slice."""

from budgeting.attachments.models import Document, Photo
from budgeting.backing.models import Backing
from budgeting.comments.models import Comment
from budgeting.cycles.models import Cycle, GateSignature, Theme
from budgeting.moderation.models import Appeal, Report
from budgeting.proposals.models import CoAuthor, Follow, Proposal, ProposalEvent, ProposalWord
from budgeting.responses.models import (
    Ask,
    Extension,
    Office,
    Reopening,
    Response,
    ResponseEdit,
    ResponseTemplate,
    ServicePromise,
)
from budgeting.results.models import Count, Outcome
from budgeting.reviews.models import Assignment, Conflict, Question, Review
from budgeting.voting.identity.card.models import Card
from budgeting.voting.models import Ballot, Roll

__all__ = [
    "Appeal",
    "Ask",
    "Assignment",
    "Backing",
    "Ballot",
    "Card",
    "CoAuthor",
    "Comment",
    "Conflict",
    "Count",
    "Cycle",
    "Document",
    "Extension",
    "Follow",
    "GateSignature",
    "Office",
    "Outcome",
    "Photo",
    "Proposal",
    "ProposalEvent",
    "ProposalWord",
    "Question",
    "Reopening",
    "Report",
    "Response",
    "ResponseEdit",
    "ResponseTemplate",
    "Review",
    "Roll",
    "ServicePromise",
    "Theme",
]
