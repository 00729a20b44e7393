"""What an action raises when it refuses: always a sentence the reader can act on."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _


class NotPossible(Exception):
    """The act is refused now; `str()` is a sentence for the person, in their language."""


class NotAllowed(PermissionDenied):
    """This person may not do it at all; a page answers 403."""

    def __init__(self) -> None:
        super().__init__(_("You do not have the right to do this."))


def save_checked(row: Model) -> None:
    """Saves the row; NotPossible with the sentences of its fields and constraints if they do not hold."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise NotPossible(sentences_of(error)) from error
    row.save()


def sentences_of(error: ValidationError) -> str:
    """What the error says, each sentence once."""
    return " ".join(dict.fromkeys(error.messages))
