"""The roots of the log: whoever notes one can tell later whether anything before it was changed."""

from django.db.models import QuerySet
from rest_framework import serializers

from budgeting.api.fields import Instant
from budgeting.api.views import ListView
from portal.log.models import Seal


class SealSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text="1, 2, 3, … without a gap.")
    root = serializers.CharField(help_text="The SHA-256 at which the chain stood, as hexadecimal digits.")
    entries = serializers.IntegerField(source="last_link.number", help_text="How many entries the chain had.")
    sealed_at = Instant(help_text="When it was sealed, in UTC.")


class LogRoots(ListView):
    """The roots of the log, the newest first. No entry is open."""

    serializer_class = SealSerializer

    def rows(self) -> QuerySet[Seal]:
        return Seal.objects.select_related("last_link").order_by("-number")
