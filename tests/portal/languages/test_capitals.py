"""First letters of labels, as libraries ask for them."""

import pytest
from django.forms import modelform_factory
from django.template import Context, Template
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, override

from portal.accounts.models import User


@pytest.mark.parametrize(
    ("language", "words", "begun"),
    [
        ("ka", "გვერდი", "გვერდი"),
        ("ka", "page", "Page"),
        ("hy", "էջ", "Էջ"),
        ("az", "istifadəçi", "İstifadəçi"),
        ("az", "ışıq", "Işıq"),
        ("en", "image", "Image"),
        ("en", "", ""),
    ],
)
def test_labels_begin_as_their_script_has_it(language: str, words: str, begun: str) -> None:
    with override(language):
        as_filter = Template("{{ words|capfirst }}").render(Context({"words": words}))

        assert (capfirst(words), as_filter) == (begun, begun)


def test_lazy_words_stay_lazy() -> None:
    label = capfirst(gettext_lazy("Email"))

    with override("ka"):
        assert str(label) == "ელფოსტა"
    with override("en"):
        assert str(label) == "Email"


def test_safe_text_is_not_escaped_twice() -> None:
    assert Template("{{ a|capfirst }}").render(Context({"a": format_html("<b>{}</b>", "x & y")})) == "<b>x &amp; y</b>"


def test_unsafe_text_is_escaped() -> None:
    assert Template("{{ a|capfirst }}").render(Context({"a": "<b>"})) == "&lt;b&gt;"


def test_forms_made_by_django_have_no_letters_of_headlines() -> None:
    with override("ka"):
        labels = [str(field.label) for field in modelform_factory(User, fields=["email", "phone", "display_name"])()]

    assert [label for label in labels if any("\u1c90" <= letter <= "\u1cbf" for letter in label)] == []
