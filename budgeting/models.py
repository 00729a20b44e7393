"""All models of the app, so that Django finds them; each lives in its slice."""

from budgeting.attachments.models import Document, Photo, Recording
from budgeting.backing.models import Backing
from budgeting.booths.models import Booth, BoothProtocol, PaperEntry, RollConflict, SheetBatch, SpoiledSheet
from budgeting.closing.models import Closing, SealedBallot, SealedReceipt
from budgeting.comments.models import Comment
from budgeting.cycles.models import Area, Cycle, GateSignature, Theme
from budgeting.inclusion.models import AuthorAnswer, InclusionReport, Tally, UsedForm
from budgeting.milestones.models import (
    Confirmation,
    Milestone,
    MilestoneDocument,
    MilestonePhoto,
    MovedDay,
    Spending,
)
from budgeting.moderation.models import Appeal, Report
from budgeting.motions.models import Motion
from budgeting.objections.models import Complaint
from budgeting.proposals.models import CoAuthor, Follow, Proposal, ProposalEvent, ProposalWord
from budgeting.responses.models import (
    Ask,
    DutyBearer,
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
from budgeting.voting.extending.models import Outage, VoteExtension
from budgeting.voting.identity.card.models import Card, CardBatch
from budgeting.voting.identity.checking.models import CheckDay
from budgeting.voting.identity.desk.models import DeskCode
from budgeting.voting.identity.models import Try
from budgeting.voting.identity.residents.models import Resident
from budgeting.voting.identity.sms.models import PhoneVoter, SmsAccount, SmsAttempt
from budgeting.voting.models import Ballot, Roll, StepCount, Trace
from budgeting.voting.reminders.models import DraftReminder
from budgeting.voting.withdrawing.models import Withdrawal
from budgeting.watching.models import Flag, SharedNetwork

__all__ = [
    "Appeal",
    "Area",
    "Ask",
    "Assignment",
    "AuthorAnswer",
    "Backing",
    "Ballot",
    "Booth",
    "BoothProtocol",
    "Card",
    "CardBatch",
    "CheckDay",
    "Closing",
    "CoAuthor",
    "Comment",
    "Complaint",
    "Confirmation",
    "Conflict",
    "Count",
    "Cycle",
    "DeskCode",
    "Document",
    "DraftReminder",
    "DutyBearer",
    "Extension",
    "Flag",
    "Follow",
    "GateSignature",
    "InclusionReport",
    "Milestone",
    "MilestoneDocument",
    "MilestonePhoto",
    "Motion",
    "MovedDay",
    "Office",
    "Outage",
    "Outcome",
    "PaperEntry",
    "PhoneVoter",
    "Photo",
    "Proposal",
    "ProposalEvent",
    "ProposalWord",
    "Question",
    "Recording",
    "Reopening",
    "Report",
    "Resident",
    "Response",
    "ResponseEdit",
    "ResponseTemplate",
    "Review",
    "Roll",
    "RollConflict",
    "SealedBallot",
    "SealedReceipt",
    "ServicePromise",
    "SharedNetwork",
    "SheetBatch",
    "SmsAccount",
    "SmsAttempt",
    "Spending",
    "SpoiledSheet",
    "StepCount",
    "Tally",
    "Theme",
    "Trace",
    "Try",
    "UsedForm",
    "VoteExtension",
    "Withdrawal",
]
