"""How far a page that was made from another language's page can be trusted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from wagtail.models import Page


class PageTranslation(models.Model):
    """A page that was translated from another, and the publication of the original it was made from."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="translated")
    original = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    original_published_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.page_id} ← {self.original_id}"

    @property
    def is_outdated(self) -> bool:
        """As `is_outdated`, of one that is read already."""
        published, seen = self.original.last_published_at, self.original_published_at
        return published is not None and (seen is None or published > seen)


def is_outdated(of: str = "") -> Q:
    """The original was published again, or for the first time, after the translation was made from it.

    `of` is the way to the translation from what is looked for: "translated__" from a page.
    """
    seen, published = f"{of}original_published_at", f"{of}original__last_published_at"
    return Q(**{f"{published}__gt": F(seen)}) | Q(**{seen: None, f"{published}__isnull": False})
