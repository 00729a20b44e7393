"""Results of counted votes, and the counts that were published before: every number is `published_result`'s own."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from budgeting.api.asking import ListQuery, Slug
from budgeting.api.cycles import cycles
from budgeting.api.fields import Address, Instant, Tetri, Text, absolute
from budgeting.api.views import ListView, OneView
from budgeting.counting.reasons import Reason
from budgeting.cycles.models import Cycle
from budgeting.cycles.rules import METHOD_NAMES
from budgeting.results.anonymity import may_publish_ballots
from budgeting.results.models import Count
from budgeting.results.queries import Result, cycles_with_results, decided_among, published_result
from portal.places.models import Municipality


class ResultLineSerializer(serializers.Serializer):
    cycle = serializers.IntegerField(source="pk", help_text="The cycle's id.")
    url = Address("api_result", help_text="The whole result.")
    page = Address("results", "address", help_text="The page for people.")
    municipality = serializers.CharField(source="municipality.slug", help_text="The slug of its municipality.")
    title = Text("title", help_text="The cycle's title.")
    published_at = Instant(source="decided_at", help_text="When the count that stands was published, in UTC.")
    is_final = serializers.BooleanField(
        source="is_result_final", help_text="False while objections can still change it: say so when you quote it."
    )
    ballots = serializers.IntegerField(source="counted_ballots", help_text="How many ballots were counted.")
    projects = serializers.IntegerField(help_text="How many projects stood on the ballot.")
    funded = serializers.IntegerField(source="won", help_text="How many are funded.")
    spent_tetri = Tetri(help_text="What the funded ones cost together, in tetri.")


class OutcomeSerializer(serializers.Serializer):
    """One project of a result, from its bar on the results page."""

    project = serializers.IntegerField(source="outcome.project_id", help_text="The proposal's id.")
    url = Address("api_proposal", source="outcome.project", help_text="The proposal's record.")
    number = serializers.IntegerField(source="outcome.project.number", help_text="Its number on the ballot.")
    title = Text("title", source="outcome.project", help_text="Its title.")
    area = serializers.IntegerField(source="outcome.project.area_id", allow_null=True, help_text="Its list's area.")
    place = serializers.IntegerField(source="outcome.place", help_text="Its turn in the count, from 1.")
    votes = serializers.IntegerField(source="outcome.votes", help_text="How many ballots chose it.")
    cost_tetri = Tetri(source="outcome.cost_tetri", help_text="What it cost in this count, in tetri.")
    is_funded = serializers.BooleanField(source="outcome.is_funded", help_text="Whether it won.")
    reason_code = serializers.ChoiceField(
        [str(one) for one in Reason], source="outcome.reason", help_text="Why it won or lost, for a program."
    )
    reason = serializers.CharField(help_text="Why it won or lost, as a sentence in the language of `?lang=`.")
    tie = serializers.CharField(help_text="What is said of a tie; empty where there was none.")
    is_funded_otherwise = serializers.BooleanField(
        source="outcome.is_funded_otherwise", allow_null=True, help_text="Whether the other rule would have funded it."
    )


class CountSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="Its number here.")
    counted_at = Instant(help_text="When it was counted, in UTC.")
    published_at = Instant(help_text="When two officials published it, in UTC.")
    ballots = serializers.IntegerField(help_text="How many ballots were counted.")
    envelope_tetri = Tetri(help_text="The money that was decided, in tetri.")
    rule_method = serializers.ChoiceField(METHOD_NAMES, source="rule.method", help_text="The rule it was made by.")
    lot_seed = serializers.CharField(help_text="The seed that settled ties.")
    recount_reason = serializers.CharField(source="reason", help_text="Why it was counted again; else empty.")
    archive = serializers.SerializerMethodField(
        help_text="All ballots without names, to count again; null where a list has so few that one could be recognised."
    )

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_archive(self, count: Count) -> str | None:
        return absolute(count.archive.url) if count.archive and may_publish_ballots(count) else None


class ResultSerializer(serializers.Serializer):
    cycle = serializers.IntegerField(source="cycle.pk", help_text="The cycle's id.")
    page = Address("results", "address", source="cycle", help_text="The page for people.")
    municipality = serializers.CharField(source="cycle.municipality.slug", help_text="The slug of its municipality.")
    title = Text("title", source="cycle", help_text="The cycle's title.")
    is_final = serializers.BooleanField(
        source="cycle.is_result_final",
        help_text="False while objections can still change it: say so when you quote it.",
    )
    count = CountSerializer(help_text="The count that stands.")
    ballots = serializers.IntegerField(source="summary.ballots", help_text="How many ballots were counted.")
    projects = serializers.IntegerField(source="summary.projects", help_text="How many projects stood on the ballot.")
    funded = serializers.IntegerField(source="summary.funded", help_text="How many are funded.")
    spent_tetri = Tetri(source="summary.spent_tetri", help_text="What the funded ones cost together, in tetri.")
    left_tetri = Tetri(source="summary.left_tetri", help_text="What is left of the envelope, in tetri.")
    rule_sentences = serializers.ListField(
        source="count.rule_sentences",
        child=serializers.CharField(),
        help_text="The rule in sentences, in the language of `?lang=`.",
    )
    outcomes = OutcomeSerializer(many=True, source="bars", help_text="Every project of the vote, by its turn.")


class ResultQuery(ListQuery):
    municipality = Slug(help_text="Only those of the municipality with this slug.")


class Results(ListView):
    """The results that were published, the latest first."""

    serializer_class = ResultLineSerializer
    query_class = ResultQuery

    def rows(self) -> list[Cycle]:
        if "municipality" not in self.asked:
            return decided_among(cycles_with_results())
        place = Municipality.objects.filter(slug=self.asked["municipality"]).values_list("pk", flat=True).first()
        return decided_among(cycles_with_results(place)) if place else []


class OneResult(OneView):
    """The result of the cycle with this id: the count that stands, and what it decided for each project."""

    serializer_class = ResultSerializer

    def one(self, pk: int) -> Result:
        result = published_result(pk)
        if result is None:
            raise Http404
        return result


class CycleCounts(ListView):
    """Every count of the cycle that was published, the newest first: a recount adds one and changes none."""

    serializer_class = CountSerializer

    def rows(self) -> QuerySet[Any]:
        cycle = get_object_or_404(cycles(), pk=self.kwargs["pk"])
        return Count.objects.published().filter(cycle=cycle).defer("trace", "other")
