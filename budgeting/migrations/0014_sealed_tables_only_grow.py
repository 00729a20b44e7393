"""The database itself refuses to change or delete a sealed ballot or receipt."""

from django.db import migrations

from portal.log.guards import GuardTable


class Migration(migrations.Migration):
    dependencies = [("budgeting", "0013_votes_closed_earlier")]

    operations = [GuardTable("budgeting_sealedballot"), GuardTable("budgeting_sealedreceipt")]
