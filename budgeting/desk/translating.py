"""What a translator may do to a proposal."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from budgeting.desk.acts import Offers
from budgeting.desk.forms import TranslationForm
from budgeting.proposals.actions import translate_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_translate_proposal
from portal.accounts.models import User
from portal.languages.texts import TranslationState


def offer_translations(offers: Offers) -> None:
    if not may_translate_proposal(offers.user, offers.proposal):
        return
    for language, name in settings.LANGUAGES:
        if language != offers.proposal.written_in:
            offers.offer(
                f"translate_{language}",
                _("Translation: %(language)s") % {"language": name},
                TranslationForm,
                _translation(language),
                proposal=offers.proposal,
                language=language,
            )


def _translation(language: str) -> Callable[..., None]:
    def run(proposal: Proposal, *, by: User, state: str, **texts: str) -> None:
        translate_proposal(proposal, language, by=by, state=TranslationState(state), **texts)

    return run
