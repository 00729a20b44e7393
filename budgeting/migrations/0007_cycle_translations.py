"""A cycle says in which language its texts were written, and how far each translation can be trusted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0006_answers_reviews_and_talk_kept'),
    ]

    operations = [
        migrations.AddField(
            model_name='cycle',
            name='translations',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='cycle',
            name='written_in',
            field=models.CharField(choices=[('ka', 'ქართული'), ('hy', 'Հայերեն'), ('az', 'Azərbaycanca'), ('en', 'English')], default='ka', max_length=2),
        ),
    ]
