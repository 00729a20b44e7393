"""Sentences for the person who did something: what was done, what was refused."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from budgeting.errors import NotPossible


def say(request: HttpRequest, sentence: object) -> None:
    messages.success(request, str(sentence))


def say_refused(request: HttpRequest, sentence: object) -> None:
    messages.error(request, str(sentence))


def show_refusal(form: Form, refusal: NotPossible) -> None:
    """Puts each sentence of the refusal beside the question it is about, or above the form."""
    for field, sentence in refusal.faults.items():
        form.add_error(field if field in form.fields else None, sentence)
