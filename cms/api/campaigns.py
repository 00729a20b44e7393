"""Campaigns, with what they demand in each language in which somebody wrote it."""

from typing import Any

from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from budgeting.api.asking import ListQuery, Slug
from budgeting.api.fields import LANGUAGES, Address, Instant, absolute
from budgeting.api.views import ListView, OneView
from cms.campaigns.demands import demands, written_titles
from cms.campaigns.models import Campaign
from cms.campaigns.pages import campaign_pages
from cms.campaigns.queries import with_totals
from cms.campaigns.silence import silence_end
from cms.campaigns.states import CampaignState, in_state


class TitlesSerializer(serializers.Serializer):
    """The title in each language in which somebody wrote it; else null."""

    def get_fields(self) -> dict[str, Any]:
        return {code: serializers.CharField(allow_null=True, default=None) for code in LANGUAGES}


class DemandSerializer(serializers.Serializer):
    """What a campaign demands: the title of its page."""

    titles = TitlesSerializer(help_text="What it demands, in each language in which somebody wrote it.")
    shown = serializers.CharField(source="read.title.text", help_text="The title for a reader of `?lang=`.")
    shown_in = serializers.ChoiceField(
        settings.LANGUAGES, source="read.title.language", help_text="The language of `shown`."
    )
    page = serializers.SerializerMethodField(help_text="The page for people.")

    @extend_schema_field(serializers.URLField)
    def get_page(self, demand: Any) -> str:
        return absolute(demand["read"].path)


class CampaignSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="Its number here.")
    url = Address("api_campaign", help_text="This record.")
    demand = DemandSerializer(help_text="What it demands.")
    organisation = serializers.CharField(source="organisation.name", help_text="Whose campaign it is.")
    on_behalf_of = serializers.CharField(help_text="The residents it speaks for, where it says so; else empty.")
    municipality = serializers.CharField(source="municipality.slug", help_text="The slug of its municipality.")
    office = serializers.IntegerField(source="office_id", help_text="The office it demands it of.")
    ask = serializers.IntegerField(source="ask_id", allow_null=True, help_text="What the office was asked at the goal.")
    is_petition = serializers.BooleanField(help_text="Whether it is a legal petition.")
    state = serializers.ChoiceField(CampaignState.choices, help_text="Where it stands.")
    goal = serializers.IntegerField(help_text="How many people it asks for.")
    total = serializers.IntegerField(help_text="How many stand behind it: online and on paper.")
    online = serializers.IntegerField(help_text="How many did so online.")
    on_paper = serializers.IntegerField(source="signed", help_text="How many signed on paper.")
    opened_at = Instant(help_text="When it opened, in UTC.")
    reached_at = Instant(allow_null=True, help_text="When it reached its goal, in UTC.")
    closed_at = Instant(allow_null=True, help_text="When it stopped asking for people, in UTC.")
    silent_until = Instant(
        allow_null=True, help_text="Before this instant a vote keeps silence about it: do not promote it; else null."
    )


def campaigns() -> Any:
    """Those that opened and stand on a page everybody may read, the newest first: the list of all campaigns."""
    public = campaign_pages().order_by().values("campaign")
    found = with_totals(Campaign.objects.filter(opened_at__isnull=False, pk__in=public))
    found = found.annotate(silent_until=silence_end()).select_related("organisation", "municipality")
    return found.defer("municipality__outline").order_by("-opened_at", "-pk")


def with_demands(found: list[Any]) -> list[Any]:
    """Each campaign with `demand` and `state`, in three queries."""
    keys = [campaign.pk for campaign in found]
    read, titles = demands(keys), written_titles(keys)
    shown = [campaign for campaign in found if campaign.pk in read]  # the last page may be hidden since the first query
    for campaign in shown:
        campaign.demand = {"read": read[campaign.pk], "titles": titles.get(campaign.pk, {})}
        campaign.state = CampaignState.of(campaign)
    return shown


class CampaignQuery(ListQuery):
    municipality = Slug(help_text="Only those about the municipality with this slug.")
    state = serializers.ChoiceField(CampaignState.choices, required=False, help_text="Only those in this state.")


class Campaigns(ListView):
    """The campaigns that opened, the newest first."""

    serializer_class = CampaignSerializer
    query_class = CampaignQuery

    def rows(self) -> Any:
        found = campaigns()
        if "municipality" in self.asked:
            found = found.filter(municipality__slug=self.asked["municipality"])
        return found.filter(in_state(self.asked["state"])) if "state" in self.asked else found

    def loaded(self, rows: list[Any]) -> list[Any]:
        return with_demands(rows)


class OneCampaign(OneView):
    """One campaign."""

    serializer_class = CampaignSerializer

    def one(self, pk: int) -> Any:
        found = with_demands(list(campaigns().filter(pk=pk)))
        if not found:
            raise Http404
        return found[0]
