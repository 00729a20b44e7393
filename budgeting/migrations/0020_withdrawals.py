"""Projects withdrawn from a running vote."""

import django.db.models.deletion
import portal.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0019_recordings_and_reminders'),
    ]

    operations = [
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=500, verbose_name='Reason')),
                ('reason_language', models.CharField(choices=[('ka', 'ქართული'), ('hy', 'Հայերեն'), ('az', 'Azərbaycanca'), ('en', 'English')], max_length=2)),
                ('withdrawn_at', models.DateTimeField(default=portal.clock.now, editable=False)),
                ('motion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budgeting.motion')),
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='budgeting.proposal')),
            ],
            options={
                'ordering': ['project__number'],
            },
        ),
    ]
