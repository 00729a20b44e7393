"""What is asked of who stands behind a campaign, who reports a reason, and who decides on a burst."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.campaigns.bursts import LONGEST_REASON
from cms.campaigns.models import LONGEST_PLEDGE_REASON, Verdict
from cms.campaigns.reasons import LONGEST_HIDING
from portal.languages.typed import TypedField


class PledgeForm(forms.Form):
    """Nothing here is needed to stand behind a campaign, and nothing is ticked beforehand."""

    reason = TypedField(
        label=_("Why it matters to you"),
        help_text=_("You may leave it empty. Everybody will read it, without your name unless you show it."),
        max_length=LONGEST_PLEDGE_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_PLEDGE_REASON}),
    )
    reason_language = forms.ChoiceField(label=_("The language you write in"), choices=settings.LANGUAGES)
    is_named = forms.BooleanField(label=_("Show my name"), required=False)
    wants_news = forms.BooleanField(label=_("Write to me about this campaign"), required=False)

    def __init__(self, *args: Any, kept: dict[str, str] | None = None, **kwargs: Any) -> None:
        """`kept` is what was typed before signing in, by the names of the fields."""
        kwargs["initial"] = {"reason_language": get_language(), **(kept or {})}
        super().__init__(*args, **kwargs)


class HidingForm(forms.Form):
    reason = TypedField(
        label=_("Why it is hidden"),
        help_text=_("It stands in the log. Name nobody."),
        max_length=LONGEST_HIDING,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Decision"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = TypedField(
        label=_("Reason"),
        help_text=_("Everybody will read it. Name nobody."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FilterForm(forms.Form):
    """The list of all campaigns, by place, by where they stand and by a word."""

    municipality: Any = forms.ModelChoiceField(None, label=_("Municipality"), required=False, to_field_name="slug")
    state = forms.ChoiceField(label=_("Where they stand"), required=False)
    q = TypedField(label=_("Search"), required=False, max_length=100)

    def __init__(self, *args: Any, municipalities: Any, states: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["municipality"]
        place.queryset, place.empty_label = municipalities, _("All")
        state: Any = self.fields["state"]
        state.choices = [("", _("All")), *states]
