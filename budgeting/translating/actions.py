"""Changes to translations, of every kind of text: by a person, or by a machine."""

from collections.abc import Mapping
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible, sentences_of
from budgeting.proposals.models import Proposal
from budgeting.proposals.words import index_proposals
from budgeting.translating.permissions import may_translate
from budgeting.translating.queries import is_public, missing_fields, state_of
from budgeting.translating.sources import Source
from portal.accounts.models import User
from portal.languages.machine import MachineUnavailable, machine
from portal.languages.texts import TranslationState
from portal.languages.translated import Translated
from portal.log.models import record


class Changed(NotPossible):
    """Somebody changed the original or the translation meanwhile."""


class NoMachine(NotPossible):
    """The machine is switched off, or does not answer."""


def seen(source: Source, thing: Translated, language: str) -> str:
    """A digest of the original and of the translation, for a page to send back with what was made of them."""
    texts = [thing.written_in, source.original(thing), source.texts(thing, language), thing.translations.get(language)]
    return sha256(repr(texts).encode()).hexdigest()


@transaction.atomic
def save_translation(
    source: Source,
    thing: Translated,
    language: str,
    *,
    by: User,
    texts: Mapping[str, str],
    state: TranslationState = TranslationState.CHECKED,
    started_from: str | None = None,
) -> None:
    """Writes the texts ({field: text}) in a language other than the original's, and how far they are checked.

    The one door to a translation. `started_from` is what `seen` gave when the work began: Changed if that is no
    longer what is stored. NotPossible in the original's own language, without a needed text, for one that does
    not fit its field, and once the vote on it is signed for.
    """
    if not may_translate(by, source, thing):
        raise NotAllowed
    if (cycle := source.freezes(thing)) and Cycle.objects.select_for_update().get(pk=cycle.pk).is_frozen:
        raise NotPossible(_("The vote has been signed for: texts on the ballot can no longer change."))
    thing.refresh_from_db(from_queryset=source.model._default_manager.select_for_update())
    if language == thing.written_in or language not in dict(settings.LANGUAGES):
        raise NotPossible(_("The author's own text is not a translation."))
    if started_from not in (None, seen(source, thing, language)):
        raise Changed(
            _("Somebody has changed the original or the translation meanwhile. Compare what is stored now with yours.")
        )
    for field, text in texts.items():
        setattr(thing, f"{field}_{language}", text.strip())
    _refuse_what_does_not_fit(source, thing, language, texts)
    thing.translations = {**thing.translations, language: state.value}
    thing.save(update_fields=["translations", *(f"{field}_{language}" for field in texts)])
    if isinstance(thing, Proposal):
        index_proposals([thing])
    place = source.municipality(thing)
    record("save_translation", thing, by=by, municipality=place, kind=source.name, language=language, state=state.value)


def _refuse_what_does_not_fit(source: Source, thing: Translated, language: str, texts: Mapping[str, str]) -> None:
    original = source.original(thing)
    for field in source.needed:
        if original[field] and not getattr(thing, f"{field}_{language}"):
            raise NotPossible(_("Translate this first: {name}.").format(name=source.name_of(field)))
    written = {f"{field}_{language}" for field in texts}
    try:
        thing.clean_fields(exclude={field.name for field in thing._meta.fields} - written)
    except ValidationError as error:
        raise NotPossible(sentences_of(error)) from error


def suggest_translation(source: Source, thing: Translated, language: str, *, by: User) -> dict[str, str]:
    """{field: what the machine makes of the original}; stores nothing. NoMachine when none can be asked.

    Only what the public can read already is handed to the machine.
    """
    if not may_translate(by, source, thing):
        raise NotAllowed
    return _ask_machine(source, thing, language, [field for field, text in source.original(thing).items() if text])


def machine_translate(source: Source, thing: Translated, language: str, *, by: User) -> None:
    """Has a machine write what is missing, and marks the language as not checked.

    What stands there stays, an outdated text too: a person may have written it, and decides with the machine's
    suggestion beside it. NotPossible when there is nothing to do or a person was faster; NoMachine when none can
    be asked.
    """
    if not may_translate(by, source, thing):
        raise NotAllowed
    before = seen(source, thing, language)
    fields = missing_fields(source, thing, language)
    if not fields or state_of(source, thing, language) == TranslationState.OUTDATED:
        raise NotPossible(_("There is nothing here for a machine to translate."))
    texts = _ask_machine(source, thing, language, fields)
    save_translation(source, thing, language, by=by, texts=texts, state=TranslationState.MACHINE, started_from=before)


def _ask_machine(source: Source, thing: Translated, language: str, fields: list[str]) -> dict[str, str]:
    translator = machine()
    if translator is None:
        raise NoMachine(_("Machine translation is switched off on this site."))
    if not is_public(source, thing):
        raise NotPossible(_("Only what is public already is handed to a machine."))
    original = source.original(thing)
    try:
        return {
            field: translator.translate(original[field], source=thing.written_in, target=language) for field in fields
        }
    except MachineUnavailable as error:
        raise NoMachine(_("The machine gave no translation. Translate it yourself, or try again later.")) from error
