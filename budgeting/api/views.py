"""What all views of the API do: check what is asked, answer with JSON that anybody may keep and any page may read."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from budgeting.api.asking import ListQuery, Query
from budgeting.api.errors import as_json
from budgeting.api.paging import Pages
from budgeting.api.schema import ApiSchema
from budgeting.api.throttling import ByAddress

FRESH_SECONDS = 60


class AlwaysJson(BaseContentNegotiation):
    """There is one form of the data; whatever a browser would rather have, it gets that."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class ApiView(GenericAPIView):
    """`asked` is what the checked query says; `query_class` is the allow-list."""

    schema = ApiSchema()
    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (JSONRenderer,)
    parser_classes = ()
    throttle_classes = (ByAddress,)
    content_negotiation_class = AlwaysJson
    metadata_class = None
    query_class: type[Query] = Query
    asked: dict[str, Any]
    pagination_class = None
    filter_backends = ()
    http_method_names = ("get", "head", "options")

    def get_exception_handler(self) -> Any:
        return as_json

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Rendered at once: the chain of the open addresses knows no answers that are rendered later."""
        return super().dispatch(request, *args, **kwargs).render()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return
        query = self.query_class(data=request.query_params)
        query.is_valid(raise_exception=True)
        self.asked = query.validated_data

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=FRESH_SECONDS, stale_while_revalidate=600)
        else:
            patch_cache_control(response, no_store=True)
        return response

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What a browser asks before a page from elsewhere sends a condition such as If-None-Match."""
        allowed = {"Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "If-None-Match"}
        return Response(status=204, headers=allowed)

    def as_data(self, rows: Any, **kwargs: Any) -> Any:
        return self.get_serializer(rows, **kwargs).data


class ListView(ApiView, ListAPIView):
    """A list in pages: `rows` gives it in a stable order, `loaded` adds what a page of it shows."""

    query_class = ListQuery
    pagination_class = Pages

    def rows(self) -> Any:
        """The public rows that the query asks for, a query set or a list."""
        raise NotImplementedError

    def loaded(self, rows: list[Any]) -> list[Any]:
        return rows

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.loaded(self.paginate_queryset(self.rows()))
        return self.get_paginated_response(self.as_data(page, many=True))


class OneView(ApiView):
    """One thing by its id; what is not public is not found."""

    def one(self, pk: int) -> Any:
        raise NotImplementedError

    def get(self, request: Request, pk: int) -> Response:
        return Response(self.as_data(self.one(pk)))


@extend_schema(exclude=True)
class NothingHere(ApiView):
    """Every other address of the API."""

    serializer_class = Serializer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.check_throttles(request)
        raise Http404

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise Http404
