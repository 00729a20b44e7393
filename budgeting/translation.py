"""Which fields of budgeting exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from budgeting.cycles.models import Area, Cycle, Theme
from budgeting.milestones.models import Milestone
from budgeting.proposals.models import Proposal
from budgeting.responses.models import DutyBearer, Office, Response, ResponseTemplate
from budgeting.reviews.models import Review


@register(Cycle)
class CycleOptions(TranslationOptions):
    fields = ["title", "summary", "eligibility", "writing_hint"]


@register(Area)
class AreaOptions(TranslationOptions):
    fields = ["name"]


@register(Theme)
class ThemeOptions(TranslationOptions):
    fields = ["name"]


@register(Proposal)
class ProposalOptions(TranslationOptions):
    fields = ["title", "summary", "text"]


@register(Review)
class ReviewOptions(TranslationOptions):
    fields = ["reason"]


@register(Response)
class ResponseOptions(TranslationOptions):
    fields = ["reason", "detail", "change", "next_step", "author_step"]


@register(ResponseTemplate)
class ResponseTemplateOptions(TranslationOptions):
    fields = ["reason", "next_step"]


@register(Office)
class OfficeOptions(TranslationOptions):
    fields = ["name"]


@register(DutyBearer)
class DutyBearerOptions(TranslationOptions):
    fields = ["name", "position"]


@register(Milestone)
class MilestoneOptions(TranslationOptions):
    fields = ["note"]
