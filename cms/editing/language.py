"""The editor's screens speak the language the person chose on this site: `User.language`, and nothing beside it."""

from collections.abc import Callable
from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import activate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import LocaleSettingsPanel, NameEmailSettingsPanel
from wagtail.users.models import UserProfile

from portal.accounts.models import User


class EditorLanguageMiddleware:
    """Under /editor/, which has no language in its address, activates the person's own.

    Wagtail keeps an active language for everybody without a profile of its kind; most editors never have one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/editor/") and isinstance(request.user, User):
            activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


class NameForm(forms.ModelForm[User]):
    """A first name, a last name and a password are kept for nobody here; the address is changed where one signs in."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["display_name"]


class LanguageForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["language"]
        labels: ClassVar[dict[str, object]] = {"language": _("Language")}


def teach_account() -> None:
    """Lets Wagtail ask us: for the language of a screen and of a letter, and where the person changes it.

    Wagtail's own `UserProfile.preferred_language` would be a second truth, so it is neither read nor offered.
    """
    UserProfile.get_preferred_language = lambda profile: profile.user.language
    NameEmailSettingsPanel.form_class = NameForm
    NameEmailSettingsPanel.title = User._meta.get_field("display_name").verbose_name
    LocaleSettingsPanel.form_class = LanguageForm
    LocaleSettingsPanel.form_object = "user"
    LocaleSettingsPanel.title = _("Language")
