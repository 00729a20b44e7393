"""Each side says what came of a campaign."""

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible, refuse, save_checked
from cms.campaigns.answer_telling import tell_all
from cms.campaigns.models import Campaign
from cms.outcomes.models import LONGEST_WORDS, Met, OutcomeDeclaration, Side
from cms.outcomes.permissions import may_declare_outcome
from portal.accounts.models import User
from portal.languages.typed import plain_text
from portal.log.models import record


@transaction.atomic
def declare_outcome(
    campaign: Campaign, *, by: User, side: str, outcome: str, words: str, words_language: str | None = None
) -> OutcomeDeclaration:
    """Adds what this side says came of the campaign; what it said before stays readable.

    NotPossible before the office has answered, without an outcome or words, and when nothing is said anew.
    The words' language is the active one unless given.
    """
    if not may_declare_outcome(by, campaign, side):
        raise NotAllowed
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # a double click says it once
    if campaign.ask is None or not campaign.ask.responses.exists():
        raise NotPossible(_("This can be said once the office has answered."))
    words = plain_text(words)
    refuse(_faults(outcome, words))
    latest = campaign.declarations.filter(side=side).first()
    if latest and (latest.outcome, latest.words) == (outcome, words):
        raise NotPossible(_("Nothing has been changed."))
    declaration = OutcomeDeclaration(
        campaign=campaign,
        side=side,
        outcome=outcome,
        words=words,
        words_language=words_language or get_language() or "",
        by=by,
    )
    save_checked(declaration)
    if side == Side.OFFICE:
        record("declare_outcome", campaign, by=by, municipality=campaign.municipality, outcome=outcome)
    tell_all(campaign, lambda: _said(declaration), by=by, officials=side == Side.ORGANISATION)
    return declaration


def _faults(outcome: str, words: str) -> dict[str, str]:
    faults = {}
    if outcome not in Met.values:
        faults["outcome"] = _("Choose what came of it.")
    if not words:
        faults["words"] = _("Say in your words what came of it.")
    elif len(words) > LONGEST_WORDS:
        faults["words"] = _("Write at most %(number)s characters.") % {"number": LONGEST_WORDS}
    return faults


def _said(declaration: OutcomeDeclaration) -> tuple[str, str, str]:
    sentences = {
        (Side.ORGANISATION, Met.MET): _("The organisation says that what it asked for was met."),
        (Side.ORGANISATION, Met.IN_PART): _("The organisation says that what it asked for was met in part."),
        (Side.ORGANISATION, Met.NOT_MET): _("The organisation says that what it asked for was not met."),
        (Side.OFFICE, Met.MET): _("The office says that what was asked for is met."),
        (Side.OFFICE, Met.IN_PART): _("The office says that what was asked for is met in part."),
        (Side.OFFICE, Met.NOT_MET): _("The office says that what was asked for is not met."),
    }
    sentence = sentences[Side(declaration.side), Met(declaration.outcome)]
    return sentence, declaration.words, declaration.words_language
