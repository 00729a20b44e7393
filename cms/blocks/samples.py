"""What the editor's previews show, in the editor's language. Nothing of it is published."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.clock import today


def text() -> str:
    line = _("Anyone may say what their village or town needs, in their own language.")
    return format_html("<h2>{}</h2><p>{}</p>", _("How it works"), line)


def quote() -> dict[str, Any]:
    return {
        "quote": _("Anyone may say what their village or town needs, in their own language."),
        "who": _("Who said it"),
        "role": _("Who that is"),
    }


def figures() -> dict[str, Any]:
    numbers = [("1 240", _("Counted ballots")), ("12", _("Funded projects")), ("250 000 ₾", _("Money given"))]
    return {
        "figures": [{"number": number, "label": label} for number, label in numbers],
        "source": _("Results"),
        "address": "",
        "as_of": today(),
    }


def video() -> dict[str, Any]:
    return {"title": _("How it works"), "address": "https://video.example/", "language": "ka", "length": "4:05"}


def action() -> dict[str, Any]:
    return {
        "sentence": _("Write what your village or town needs."),
        "button": _("Write a proposal"),
        "page": None,
        "address": "#",
    }


def questions() -> dict[str, Any]:
    answer = _("Your name and your choice are never stored together.")
    return {
        "heading": _("Questions and answers"),
        "questions": [{"question": _("How your vote is kept secret"), "answer": format_html("<p>{}</p>", answer)}],
    }
