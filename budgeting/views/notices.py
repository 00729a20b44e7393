"""Sentences on the next page: what was done, what was refused."""

from django.contrib import messages
from django.http import HttpRequest


def say(request: HttpRequest, sentence: object) -> None:
    messages.success(request, str(sentence))


def say_refused(request: HttpRequest, sentence: object) -> None:
    messages.error(request, str(sentence))
