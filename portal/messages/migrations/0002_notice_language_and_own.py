from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal_messages', '0001_notices_and_messages'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='language',
            field=models.CharField(choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE, help_text='Of the sentence.', max_length=2),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='notice',
            name='is_own',
            field=models.BooleanField(default=False),
        ),
    ]
