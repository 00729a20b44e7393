"""Earlier proposals become findable: their words are written, a few hundred proposals at a time."""

from django.db import migrations

from budgeting.proposals.words import weighted_roots

AT_A_TIME = 200


def write_words(apps, schema_editor):
    Proposal, Word = apps.get_model("budgeting", "Proposal"), apps.get_model("budgeting", "ProposalWord")
    Word.objects.all().delete()
    pks = list(Proposal.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), AT_A_TIME):
        some = Proposal.objects.filter(pk__in=pks[start : start + AT_A_TIME]).select_related("settlement")
        words = [
            Word(proposal=proposal, root=root, weight=weight)
            for proposal in some
            for root, weight in weighted_roots(proposal).items()
        ]
        Word.objects.bulk_create(words, batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [("budgeting", "0010_words_looked_up")]

    operations = [migrations.RunPython(write_words, migrations.RunPython.noop)]
