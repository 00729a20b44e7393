"""What the API says when it cannot answer: a code for programs and a sentence for people."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import MethodNotAllowed, NotFound, Throttled, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Code(serializers.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(("bad_query", "not_found", "method_not_allowed", "too_many_requests"), **kwargs)


class ErrorSerializer(serializers.Serializer):
    error = Code(help_text="What went wrong, for a program.")
    sentence = serializers.CharField(help_text="The same as a sentence in the language of `?lang=`.")
    fields = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="For `bad_query`: what is wrong with each part of the query, by its name; else empty.",
    )


def as_json(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's own answer, with our words; None for what is no fault of the request."""
    response = exception_handler(error, context)
    if response is not None:
        code, sentence = _said_of(error)
        fields = error.detail if isinstance(error, ValidationError) else {}
        response.data = {"error": code, "sentence": sentence, "fields": fields}
    return response


def _said_of(error: Exception) -> tuple[str, str]:
    if isinstance(error, (Http404, NotFound)):
        return "not_found", _("There is nothing open at this address.")
    if isinstance(error, Throttled):
        return "too_many_requests", _("Too many questions came from this address. Wait a little and ask again.")
    if isinstance(error, MethodNotAllowed):
        return "method_not_allowed", _("This address can only be read.")
    return "bad_query", _("This question cannot be answered. See what is wrong with each of its parts.")
