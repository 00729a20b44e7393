"""Extensions and outages of a vote; a closed vote says so itself, whatever the clock says."""

import django.db.models.deletion
import portal.clock
from django.conf import settings
from django.db import migrations, models


def say_closed(apps, schema_editor):
    for closing in apps.get_model("budgeting", "Closing").objects.all():
        cycles = apps.get_model("budgeting", "Cycle").objects.filter(pk=closing.cycle_id)
        cycles.update(voting_closed_at=closing.closed_at)


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0014_sealed_tables_only_grow'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='cycle',
            name='voting_closed_at',
            field=models.DateTimeField(editable=False, help_text='Closed by two officials, for good.', null=True),
        ),
        migrations.CreateModel(
            name='VoteExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_until_at', models.DateTimeField()),
                ('until_at', models.DateTimeField()),
                ('objections_from_until_at', models.DateTimeField(null=True)),
                ('implementing_from_until_at', models.DateTimeField(null=True)),
                ('code', models.CharField(choices=[('outage', 'The site was down'), ('booths', 'A booth could not work'), ('weather', 'Weather or roads kept people away'), ('other', 'Another reason')], max_length=10)),
                ('reason', models.TextField(max_length=500, verbose_name='Reason')),
                ('reason_language', models.CharField(choices=[('ka', 'ქართული'), ('hy', 'Հայերեն'), ('az', 'Azərbaycanca'), ('en', 'English')], max_length=2)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vote_extensions', to='budgeting.cycle')),
                ('motion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budgeting.motion')),
            ],
            options={
                'ordering': ['until_at'],
            },
        ),
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_at', models.DateTimeField(verbose_name='Down from')),
                ('until_at', models.DateTimeField(verbose_name='Down until')),
                ('recorded_at', models.DateTimeField(default=portal.clock.now, editable=False)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outages', to='budgeting.cycle')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_up_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outages', to='budgeting.voteextension')),
            ],
            options={
                'ordering': ['from_at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='voteextension',
            constraint=models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('from_until_at'))), name='vote_extended_to_later'),
        ),
        migrations.AddConstraint(
            model_name='voteextension',
            constraint=models.CheckConstraint(condition=models.Q(('code__in', ['outage', 'booths', 'weather', 'other'])), name='vote_extension_code'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('from_at'))), name='outage_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.UniqueConstraint(fields=('cycle', 'from_at', 'until_at'), name='outage_recorded_once'),
        ),
        migrations.RunPython(say_closed, migrations.RunPython.noop),
    ]
