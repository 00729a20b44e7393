"""The chain of hashes, and three tables that the database itself keeps from being changed."""

import django.db.models.deletion
import portal.clock
from django.db import migrations, models

from portal.log.guards import GuardTable


class Migration(migrations.Migration):

    dependencies = [
        ('log', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(help_text='1, 2, 3, … without a gap.', unique=True)),
                ('hash', models.CharField(max_length=64)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='log.entry')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True)),
                ('root', models.CharField(help_text='The hash of the last link.', max_length=64)),
                ('sealed_at', models.DateTimeField(default=portal.clock.now, editable=False)),
                ('last_link', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='log.link')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        GuardTable("log_entry"),
        GuardTable("log_link"),
        GuardTable("log_seal"),
    ]
