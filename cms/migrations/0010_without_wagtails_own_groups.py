from django.db import migrations


def remove_unused(apps, schema_editor):
    """Wagtail comes with two groups that may change every page, and sends every page past one of them.

    Here pages belong to a municipality or an organisation, and roles say who edits them; what somebody already uses stays.
    """
    name = "Moderators approval"
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=name, workflow_states__isnull=True).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name=name, task_states__isnull=True).delete()
    apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_organisations_and_editors"),
        ("cms", "0009_outcomes_declared"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(remove_unused, migrations.RunPython.noop)]
