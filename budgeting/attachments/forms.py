"""What is asked of someone who adds a photo or a document."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.languages.typed import TypedField


class PhotoForm(forms.Form):
    alt = TypedField(
        label=_("What the photo shows"),
        help_text=_("For people who cannot see it, or whose connection is too slow to load it."),
        max_length=200,
        error_messages={"required": _("Write in a few words what the photo shows.")},
    )
    upload = forms.FileField(
        label=_("A photo from this device"),
        help_text=_("The place and the time in the file are removed. Show no faces of people who have not agreed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"}),
        error_messages={
            "required": _("Choose a photo."),
            "empty": _("This file is empty. Choose another one."),
        },
        max_length=500,
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alt"].widget.attrs["lang"] = language


class DocumentForm(forms.Form):
    upload = forms.FileField(
        label=_("A document from this device"),
        help_text=_("PDF, DOCX or ODT, at most 5 MB. Anybody will be able to download it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt"}),
        error_messages={
            "required": _("Choose a document."),
            "empty": _("This file is empty. Choose another one."),
        },
        max_length=500,
    )
