"""Complaints about a vote or its count."""

import django.core.validators
import django.db.models.deletion
import portal.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0024_what_results_show'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_named', models.BooleanField(default=False, verbose_name='Everybody may read my name')),
                ('subject', models.CharField(choices=[('voter_list', 'The list of voters'), ('booth', 'A booth'), ('count', 'The count'), ('exclusion', 'A project that was left out'), ('other', 'Something else in the vote')], max_length=10, verbose_name='What the complaint is about')),
                ('text', models.TextField(validators=[django.core.validators.MaxLengthValidator(3000)], verbose_name='What went wrong')),
                ('written_in', models.CharField(choices=[('ka', 'ქართული'), ('hy', 'Հայերեն'), ('az', 'Azərbaycanca'), ('en', 'English')], max_length=2, verbose_name='The language you write in')),
                ('hidden_as', models.CharField(blank=True, choices=[('advert', 'It advertises something for sale'), ('hate', 'It insults people or calls for hatred'), ('personal', "It shows somebody's personal data"), ('offence', 'It breaks the law')], max_length=20)),
                ('at', models.DateTimeField(default=portal.clock.now, editable=False)),
                ('ask', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='complaint', to='budgeting.ask')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='complaints', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='budgeting.cycle')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['cycle', 'at'], name='budgeting_c_cycle_i_8bf4cf_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('subject__in', ['voter_list', 'booth', 'count', 'exclusion', 'other'])), name='complaint_subject'), models.CheckConstraint(condition=models.Q(('hidden_as__in', ['', 'advert', 'hate', 'personal', 'offence'])), name='complaint_hidden_as')],
            },
        ),
    ]
