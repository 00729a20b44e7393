"""What the editor asks of who writes a campaign, beside its words. Stored with the page, never by a preview."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from budgeting.responses.models import DutyBearer, Office
from cms.campaigns.bursts import FEWEST_SEEN
from cms.campaigns.models import Campaign
from cms.campaigns.silence import silence_about, silence_until
from cms.campaigns.thresholds import petition_goal
from cms.campaigns.writing import FIXED, FREE, faults_of
from cms.page_form import KhmaPageForm
from portal.languages.templatetags.languages import moment
from portal.languages.typed import TypedField
from portal.places.models import Municipality

_MOST_ATTACHED = 12


class SilentForm(KhmaPageForm):
    """A page that is not published for the first time in the silence before the end of a vote."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        is_new = not (self.instance.pk and self.instance.live)
        if "action-publish" in self.data and is_new and (until := self.silence(cleaned)):
            self.add_error(None, silence_sentence(until))
        return cleaned

    def silence(self, cleaned: dict[str, Any]) -> datetime | None:
        """Until when the page waits."""
        campaign = getattr(self.parent_page.specific, "campaign", None)
        return silence_until(campaign) if campaign else None


def silence_sentence(until: datetime) -> str:
    """Why nothing is published now, and until when."""
    sentence = _("In the last days of a vote nobody campaigns. Save it now; it can be published from %(until)s.")
    return str(sentence) % {"until": moment(until)}


class GroupedChoiceField(forms.ModelChoiceField):
    """A choice whose rows stand under headings."""

    def __init__(self, *args: Any, heading: Any, **kwargs: Any) -> None:
        self.heading = heading
        super().__init__(*args, **kwargs)

    def grouped(self) -> Iterable[tuple[Any, Any]]:
        yield "", self.empty_label or ""
        for heading, rows in groupby(self.queryset or (), key=self.heading):
            yield heading, [(row.pk, self.label_from_instance(row)) for row in rows]


def _office_heading(office: Office) -> str:
    return str(office.municipality.name if office.municipality else office.get_level_display())


class CampaignForm(SilentForm):
    on_behalf_of = TypedField(
        label=_("On behalf of"),
        help_text=_("For example: the residents of Sadakhlo. Empty: the organisation speaks for itself."),
        max_length=200,
        required=False,
    )
    municipality: Any = forms.ModelChoiceField(None, label=_("Municipality it is about"))
    office = GroupedChoiceField(
        None,
        label=_("Office that is asked"),
        help_text=_("An office of this municipality, or one of the region or the state."),
        heading=_office_heading,
    )
    duty_bearer = GroupedChoiceField(
        None,
        label=_("Person who is asked"),
        help_text=_("You may leave it empty: then the office is asked."),
        required=False,
        heading=lambda person: str(person.office),
    )
    is_petition = forms.BooleanField(
        label=_("A legal petition"),
        help_text=_(
            "The number is computed: one per cent of the voters registered in the municipality, rounded up. The law asks for signatures on paper too. Source: Local Self-Government Code of Georgia, article 86."
        ),
        required=False,
    )
    goal = forms.IntegerField(
        label=_("How many people"),
        help_text=_("At this number the office is asked. A petition's number is computed, whatever stands here."),
        min_value=1,
        max_value=1_000_000,
        required=False,
    )
    proposals: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Proposals it is about"),
        help_text=_("Only public proposals of the municipality. Save the page to see those of another municipality."),
        required=False,
    )
    cycles: Any = forms.ModelMultipleChoiceField(None, label=_("Budgets it is about"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign = self.campaign
        for name, rows in _offered().items():
            if name in self.fields:
                self.fields[name].queryset = rows
        for name in (*FIXED, *FREE):
            if name in self.fields:
                self.fields[name].initial = self._stored(campaign, name)
                self.fields[name].disabled = bool(campaign and campaign.opened_at and name in FIXED)
        for name in ("office", "duty_bearer"):
            if name in self.fields:
                self._keep_stored(name, campaign)
        self._offer_attached(campaign)
        if campaign and campaign.is_petition and "goal" in self.fields:
            self.fields["goal"].help_text = petition_sentence(campaign)

    @property
    def campaign(self) -> Campaign | None:
        """The stored campaign; None before the first save."""
        return self.instance.campaign if self.instance.campaign_id else None

    def silence(self, cleaned: dict[str, Any]) -> datetime | None:
        if self.campaign:
            return silence_until(self.campaign)
        place = cleaned.get("municipality")
        return silence_about(place, cleaned.get("cycles") or ()) if place else None

    def _stored(self, campaign: Campaign | None, name: str) -> Any:
        if campaign is None:
            return None
        value = getattr(campaign, name)
        return list(value.values_list("pk", flat=True)) if name in ("proposals", "cycles") else value

    def _keep_stored(self, name: str, campaign: Campaign | None) -> None:
        """What was chosen once can stay, also when it is no longer offered."""
        field = self.fields[name]
        if stored := campaign and getattr(campaign, name):
            field.queryset = field.queryset | type(stored).objects.filter(pk=stored.pk)
        field.widget.choices = list(field.grouped())

    def _offer_attached(self, campaign: Campaign | None) -> None:
        place = self.data.get("municipality") if self.is_bound else None
        place = campaign.municipality_id if campaign else place
        if "proposals" in self.fields and str(place or "").isdecimal() and len(str(place)) < 10:
            public = Proposal.objects.public().filter(
                cycle__municipality=place, cycle__proposing_cleared_at__isnull=False
            )
            self.fields["proposals"].queryset = public.select_related("cycle").order_by("-pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("municipality") or not cleaned.get("office"):
            return cleaned
        campaign = self.campaign
        if not (campaign and campaign.opened_at):
            self._clean_facts(cleaned)
        for name in ("proposals", "cycles"):
            if len(cleaned.get(name) or ()) > _MOST_ATTACHED:
                sentence = ngettext("Choose at most %(number)s.", "Choose at most %(number)s.", _MOST_ATTACHED)
                self.add_error(name, sentence % {"number": _MOST_ATTACHED})
        if cleaned.get("picture") and not cleaned.get("picture_alt"):
            self.add_error("picture_alt", _("Say what the picture shows, for readers who cannot see it."))
        return cleaned

    def _clean_facts(self, cleaned: dict[str, Any]) -> None:
        facts = {name: cleaned[name] for name in FIXED if name in cleaned}
        try:
            if cleaned.get("is_petition"):
                cleaned["goal"] = petition_goal(cleaned["municipality"])
            elif not cleaned.get("goal"):
                self.add_error("goal", _("Write how many people you ask for."))
            elif cleaned["goal"] < FEWEST_SEEN:
                sentence = ngettext(
                    "Ask for %(number)s person at least.", "Ask for %(number)s people at least.", FEWEST_SEEN
                )
                self.add_error("goal", sentence % {"number": FEWEST_SEEN})
            for name, sentence in faults_of(Campaign(**facts)).items():
                self.add_error(name, sentence)
        except NotPossible as refusal:
            for name, sentence in refusal.faults.items():
                self.add_error(name or None, sentence)

    def save(self, commit: bool = True) -> Any:
        """The facts wait on the page until it is stored; a preview shows them and stores nothing."""
        self.instance.typed = {name: self.cleaned_data[name] for name in (*FIXED, *FREE) if name in self.cleaned_data}
        if self.campaign is None:
            facts = {name: self.instance.typed[name] for name in (*FIXED, "on_behalf_of")}
            self.instance.campaign = Campaign(organisation=self.parent_page.specific.organisation, **facts)
        return super().save(commit=commit)


def _offered() -> dict[str, Any]:
    """{field: what can be chosen}."""
    offices = Office.objects.filter(is_active=True).select_related("municipality")
    people = DutyBearer.objects.filter(is_active=True, office__is_active=True).select_related("office")
    return {
        "municipality": Municipality.objects.filter(is_active=True),
        "office": offices.order_by("level", "municipality__slug", "pk"),
        "duty_bearer": people.order_by("office", "pk"),
        "proposals": Proposal.objects.none(),
        "cycles": Cycle.objects.filter(proposing_cleared_at__isnull=False).select_related("municipality"),
    }


def petition_sentence(campaign: Campaign) -> str:
    """How a petition's number came about."""
    voters = campaign.registered_voters or campaign.municipality.registered_voters or 0
    sentence = _("One per cent of %(voters)s registered voters, rounded up: %(goal)s.")
    return str(sentence) % {"voters": voters, "goal": campaign.goal}
