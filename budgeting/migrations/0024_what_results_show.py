"""What a results page shows of a count is stored beside its trace, so that nobody loads megabytes for one number."""

from typing import Any

from django.db import migrations, models


def store_sums(apps: Any, schema_editor: Any) -> None:
    """Of earlier counts the trace knows it. Their ballots are not read again, so nothing is said of areas."""
    counts = apps.get_model("budgeting", "Count").objects.using(schema_editor.connection.alias)
    for pk in list(counts.filter(trace__isnull=False).values_list("pk", flat=True)):
        trace = counts.values_list("trace", flat=True).get(pk=pk)
        if trace:
            counts.filter(pk=pk).update(
                with_nothing=sum(part["with_nothing"] for part in trace["parts"]),
                smallest_list=min((part.get("voters", 0) for part in trace["parts"]), default=0),
            )


class Migration(migrations.Migration):
    dependencies = [("budgeting", "0023_signatures_in_one_order")]

    operations = [
        migrations.AddField(
            model_name="count",
            name="with_nothing",
            field=models.PositiveIntegerField(
                help_text="Voters who chose none of the funded projects; NULL: counted before there was a trace.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="count",
            name="smallest_list",
            field=models.PositiveIntegerField(
                help_text="Ballots of the list with the fewest; NULL: counted before there was a trace.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="by_area",
            field=models.JSONField(null=True),
        ),
        migrations.RunPython(store_sums, migrations.RunPython.noop),
    ]
