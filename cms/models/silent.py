"""A page that waits, unpublished, while a campaign keeps the silence before the end of a vote."""

from typing import Any

from wagtail.models import Revision

from cms.campaigns.models import Campaign
from cms.campaigns.silence import silence_until
from cms.models.base import KhmaPage


class SilentPage(KhmaPage):
    """Published by a workflow, a plan or code in the silence, it goes live by itself when the vote is over.

    In the editor the form says so before anything is stored (`cms/campaigns/editing.py`).
    """

    class Meta:
        abstract = True

    @property
    def silent_campaign(self) -> Campaign | None:
        """The campaign whose silence the page keeps."""
        raise NotImplementedError

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        campaign = None if self.live else self.silent_campaign
        until = silence_until(campaign) if campaign else None
        if until is None:
            return super().publish(revision, *args, **kwargs)
        revision.approved_go_live_at = until
        revision.save(update_fields=["approved_go_live_at"])
        return None
