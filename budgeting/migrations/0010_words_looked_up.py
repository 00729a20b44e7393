"""Roots compared byte by byte, and indexes that hold all that a list or a search looks at."""

import django.db.models.deletion
import portal.languages.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0009_update_on_the_timeline'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='proposal',
            name='budgeting_p_cycle_i_ffa9fa_idx',
        ),
        migrations.RemoveIndex(
            model_name='proposalword',
            name='budgeting_p_root_06fc67_idx',
        ),
        migrations.AlterField(
            model_name='proposalword',
            name='root',
            field=portal.languages.fields.PlainField(max_length=40),
        ),
        migrations.AlterField(
            model_name='proposalword',
            name='proposal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='words', to='budgeting.proposal'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['cycle', 'state', 'published_at', 'rejection_code', 'settlement', 'theme', 'id'], name='proposals_listed'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(condition=models.Q(('lat__isnull', False), ('settlement__isnull', True)), fields=['cycle', 'published_at'], name='proposals_with_a_pin'),
        ),
        migrations.AddIndex(
            model_name='proposalword',
            index=models.Index(fields=['root', 'proposal', 'weight'], name='words_looked_up'),
        ),
    ]
