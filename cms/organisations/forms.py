"""What is asked about organisations, their people, and pages that are taken down."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.addresses import Kind, read_address
from portal.accounts.models import ORGANISATION_ROLES, Organisation, Role
from portal.languages.typed import TypedField


class AddressForm(forms.Form):
    address = forms.CharField(label=_("Email or phone number"), max_length=254)

    def clean_address(self) -> tuple[Kind, str]:
        return read_address(self.cleaned_data["address"])


class MemberForm(AddressForm):
    kind = forms.ChoiceField(label=_("Role"), choices=[(kind.value, kind.label) for kind in ORGANISATION_ROLES])


class RemovedMemberForm(forms.Form):
    """Which role is taken away: one of this organisation's."""

    role = forms.ModelChoiceField(Role.objects.none())

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.filter(organisation=organisation)


class OpenForm(AddressForm):
    name = TypedField(label=_("Name"), max_length=200)
    written_in = forms.ChoiceField(label=_("Language it writes in"), choices=settings.LANGUAGES)
    field_order = ["name", "address", "written_in"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].label = _("Email or phone number of its first owner")


class VerifiedForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.all())
    is_verified = forms.BooleanField(required=False)


class TakeDownForm(forms.Form):
    reason = TypedField(
        label=_("Reason"),
        help_text=_("The organisation and the public read it, instead of the page."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
