"""What the OpenAPI document says of each address: its query and its errors beside what drf-spectacular reads itself."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from budgeting.api.errors import ErrorSerializer


class ApiSchema(AutoSchema):
    def get_override_parameters(self) -> list[Any]:
        return [self.view.query_class]

    def get_response_serializers(self) -> dict[int, Any]:
        return {200: super().get_response_serializers(), **dict.fromkeys((400, 404, 429), ErrorSerializer)}
