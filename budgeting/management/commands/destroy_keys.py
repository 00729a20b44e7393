"""Finishes closings whose key can still be read somewhere."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from budgeting.closing.actions import finish_closing
from budgeting.closing.models import Closing

IN_ENVIRONMENT = (
    "Cycle {pk}: its key is still in the environment. Take the entry {name} out of CYCLE_KEYS wherever the site runs,\n"
    "  restart every process, and run this command again."
)
LEFT = "What no command can do: burn the sealed copies, and let backups and write-ahead logs run out (docs/keys.md)."


class Command(BaseCommand):
    help = (
        "Destroys the keys of closed votes that a crash or the environment left behind, and says what is still to do."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = list(Closing.objects.filter(key_gone_at=None).select_related("cycle__municipality"))
        left = [closing.cycle for closing in waiting if not finish_closing(closing)]
        for closing in waiting:
            if closing.cycle not in left:
                self.stdout.write(
                    f"Cycle {closing.cycle.pk}: its key is destroyed, its emptied tables are written anew."
                )
        if not waiting:
            self.stdout.write("No closed vote has a key left.")
        self.stdout.write(LEFT)
        if left:
            raise CommandError("\n".join(IN_ENVIRONMENT.format(pk=one.pk, name=one.key_name) for one in left))
