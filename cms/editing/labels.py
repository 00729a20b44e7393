"""Labels of Wagtail's dialogs that are made from names of fields, or before a language is known."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.images.forms import ImageInsertionForm
from wagtail.models import Page

LABELS = {
    "link_text": _("Words that lead there"),
    "email_address": _("Email"),
    "subject": _("Subject of the letter"),
    "body": _("Text of the letter"),
    "phone_number": _("Phone"),
    "format": _("Size and place of the picture"),
    "image_is_decorative": _("The picture only decorates"),
    "alt_text": _("Description of the picture"),
}
FORMS = (ExternalLinkChooserForm, AnchorLinkChooserForm, EmailLinkChooserForm, PhoneLinkChooserForm, ImageInsertionForm)


def name_fields() -> None:
    """Gives them words of the reader's language; "None" is what a search counts without them."""
    SearchView.verbose_name, SearchView.verbose_name_plural = Page._meta.verbose_name, Page._meta.verbose_name_plural
    ChooserViewSet.search_tab_label, ChooserViewSet.edit_item_text = _("Search"), _("Edit")
    for form in FORMS:
        for name, field in form.base_fields.items():
            field.label = LABELS.get(name, field.label)
