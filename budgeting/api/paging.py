"""Pages of a list, by number: the order never depends on anything but the rows, so no row comes twice."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response


class Pages(BasePagination):
    """`page` and `page_size` of the view's query, which was checked before."""

    def paginate_queryset(self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: Any) -> list[Any]:
        self.request = request
        try:
            self.page = Paginator(queryset, view.asked["page_size"]).page(view.asked["page"])
        except EmptyPage as error:
            raise NotFound from error
        return list(self.page)

    def get_paginated_response(self, data: Any) -> Response:
        page = self.page
        return Response(
            {
                "count": page.paginator.count,
                "next": self._address(page.number + 1) if page.has_next() else None,
                "previous": self._address(page.number - 1) if page.has_previous() else None,
                "results": data,
            }
        )

    def _address(self, number: int) -> str:
        query = urlencode({**self.request.query_params.dict(), "page": number})
        return f"{settings.SITE_URL}{self.request.path}?{query}"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "minimum": 0, "description": "How many rows all pages have together."},
                "next": {**address, "description": "The next page; null on the last one."},
                "previous": {**address, "description": "The page before; null on the first one."},
                "results": {**schema, "description": "The rows of this page."},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[Any]:
        return []  # they stand in the view's query
