"""Machine translation behind the pages, at once or by a worker, as the settings say."""

from collections.abc import Iterable

from django_tasks import TaskResultStatus, task

from budgeting.errors import NotAllowed, NotPossible
from budgeting.translating.actions import NoMachine, machine_translate
from budgeting.translating.sources import SOURCES
from portal.accounts.models import User


@task()
def machine_translate_in_background(kind: str, pk: int, language: str, user_pk: int) -> None:
    """Translates one text; what a person did or forbade meanwhile stands. NoMachine when none can be asked."""
    source = SOURCES[kind]
    thing = source.model._default_manager.select_related(*source.related).filter(pk=pk).first()
    if thing is None:
        return
    try:
        machine_translate(source, thing, language, by=User.objects.get(pk=user_pk))
    except NoMachine:
        raise
    except (NotPossible, NotAllowed):
        return


def queue_machine_translations(keys: Iterable[tuple[str, int]], language: str, *, by: User) -> bool:
    """One task for each text (kind, pk); returns False if the machine turned out not to answer, and asks no more."""
    for kind, pk in keys:
        result = machine_translate_in_background.enqueue(kind, pk, language, by.pk)
        if result.status == TaskResultStatus.FAILED:
            return False
    return True
