"""Municipalities and settlements."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from budgeting.api.asking import ListQuery, Slug
from budgeting.api.fields import Address, Text
from budgeting.api.views import ListView, OneView
from portal.places.models import Municipality, Settlement


class MunicipalitySerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="Its number here.")
    slug = serializers.CharField(help_text="Its name in addresses and in the other lists.")
    url = Address("api_municipality", help_text="This record.")
    name = Text("name", help_text="Its name.")
    region_name = Text("name", source="region", help_text="The name of its region.")
    population = serializers.IntegerField(allow_null=True, help_text="People who live in it, by the census.")
    registered_voters = serializers.IntegerField(allow_null=True, help_text="The base of petition thresholds.")
    lat = serializers.FloatField(help_text="Latitude of its centre, in degrees.")
    lon = serializers.FloatField(help_text="Longitude of its centre, in degrees.")


class SettlementSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="Its number here.")
    slug = serializers.CharField(help_text="Its short name, unique in its municipality.")
    url = Address("api_settlement", help_text="This record.")
    municipality = serializers.CharField(source="municipality.slug", help_text="The slug of its municipality.")
    name = Text("name", help_text="Its name; an older one that people use stands in brackets.")
    lat = serializers.FloatField(allow_null=True, help_text="Latitude in degrees.")
    lon = serializers.FloatField(allow_null=True, help_text="Longitude in degrees.")


def municipalities() -> QuerySet[Municipality]:
    """Those that take part."""
    found = Municipality.objects.filter(is_active=True).select_related("region")
    return found.defer("outline", "sources").order_by("slug", "pk")


def settlements() -> QuerySet[Settlement]:
    found = Settlement.objects.filter(municipality__in=municipalities().values("pk")).select_related("municipality")
    return found.defer("municipality__outline", "municipality__sources").order_by("municipality__slug", "slug", "pk")


class Municipalities(ListView):
    """The municipalities that take part."""

    serializer_class = MunicipalitySerializer

    def rows(self) -> QuerySet[Municipality]:
        return municipalities()


class OneMunicipality(OneView):
    """One municipality."""

    serializer_class = MunicipalitySerializer

    def one(self, pk: int) -> Municipality:
        return get_object_or_404(municipalities(), pk=pk)


class SettlementQuery(ListQuery):
    municipality = Slug(help_text="Only those of the municipality with this slug.")


class Settlements(ListView):
    """The towns and villages of the municipalities that take part."""

    serializer_class = SettlementSerializer
    query_class = SettlementQuery

    def rows(self) -> QuerySet[Settlement]:
        found = settlements()
        return found.filter(municipality__slug=self.asked["municipality"]) if "municipality" in self.asked else found


class OneSettlement(OneView):
    """One town or village."""

    serializer_class = SettlementSerializer

    def one(self, pk: int) -> Settlement:
        return get_object_or_404(settlements(), pk=pk)
