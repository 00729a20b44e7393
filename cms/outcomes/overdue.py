"""Tells people once of every day that passed without the word a campaign is owed."""

from django.db import transaction

from budgeting.responses.models import Ask
from cms.campaigns.answer_telling import tell_of_overdue
from cms.campaigns.models import Campaign
from cms.outcomes.models import OverdueTold
from portal.clock import today


def tell_overdue() -> int:
    """Returns how many campaigns were told of. Run at any time, also twice at once: each day is told of once."""
    late = Campaign.objects.filter(ask__owed_on__lt=today()).values_list("pk", flat=True)
    return sum(_tell(pk) for pk in list(late))


@transaction.atomic
def _tell(pk: int) -> bool:
    campaign = Campaign.objects.select_related("ask").get(pk=pk)
    ask = Ask.objects.select_for_update().get(campaign=campaign)
    if ask.owed_on is None or not ask.is_overdue:  # answered since it was listed
        return False
    _told, is_new = OverdueTold.objects.get_or_create(ask=ask, owed_on=ask.owed_on)
    if is_new:
        tell_of_overdue(campaign)
    return is_new
