"""Proposals, which are called projects once they stand on the ballot."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from budgeting.api.asking import Id, ListQuery, Slug
from budgeting.api.fields import Address, Instant, Tetri, Text
from budgeting.api.views import ListView, OneView
from budgeting.backing.queries import support_of
from budgeting.proposals.models import Beneficiary, Origin, Proposal
from budgeting.proposals.queryset import LONG, ProposalQuerySet
from budgeting.proposals.states import HIDING, PUBLIC, RejectionCode

STATES = [(state.value, state.label) for state in PUBLIC]
READABLE_CODES = [(code.value, code.label) for code in RejectionCode if code not in HIDING]


class OrNull(serializers.ChoiceField):
    """A choice of which the row may hold none, as an empty text."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, allow_null=True, **kwargs)

    def to_representation(self, value: str) -> str | None:
        return value or None


@extend_schema_field(serializers.IntegerField)
class PublicProposal(serializers.Field):
    """The id of another proposal, while that one is public; else null."""

    def to_representation(self, other: Proposal) -> int | None:
        return other.pk if other.is_public else None


class ProposalSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="Its number here, in addresses and in results.")
    url = Address("api_proposal", help_text="This record, with the whole text.")
    page = Address("proposal", "address", help_text="The page for people.")
    cycle = serializers.IntegerField(source="cycle_id", help_text="The cycle's id.")
    municipality = serializers.CharField(source="cycle.municipality.slug", help_text="The slug of its municipality.")
    state = serializers.ChoiceField(STATES, help_text="What has become of it. Winning is an outcome of a count.")
    rejection_code = OrNull(READABLE_CODES, help_text="Why a moderator rejected it; null where nobody did.")
    title = Text("title", help_text="Its title.")
    summary = Text("summary", help_text="It in one sentence.")
    written_in = serializers.ChoiceField(settings.LANGUAGES, help_text="The language of the author.")
    authors = serializers.SerializerMethodField(help_text="The names that stand on its page; empty where none does.")
    origin = OrNull(Origin.choices, help_text="How staff took it down for a resident; null where none did.")
    theme = serializers.CharField(source="theme.slug", allow_null=True, default=None, help_text="What it is about.")
    settlement = serializers.IntegerField(source="settlement_id", allow_null=True, help_text="The settlement's id.")
    area = serializers.IntegerField(source="area_id", allow_null=True, help_text="The area whose list it stands in.")
    lat = serializers.FloatField(allow_null=True, help_text="Latitude of its pin, in degrees.")
    lon = serializers.FloatField(allow_null=True, help_text="Longitude of its pin, in degrees.")
    beneficiaries = serializers.ListField(
        child=serializers.ChoiceField(Beneficiary.choices), help_text="Who will use or feel it, as its author says."
    )
    rough_cost_tetri = Tetri(allow_null=True, help_text="What its author thinks it costs, in tetri.")
    cost_tetri = Tetri(allow_null=True, help_text="What the municipality says it costs, in tetri.")
    number = serializers.IntegerField(allow_null=True, help_text="Its number on the ballot, on screen and on paper.")
    is_withdrawn = serializers.SerializerMethodField(help_text="Whether it was withdrawn from the vote.")
    merged_into = PublicProposal(allow_null=True, help_text="The id of the proposal it was merged into.")
    split_from = PublicProposal(allow_null=True, help_text="The id of the proposal it was split from.")
    published_at = Instant(allow_null=True, help_text="When it became public, in UTC.")

    def get_authors(self, proposal: Proposal) -> list[str]:
        return [name for name in (proposal.author_name, *(one.name for one in proposal.coauthors.all())) if name]

    def get_is_withdrawn(self, proposal: Proposal) -> bool:
        return hasattr(proposal, "withdrawal")


class BackingSerializer(serializers.Serializer):
    total = serializers.IntegerField(help_text="How many people back it.")
    needed = serializers.IntegerField(help_text="How many it needs; 0 where nobody is asked for.")
    is_open = serializers.BooleanField(help_text="Whether people can back it now.")


class WholeProposalSerializer(ProposalSerializer):
    text = Text("text", help_text="What and why, as plain text.")
    backing = serializers.SerializerMethodField(help_text="Null before the time for backing, or without one.")

    @extend_schema_field(BackingSerializer(allow_null=True))
    def get_backing(self, proposal: Proposal) -> dict[str, Any] | None:
        support = support_of(proposal, AnonymousUser())
        return BackingSerializer(support).data if support else None


def proposals() -> ProposalQuerySet:
    """Those that everybody may read, with all that a row shows, the newest first."""
    found = Proposal.objects.visible_to(AnonymousUser()).with_cards()
    found = found.select_related("merged_into", "split_from", "withdrawal").prefetch_related("coauthors")
    return found.defer(*_HEAVY).order_by("-published_at", "-pk")


_OF_OTHERS = [f"{other}__{name}" for other in ("merged_into", "split_from") for name in LONG]
_HEAVY = ("cycle__municipality__outline", "cycle__municipality__sources", *LONG, *_OF_OTHERS)


class ProposalQuery(ListQuery):
    cycle = Id(help_text="Only those of the cycle with this id.")
    municipality = Slug(help_text="Only those of the municipality with this slug.")
    settlement = Id(help_text="Only those about the settlement with this id.")
    theme = Slug(help_text="Only those of this theme.")
    state = serializers.ChoiceField(STATES, required=False, help_text="Only those in this state.")
    written_in = serializers.ChoiceField(
        settings.LANGUAGES, required=False, help_text="Only those whose author wrote in this language."
    )
    q = serializers.CharField(
        max_length=100, required=False, help_text="Only those with all these words, in any of the languages."
    )


COLUMNS = {
    "cycle": "cycle",
    "municipality": "cycle__municipality__slug",
    "settlement": "settlement",
    "theme": "theme__slug",
    "state": "state",
    "written_in": "written_in",
}


class Proposals(ListView):
    """The proposals that everybody may read, the newest first."""

    serializer_class = ProposalSerializer
    query_class = ProposalQuery

    def rows(self) -> ProposalQuerySet:
        wanted = {column: self.asked[name] for name, column in COLUMNS.items() if name in self.asked}
        return proposals().filter(**wanted).search(self.asked.get("q", ""))


class OneProposal(OneView):
    """One proposal with its whole text."""

    serializer_class = WholeProposalSerializer

    def one(self, pk: int) -> Proposal:
        return get_object_or_404(proposals(), pk=pk)
