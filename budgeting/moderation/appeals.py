"""An author appeals against a rejection, once; another person decides."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible, sentences_of
from budgeting.moderation.models import Appeal, Verdict
from budgeting.moderation.permissions import may_appeal, may_decide_appeal
from budgeting.proposals.actions import add_event, change_state, give_to_public
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author
from portal.accounts.models import User
from portal.clock import now
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.log.models import record


@transaction.atomic
def appeal_rejection(proposal: Proposal, *, by: User, text: str) -> Appeal:
    """An author says why the rejection is wrong; the language is the active one.

    NotPossible a second time, without a text, and once the vote is signed for.
    """
    if not is_author(by, proposal):
        raise NotAllowed
    if not text.strip():
        raise NotPossible(_("Write why the rejection is wrong."))
    proposal.cycle = Cycle.objects.select_for_update().get(pk=proposal.cycle_id)  # the vote may be signed for meanwhile
    if Appeal.objects.filter(proposal=proposal).exists():
        raise NotPossible(_("You have appealed already. It is possible once."))
    if not may_appeal(by, proposal):
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    rejection = proposal.events.filter(name="reject").last()
    if rejection is None or rejection.by is None:
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    appeal = Appeal(proposal=proposal, by=by, text=text.strip(), rejected_by=rejection.by)
    appeal.written_in = get_language() or OFFICIAL_LANGUAGE
    try:
        appeal.clean_fields(exclude={field.name for field in Appeal._meta.fields} - {"text"})
        with transaction.atomic():
            appeal.save()
    except ValidationError as error:
        raise NotPossible(sentences_of(error)) from error
    except IntegrityError as error:  # sent twice at the same moment
        raise NotPossible(_("You have appealed already. It is possible once.")) from error
    add_event(proposal, "appeal", by=by)
    return appeal


@transaction.atomic
def decide_appeal(appeal: Appeal, *, by: User, verdict: str, reason: str) -> None:
    """Another person decides: upheld, the proposal is published; dismissed, the rejection stands.

    NotPossible without a verdict and a reason, or when somebody else has decided already.
    """
    if not may_decide_appeal(by, appeal):
        raise NotAllowed
    if verdict not in Verdict.values or not reason.strip():
        raise NotPossible(_("Write a reason the author and the public can understand."))
    decision = {"verdict": verdict, "decided_by": by, "decided_at": now()}
    if not Appeal.objects.filter(pk=appeal.pk, verdict="").update(**decision):
        raise NotPossible(_("Somebody has already decided on this appeal."))
    appeal.refresh_from_db()
    proposal = appeal.proposal
    if verdict == Verdict.DISMISSED:
        add_event(proposal, "dismiss_appeal", by=by, reason=reason)
        place = proposal.cycle.municipality
        record("dismiss_appeal", proposal.cycle, by=by, municipality=place, proposal=proposal.pk)
        return
    change_state(proposal, "restore", by=by, reason=reason, rejection_code="")
    give_to_public(proposal)
