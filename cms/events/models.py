"""When the public was told of an event."""

from django.db import models
from wagtail.models import Page


class Notice(models.Model):
    """From `at` on the public could read that the event begins then and is held there.

    Another day, hour or place is another notice. A page that was taken down tells nobody: its notice is withdrawn.
    Translations have no notices of their own; the page that was published first speaks for all of them.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="notices")
    starts_at = models.DateTimeField()
    venue = models.CharField(max_length=200)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.at:%Y-%m-%d %H:%M}"
