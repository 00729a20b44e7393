"""Brings earlier rows to the new shape. What was never asked of them is marked as such, never invented."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F
from django.utils import timezone

TERM_DAYS = 30
NOT_SAID = "–"


def offices(apps, schema_editor):
    """Every name an answer gave becomes an office; asks go to the municipality's first one."""
    Office, Ask = apps.get_model("budgeting", "Office"), apps.get_model("budgeting", "Ask")
    Response = apps.get_model("budgeting", "Response")
    for response in Response.objects.select_related("ask"):
        office, _created = Office.objects.get_or_create(
            municipality_id=response.ask.municipality_id,
            name_ka=response.office_name,
            defaults={"name": response.office_name},
        )
        response.office = office
        response.save(update_fields=["office"])
    for ask in Ask.objects.all():
        office = Office.objects.filter(municipality_id=ask.municipality_id).order_by("pk").first()
        if office is None:
            names = {"ka": "მერია", "hy": "Քաղաքապետարան", "az": "Meriya", "en": "City hall"}
            texts = {f"name_{code}": name for code, name in names.items()}
            office = Office.objects.create(municipality_id=ask.municipality_id, name=names["ka"], **texts)
        ask.office, ask.term_days = office, TERM_DAYS
        ask.started_on = timezone.localdate(ask.asked_at)
        if not ask.responses.exists():
            ask.owed_on = timezone.localdate() + timedelta(days=TERM_DAYS)  # the promise is made today, to all
        ask.save()


def answers(apps, schema_editor):
    """What a new answer must say and an earlier one did not is marked as not said; a plan is asked after again."""
    Response = apps.get_model("budgeting", "Response")
    Response.objects.filter(outcome="not_our_competence").update(forwarded_to=NOT_SAID)
    Response.objects.filter(outcome="duplicate").update(duplicate_of=NOT_SAID)
    Response.objects.filter(outcome="planned").update(next_update_on=timezone.localdate() + timedelta(days=TERM_DAYS))


def reviews_and_proposals(apps, schema_editor):
    Review, Proposal = apps.get_model("budgeting", "Review"), apps.get_model("budgeting", "Proposal")
    Review.objects.update(state="published", published_at=F("decided_at"))
    Proposal.objects.filter(state="rejected").update(rejection_code="other")
    Proposal.objects.exclude(state="draft").update(submitted_at=F("created_at"))


class Migration(migrations.Migration):

    dependencies = [("budgeting", "0004_answers_reviews_and_talk")]

    operations = [
        migrations.RunPython(step, migrations.RunPython.noop) for step in (offices, answers, reviews_and_proposals)
    ]
