"""Cards in batches by place, spoiled and bound ones; codes from the desk.

Cards printed before are known by keys of the earlier form (0013) and open no vote: they are taken out.
"""

import django.db.models.deletion
import portal.clock
import uuid
from django.conf import settings
from django.db import migrations, models


def drop_earlier_cards(apps, schema_editor):
    apps.get_model("budgeting", "Card").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("budgeting", "0015_vote_extensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(drop_earlier_cards, migrations.RunPython.noop),
        migrations.CreateModel(
            name="CheckDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(default=portal.clock.today, editable=False)),
                ("looked_up", models.PositiveIntegerField(default=0)),
                ("codes", models.PositiveIntegerField(default=0)),
                ("cards", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-on", "officer"],
            },
        ),
        migrations.CreateModel(
            name="DeskCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_hash", models.CharField(editable=False, max_length=64)),
                ("sealed_key", models.TextField(editable=False)),
                ("holder", models.CharField(editable=False, max_length=64)),
                ("mark", models.CharField(editable=False, max_length=64)),
                ("issued_on", models.DateField(default=portal.clock.today, editable=False)),
                ("is_replaced", models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveField(
            model_name="card",
            name="issued_on",
        ),
        migrations.RemoveField(
            model_name="card",
            name="place",
        ),
        migrations.AddField(
            model_name="card",
            name="holder",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="card",
            name="is_spoiled",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="card",
            name="sealed_key",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.CreateModel(
            name="CardBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="For which place")),
                ("count", models.PositiveIntegerField()),
                ("spoiled", models.PositiveIntegerField(default=0)),
                ("issued_on", models.DateField(default=portal.clock.today, editable=False)),
                ("mark", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="card_batches", to="budgeting.cycle"
                    ),
                ),
            ],
            options={
                "ordering": ["place", "pk"],
            },
        ),
        migrations.AddField(
            model_name="card",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cards", to="budgeting.cardbatch"
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("holder", ""), _negated=True), ("is_spoiled", False)),
                fields=("cycle", "holder"),
                name="one_card_per_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("holder", ""), ("sealed_key", "")),
                    models.Q(models.Q(("holder", ""), _negated=True), models.Q(("sealed_key", ""), _negated=True)),
                    _connector="OR",
                ),
                name="bound_card_is_sealed",
            ),
        ),
        migrations.AddField(
            model_name="checkday",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="check_days", to="budgeting.cycle"
            ),
        ),
        migrations.AddField(
            model_name="checkday",
            name="officer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="deskcode",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="desk_codes", to="budgeting.cycle"
            ),
        ),
        migrations.AddConstraint(
            model_name="cardbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("spoiled__lte", models.F("count"))), name="spoiled_were_issued"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkday",
            constraint=models.UniqueConstraint(fields=("cycle", "officer", "on"), name="one_check_day"),
        ),
        migrations.AddConstraint(
            model_name="deskcode",
            constraint=models.UniqueConstraint(fields=("cycle", "code_hash"), name="one_desk_code_per_code"),
        ),
        migrations.AddConstraint(
            model_name="deskcode",
            constraint=models.UniqueConstraint(fields=("cycle", "mark"), name="one_desk_code_per_form"),
        ),
        migrations.AddConstraint(
            model_name="deskcode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_replaced", False)), fields=("cycle", "holder"), name="one_desk_code_per_holder"
            ),
        ),
    ]
