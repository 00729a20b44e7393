"""Where a program begins: the address of every list, and of the document that explains them."""

from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from budgeting.api.fields import absolute
from budgeting.api.views import ApiView

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class RootSerializer(serializers.Serializer):
    document = serializers.URLField(help_text="The OpenAPI document, which explains every field.")
    licence = serializers.URLField(help_text="Under what licence all of this may be used.")
    lists = serializers.DictField(child=serializers.URLField(), help_text="The address of each list, by its name.")


class Root(ApiView):
    """The addresses of all lists."""

    serializer_class = RootSerializer
    lists: dict[str, str] = {}

    def get(self, request: Request) -> Response:
        lists = {name: absolute(reverse(view)) for name, view in self.lists.items()}
        document = absolute(reverse("api_document"))
        return Response(self.as_data({"document": document, "licence": LICENCE, "lists": lists}))


@extend_schema(exclude=True)
class OpenApi(ApiView):
    """In English, as the names it explains."""

    serializer_class = serializers.Serializer

    def get(self, request: Request) -> Response:
        return Response(document())


@cache
def document() -> dict[str, Any]:
    with override("en"):
        found: dict[str, Any] = SchemaGenerator(urlconf="portal.open_urls").get_schema(request=None, public=True)
    return found
