"""What is deleted at the close, and made unreadable on the disk as far as a database can do it."""

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from budgeting.booths.models import PaperEntry
from budgeting.cycles.models import Cycle
from budgeting.voting.identity import METHODS
from budgeting.voting.identity.limits import forget_tries
from budgeting.voting.identity.models import Try
from budgeting.voting.models import Ballot, Trace
from budgeting.voting.reminders.actions import forget_reminders
from budgeting.voting.reminders.models import DraftReminder
from budgeting.watching.models import Flag

EMPTIED: tuple[type[Model], ...] = (
    *(Ballot, Trace, PaperEntry, DraftReminder, Try),
    *(model for method in METHODS.values() for model in method.holds),
)


def forget_vote(cycle: Cycle) -> dict[str, int]:
    """Deletes the open ballots, their traces, the typed paper, the reminders and all that the identity methods hold;
    returns the counts the protocol keeps. Call it inside the closing's transaction."""
    Ballot.objects.filter(cycle=cycle).delete()
    Trace.objects.filter(cycle=cycle).delete()
    PaperEntry.objects.filter(booth__cycle=cycle).delete()
    Flag.objects.filter(cycle=cycle).update(mark="", window=None)
    forget_tries(cycle)
    kept: dict[str, int] = {"reminders": forget_reminders(cycle)}
    for method in METHODS.values():
        kept.update(method.forget(cycle))
    return kept


def rewrite_files() -> None:
    """Has the database write the emptied tables anew, so that deleted rows cannot be read from its files.

    Write-ahead logs and backups are the administrator's: docs/keys.md says what to do. Outside a transaction only.
    OperationalError where somebody holds the files for longer than the database waits; then it has to be done again.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in EMPTIED:
                _rewrite(cursor, model)
        else:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, _pages, _moved = cursor.fetchone()
            if is_busy:
                raise OperationalError("Somebody still reads from the old write-ahead log.")


def _rewrite(cursor: CursorWrapper, model: type[Model]) -> None:
    """Copies the rows that are left into a new file, and drops the samples the planner keeps of each column.

    VACUUM FULL would also copy deleted rows that an older transaction, such as a backup or an automatic ANALYZE, might
    still read; ALTER TABLE copies none of them.
    Source: PostgreSQL's documentation, "Caveats" of concurrency control.
    """
    changes = []
    for field in model._meta.concrete_fields:
        column, kind = connection.ops.quote_name(str(field.column)), field.db_type(connection)
        if field.primary_key:
            changes.append(f"ALTER COLUMN {column} TYPE {kind} USING {column}::text::{kind}")  # makes it copy the rows
        elif not field.is_relation:
            changes.append(f"ALTER COLUMN {column} TYPE {kind}")
    cursor.execute(f"ALTER TABLE {model._meta.db_table} {', '.join(changes)}")
