"""What people type is cleaned in one place."""

import pytest
from django import forms

from portal.languages.typed import TypedField, clean_text, plain_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Körpü", "Körpü"),
        ("Ko\u0308rpu\u0308", "Körpü"),  # decomposed, as macOS types it
        ("a\x00b", "ab"),
        ("a\u200bb\u200dc\ufeffd\u00ade", "abcde"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\r\nb\rc\u2028d\n\te", "a\nb\nc\nd\n\te"),
        ("a\x07\x1b[31m", "a[31m"),
        ("\u3164\u2800\u115f", ""),
        ("\ud800", ""),
        ("\uf8ff \ue000", " "),
        ("ხმა · ձայն · səs 🌉", "ხმა · ձայն · səs 🌉"),
        ("", ""),
    ],
)
def test_clean_text_leaves_what_can_be_seen_in_one_spelling(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("one\n\n \n\n\ntwo", "one\n\ntwo"),
        ("one\r\n\u200b\r\n\r\ntwo", "one\n\ntwo"),
        ("  \n a \t", "a"),
        ("\u200b\u200d", ""),
        ("<b>İçməli su</b> ծով ხმა", "<b>İçməli su</b> ծով ხმა"),
    ],
)
def test_plain_text_has_nothing_around_it_and_no_gaps(typed: str, left: str) -> None:
    assert (plain_text(typed), plain_text(left)) == (left, left)


def test_typed_field_cleans_before_it_measures() -> None:
    field = TypedField(max_length=5)
    assert field.clean("  Ko\u0308rpu\u0308\u200b\x00 ") == "Körpü"


def test_typed_field_of_nothing_to_see_is_empty() -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        TypedField().clean("\u200b\u3164")
    assert refusal.value.code == "required"
