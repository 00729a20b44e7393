import budgeting.cycles.rules
import django.db.models.deletion
import portal.clock
from django.conf import settings
from django.db import migrations, models


def keep_what_was_known(apps, schema_editor):
    """Counts made before there was a trace keep their seed, and their projects the money left at their turn."""
    for count in apps.get_model("budgeting", "Count").objects.all():
        count.conditions = {"lot_seed": count.lot_seed}
        count.save(update_fields=["conditions"])
    for outcome in apps.get_model("budgeting", "Outcome").objects.iterator():
        missing = max(0, outcome.cost_tetri - outcome.left_tetri)
        outcome.decision = {"held": outcome.left_tetri, "missing": missing, "tied_with": [], "by_lot": False}
        outcome.save(update_fields=["decision"])


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='cycle',
            name='cycle_rule',
        ),
        migrations.RemoveConstraint(
            model_name='outcome',
            name='outcome_reason',
        ),
        migrations.RenameField(
            model_name='count',
            old_name='counted_by',
            new_name='asked_by',
        ),
        migrations.RemoveField(
            model_name='cycle',
            name='counting_rule',
        ),
        migrations.AddField(
            model_name='count',
            name='archive',
            field=models.FileField(blank=True, upload_to='archives/'),
        ),
        migrations.AddField(
            model_name='count',
            name='asked_at',
            field=models.DateTimeField(default=portal.clock.now, editable=False),
        ),
        migrations.AddField(
            model_name='count',
            name='beat_at',
            field=models.DateTimeField(help_text='When the one who counts was last seen alive.', null=True),
        ),
        migrations.AddField(
            model_name='count',
            name='conditions',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='count',
            name='failure',
            field=models.CharField(blank=True, help_text='Why it gave up.', max_length=200),
        ),
        migrations.AddField(
            model_name='count',
            name='other',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='count',
            name='percent',
            field=models.PositiveSmallIntegerField(default=0, help_text='How far it has come.'),
        ),
        migrations.AddField(
            model_name='count',
            name='reason',
            field=models.TextField(blank=True, verbose_name='Why it is counted again'),
        ),
        migrations.AddField(
            model_name='count',
            name='trace',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='cycle',
            name='rule',
            field=models.JSONField(default=budgeting.cycles.rules.default_rule, validators=[budgeting.cycles.rules.check_rule], verbose_name='Counting'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='decision',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='outcome',
            name='is_funded_otherwise',
            field=models.BooleanField(help_text='Whether the other method would have funded it.', null=True),
        ),
        migrations.AlterField(
            model_name='count',
            name='ballots',
            field=models.PositiveIntegerField(default=0, help_text='How many were counted.'),
        ),
        migrations.AlterField(
            model_name='count',
            name='counted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='count',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='budgeting.cycle'),
        ),
        migrations.AlterField(
            model_name='count',
            name='envelope_tetri',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.RemoveField(
            model_name='count',
            name='rule',
        ),
        migrations.AddField(
            model_name='count',
            name='rule',
            field=models.JSONField(default=budgeting.cycles.rules.default_rule, validators=[budgeting.cycles.rules.check_rule]),
            preserve_default=False,
        ),
        migrations.RunPython(keep_what_was_known, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='count',
            name='lot_seed',
        ),
        migrations.RemoveField(
            model_name='outcome',
            name='is_tied',
        ),
        migrations.RemoveField(
            model_name='outcome',
            name='left_tetri',
        ),
        migrations.AlterField(
            model_name='outcome',
            name='votes',
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AddConstraint(
            model_name='count',
            constraint=models.UniqueConstraint(condition=models.Q(('counted_at__isnull', True), ('failure', '')), fields=('cycle',), name='one_count_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['fits', 'shared', 'completed', 'no_money_left', 'stopped', 'enough_winners', 'no_votes', 'below_threshold', 'same_place', 'withdrawn', 'too_dear', 'spent'])), name='outcome_reason'),
        ),
    ]
