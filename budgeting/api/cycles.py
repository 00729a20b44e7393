"""Cycles with their calendar and rules, and how many have voted."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from budgeting.api.asking import ListQuery, Slug
from budgeting.api.fields import Address, Instant, Tetri, Text
from budgeting.api.views import ListView, OneView
from budgeting.cycles.models import BallotKind, Cycle, CycleQuerySet, VotesIn
from budgeting.cycles.queries import public_cycles
from budgeting.cycles.rules import METHOD_NAMES
from budgeting.cycles.stages import Stage
from budgeting.voting.identity import METHODS
from budgeting.voting.queries import Turnout, turnout


class StepSerializer(serializers.Serializer):
    stage = serializers.ChoiceField(Stage.choices, help_text="Which stage.")
    from_at = Instant(help_text="When it begins, in UTC.")
    until_at = Instant(help_text="When it ends, in UTC.")
    is_current = serializers.BooleanField(help_text="Whether the cycle is in it now.")


class AreaSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="Its number here; projects name it.")
    name = Text("name", help_text="Its name.")
    envelope_tetri = Tetri(help_text="The money of its own list, in tetri.")


class CycleSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="Its number here; proposals and results name it.")
    url = Address("api_cycle", help_text="This record.")
    page = Address("cycle", "address", help_text="The page for people.")
    municipality = serializers.CharField(source="municipality.slug", help_text="The slug of its municipality.")
    title = Text("title", help_text="Its title.")
    summary = Text("summary", help_text="What it is about.")
    eligibility = Text("eligibility", help_text="Who may take part.")
    stage = serializers.ChoiceField(Stage.choices, help_text="The stage it is in now, by the server's clock.")
    stages = StepSerializer(many=True, source="calendar", help_text="Its public calendar, in order.")
    envelope_tetri = Tetri(help_text="All the money to be decided, in tetri.")
    cost_cap_tetri = Tetri(allow_null=True, help_text="The most one project may cost, in tetri.")
    currency = serializers.CharField(help_text="The currency's code; empty in an imported election without one.")
    areas = AreaSerializer(many=True, source="areas.all", help_text="Parts with an envelope of their own.")
    min_age = serializers.IntegerField(help_text="From which age people may vote.")
    ballot_kind = serializers.ChoiceField(BallotKind.choices, help_text="How people choose.")
    min_projects = serializers.IntegerField(help_text="The fewest projects on a ballot.")
    max_projects = serializers.IntegerField(allow_null=True, help_text="The most projects on a ballot.")
    votes_in = serializers.ChoiceField(VotesIn.choices, help_text="Which lists a resident votes in.")
    identity_methods = serializers.ListField(
        child=serializers.ChoiceField([(name, name) for name in METHODS]), help_text="How it is checked who votes."
    )
    rule_method = serializers.ChoiceField(METHOD_NAMES, source="rule.method", help_text="The counting rule.")
    rule_sentences = serializers.ListField(
        child=serializers.CharField(), help_text="The rule in sentences, in the language of `?lang=`."
    )
    lot_seed = serializers.CharField(help_text="The seed that settles ties, drawn before the vote; empty until then.")
    silence_days = serializers.IntegerField(help_text="Days before the end of the vote without campaigning.")


class LineSerializer(serializers.Serializer):
    label = serializers.CharField(help_text="What is counted, in the language of `?lang=`.")
    voters = serializers.IntegerField(allow_null=True, help_text="How many; null where it could point at somebody.")


class ChannelSerializer(LineSerializer):
    parts = LineSerializer(many=True, help_text="By the way their identity was checked.")


class TurnoutSerializer(serializers.Serializer):
    cycle = serializers.IntegerField(help_text="The cycle's id.")
    voters = serializers.IntegerField(allow_null=True, help_text="How many have voted; null below ten.")
    areas = LineSerializer(many=True, help_text="By area; empty in a cycle without areas, or below ten.")
    channels = ChannelSerializer(many=True, help_text="Online and on paper; empty below ten.")


def cycles() -> CycleQuerySet:
    """The public cycles with their areas, the newest vote first."""
    found = public_cycles().visible_to(AnonymousUser()).prefetch_related("areas")
    return found.order_by("-voting_until_at", "-pk")


class CycleQuery(ListQuery):
    municipality = Slug(help_text="Only those of the municipality with this slug.")


class Cycles(ListView):
    """The public cycles, the newest vote first."""

    serializer_class = CycleSerializer
    query_class = CycleQuery

    def rows(self) -> CycleQuerySet:
        found = cycles()
        return found.filter(municipality__slug=self.asked["municipality"]) if "municipality" in self.asked else found


class OneCycle(OneView):
    """One cycle."""

    serializer_class = CycleSerializer

    def one(self, pk: int) -> Cycle:
        return get_object_or_404(cycles(), pk=pk)


class CycleTurnout(OneView):
    """How many have voted in a cycle, and never for what. Not found before its vote is signed for."""

    serializer_class = TurnoutSerializer

    def one(self, pk: int) -> dict[str, Any]:
        cycle = get_object_or_404(cycles(), pk=pk)
        if not cycle.voting_cleared_at:
            raise Http404
        found: Turnout = turnout(cycle)
        return {"cycle": cycle.pk, "voters": found.voters, "areas": found.areas, "channels": found.channels}
