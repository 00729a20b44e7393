"""Brings earlier rows to the new shape. What was never asked of them is marked as such, never invented."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from budgeting.workdays import term

TERM_DAYS = 30
NOT_SAID = "–"
PROMISES = ("planned", "in_progress")
UNOWED = ("withdrawn", "rejected")
CITY_HALL = {"ka": "მერია", "hy": "Քաղաքապետարան", "az": "Meriya", "en": "City hall"}


def answers(apps, schema_editor):
    """What a new answer must say and an earlier one did not is marked as not said; a plan is asked after again."""
    Response = apps.get_model("budgeting", "Response")
    Response.objects.filter(outcome="not_our_competence").update(forwarded_to=NOT_SAID)
    Response.objects.filter(outcome="duplicate").update(duplicate_of=NOT_SAID)
    Response.objects.filter(outcome__in=PROMISES).update(next_update_on=term(timezone.localdate(), TERM_DAYS).end)


def offices(apps, schema_editor):
    """Every name an answer gave becomes an office."""
    Office, Response = apps.get_model("budgeting", "Office"), apps.get_model("budgeting", "Response")
    for response in Response.objects.select_related("ask"):
        office, _created = Office.objects.get_or_create(
            municipality_id=response.ask.municipality_id,
            name_ka=response.office_name,
            defaults={"name": response.office_name},
        )
        response.office = office
        response.save(update_fields=["office"])


def asks(apps, schema_editor):
    """An ask goes to the office that answered it last, or else to the municipality's first one.

    Where no answer was given and one is still owed, the promise is made today, to all; after an answer the office
    owes what it promised there.
    """
    Ask, Office = apps.get_model("budgeting", "Ask"), apps.get_model("budgeting", "Office")
    promise = term(timezone.localdate(), TERM_DAYS)
    for ask in Ask.objects.select_related("proposal"):
        latest = ask.responses.order_by("answered_at", "pk").last()
        proposal = getattr(ask, "proposal", None)
        ask.office = latest.office if latest else first_office(Office, ask.municipality_id)
        ask.term_days, ask.started_on = promise.days, timezone.localdate(ask.asked_at)
        if proposal:
            ask.written_in, ask.asked_by_id = proposal.written_in, proposal.author_id
        if latest:
            ask.owed_on = latest.next_update_on
        elif proposal and proposal.state not in UNOWED:
            ask.started_on, ask.owed_on = promise.start, promise.end
        ask.save()


def first_office(Office, municipality_id):
    names = {f"name_{code}": name for code, name in CITY_HALL.items()}
    return Office.objects.filter(municipality_id=municipality_id).order_by("pk").first() or Office.objects.create(
        municipality_id=municipality_id, name=CITY_HALL["ka"], **names
    )


def reviews_and_proposals(apps, schema_editor):
    Review, Proposal = apps.get_model("budgeting", "Review"), apps.get_model("budgeting", "Proposal")
    submitted = apps.get_model("budgeting", "ProposalEvent").objects.filter(proposal=OuterRef("pk"), name="submit")
    last = Subquery(submitted.order_by("-at", "-pk").values("at")[:1])
    Review.objects.update(state="published", published_at=F("decided_at"))
    Proposal.objects.filter(state="rejected").update(rejection_code="other")
    Proposal.objects.exclude(state="draft").update(submitted_at=Coalesce(last, F("created_at")))


class Migration(migrations.Migration):

    dependencies = [("budgeting", "0004_answers_reviews_and_talk")]

    operations = [
        migrations.RunPython(step, migrations.RunPython.noop)
        for step in (answers, offices, asks, reviews_and_proposals)
    ]
