"""What an action raises when it refuses: always a sentence the reader can act on."""

from collections.abc import Mapping

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _


class NotPossible(Exception):
    """The act is refused now; `str()` is a sentence for the person, in their language.

    `faults` is {field: sentence} where the refusal is about single answers, so that a form can show each beside
    its question; the key "" is for what belongs to no field.
    """

    def __init__(self, sentence: object, *, faults: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.faults = dict(faults or {"": str(sentence)})


class NotAllowed(PermissionDenied):
    """This person may not do it at all; a page answers 403."""

    def __init__(self) -> None:
        super().__init__(_("You do not have the right to do this."))


def refuse(faults: Mapping[str, str]) -> None:
    """NotPossible with all of these sentences, {field: sentence}; nothing where there are none."""
    if faults:
        raise NotPossible(" ".join(dict.fromkeys(faults.values())), faults=faults)


def save_checked(row: Model) -> None:
    """Saves the row; NotPossible with the sentences of its fields and constraints if they do not hold."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise NotPossible(sentences_of(error), faults=_by_field(error)) from error
    row.save()


def sentences_of(error: ValidationError) -> str:
    """What the error says, each sentence once."""
    return " ".join(dict.fromkeys(error.messages))


def _by_field(error: ValidationError) -> dict[str, str]:
    """{field: sentence}. What is told of a language's own column is not told of the translated field again."""
    told = {
        "" if field == NON_FIELD_ERRORS else field: " ".join(dict.fromkeys(sentences))
        for field, sentences in error.message_dict.items()
    }
    columns = {(field.rpartition("_")[0], sentence) for field, sentence in told.items()}
    return {field: sentence for field, sentence in told.items() if not field or (field, sentence) not in columns}
