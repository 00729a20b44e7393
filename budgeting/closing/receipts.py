"""What has become of the ballot behind a receipt; never what it says."""

from django.db import models
from django.utils.translation import pgettext_lazy

from budgeting.closing.models import Closing, Fate, SealedReceipt
from budgeting.closing.sealing import digest_of
from budgeting.cycles.models import Cycle


class Standing(models.TextChoices):
    STORED = "stored", pgettext_lazy("state of a ballot", "Stored")
    OVERTAKEN = "overtaken", pgettext_lazy("state of a ballot", "Overtaken by a ballot on paper")
    COUNTED = "counted", pgettext_lazy("state of a ballot", "Counted")
    SET_ASIDE = "set_aside", pgettext_lazy("state of a ballot", "Set aside by a decision of two officials")
    UNKNOWN = "unknown", pgettext_lazy("state of a ballot", "No ballot has this receipt")


_AFTER_THE_CLOSE = {
    Fate.COUNTED: Standing.COUNTED,
    Fate.SET_ASIDE: Standing.SET_ASIDE,
    Fate.SUPERSEDED: Standing.OVERTAKEN,
}


def standing_of(cycle: Cycle, receipt: str) -> Standing:
    """Where the ballot with this receipt stands, before the close of its vote or after it (two queries)."""
    if Closing.objects.filter(cycle=cycle).exists():
        fate = SealedReceipt.objects.filter(cycle=cycle, digest=digest_of(receipt)).values_list("fate", flat=True)
        return _AFTER_THE_CLOSE[Fate(fate[0])] if fate else Standing.UNKNOWN
    overtaken = cycle.ballots.filter(receipt=receipt).values_list("is_superseded", flat=True).first()
    if overtaken is None:
        return Standing.UNKNOWN
    return Standing.OVERTAKEN if overtaken else Standing.STORED
