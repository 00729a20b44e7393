"""What an official answer must say before anybody may read it."""

from django.conf import settings
from django.utils.translation import gettext as _

from budgeting.responses.models import Ask, Level, Office, Response, ResponseOutcome
from budgeting.responses.placeholders import unfilled
from portal.languages.texts import OFFICIAL_LANGUAGE

TRANSLATED = ("reason", "detail", "change", "next_step", "author_step")
PLAIN = ("evidence", "position", "decision_number", "forwarded_to", "duplicate_of")
# Everything a published answer says in words, by field.
TEXTS = (*(f"{field}_{code}" for field in TRANSLATED for code in dict(settings.LANGUAGES)), *PLAIN)
PROMISES = (ResponseOutcome.PLANNED, ResponseOutcome.IN_PROGRESS)


def languages_of(ask: Ask) -> list[str]:
    """The languages an answer must be published in: Georgian and the asker's own.

    Source: design, 5; Local Self-Government Code of Georgia, art. 9 (Georgian original).
    """
    return list(dict.fromkeys([OFFICIAL_LANGUAGE, ask.written_in]))


def faults_of(response: Response) -> dict[str, str]:
    """{field: what is missing or wrong}; empty when the answer is complete. Source: design, 5."""
    faults = {}
    if response.outcome not in ResponseOutcome.values:
        faults["outcome"] = _("Choose the outcome.")
    if response.office_id is None or not _may_give_it(response.office, response.ask):
        faults["office"] = _("Choose the office that answers.")
    for language in languages_of(response.ask):
        if not _says(response, f"reason_{language}"):
            faults[f"reason_{language}"] = _("Write the reason in Georgian and in the author's language.")
    if not _says(response, "next_step_ka") and not _says(response, "evidence"):
        faults["next_step_ka"] = _("Say what happens next, or give evidence.")
    if response.outcome == ResponseOutcome.NOT_OUR_COMPETENCE and not _says(response, "forwarded_to"):
        faults["forwarded_to"] = _("Say to whom it was forwarded.")
    if response.outcome == ResponseOutcome.DUPLICATE and not _says(response, "duplicate_of"):
        faults["duplicate_of"] = _("Give the address of what it repeats.")
    if response.outcome in PROMISES and response.next_update_on is None:
        faults["next_update_on"] = _("Say by which date you write again.")
    return faults | _unfilled_in(response)


def _may_give_it(office: Office, ask: Ask) -> bool:
    """Any office of a municipality answers for it; of those above it, only the one that was asked."""
    return office.pk == ask.office_id or (
        ask.office.level == Level.LOCAL and office.municipality_id == ask.municipality_id
    )


def _says(response: Response, field: str) -> bool:
    return bool((getattr(response, field) or "").strip())


def _unfilled_in(response: Response) -> dict[str, str]:
    left = {field: unfilled(getattr(response, field) or "") for field in TEXTS}
    return {
        field: _("Fill in what stands in braces: %(placeholders)s") % {"placeholders": ", ".join(names)}
        for field, names in left.items()
        if names
    }
