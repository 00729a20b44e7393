"""The words a page is found by."""

from django.db import models
from wagtail.models import Page

from portal.languages.fields import PlainField
from portal.languages.roots import LONGEST_ROOT


class PageWord(models.Model):
    """One root of the words of a published page, romanised; what a search looks up, on any database.

    `weight` is 3 for the title, 2 for the lead, 1 for everything else.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="words", db_index=False)
    root = PlainField(max_length=LONGEST_ROOT)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["root", "page", "weight"], name="page_words_looked_up")]
        constraints = [models.UniqueConstraint(fields=["page", "root"], name="one_row_per_page_and_root")]

    def __str__(self) -> str:
        return self.root
