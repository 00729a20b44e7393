"""A cycle is closed by two officials; those whose dates closed them before stay closed."""

from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone


def keep_closed(apps, schema_editor):
    opened = Q(voting_cleared_at__isnull=False) | Q(voting_closed_at__isnull=False)
    over = apps.get_model("budgeting", "Cycle").objects.filter(opened, implementing_until_at__lte=timezone.now())
    over.update(closing_cleared_at=F("implementing_until_at"))


class Migration(migrations.Migration):
    dependencies = [("budgeting", "0025_complaints")]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="closing_cleared_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RemoveConstraint(model_name="gatesignature", name="signature_gate"),
        migrations.AlterField(
            model_name="gatesignature",
            name="gate",
            field=models.CharField(
                choices=[
                    ("proposing", "Opening the call for proposals"),
                    ("voting", "Opening the vote"),
                    ("closing", "Closing the budget"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="gatesignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("gate__in", ["proposing", "voting", "closing"])), name="signature_gate"
            ),
        ),
        migrations.RunPython(keep_closed, migrations.RunPython.noop),
    ]
